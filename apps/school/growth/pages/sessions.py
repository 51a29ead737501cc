"""Diagnostic sessions: the register, one with its assessors beside each other, the steps of its life."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import competencies_of, mentees, present
from kernel.clock import today
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text

from .. import actions, figures, queries
from ..actions.importing import proposed_levels
from ..forms import BeginForm, BeginManyForm, ExpertForm, SumUpForm
from ..models import DiagnosticSession
from ..permissions import OFFICE, PEOPLE, is_office
from ..tables import SESSION_KINDS, SessionFilter, SessionTable, growth_tabs
from .persons import person_url

ANSWER_DAYS = 10  # so long those asked have by default
APART = 2  # so many levels apart the assessors are pointed out


def sessions_crumb() -> Crumb:
    """The way to the register."""
    return Crumb(_("Diagnostics"), reverse("growth:sessions"))


def default_term() -> datetime.date:
    """The day till which answers are asked for, if nobody says otherwise."""
    return today() + datetime.timedelta(days=ANSWER_DAYS)


class SessionList(ListPage[DiagnosticSession]):
    """All sessions."""

    access = OFFICE
    title = _("Diagnostics")
    lead = _("Who is asked about whom, who has answered, what it came to.")
    template_name = "growth/list.html"
    table_class = SessionTable
    filterset_class = SessionFilter
    export_name = "diagnostics"
    empty = EmptyState(
        _("No diagnostics yet"),
        _("Ask the mentees, their mentors and the office about the entry level, or take it from a list."),
        "clipboard-data",
        Action(_("Begin for many"), "begin/"),
    )

    def get_queryset(self) -> QuerySet[DiagnosticSession]:
        return queries.sessions()

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Begin for many"), reverse("growth:begin_many"), "people"),
            Action(_("From a list"), reverse("growth:import"), "cloud-upload", "secondary"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"tabs": growth_tabs("sessions"), **kwargs})


class SessionPage(DetailPage[DiagnosticSession]):
    """One session: every sheet that the actor may read, beside each other."""

    access = PEOPLE
    template_name = "growth/session.html"

    def find(self) -> DiagnosticSession:
        return queries.session_for(self.actor, self.kwargs["diagnostic_session"])

    def get_lead(self) -> Text:
        return self.object.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        crumb = Crumb(self.object.person.short_name, person_url(self.object.person))
        return [sessions_crumb(), crumb] if is_office(self.actor) else [crumb]

    def get_page_actions(self) -> Sequence[Action]:
        if not (self.object.is_open and is_office(self.actor)):
            return ()
        key = {"diagnostic_session": self.object.pk}
        return [
            Action(_("Sum up"), reverse("growth:sum_up", kwargs=key), "check2-circle"),
            Action(_("Ask an expert"), reverse("growth:expert", kwargs=key), "person-plus", "secondary"),
            Action(_("Cancel the diagnostics"), reverse("growth:session_cancel", kwargs=key), "x-lg", "quiet"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        session, office = self.object, is_office(self.actor)
        sheets = queries.sheets_shown(session, self.actor)
        given, rows = figures.beside(sheets, session.framework.level_word)
        result = {}
        if session.result is not None:
            result = {row.competency.title: row.level for row in session.result.levels.select_related("competency")}
        word = session.framework.level_word
        return super().get_context_data(
            **{
                "session": session,
                "kind": SESSION_KINDS[session.state],
                "sheets": [(row, self._may_fill(row, office)) for row in sheets],
                "given": given,
                "rows": [
                    (title, said, gap >= APART, word(result[title]) if title in result else "")
                    for title, said, gap in rows
                ],
                "is_hidden": session.is_open and not office,
                **kwargs,
            }
        )

    def _may_fill(self, sheet: Any, office: bool) -> bool:
        own = sheet.assessor is not None and queries.is_own(sheet.assessor, self.actor)
        return self.object.is_open and (office or own)


class BeginPage(FormPage[BeginForm]):
    """Ask about one person."""

    access = OFFICE
    title = _("Begin a diagnostics")
    form_class = BeginForm
    submit_label = _("Ask")
    success_message = _("Those asked see it on their page «Today».")

    @cached_property
    def person(self) -> Person:
        """Whose it is; ``NotFound`` for a foreign one."""
        return queries.person_for(self.actor, self.kwargs["person"])

    def find_objects(self) -> None:
        """The person must be here."""
        _found = self.person

    def get_lead(self) -> Text:
        return self.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        return [Crumb(self.person.short_name, person_url(self.person))]

    def get_initial(self) -> dict[str, Any]:
        measured = bool(queries.history_of(self.person))
        return {"due_on": default_term(), "kind": "exit" if measured else "entry"}

    def perform(self, form: BeginForm) -> DiagnosticSession:
        return actions.begin_session(person=self.person, acting=self.actor, **form.values())

    def get_cancel_url(self) -> str:
        return person_url(self.person)

    def get_success_url(self, result: DiagnosticSession) -> str:
        return result.get_absolute_url()


class BeginManyPage(FormPage[BeginManyForm]):
    """Ask about many mentees; those without the entry diagnostics are ticked."""

    access = OFFICE
    title = _("Begin for many")
    form_class = BeginManyForm
    submit_label = _("Ask")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [sessions_crumb()]

    def get_form_kwargs(self) -> dict[str, Any]:
        people = present().filter(pk__in=mentees().values("person"))
        return super().get_form_kwargs() | {"persons": people}

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        chosen = kind if kind in DiagnosticSession.Kind.values else DiagnosticSession.Kind.ENTRY
        lacking = queries.without(chosen).values_list("pk", flat=True)
        return {"due_on": default_term(), "kind": chosen, "persons": list(lacking)}

    def perform(self, form: BeginManyForm) -> list[DiagnosticSession]:
        values = form.values()
        values["persons"] = list(values["persons"])
        return actions.begin_many(acting=self.actor, **values)

    def get_success_message(self, result: list[DiagnosticSession]) -> Text:
        words = ngettext("Asked about %(count)s person.", "Asked about %(count)s people.", len(result))
        return words % {"count": len(result)}

    def get_cancel_url(self) -> str:
        return reverse("growth:sessions")

    def get_success_url(self, result: Any) -> str:
        return reverse("growth:sessions")


class OfSession:
    """Mixin: the session of the address, for the office."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def session(self) -> DiagnosticSession:
        """The session; ``NotFound`` for a foreign one."""
        return queries.session_for(self.actor, self.kwargs["diagnostic_session"])

    def find_objects(self) -> None:
        """It must be here."""
        _found = self.session

    def get_lead(self) -> Text:
        """Whose it is."""
        return self.session.person.full_name

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the session."""
        return [sessions_crumb(), Crumb(str(self.session), self.session.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the session."""
        return self.session.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """Back to the session."""
        return self.session.get_absolute_url()


class ExpertPage(OfSession, FormPage[ExpertForm]):
    """One more assessor."""

    access = OFFICE
    title = _("Ask an expert")
    form_class = ExpertForm
    submit_label = _("Ask")
    success_message = _("The expert is asked.")

    def get_form_kwargs(self) -> dict[str, Any]:
        experts = present().filter(kind=Person.Kind.EMPLOYEE).exclude(pk=self.session.person_id)
        return super().get_form_kwargs() | {"experts": experts}

    def perform(self, form: ExpertForm) -> DiagnosticSession:
        return actions.ask_expert(session=self.session, acting=self.actor, **form.values())


class SumUpPage(OfSession, FormPage[SumUpForm]):
    """The result: the rule's proposal, for the curator to change."""

    access = OFFICE
    title = _("Sum up")
    form_class = SumUpForm
    submit_label = _("Write the result down")
    success_message = _("The result is written down; the cards follow it.")
    template_name = "growth/sum_up.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        framework = self.session.framework
        return super().get_form_kwargs() | {
            "framework": framework,
            "competencies": list(competencies_of(framework)),
            "proposed": proposed_levels(self.session),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        silent = [row for row in queries.assessments_of(self.session) if row.given_on is None]
        return super().get_context_data(**{"silent": silent, **kwargs})

    def perform(self, form: SumUpForm) -> DiagnosticSession:
        return actions.sum_up(
            session=self.session, levels=form.levels, note=form.cleaned_data["note"], acting=self.actor
        )


class CancelPage(OfSession, ConfirmPage):
    """The diagnostics comes to nothing."""

    access = OFFICE
    title = _("Cancel the diagnostics")
    confirm_label = _("Cancel the diagnostics")
    danger = True
    success_message = _("The diagnostics is cancelled.")

    def get_consequences(self) -> list[Text]:
        return [
            gettext("Nobody is asked any more, and no level of a card changes."),
            gettext("What was answered stays readable for the office."),
        ]

    def perform(self) -> DiagnosticSession:
        return actions.cancel_session(session=self.session, acting=self.actor)
