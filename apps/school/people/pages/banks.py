"""The banks of mentors and mentees: lists, and whom to enter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current_or_none
from apps.school.regulation.rules.bank import keeping, keeps_registry
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.errors import refuse_if
from ui.pages import Action, Crumb, EmptyState, ListPage, Text

from .. import permissions, queries
from ..filters import CandidateFilter, MenteeFilter, MentorFilter
from ..models import MenteeCard, MentorCard, Person
from ..ports import consent_book, list_exported
from ..queries import Bank
from ..tables import CandidateTable, MenteeTable, MentorTable

M = TypeVar("M", bound=Model)

TITLES: dict[Bank, Text] = {"mentor": _("Mentors"), "mentee": _("Mentees")}


def bank_crumb(bank: Bank) -> Crumb:
    """The way to a bank."""
    return Crumb(TITLES[bank], reverse(f"people:{bank}s"))


def refuse_strangers(actor: Actor) -> None:
    """Only keepers of the banks go on: the refusal cites the clause that names them."""
    view = current_or_none()
    if view is not None:
        refuse_if(keeping(view, actor.roles), next_step=_("Ask those who keep the bank, or change the regulation."))
    elif not permissions.may_edit(actor):
        permissions.EDIT.refuse(actor)


class _BankList(ListPage[M], Generic[M]):
    """What both lists do. ``only_exported``: columns for which a screen has no room."""

    access = permissions.BANKS
    template_name = "people/bank.html"
    bank: Bank
    only_exported: tuple[str, ...] = ("position",)

    @cached_property
    def view(self) -> RegulationView | None:
        """The regulation in force."""
        return current_or_none()

    @property
    def is_kept(self) -> bool:
        """True where the school keeps this bank."""
        return self.view is None or keeps_registry(self.view, f"{self.bank}_registry")

    def get_title(self) -> Text:
        return TITLES[self.bank]

    def get_table_kwargs(self) -> dict[str, Any]:
        view = self.view
        exporting = self.request.GET.get("export") == "xlsx"
        return {
            "exclude": () if exporting else self.only_exported,
            "lacking": consent_book().lacking_in_bank(self.bank),
            "naming": view.local_name if view else catalogue().title,
        }

    def export(self, rows: QuerySet[M]) -> HttpResponseBase:
        list_exported(rows.values_list("person_id", flat=True), self.actor)
        return super().export(rows)

    def get_page_actions(self) -> Sequence[Action]:
        found = []
        if self.is_kept and permissions.may_keep(self.actor, self.view):
            enter = reverse(f"people:{self.bank}_candidates")
            found.append(Action(_("Enter into the bank"), enter, icon="person-plus"))
        if permissions.may_edit(self.actor):
            form = reverse(f"people:federal_{self.bank}s")
            found += [*self.more_actions(), Action(_("Federal form"), form, "file-earmark-spreadsheet", "secondary")]
        return found

    def more_actions(self) -> Sequence[Action]:
        """Registers that belong to this bank, for the office."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = None if self.is_kept or self.view is None else self.view.rule("data.registries")
        return super().get_context_data(not_kept=rule, **kwargs)

    def get_empty(self) -> EmptyState:
        enter = [action for action in self.get_page_actions() if action.icon == "person-plus"]
        return EmptyState(
            _("The bank is empty"),
            _("Choose people from the list; the consent to data processing is recorded in the same step."),
            "mortarboard" if self.bank == "mentor" else "person-raised-hand",
            enter[0] if enter else None,
        )


class MentorList(_BankList[MentorCard]):
    """The mentors' bank."""

    bank = "mentor"
    lead = _("Who can teach whom what, and who still lacks which consent.")
    table_class = MentorTable
    filterset_class = MentorFilter
    export_name = "mentors"
    only_exported = ("position", "grade", "trained_on")

    def get_queryset(self) -> QuerySet[MentorCard]:
        return queries.mentors()

    def more_actions(self) -> Sequence[Action]:
        return [
            Action(_("Documents"), reverse("people:papers"), "file-earmark-person", "secondary"),
            Action(_("Competencies"), reverse("people:frameworks"), "bullseye", "secondary"),
        ]


class MenteeList(_BankList[MenteeCard]):
    """The mentees' bank."""

    bank = "mentee"
    lead = _("Who asks for help with what, and who still lacks which consent.")
    table_class = MenteeTable
    filterset_class = MenteeFilter
    export_name = "mentees"
    only_exported = ("position", "subjects")

    def get_queryset(self) -> QuerySet[MenteeCard]:
        return queries.mentees()

    def more_actions(self) -> Sequence[Action]:
        return [Action(_("Tracks"), reverse("people:tracks"), "signpost-split", "secondary")]


class _Candidates(ListPage[Person]):
    """Whom to enter: the list of those who are not in the bank."""

    access = permissions.KEEPING
    bank: Bank
    table_class = CandidateTable
    filterset_class = CandidateFilter
    exportable = False
    lead = _("Choose the person. Those who are in the bank already are not shown.")

    def find_objects(self) -> None:
        refuse_strangers(self.actor)

    def get_queryset(self) -> QuerySet[Person]:
        return queries.candidates(self.bank)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"bank": self.bank}

    def get_crumbs(self) -> Sequence[Crumb]:
        return [bank_crumb(self.bank)]

    def get_empty(self) -> EmptyState:
        return EmptyState(
            _("There is nobody to choose from"),
            _("First add people or load a list."),
            "people",
            Action(_("Load a list"), reverse("people:import_new"), icon="cloud-upload"),
        )


class MentorCandidates(_Candidates):
    """Who may become a mentor."""

    bank = "mentor"
    title = _("Whom to enter as a mentor")


class MenteeCandidates(_Candidates):
    """Who may become a mentee."""

    bank = "mentee"
    title = _("Whom to enter as a mentee")
