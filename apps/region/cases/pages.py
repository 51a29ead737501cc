"""Pages of the library and of the experts' reviews (the region's host)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.region.cases import actions, queries, rules
from apps.region.cases.forms import AdoptForm, LibraryFilter, ReviewForm
from apps.region.cases.models import CaseAdoption, CaseReview, PracticeCase
from kernel.doors import SIGNED_IN, Access
from kernel.errors import NotAllowed
from tenants.organisations.queries import working_schools
from ui.pages import Action, ActionPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text
from ui.tables import Column, DateColumn, LinkColumn, NumberColumn, Table

EXPERT = Access({"institute_expert"})


def marked(headline: str) -> SafeString:
    """The found words in <mark>, everything escaped."""
    parts = headline.replace(queries.MARK_STOP, queries.MARK_START).split(queries.MARK_START)
    pieces = [format_html("<mark>{}</mark>", part) if number % 2 else part for number, part in enumerate(parts)]
    return format_html_join("", "{}", ((piece,) for piece in pieces))


class CaseTable(Table):
    """The library."""

    title = LinkColumn(verbose_name=_("Case"), linkify=lambda record: reverse("cases:case", args=[record.pk]))
    summary = Column(verbose_name=_("In short"), orderable=False)
    school = Column(verbose_name=_("School"), accessor="school__short_name")
    form_title = Column(verbose_name=_("Form"))
    adopted_by = NumberColumn(verbose_name=_("Taken up by"))
    published_at = DateColumn(verbose_name=_("Published"))

    class Meta(Table.Meta):
        model = PracticeCase
        fields = ("title", "summary", "school", "form_title", "adopted_by", "published_at")

    def render_summary(self, value: str, record: PracticeCase) -> SafeString | str:
        """Found words marked, or the beginning of the summary."""
        headline = getattr(record, "headline", "")
        return marked(headline) if headline else value[:200]


class LibraryPage(ListPage[PracticeCase]):
    """All published cases."""

    access = SIGNED_IN
    title = _("Library of cases")
    lead = _("Practices of the region's schools that the institute has reviewed. Take up what fits you.")
    table_class = CaseTable
    filterset_class = LibraryFilter
    export_name = "cases"
    empty = EmptyState(
        _("The library is still empty"),
        _("A case appears here when a school has written it and an expert has published it."),
        "collection",
    )

    def get_queryset(self) -> QuerySet[PracticeCase]:
        return queries.published()


class CasePage(DetailPage[PracticeCase]):
    """One case with its reviews (for the expert) and its followers."""

    access = SIGNED_IN
    template_name = "cases/case.html"

    def find(self) -> PracticeCase:
        return queries.visible(self.kwargs["case"], self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Library of cases"), reverse("cases:index"))]

    def get_page_actions(self) -> Sequence[Action]:
        case = self.object
        found: list[Action] = []
        if case.state == PracticeCase.State.SUBMITTED and self.actor.has("institute_expert"):
            found.append(Action(_("Review"), reverse("cases:review", args=[case.pk]), icon="clipboard-check"))
        if case.state == PracticeCase.State.PUBLISHED and _own_schools(self.actor.schools, excluding=case.school_id):
            found.append(Action(_("Take it up at our school"), reverse("cases:adopt", args=[case.pk]), icon="plus-lg"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        own = {pk for pk, _title in _own_schools(self.actor.schools)}
        return super().get_context_data(
            sections=[
                (_("Problem"), case.problem),
                (_("What was done"), case.actions_taken),
                (_("Results"), case.results),
                (_("Conditions and resources"), case.conditions),
            ],
            adopters=queries.adopters(case),
            adopted_here=queries.adopted_by_schools(case, own),
            reviews=case.reviews.all() if self.actor.has("institute_expert") else [],
            maximum=rules.MAXIMUM,
            **kwargs,
        )


class QueueTable(Table):
    """Cases that wait for an expert."""

    title = LinkColumn(verbose_name=_("Case"), linkify=lambda record: reverse("cases:review", args=[record.pk]))
    school = Column(verbose_name=_("School"), accessor="school__short_name")
    municipality = Column(verbose_name=_("Municipality"), accessor="school__municipality__title")
    submitted_at = DateColumn(verbose_name=_("Submitted"))

    class Meta(Table.Meta):
        model = PracticeCase
        fields = ("title", "school", "municipality", "submitted_at")


class QueuePage(ListPage[PracticeCase]):
    """«На рецензию»: the expert's first page."""

    access = EXPERT
    title = _("For review")
    lead = _("Who has waited longest comes first.")
    table_class = QueueTable
    template_name = "cases/queue.html"
    export_name = "cases-for-review"
    empty = EmptyState(_("Nothing waits for review"), _("New cases from schools will appear here."), "clipboard-check")

    def get_queryset(self) -> QuerySet[PracticeCase]:
        return queries.waiting()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account_id
        mine = queries.reviewed_by(account)[:10] if account else CaseReview.objects.none()
        return super().get_context_data(mine=mine, maximum=rules.MAXIMUM, **kwargs)


class ReviewPage(FormPage[ReviewForm]):
    """The rubric beside the case."""

    access = EXPERT
    template_name = "cases/review.html"
    form_class = ReviewForm
    submit_label = _("Send the review")
    draft = True
    wide = True

    @cached_property
    def case(self) -> PracticeCase:
        """The case under review."""
        return queries.visible(self.kwargs["case"], self.actor)

    def get_title(self) -> Text:
        return self.case.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("For review"), reverse("cases:reviews"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, previous=self.case.reviews.all(), **kwargs)

    def perform(self, form: ReviewForm) -> PracticeCase:
        return actions.review_case(
            case_id=self.case.pk,
            scores=form.scores,
            decision=form.cleaned_data["decision"],
            comment=form.cleaned_data["comment"],
            acting=self.actor,
        )

    def get_success_message(self, result: PracticeCase) -> Text:
        if result.state == PracticeCase.State.PUBLISHED:
            return _("The case is published in the library.")
        return _("The case is returned to the school with your comment.")

    def get_success_url(self, result: PracticeCase) -> str:
        return reverse("cases:reviews")


def _own_schools(schools: Any, *, excluding: int | None = None) -> list[tuple[int, str]]:
    """Schools where the person is curator or head: (id, short name)."""
    slugs = {slug for slug, roles in schools.items() if roles & {"curator", "head"}}
    found = working_schools().filter(slug__in=slugs)
    return [(school.pk, school.short_name) for school in found if school.pk != excluding]


class AdoptPage(FormPage[AdoptForm]):
    """«Внедряем у себя»."""

    access = Access({"curator", "head"})
    title = _("Take the case up")
    form_class = AdoptForm
    submit_label = _("We take it up")
    success_message = _("The case is marked as taken up at your school; its author will see it.")

    @cached_property
    def case(self) -> PracticeCase:
        """The case to take up."""
        return queries.visible(self.kwargs["case"], self.actor)

    def get_lead(self) -> Text:
        return self.case.title

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Library of cases"), reverse("cases:index")), Crumb(self.case.title, self.get_cancel_url())]

    def get_cancel_url(self) -> str:
        return reverse("cases:case", args=[self.case.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "schools": _own_schools(self.actor.schools, excluding=self.case.school_id)}

    def perform(self, form: AdoptForm) -> CaseAdoption:
        return actions.adopt_case(
            case_id=self.case.pk,
            school_id=form.cleaned_data["school"],
            note=form.cleaned_data["note"],
            acting=self.actor,
        )

    def get_success_url(self, result: CaseAdoption) -> str:
        return self.get_cancel_url()


class DropAdoptionPage(ActionPage):
    """Not at work at our school any more."""

    access = Access({"curator", "head"})
    title = _("Stop using the case")
    success_message = _("The case is no longer marked as taken up.")

    def perform(self) -> None:
        school_id = int(self.request.POST.get("school", "0") or 0)
        if school_id not in {pk for pk, _title in _own_schools(self.actor.schools)}:
            raise NotAllowed
        actions.drop_adoption(case_id=self.kwargs["case"], school_id=school_id, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("cases:case", args=[self.kwargs["case"]])
