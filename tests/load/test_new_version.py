"""The preview of a new regulation with 200 running pairs: all pairs at once against one pair after another."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.school.pairs import queries as pairs
from apps.school.pairs import standing
from apps.school.regulation import queries
from apps.school.regulation.models import RegulationVersion
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.new_version import fill, strict_draft
from tests.support.regulation import adopted

PAIRS = 200
ROUNDS = 5


def seconds(call: Callable[[], object]) -> float:
    """The median time of a call, after one that warms up."""
    call()
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def one_by_one(school: School, draft: RegulationVersion) -> None:
    """What a preview without prefetching would do: load a pair with its seats and version, measure it, next."""
    with enter_school(school):
        new = queries.version_view(draft.pk)
        for pk in pairs.open_pairs().values_list("pk", flat=True):
            [match] = pairs.with_people(pairs.open_pairs().filter(pk=pk))
            seats = standing.seats_of([row.card_id for row in match.current_mentors])
            standing.views_of([match])
            standing.broken_by(new, match, seats, today())


def page(client: Client, name: str, draft: RegulationVersion) -> None:
    """One request of the preview or of the comparison."""
    url = reverse(f"regulation:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs={"version": draft.pk})
    assert client.get(url).status_code == 200


def test_preview_of_a_new_version(alpha: School, client_for: ClientFor, capsys: pytest.CaptureFixture[str]) -> None:
    with enter_school(alpha):
        version = adopted("gymnasium-35")
        fill(version, PAIRS)
        draft = strict_draft(version)
    client = client_for("head", alpha)
    naive = seconds(lambda: one_by_one(alpha, draft))
    preview = seconds(partial(page, client, "impact", draft))
    comparison = seconds(partial(page, client, "compare", draft))
    with capsys.disabled():
        print(f"\n{PAIRS} pairs: preview {preview:.2f} s, comparison {comparison:.2f} s")
        print(f"one pair after another / the whole preview page: {naive / preview:.1f} x")
