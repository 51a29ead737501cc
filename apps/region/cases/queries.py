"""Reads of cases. Published ones are everybody's, the others their school's and the experts'."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from apps.region.cases.models import CaseAdoption, CaseReview, PracticeCase
from kernel.acting import Actor
from kernel.errors import NotFound

CONFIG = "russian"
MARK_START, MARK_STOP = "⟦", "⟧"


def _with_numbers(cases: QuerySet[PracticeCase]) -> QuerySet[PracticeCase]:
    return cases.select_related("school__municipality").annotate(adopted_by=Count("adoptions"))


def published() -> QuerySet[PracticeCase]:
    """The library, newest first, with ``adopted_by``."""
    cases = PracticeCase.objects.of_all_schools().filter(state=PracticeCase.State.PUBLISHED)
    return _with_numbers(cases).order_by("-published_at", "-created_at")


def search(cases: QuerySet[PracticeCase], words: str) -> QuerySet[PracticeCase]:
    """Full-text search in Russian, best first, with ``headline`` (found words between marks)."""
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    headline = SearchHeadline(
        "summary", query, config=CONFIG, start_sel=MARK_START, stop_sel=MARK_STOP, max_words=40, min_words=20
    )
    found = cases.filter(search=query).annotate(rank=SearchRank(F("search"), query), headline=headline)
    return found.order_by("-rank", "-published_at")


def of_school(school_id: int) -> QuerySet[PracticeCase]:
    """A school's own cases in all states, with the last review's comment as ``last_comment``."""
    last = CaseReview.objects.filter(case=OuterRef("pk")).order_by("-created_at").values("comment")[:1]
    return _with_numbers(PracticeCase.objects.of(school_id)).annotate(last_comment=Subquery(last))


def waiting() -> QuerySet[PracticeCase]:
    """The experts' queue: who waits longest comes first."""
    cases = PracticeCase.objects.of_all_schools().filter(state=PracticeCase.State.SUBMITTED)
    return _with_numbers(cases).order_by("submitted_at")


def reviewed_by(account_id: UUID) -> QuerySet[CaseReview]:
    """An expert's own reviews, newest first."""
    return CaseReview.objects.filter(expert_account=account_id).select_related("case__school")


def visible(case_id: UUID, actor: Actor) -> PracticeCase:
    """A case for somebody on the region's host. Raises ``NotFound``."""
    allowed = Q(state=PracticeCase.State.PUBLISHED)
    if actor.has("institute_expert"):
        allowed |= Q(state__in=[PracticeCase.State.SUBMITTED, PracticeCase.State.RETURNED])
    case = _with_numbers(PracticeCase.objects.of_all_schools().filter(allowed)).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


def own(case_id: UUID, school_id: int) -> PracticeCase:
    """A case of this very school. Raises ``NotFound``."""
    case = of_school(school_id).filter(pk=case_id).first()
    if case is None:
        raise NotFound
    return case


@dataclass(frozen=True, slots=True)
class Adopter:
    """A school that took a case up."""

    school: str
    municipality: str
    note: str


def adopters(case: PracticeCase) -> list[Adopter]:
    """Who took the case up, in the order of taking."""
    rows = CaseAdoption.objects.of_all_schools().filter(case=case).select_related("school__municipality")
    return [Adopter(row.school.short_name, row.school.municipality.title, row.note) for row in rows.order_by("pk")]


def adopted_by_schools(case: PracticeCase, school_ids: set[int]) -> set[int]:
    """Which of the schools have taken the case up."""
    rows = CaseAdoption.objects.among(school_ids).filter(case=case)
    return set(rows.values_list("school_id", flat=True))
