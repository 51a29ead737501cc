"""Roadmaps: the list, a new one, its page, what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import school_year
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import DomainError
from ui.pages import Action, ConfirmPage, Crumb, EmptyState, FormPage, ListPage, Text

from .. import actions, checks, permissions, plans, queries, shown
from ..forms import HeadingForm, NewForm
from ..models import Roadmap, Template
from ..tables import RoadmapFilter, RoadmapTable
from .base import OfRoadmap, OfYear, restamped

COPY = "copy:"
EARLIER = 6  # roadmaps of years before that are offered to be copied


def years_of(roadmap: Roadmap) -> str:
    """«2026/2027»."""
    return f"{roadmap.starts_on.year}/{roadmap.ends_on.year}"


class IndexPage(OfYear, ListPage[Roadmap]):
    """All roadmaps of the school with how far they are."""

    access = permissions.STAFF
    title = _("Roadmaps")
    template_name = "roadmap/list.html"
    table_class = RoadmapTable
    filterset_class = RoadmapFilter
    export_name = "roadmaps"

    def get_queryset(self) -> QuerySet[Roadmap]:
        return queries.for_list()

    def get_page_actions(self) -> Sequence[Action]:
        if not self.may_author():
            return []
        return [
            Action(_("New roadmap"), reverse("roadmap:new"), icon="plus-lg"),
            Action(_("Own templates"), reverse("roadmap:templates"), icon="collection", variant="secondary"),
        ]

    def get_empty(self) -> EmptyState:
        new = Action(_("New roadmap"), reverse("roadmap:new"), icon="plus-lg")
        text = _("Make it from the regulation's own table, from the standard one, or stage by stage.")
        return EmptyState(_("No roadmap yet"), text, "signpost-2", new if self.may_author() else None)


class NewPage(OfYear, FormPage[NewForm]):
    """A draft from the regulation, the standard roadmap or bare stages."""

    access = permissions.STAFF
    title = _("New roadmap")
    form_class = NewForm
    submit_label = _("Make a draft")
    success_message = _("The draft is made. Check the terms and who is responsible, then have it approved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(_("Roadmaps"), reverse("roadmap:index"))]

    def get_lead(self) -> Text:
        return _("Drawn up by: %(authors)s (%(clause)s).") % {
            "authors": self.regulation.render(rules.AUTHOR),
            "clause": self.regulation.rule(rules.AUTHOR).clause,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        earlier = [
            (
                f"{COPY}{each.pk}",
                _("Copy of the roadmap of %(year)s: %(title)s") % {"year": years_of(each), "title": each},
            )
            for each in Roadmap.objects.exclude(state=Roadmap.State.DRAFT)[:EARLIER]
        ]
        return {**super().get_form_kwargs(), "sources": [*self._sources(), *earlier]}

    def _sources(self) -> list[tuple[str, str]]:
        return plans.sources(self.regulation, Template.objects.all())

    def get_initial(self) -> dict[str, Any]:
        start, end = rules.period_for(self.regulation.value(rules.PERIOD), today())
        return {"starts_on": start, "ends_on": end, "source": plans.sources(self.regulation)[0][0]}

    def perform(self, form: NewForm) -> Roadmap:
        said = form.values()
        if not said["source"].startswith(COPY):
            return actions.build_roadmap(**said, acting=self.actor)
        # A copy keeps the days of its original in the other year.
        earlier = queries.find(int(said["source"].removeprefix(COPY)))
        years = school_year(said["starts_on"])[0].year - school_year(earlier.starts_on)[0].year
        return actions.copy_roadmap(roadmap=earlier, years=years, acting=self.actor)

    def get_success_url(self, result: Roadmap) -> str:
        return result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("roadmap:index")


class ShowPage(OfRoadmap):
    """The table by stages: terms, who answers, marks; while it is drawn up also what each row lacks."""

    tab = "show"
    template_name = "roadmap/show.html"

    def get_title(self) -> Text:
        return self.roadmap.title

    def get_page_actions(self) -> Sequence[Action]:
        found = [*self._steps(), Action(_("Print"), self.at("print"), icon="printer", variant="secondary")]
        if self.is_office() and self.roadmap.state != Roadmap.State.CLOSED:
            found.append(Action(_("Reminders"), self.at("reminders"), icon="bell", variant="secondary"))
        if self.may_author():
            found.append(Action(_("Copy to the next year"), self.at("copy"), icon="copy", variant="secondary"))
            found.append(Action(_("Keep as a template"), self.at("keep"), icon="collection", variant="secondary"))
        return found

    def _steps(self) -> list[Action]:
        found = []
        if self.roadmap.is_draft:
            if self.may_approve():
                found.append(Action(_("Approve"), self.at("approve"), icon="check2-circle"))
            if self.may_author():
                found.append(Action(_("Heading and columns"), self.at("heading"), icon="pencil", variant="secondary"))
                found.append(Action(_("Throw away"), self.at("discard"), icon="trash", variant="secondary"))
        elif self.roadmap.is_running and self.may_author():
            found.append(Action(_("Turn the year"), self.at("turn"), icon="skip-forward", variant="secondary"))
            found.append(Action(_("Close the period"), self.at("close"), icon="flag", variant="secondary"))
            found.append(Action(_("Take back to work"), self.at("revise"), icon="pencil", variant="secondary"))
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What the product has seen by now is marked before the table is shown."""
        if self.roadmap.is_running:
            actions.tick_on_view(acting=system_actor())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = shown.parts_of(self.roadmap, queries.table_of(self.roadmap), self.view)
        rows = [row for part in parts for row in part.rows]
        return super().get_context_data(
            **{
                "parts": parts,
                "may_edit": self.roadmap.is_draft and self.may_author(),
                "may_stage": self.roadmap.is_running and self.may_author(),
                "may_mark": self.roadmap.is_running and self.is_office(),
                "stopping": sum(any(problem.stops for problem in row.problems) for row in rows),
                "scope": [shown.name_of(self.view, "addressee", code) for code in self.roadmap.scope],
                "columns_rule": self.view.rule(rules.COLUMNS) if self.view is not None else None,
                **kwargs,
            }
        )


class HeadingPage(OfRoadmap, FormPage[HeadingForm]):
    """Title, period, whom it is for, columns."""

    title = _("Heading and columns")
    form_class = HeadingForm
    success_message = _("The heading is changed; the terms follow the period.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "view": self.regulation}

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "starts_on", "ends_on", "scope", "columns", "shift")
        return {**{name: getattr(self.roadmap, name) for name in names}, "seen": actions.stamp(self.roadmap)}

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        return super().show_refusal(refusal, **restamped(refusal, context, queries.find(self.roadmap.pk)))

    def perform(self, form: HeadingForm) -> Roadmap:
        return actions.change_roadmap(roadmap=self.roadmap, **form.values(), acting=self.actor)


class ApprovePage(OfRoadmap, ConfirmPage):
    """The approver of the regulation approves."""

    title = _("Approve the roadmap")
    confirm_label = _("Approve")
    success_message = _("The roadmap is approved. Those who answer for events see them among their own.")

    def get_consequences(self) -> Sequence[Text]:
        found: list[Text] = [
            _("The table is no longer changed; the marks begin."),
            _("Responsible persons see their events and are reminded before the day."),
        ]
        if self.view is not None:
            faults = checks.table_faults(self.view, self.roadmap, queries.table_of(self.roadmap))
            found += [fault.message for fault in faults]
        return found

    def perform(self) -> Roadmap:
        return actions.approve_roadmap(roadmap=self.roadmap, acting=self.actor)


class RevisePage(OfRoadmap, ConfirmPage):
    """Back to work."""

    title = _("Take the roadmap back to work")
    confirm_label = _("Take back to work")
    success_message = _("The roadmap may be changed again.")

    def get_consequences(self) -> Sequence[Text]:
        return [_("The table may be changed again; the marks stay."), _("It has to be approved anew.")]

    def perform(self) -> Roadmap:
        return actions.revise_roadmap(roadmap=self.roadmap, acting=self.actor)


class DiscardPage(OfRoadmap, ConfirmPage):
    """Throw a draft away."""

    title = _("Throw the draft away")
    confirm_label = _("Throw away")
    danger = True
    success_message = _("The draft is thrown away.")

    def get_consequences(self) -> Sequence[Text]:
        return [_("The draft and its rows are deleted. The regulation's own table stays where it is.")]

    def perform(self) -> None:
        actions.discard_roadmap(roadmap=self.roadmap, acting=self.actor)

    def get_success_url(self, result: Any) -> str:
        return reverse("roadmap:index")

    def get_already_done_url(self) -> str:
        return reverse("roadmap:index")
