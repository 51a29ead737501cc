"""Reads of the public page and of its editors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.school.consents import queries as consents
from apps.school.pairs.models import Match
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import OVER, Programme
from apps.school.regulation import queries as regulation
from apps.school.regulation.view import RegulationView
from kernel.errors import NotFound

from .models import PublishedResult
from .rules import DISTRIBUTION, Named

# What a reader outside wants to know of the regulation, in this order.
SHOWN = (
    "act.adopted",
    "act.approved",
    "act.validity",
    "scope.addressees",
    "forms.enabled",
    "types.enabled",
    "structure.cardinality",
    "term.min_months",
    "term.max_months",
    "scope.voluntary",
)


def results() -> QuerySet[PublishedResult]:
    """Published results, the newest first."""
    return PublishedResult.objects.all()


def get_result(result_id: int) -> PublishedResult:
    """A published result; ``NotFound`` when there is none."""
    found = PublishedResult.objects.select_related("programme__match").filter(pk=result_id).first()
    if found is None:
        raise NotFound()
    return found


def for_list() -> QuerySet[PublishedResult]:
    """Rows of the editors' list with the people of the programmes."""
    rows = PublishedResult.objects.select_related("programme__match")
    return rows.prefetch_related(*programmes.people_at("programme__"))


def waiting(limit: int) -> list[Programme]:
    """Closed programmes with results that are not published, the latest first."""
    rows = Programme.objects.filter(state__in=OVER, published=None).exclude(results="").select_related("match")
    return list(programmes.with_people(rows).order_by("-completed_on", "-pk")[:limit])


def named_people(programme: Programme) -> list[Named]:
    """Participants of a programme, those replaced too, with their consent to distribution."""
    match = programme.match
    persons = [row.card.person for row in match.mentors.select_related("card__person")]
    persons += [row.card.person for row in match.mentees.select_related("card__person")]
    given = consents.in_force([person.pk for person in persons])
    return [
        Named(person.last_name, person.first_name, person.patronymic, DISTRIBUTION in given[person.pk])
        for person in persons
    ]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the regulation in words. ``clause`` is empty for a regional default."""

    title: str
    text: str
    clause: str


def facts_of(view: RegulationView) -> Sequence[Fact]:
    """Key parameters in the school's words; what the school left open is told as the regional default."""
    found = []
    for key in SHOWN:
        rule = view.rule(key)
        if rule.is_set or not key.startswith("act."):
            found.append(Fact(str(view.parameter(key).title), view.render(key), rule.clause if rule.is_set else ""))
    return found


def regulation_in_force() -> RegulationView | None:
    """The regulation of today, None before the first one is adopted."""
    return regulation.current_or_none()


def pairs_at_work() -> int:
    """How many pairs and groups work now."""
    return Match.objects.filter(state=Match.State.ACTIVE).count()
