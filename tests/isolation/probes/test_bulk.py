"""Every bulk action of a school with ticks that are nobody's: no row is written, the answer teaches.

The actions are found by what their pages read (``ticked``, ``selected``).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.canaries import school_models
from tests.support.probing import SCHOOL_MEMBERS, Callers, Member, heard, own_routes, title, words_unheard
from tests.support.routes import Route
from tests.support.world import OTHER, World, changed, fingerprint

READS_TICKS = re.compile(r"""\bticked\(|["']selected["']""")
NOBODYS = (["999999999", "0"], ["-1", "1" * 30, "²", "x", ""], [str(uuid4())])
MEANS_ALL = {"orders:bundle_new"}
"""Without ticks the button beside the list asks for everything that its filters show."""
WITHOUT_TICKS = {"notices:read_all"}
"""Its class has the reading of ticks from its neighbours and asks for nothing: it is about all of one's own."""
FIELDS = {"kind": "participation", "given_on": "2026-01-15"}
"""What bulk forms ask beside the ticks: a refusal of these would hide what becomes of the ticks."""
REFUSALS = {403, 404, 409, 422}


def reads_ticks(path: str) -> bool:
    """True where the page of the address reads which rows are ticked."""
    try:
        page = getattr(resolve(path, urlconf=settings.SCHOOL_URLCONF).func, "view_class", None)
    except Resolver404:
        return False
    own = [each for each in getattr(page, "__mro__", ()) if each.__module__.startswith("apps.")]
    return any(READS_TICKS.search(inspect.getsource(each)) for each in own)


def bulk_routes(values: dict[str, object]) -> list[Route]:
    """Routes of the bulk actions of a school."""
    pages = (route for route in own_routes("school") if not route.is_api and route.name not in WITHOUT_TICKS)
    return [route for route in pages if reads_ticks(route.path(values))]


def keys_of(slug: str) -> list[Any]:
    """A key of each kind of row of a school."""
    with enter_school(School.objects.get(slug=slug)):
        keys = [model._default_manager.values_list("pk", flat=True).first() for model in school_models()]
    return [key for key in keys if key is not None]


def ticks(slug: str) -> Iterator[list[str]]:
    """What is posted: rows of the other school, nobody's keys, nothing."""
    foreign = keys_of(OTHER[slug])
    own = {str(key) for key in keys_of(slug)}
    for kind in (int, UUID):
        yield [str(key) for key in foreign if isinstance(key, kind) and str(key) not in own]
    yield from NOBODYS
    yield []


@pytest.mark.parametrize("member", SCHOOL_MEMBERS, ids=title)
def test_ticks_that_are_nobodys_write_nothing(
    db: None, world: World, callers: Callers, member: Member, counted: list[str]
) -> None:
    role, slug = member
    caller, before, tried = callers.browser(member, slug), fingerprint(), list(ticks(slug))
    routes = bulk_routes(world.values[slug])
    assert len(routes) >= 9
    for route in routes:
        for selected in tried:
            if not selected and route.name in MEANS_ALL:
                continue
            answer = caller.post(route.path(world.values[slug]), {**FIELDS, "selected": selected})
            what = f"{route.name} {selected[:3]} as {role} of {slug}"
            assert answer.status_code in REFUSALS | {302}, f"{what}: {answer.status_code}"
            assert heard(answer, words_unheard(slug)) == [], what
            counted.append(route.name)
    assert changed(before) == []
