"""Terms and marks: the list, one's own events with their calendar, the mark and its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from kernel.errors import NotFound
from kernel.uploads import CONTENT_TYPES
from tenants.isolation.context import require_school
from ui.files import Download
from ui.pages import Action, ActionPage, DownloadPage, EmptyState, FormPage, ListPage, Text

from .. import actions, permissions, queries
from ..calendars import calendar_of
from ..dependencies import blockers
from ..forms import DoneForm
from ..models import Term
from ..tables import TermFilter, TermTable
from .base import OfRoadmap, OfTerm, OfYear

EXPORTED_ONLY = ("done_on", "note")  # a list must stay readable; the workbook has room


class TermsPage(OfRoadmap, ListPage[Term]):
    """Every time of every event, with what is overdue."""

    tab = "terms"
    title = _("Terms of the events")
    template_name = "roadmap/list.html"
    table_class = TermTable
    filterset_class = TermFilter
    export_name = "roadmap-terms"
    empty = EmptyState(_("No terms yet"), _("Add events to the stages of the roadmap."), "calendar-range")

    def get_queryset(self) -> QuerySet[Term]:
        rows = Term.objects.filter(event__stage__roadmap=self.roadmap).select_related("event__stage__roadmap")
        return rows.prefetch_related("event__persons__person").order_by(F("due_on").asc(nulls_last=True), "pk")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": self.view, "exclude": () if self.request.GET.get("export") else EXPORTED_ONLY}


class MinePage(OfYear, ListPage[Term]):
    """The events that name this person, the most urgent first."""

    access = permissions.MINE
    section = "mine"
    title = _("My events")
    template_name = "roadmap/list.html"
    table_class = TermTable
    export_name = "my-events"
    empty = EmptyState(
        _("No event names you"), _("Events of approved roadmaps for which you answer stand here."), "calendar-check"
    )

    def get_queryset(self) -> QuerySet[Term]:
        rows = queries.terms_of(self.actor, self.view).prefetch_related("event__persons__person")
        return rows.order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"view": self.view, "exclude": () if self.request.GET.get("export") else EXPORTED_ONLY}

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("To my calendar"), reverse("roadmap:calendar"), icon="calendar-plus", variant="secondary")]


class CalendarFile(DownloadPage):
    """One's own dates as a calendar file."""

    access = permissions.MINE

    def get_download(self) -> Download:
        rows = queries.terms_of(self.actor, queries.view_now()).filter(due_on__isnull=False)
        content = calendar_of(rows.order_by("due_on", "pk"), f"{require_school().slug}.{settings.BASE_DOMAIN}")
        return Download(content, "roadmap.ics", "text/calendar; charset=utf-8")


class DonePage(OfTerm, FormPage[DoneForm]):
    """The event is done."""

    title = _("Mark as done")
    form_class = DoneForm
    submit_label = _("Mark as done")
    success_message = _("The event is marked as done.")

    def get_lead(self) -> Text:
        stages = queries.table_of(self.roadmap)
        ahead = blockers(self.roadmap, stages).get(self.term.event_id, ())
        if not ahead:
            return self.term.event.title
        titles = "; ".join(event.title for event in ahead)
        return _("%(title)s. Not done yet, though it comes before: %(ahead)s.") % {
            "title": self.term.event.title,
            "ahead": titles,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"done_on": today()}

    def perform(self, form: DoneForm) -> Term:
        return actions.mark_term(term=self.term, **form.values(), acting=self.actor)


class UnmarkPage(OfTerm, ActionPage):
    """Take the mark back."""

    success_message = _("The mark is taken back.")

    def perform(self) -> Term:
        return actions.unmark_term(term=self.term, acting=self.actor)


class TermFile(DownloadPage):
    """The file that proves a mark."""

    access = permissions.MINE

    def get_download(self) -> Download:
        term = queries.term_of(queries.find(self.kwargs["roadmap"]), self.kwargs["roadmap_term"])
        queries.require_visible(self.actor, term.event, queries.view_now())
        file = term.file
        if not file or file.name is None:
            raise NotFound()
        extension = file.name.rsplit(".", 1)[-1]
        return Download(file.open("rb"), f"event-{term.event_id}.{extension}", CONTENT_TYPES[extension])
