"""Cards of mentors and mentees: entry into a bank, change, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.queries import current
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Crumb, FormPage, Text

from .. import actions, permissions, queries
from ..forms import MenteeForm, MentorForm
from ..forms_papers import ReasonForm
from ..models import MenteeCard, MentorCard, Person
from ..ports import consent_book
from ..queries import Bank
from .banks import bank_crumb, refuse_strangers
from .links import person_url
from .persons import OfPerson

YOUNG_YEARS = 3


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
        return actions.edit_mentor(mentor=self.card, acting=self.actor, **form.card_values())  # type: ignore[arg-type]  # the form gives the fields


class EditMentee(_Edit, FormPage[MenteeForm]):
    """Change a mentee's card."""

    bank = "mentee"
    title = _("Change the mentee's card")
    success_message = _("The card is changed.")
    form_class = MenteeForm

    def perform(self, form: MenteeForm) -> MenteeCard:
        return actions.edit_mentee(mentee=self.card, acting=self.actor, **form.card_values())  # type: ignore[arg-type]  # the form gives the fields


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
