"""Candidates: the list, one candidate with everything shown so far, the steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.people.queries import person_of
from apps.school.regulation.rules import selection as regulation
from kernel.clock import today
from kernel.errors import NotFound, Violation
from ui.pages import (
    Action,
    BulkAction,
    Crumb,
    DetailPage,
    Download,
    DownloadPage,
    EmptyState,
    FormPage,
    ListPage,
    Page,
    Text,
)

from .. import actions, permissions, queries
from ..actions.approval import gates
from ..actions.candidacies import BY_STAFF
from ..filters import CandidacyFilter
from ..forms import AnswerForm, ApplyForm, EvidenceForm, NominateForm
from ..models import Candidacy, Evidence
from ..papers import Papers, papers_of
from ..tables import CANDIDACY_KINDS, CandidacyTable, word_of
from .common import Section, crumbs, handed_out

State = Candidacy.State


class CandidacyList(Section, ListPage[Candidacy]):
    """Everybody under selection, and those decided before."""

    access = permissions.STAFF
    tab = "index"
    title = _("Selection of mentors")
    template_name = "selection/list.html"
    table_class = CandidacyTable
    filterset_class = CandidacyFilter
    export_name = "candidates"

    def get_queryset(self) -> QuerySet[Candidacy]:
        return queries.candidacies()

    def get_table_kwargs(self) -> dict[str, Any]:
        hidden = () if permissions.may_manage(self.actor) else ("check",)
        return {"view": self.view, "missing": self._missing(), "exclude": hidden}

    def _missing(self) -> dict[int, list[Violation]]:
        found = list(queries.open_candidacies().exclude(state=State.APPROVED))
        return gates(self.view, found) if self.view is not None else {}

    def get_page_actions(self) -> Sequence[Action]:
        return [Action(_("Nominate"), reverse("selection:nominate"), "person-plus")]

    def get_bulk_actions(self) -> Sequence[BulkAction]:
        if not permissions.may_manage(self.actor):
            return ()
        question = _("Approve the selected candidates? One order for all of them is prepared, or the head approves.")
        url = reverse("selection:approve_selected")
        return [BulkAction(_("Approve the selected"), url, "check2-circle", question)]

    def get_empty(self) -> EmptyState:
        action = Action(_("Nominate"), reverse("selection:nominate"), "person-plus")
        text = _("Nominate somebody by one of the ways of the regulation; what is missing is shown for each.")
        return EmptyState(_("No candidates yet"), text, "person-plus", action)


class NominatePage(Section, FormPage[NominateForm]):
    """A new candidacy by one of the ways of the regulation."""

    access = permissions.STAFF
    title = _("Nominate a mentor")
    form_class = NominateForm
    submit_label = _("Nominate")
    success_message = _("The candidacy is open.")
    draft = True

    def get_crumbs(self) -> Sequence[Crumb]:
        return crumbs("index")

    def get_lead(self) -> Text:
        rule = self.words.rule("selection.routes")
        return _("Ways of the regulation: %(ways)s (%(clause)s)") % {
            "ways": self.words.render("selection.routes"),
            "clause": rule.clause,
        }

    def get_initial(self) -> dict[str, Any]:
        return {"person": self.request.GET.get("person", ""), "opened_on": today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        ways = self.words.choices("selection.routes")
        if not permissions.may_manage(self.actor):
            ways = [pair for pair in ways if pair[0] == BY_STAFF]
        people = queries.may_be_nominated()
        return {**super().get_form_kwargs(), "view": self.words, "people": people, "routes": ways}

    def get_cancel_url(self) -> str:
        return reverse("selection:index")

    def perform(self, form: NominateForm) -> Candidacy:
        return actions.nominate(**form.values(), acting=self.actor)

    def get_success_url(self, result: Candidacy) -> str:
        return result.get_absolute_url()


class OwnPage(Section, Page):
    """One's own candidacies, and the application where the act has that way."""

    access = permissions.OWN
    title = _("To become a mentor")
    template_name = "selection/own.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = person_of(self.actor.account_id)
        mine = list(person.candidacies.select_related("person")) if person else []
        by_application = self.view is not None and regulation.BY_APPLICATION in self.view.codes("selection.routes")
        free = person is not None and queries.may_be_nominated().filter(pk=person.pk).exists()
        entry = person.appointments.filter(ended_on=None).first() if person else None
        return super().get_context_data(
            person=person,
            candidacies=[{"candidacy": each, "kind": CANDIDACY_KINDS[each.state]} for each in mine],
            entry=entry,
            ways=self.view.render("selection.routes") if self.view else "",
            may_apply=by_application and free,
            **kwargs,
        )


class ApplyPage(Section, FormPage[ApplyForm]):
    """The own application."""

    access = permissions.OWN
    title = _("Apply to become a mentor")
    form_class = ApplyForm
    submit_label = _("Send the application")
    success_message = _("The application is with the curator.")
    draft = True

    def get_cancel_url(self) -> str:
        return reverse("selection:own")

    def perform(self, form: ApplyForm) -> Candidacy:
        return actions.apply(**form.values(), acting=self.actor)

    def get_success_url(self, result: Candidacy) -> str:
        return result.get_absolute_url()


class OfCandidacy(Section):
    """Mixin: the candidacy of the address among those that the actor may see."""

    kwargs: dict[str, Any]

    @cached_property
    def candidacy(self) -> Candidacy:
        """The candidacy; ``NotFound`` for a foreign one."""
        return queries.candidacy_for(self.actor, self.kwargs["candidacy"])

    @property
    def is_own(self) -> bool:
        """True for the candidate."""
        return self.actor.account_id is not None and self.candidacy.person.account_id == self.actor.account_id

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the list, for a candidate through the own page."""
        first = crumbs("index") if permissions.may_nominate(self.actor) else [_own_crumb()]
        return [*first, Crumb(self.candidacy.person.full_name, self.candidacy.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the candidate."""
        return self.candidacy.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """Back to the candidate."""
        return self.candidacy.get_absolute_url()

    @cached_property
    def papers(self) -> Papers:
        """What has been shown so far."""
        return papers_of([self.candidacy])[self.candidacy.pk]

    def advice(self) -> list[Violation]:
        """What is only reminded of."""
        if self.view is None:
            return []
        card = getattr(self.candidacy.person, "mentor_card", None)
        return regulation.advice(
            self.view,
            interviewed_on=self.papers.interviewed_on,
            trained_on=self.papers.trained_on or (card.trained_on if card else None),
            surveyed_on=self.papers.surveyed_on,
        )


def _own_crumb() -> Crumb:
    return Crumb(_("To become a mentor"), reverse("selection:own"))


class CandidacyPage(OfCandidacy, DetailPage[Candidacy]):
    """One candidate: what is missing with clauses, what shows each step, what comes next."""

    access = permissions.OWN
    template_name = "selection/candidacy.html"

    def find(self) -> Candidacy:
        return self.candidacy

    def get_crumbs(self) -> Sequence[Crumb]:
        return super().get_crumbs()[:-1]

    def get_page_actions(self) -> Sequence[Action]:
        state, found = self.candidacy.state, []
        if state not in (State.NOMINATED, State.CONSENTED, State.RECOMMENDED):
            return []
        may_manage = permissions.may_manage(self.actor)
        if (self.is_own or may_manage) and state == State.NOMINATED:
            found.append(Action(_("Record the answer"), self._url("answer"), "chat-left-text"))
        if may_manage:
            approve = "secondary" if found else "primary"
            found += [
                Action(_("Approve"), self._url("approve"), "check2-circle", approve),
                Action(_("Record evidence"), self._url("record"), "paperclip", "secondary"),
                Action(_("Reject"), self._url("reject"), "x-circle", "quiet"),
            ]
        if self.is_own or may_manage:
            found.append(Action(_("Withdraw"), self._url("withdraw"), "arrow-return-left", "quiet"))
        return found

    def _url(self, name: str) -> str:
        return reverse(f"selection:{name}", kwargs={"candidacy": self.candidacy.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        candidacy = self.candidacy
        decided = candidacy.state in (State.APPOINTED, State.REJECTED, State.WITHDRAWN)
        missing = gates(self.view, [candidacy])[candidacy.pk] if self.view and not decided else []
        return super().get_context_data(
            candidacy=candidacy,
            kind=CANDIDACY_KINDS[candidacy.state],
            route=word_of(self.view, "selection_route", candidacy.route),
            grade=word_of(self.view, "mentor_grade", candidacy.grade) if candidacy.grade else "",
            missing=missing,
            advice=[] if decided else self.advice(),
            decided=decided,
            evidence=list(candidacy.evidence.all()),
            agenda=list(candidacy.agenda_items.select_related("sitting").exclude(decision="")),
            trainings=list(candidacy.person.trainings.all()),
            is_staff=permissions.may_nominate(self.actor),
            **kwargs,
        )


class AnswerPage(OfCandidacy, FormPage[AnswerForm]):
    """The candidate agrees or does not."""

    access = permissions.OWN
    title = _("Answer of the candidate")
    form_class = AnswerForm
    submit_label = _("Record")
    success_message = _("The answer is recorded.")

    def perform(self, form: AnswerForm) -> Candidacy:
        if not (self.is_own or permissions.may_manage(self.actor)):
            raise NotFound()
        return actions.answer(candidacy=self.candidacy, **form.values(), acting=self.actor)


class RecordPage(OfCandidacy, FormPage[EvidenceForm]):
    """Evidence of a step."""

    access = permissions.OFFICE
    title = _("Record evidence")
    form_class = EvidenceForm
    submit_label = _("Record")
    success_message = _("The evidence is recorded.")

    def perform(self, form: EvidenceForm) -> Evidence:
        return actions.record(candidacy=self.candidacy, **form.values(), acting=self.actor)


class EvidenceFile(DownloadPage):
    """The file of a piece of evidence: for the office only."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        found = Evidence.objects.select_related("candidacy__person").filter(pk=self.kwargs["evidence"]).first()
        if found is None:
            raise NotFound()
        name = f"{gettext('evidence')} {found.candidacy.person.short_name}"
        return handed_out(found.file, name)
