"""Reads of the public page and of its editors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from apps.school.consents import categories
from apps.school.consents import queries as consents
from apps.school.pairs.models import Match
from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import OVER, Programme
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import publishing
from apps.school.regulation.view import RegulationView
from kernel.errors import NotFound

from .models import Material, PublishedResult, SitePlace
from .rules import Named

SECTION = "publication.section"

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
    return named(persons)


def named(persons: Collection[Person]) -> list[Named]:
    """The same people with whether they may be named: the category of names is in their consent (one query)."""
    allowed = consents.distributable([person.pk for person in persons])
    return [
        Named(person.last_name, person.first_name, person.patronymic, categories.FULL_NAME in allowed[person.pk])
        for person in persons
    ]


def everybody_in_banks() -> list[Person]:
    """Whom a text of the school might name."""
    return list(consents.in_banks())


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


RESULT_KINDS = ("results", "best_cases", "programme_information", "roadmap_coverage", "other")


def material_kinds() -> list[tuple[str, str]]:
    """(code, the school's word) of the kinds of texts that may be placed."""
    view = regulation_in_force()
    if view is None:
        return []
    return [(code, view.local_name("publication_item", code)) for code in publishing.material_kinds(view)]


def kind_of_results() -> str:
    """Under which kind the act places results of programmes: the first that fits."""
    allowed = dict(material_kinds())
    return next((code for code in RESULT_KINDS if code in allowed), RESULT_KINDS[0])


def materials() -> QuerySet[Material]:
    """Texts and links on the public page, the newest first."""
    return Material.objects.all()


def get_material(material_id: int) -> Material:
    """A material; ``NotFound`` when there is none."""
    found = Material.objects.filter(pk=material_id).first()
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True, slots=True)
class KindOnPage:
    """A section of the public page: its kind, the school's word, the newest materials, how many there are."""

    code: str
    title: str
    newest: Sequence[Material]
    count: int


def sections(view: RegulationView, newest: int) -> list[KindOnPage]:
    """Sections with materials, in the act's order (one query)."""
    by_kind: dict[str, list[Material]] = {}
    for material in Material.objects.defer("text"):
        by_kind.setdefault(material.kind, []).append(material)
    return [
        KindOnPage(code, view.local_name("publication_item", code), by_kind[code][:newest], len(by_kind[code]))
        for code in publishing.material_kinds(view)
        if code in by_kind
    ]


def site_place() -> SitePlace | None:
    """Where on the school's own site mentoring is told of, if it was stated."""
    return SitePlace.objects.first()


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """The place on the school's site that the act names: title, words, clause; ``stated``: where it is, if known."""

    title: str
    text: str
    clause: str
    stated: SitePlace | None


def place_asked() -> PlaceAsked | None:
    """What ``publication.section`` asks of the school's own site; None before there is a regulation."""
    view = regulation_in_force()
    if view is None:
        return None
    rule = view.rule(SECTION)
    title = str(view.parameter(SECTION).title)
    return PlaceAsked(title, view.render(SECTION), rule.clause if rule.is_set else "", site_place())


def has_published() -> bool:
    """True when the public page tells of anything (at most two queries)."""
    return Material.objects.exists() or PublishedResult.objects.exists()
