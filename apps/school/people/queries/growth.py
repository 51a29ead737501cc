"""Reads about competencies, diagnostics, requests and portfolios."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Prefetch, QuerySet

from kernel.errors import NotFound

from ..models import (
    Competency,
    Diagnostics,
    DiagnosticsLevel,
    Framework,
    MenteeRequest,
    Person,
    PortfolioItem,
)


def frameworks() -> QuerySet[Framework]:
    """All frameworks by name, with the number of their competencies (``size``) and of diagnostics (``uses``)."""
    return Framework.objects.annotate(
        size=Count("competencies", distinct=True), uses=Count("diagnostics", distinct=True)
    ).order_by("title")


def frameworks_in_use() -> QuerySet[Framework]:
    """Those by which diagnostics are made now."""
    return Framework.objects.filter(in_use=True)


def framework_by_id(framework_id: int) -> Framework:
    """One framework; ``NotFound`` when there is none."""
    found = Framework.objects.filter(pk=framework_id).first()
    if found is None:
        raise NotFound()
    return found


def competencies_of(framework: Framework) -> QuerySet[Competency]:
    """The competencies in use, in their order."""
    return Competency.objects.filter(framework=framework, in_use=True)


def diagnostics_of(person: Person) -> list[Diagnostics]:
    """All diagnostics of a person with their levels, the newest first (two queries)."""
    levels = DiagnosticsLevel.objects.select_related("competency").order_by("competency__position", "competency_id")
    rows = Diagnostics.objects.filter(person=person).select_related("framework")
    return list(rows.prefetch_related(Prefetch("levels", levels)))


@dataclass(frozen=True, slots=True)
class Growth:
    """One competency of one person: the level before and the level now (the same where measured once)."""

    competency: Competency
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Profile:
    """A person measured by one framework: the first diagnostics of all and the newest; ``count``: how many."""

    framework: Framework
    first: Diagnostics
    last: Diagnostics
    count: int
    rows: tuple[Growth, ...]

    @property
    def strengths(self) -> list[str]:
        """Competencies at a level from which others can be taught."""
        return [row.competency.title for row in self.rows if row.now >= self.framework.strong_from]

    @property
    def deficits(self) -> list[str]:
        """Competencies below the level of a deficit."""
        return [row.competency.title for row in self.rows if row.now < self.framework.weak_below]


def profiles(diagnostics: Iterable[Diagnostics]) -> list[Profile]:
    """What all diagnostics of one person say, by framework; each competency by its first and its newest level."""
    found: dict[int, list[Diagnostics]] = {}
    for row in diagnostics:
        found.setdefault(row.framework_id, []).append(row)
    return [_profile(sorted(rows, key=lambda row: (row.made_on, row.pk))) for rows in found.values()]


def _profile(rows: list[Diagnostics]) -> Profile:
    before: dict[Competency, int] = {}
    now: dict[Competency, int] = {}
    for row in rows:
        for level in row.levels.all():
            before.setdefault(level.competency, level.level)
            now[level.competency] = level.level
    growth = [Growth(competency, before[competency], now[competency]) for competency in now]
    growth.sort(key=lambda row: (row.competency.position, row.competency.pk))
    return Profile(rows[0].framework, rows[0], rows[-1], len(rows), tuple(growth))


def requests_of(person: Person) -> QuerySet[MenteeRequest]:
    """The requests of a mentee, the newest first."""
    return MenteeRequest.objects.filter(person=person)


def request_by_id(request_id: int) -> MenteeRequest:
    """One request with its person; ``NotFound`` when there is none."""
    found = MenteeRequest.objects.filter(pk=request_id).select_related("person").first()
    if found is None:
        raise NotFound()
    return found


def portfolio_of(person: Person, *visibilities: str) -> QuerySet[PortfolioItem]:
    """A person's portfolio, the newest first; only what is open to one of ``visibilities`` where any is named."""
    rows = PortfolioItem.objects.filter(person=person)
    return rows.filter(visibility__in=visibilities) if visibilities else rows


def portfolio_item(item_id: int) -> PortfolioItem:
    """One item with its person; ``NotFound`` when there is none."""
    found = PortfolioItem.objects.filter(pk=item_id).select_related("person").first()
    if found is None:
        raise NotFound()
    return found


def has_portfolio(person: Person) -> bool:
    """True when the person has put at least one thing into a portfolio."""
    return PortfolioItem.objects.filter(person=person).exists()


def portfolios_since(person_ids: Iterable[int]) -> dict[int, datetime.date]:
    """Person -> the day since when there is something in the portfolio; those without one are absent (one query)."""
    rows = PortfolioItem.objects.filter(person_id__in=list(person_ids)).values("person_id")
    return dict(rows.annotate(since=Min("created_at__date")).values_list("person_id", "since"))
