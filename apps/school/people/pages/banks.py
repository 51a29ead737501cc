"""The banks of mentors and mentees: lists, entry, change, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current, current_or_none
from apps.school.regulation.rules.bank import keeping, keeps_registry
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound, refuse_if
from ui.pages import Action, Crumb, EmptyState, FormPage, ListPage, Text

from .. import actions, permissions, queries
from ..filters import CandidateFilter, MenteeFilter, MentorFilter
from ..forms import MenteeForm, MentorForm
from ..forms_papers import ReasonForm
from ..models import MenteeCard, MentorCard, Person
from ..ports import consent_book, list_exported
from ..queries import Bank
from ..tables import CandidateTable, MenteeTable, MentorTable
from .links import person_url
from .persons import OfPerson

M = TypeVar("M", bound=Model)

TITLES: dict[Bank, Text] = {"mentor": _("Mentors"), "mentee": _("Mentees")}
YOUNG_YEARS = 3


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


class _Enter(OfPerson):
    """What both entry pages do."""

    access = permissions.KEEPING
    bank: Bank

    def find_objects(self) -> None:
        """The person must be there; then only keepers go on."""
        _found = self.person
        refuse_strangers(self.actor)

    @cached_property
    def view(self) -> RegulationView:
        """The regulation in force."""
        return current()

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Consents to be brought."""
        return consent_book().lacking(self.person, self.bank)

    def get_lead(self) -> Text:
        """Who is being entered."""
        parts = [self.person.full_name, self.person.position, self.person.department]
        return ", ".join(part for part in parts if part)

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the bank and the list of candidates."""
        chosen = reverse(f"people:{self.bank}_candidates")
        return [bank_crumb(self.bank), Crumb(_("Choose the person"), chosen)]

    def get_initial(self) -> dict[str, Any]:
        """From an earlier card of the bank, else from the person's own data."""
        earlier = queries.card_of(self.person, self.bank)
        initial = {"subjects": self.person.subjects, "category": _likely_category(self.person, self.bank)}
        return initial | (_card_initial(earlier) if earlier is not None else {})

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form asks for what is lacking."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # FormPage stands behind the mixin
        more = {"entering": True} if self.bank == "mentee" else {}
        return kwargs | {"person": self.person, "view": self.view, "lacking": self.lacking, **more}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Paper fields beside the card's."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # as above
        return context | paper_context(context["form"], self.person)


def paper_context(form: MentorForm | MenteeForm, person: Person) -> dict[str, Any]:
    """Fields of the card, and of the papers by pairs (box, scan)."""
    needs_guardian = any(consent_book().needs_guardian(code) for code in form.lacking)
    papers = {"given_on", "guardian", *(f"{part}_{code}" for part in ("given", "scan") for code in form.lacking)}
    return {
        "person": person,
        "card_fields": [form[name] for name in form.fields if name not in papers and not form[name].is_hidden],
        "papers": [(form[f"given_{code}"], form[f"scan_{code}"]) for code in form.lacking],
        "paper_fields": [form[name] for name in ("given_on", "guardian") if name in form.fields],
        "no_guardian": needs_guardian and not queries.guardians_of(person).exists(),
    }


def _likely_category(person: Person, bank: Bank) -> str:
    """The category that most people of the kind have; the form drops it where the regulation has no such."""
    if bank == "mentor":
        return {"pupil": "pupil", "guardian": "parent", "external": "employer"}.get(person.kind, "pedagogue")
    if person.kind == Person.Kind.PUPIL:
        return "willing_pupil"
    experience = person.experience_on(today())
    return "young_pedagogue" if experience is not None and experience <= YOUNG_YEARS else ""


def _card_initial(card: MentorCard | MenteeCard) -> dict[str, Any]:
    names = (*MentorForm.base_fields, *MenteeForm.base_fields)
    return {name: getattr(card, name) for name in names if hasattr(card, name)}


class EnterMentor(_Enter, FormPage[MentorForm]):
    """Into the mentors' bank."""

    bank = "mentor"
    template_name = "people/card_form.html"
    title = _("Enter a mentor")
    form_class = MentorForm
    submit_label = _("Enter into the bank")
    success_message = _("The person is in the mentors' bank.")

    def perform(self, form: MentorForm) -> MentorCard:
        return actions.enter_mentor(person=self.person, papers=form.brought, acting=self.actor, **form.card_values())


class EnterMentee(_Enter, FormPage[MenteeForm]):
    """Into the mentees' bank."""

    bank = "mentee"
    template_name = "people/card_form.html"
    title = _("Enter a mentee")
    form_class = MenteeForm
    submit_label = _("Enter into the bank")
    success_message = _("The person is in the mentees' bank.")

    def perform(self, form: MenteeForm) -> MenteeCard:
        return actions.enter_mentee(person=self.person, papers=form.brought, acting=self.actor, **form.card_values())


class _OfCard:
    """Mixin: the active card of the address."""

    bank: Bank
    kwargs: dict[str, Any]
    actor: Any

    def find_objects(self) -> None:
        """The card must be there; then only keepers go on."""
        _found = self.card
        refuse_strangers(self.actor)

    @cached_property
    def card(self) -> MentorCard | MenteeCard:
        """The card; ``NotFound`` for a foreign one."""
        model = MentorCard if self.bank == "mentor" else MenteeCard
        found = model._default_manager.filter(pk=self.kwargs[self.bank]).select_related("person").first()
        if found is None:
            raise NotFound()
        return found

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the bank and the person."""
        return [bank_crumb(self.bank), Crumb(self.card.person.full_name, person_url(self.card.person))]

    def get_lead(self) -> Text:
        """Whose card it is."""
        return self.card.person.full_name

    def get_cancel_url(self) -> str:
        """Back to the person."""
        return person_url(self.card.person)

    def get_success_url(self, result: Any) -> str:
        """Back to the person."""
        return person_url(self.card.person)


class _Edit(_OfCard):
    """What both pages of change do."""

    access = permissions.KEEPING

    def get_initial(self) -> dict[str, Any]:
        """The card as it is."""
        return _card_initial(self.card)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Without papers: the person is in the bank."""
        kwargs: dict[str, Any] = super().get_form_kwargs()  # type: ignore[misc]  # FormPage stands behind the mixin
        return kwargs | {"person": self.card.person, "view": current()}


class EditMentor(_Edit, FormPage[MentorForm]):
    """Change a mentor's card."""

    bank = "mentor"
    title = _("Change the mentor's card")
    success_message = _("The card is changed.")
    form_class = MentorForm

    def perform(self, form: MentorForm) -> MentorCard:
        return actions.edit_mentor(mentor=self.card, acting=self.actor, **form.card_values())  # type: ignore[arg-type]


class EditMentee(_Edit, FormPage[MenteeForm]):
    """Change a mentee's card."""

    bank = "mentee"
    title = _("Change the mentee's card")
    success_message = _("The card is changed.")
    form_class = MenteeForm

    def perform(self, form: MenteeForm) -> MenteeCard:
        return actions.edit_mentee(mentee=self.card, acting=self.actor, **form.card_values())  # type: ignore[arg-type]


class _Leave(_OfCard, FormPage[ReasonForm]):
    """Take out of a bank, with the reason."""

    access = permissions.KEEPING
    template_name = "people/leave.html"
    title = _("Take out of the bank")
    form_class = ReasonForm
    submit_label = _("Take out of the bank")
    success_message = _("The person is not in the bank any more.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consequences = [
            _("New pairs cannot be formed with this person."),
            _("The card is kept: entering the bank again starts from it."),
            _("Consents stay in force until they are withdrawn."),
        ]
        return super().get_context_data(consequences=consequences, **kwargs)

    def perform(self, form: ReasonForm) -> Any:
        return actions.leave_bank(card=self.card, acting=self.actor, **form.values())


class LeaveMentors(_Leave):
    """Out of the mentors' bank."""

    bank = "mentor"


class LeaveMentees(_Leave):
    """Out of the mentees' bank."""

    bank = "mentee"
