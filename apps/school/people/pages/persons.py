"""Persons: the list, the card, changes, leaving, the account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.queries import current_or_none
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ActionPage, Crumb, DetailPage, EmptyState, FormPage, ListPage, Text

from .. import actions, permissions, queries, sections
from ..filters import PersonFilter
from ..forms import InviteForm, LeftForm, NewPersonForm, PersonForm
from ..models import Card, MenteeCard, MentorCard, Person
from ..ports import card_opened, list_exported
from ..tables import PersonTable
from .links import person_url, persons_crumb
from .tabs import tabs_of


class PersonList(ListPage[Person]):
    """Everybody the school knows."""

    access = permissions.OFFICE
    title = _("Persons")
    lead = _("Employees, pupils, guardians and people from outside: everybody whom mentoring may concern.")
    table_class = PersonTable
    filterset_class = PersonFilter
    export_name = "persons"

    def get_queryset(self) -> QuerySet[Person]:
        return queries.persons().select_related("mentor_card", "mentee_card")

    def export(self, rows: QuerySet[Person]) -> HttpResponseBase:
        list_exported(rows.values_list("pk", flat=True), self.actor)
        return super().export(rows)

    def get_page_actions(self) -> Sequence[Action]:
        return [
            Action(_("Load a list"), reverse("people:import_new"), icon="cloud-upload"),
            Action(_("Add a person"), reverse("people:person_add"), icon="person-plus", variant="secondary"),
            Action(_("Duplicates"), reverse("people:duplicates"), icon="files", variant="quiet"),
        ]

    def get_empty(self) -> EmptyState:
        return EmptyState(
            _("Nobody is in the list yet"),
            _("Load the staff list from a spreadsheet: nothing is written before you confirm."),
            "people",
            Action(_("Load a list"), reverse("people:import_new"), icon="cloud-upload"),
        )


class AddPerson(FormPage[NewPersonForm]):
    """A new person by hand."""

    access = permissions.EDIT
    title = _("New person")
    form_class = NewPersonForm
    submit_label = _("Add")
    success_message = _("The person is in the list.")
    draft = True

    def get_crumbs(self) -> Sequence[Crumb]:
        return [persons_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("people:persons")

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", Person.Kind.EMPLOYEE)}

    def perform(self, form: NewPersonForm) -> Person:
        values = form.values()
        return actions.add_person(kind=values.pop("kind"), data=values, acting=self.actor)

    def get_success_url(self, result: Person) -> str:
        return person_url(result)


class OfPerson:
    """Mixin: the person of the address among those whom the actor may see."""

    kwargs: dict[str, Any]
    actor: Any

    @cached_property
    def person(self) -> Person:
        """The person; ``NotFound`` for a foreign one."""
        return queries.person_for(self.actor, self.kwargs["person"])

    def get_crumbs(self) -> Sequence[Crumb]:
        """Through the person's card."""
        return [persons_crumb(), Crumb(self.person.full_name, person_url(self.person))]

    def get_cancel_url(self) -> str:
        """Back to the card."""
        return person_url(self.person)

    def get_success_url(self, result: Any) -> str:
        """Back to the card."""
        return person_url(self.person)


class PersonPage(DetailPage[Person]):
    """The card of a person, with the sections of the rooms above."""

    access = permissions.BANKS
    template_name = "people/person.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The card, noted as opened; the address of a record that was merged leads to the one kept."""
        try:
            card_opened(self.object, self.actor)
        except NotFound:
            kept = queries.now_kept_as(self.kwargs["person"])
            if kept is None:
                raise
            return HttpResponseRedirect(reverse("people:person", kwargs={"person": kept}))
        return super().get(request, *args, **kwargs)

    def find(self) -> Person:
        return queries.person_for(self.actor, self.kwargs["person"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [persons_crumb()] if permissions.may_edit(self.actor) else []

    def get_lead(self) -> Text:
        parts = [str(self.object.get_kind_display()), self.object.position, self.object.department]
        return ", ".join(part for part in parts if part)

    def get_page_actions(self) -> Sequence[Action]:
        if not permissions.may_edit(self.actor):
            return []
        person = self.object
        key = {"person": person.pk}
        found = [Action(_("Change the data"), reverse("people:person_edit", kwargs=key), "pencil", "secondary")]
        if person.left_on is not None:
            back = reverse("people:person_return", kwargs=key)
            return [*found, Action(_("Bring back"), back, "arrow-counterclockwise", "secondary", "post")]
        if person.account_id is None:
            found.append(Action(_("Invite"), reverse("people:person_invite", kwargs=key), "envelope", "secondary"))
        found.append(Action(_("Has left"), reverse("people:person_left", kwargs=key), "box-arrow-right", "quiet"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.object
        may_edit = permissions.may_edit(self.actor)
        return super().get_context_data(
            person=person,
            may_edit=may_edit,
            may_keep=queries.keeps_banks(self.actor),
            tabs=tabs_of(person, self.actor, "person"),
            facts=_facts(person) if may_edit else _public_facts(person),
            mentor=_card_facts(person, "mentor"),
            mentee=_card_facts(person, "mentee"),
            is_pupil=person.kind == Person.Kind.PUPIL,
            sections=sections.sections_for(person, self.actor),
            **kwargs,
        )


def _public_facts(person: Person) -> list[tuple[Text, Any]]:
    """What the methodical association sees: work, not private data."""
    experience = person.experience_on(today())
    facts: list[tuple[Text, Any]] = [
        (_("Position"), person.position),
        (_("Subjects taught"), ", ".join(person.subjects)),
        (_("Department or class"), person.department),
        (_("Qualification category"), person.qualification),
        (_("Experience, years"), experience),
        (_("Organisation"), person.organisation),
    ]
    return [(label, value) for label, value in facts if value not in ("", None)]


def _facts(person: Person) -> list[tuple[Text, Any]]:
    born, age = person.birth_date, person.age_on(today())
    facts: list[tuple[Text, Any]] = [
        (_("Date of birth"), f"{born:%d.%m.%Y} ({age})" if born else None),
        (_("Sex"), person.get_sex_display() if person.sex else None),
        (_("Staff number"), person.staff_number),
        (_("Hired on"), f"{person.hired_on:%d.%m.%Y}" if person.hired_on else None),
        (_("Left on"), f"{person.left_on:%d.%m.%Y}" if person.left_on else None),
        (_("E-mail"), person.email),
        (_("Phone"), person.phone),
    ]
    return _public_facts(person) + [(label, value) for label, value in facts if value not in ("", None)]


def _card_facts(person: Person, bank: queries.Bank) -> dict[str, Any] | None:
    """A card of a bank for the page: the card itself and its facts; None when there is none."""
    card = queries.card_of(person, bank)
    if card is None:
        return None
    view = current_or_none()
    naming = view.local_name if view else catalogue().title
    facts: list[tuple[Text, Any]] = [(_("Category"), naming(f"{bank}_category", card.category))]
    if isinstance(card, MentorCard):
        facts += [
            (_("Grade"), naming("mentor_grade", card.grade) if card.grade else None),
            (_("Subjects"), ", ".join(card.subjects)),
            (_("Competencies"), ", ".join(card.competencies)),
            (_("How many mentees"), card.capacity),
            (_("Trained as a mentor on"), f"{card.trained_on:%d.%m.%Y}" if card.trained_on else None),
            (_("Interests"), ", ".join(card.interests)),
            (_("Wished age of mentees"), card.mentee_ages),
            (_("Time for the programme"), card.hours),
        ]
    elif isinstance(card, MenteeCard):
        facts += [
            (_("Request"), card.request),
            (_("Difficulties"), ", ".join(card.deficits)),
            (_("Subjects"), ", ".join(card.subjects)),
            (_("Track by experience"), naming("body", card.track) if card.track else None),
        ]
    facts += [
        (_("In the bank since"), f"{card.entered_on:%d.%m.%Y}"),
        (_("Left the bank on"), f"{card.left_on:%d.%m.%Y}" if card.left_on else None),
        (_("Note"), card.note),
    ]
    return {
        "card": card,
        "active": card.state == Card.State.ACTIVE,
        "facts": [(label, value) for label, value in facts if value not in ("", None)],
    }


class EditPerson(OfPerson, FormPage[PersonForm]):
    """Change the data."""

    access = permissions.EDIT
    title = _("Change the data")
    form_class = PersonForm
    success_message = _("The data are changed.")
    draft = True

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.person, name) for name in PersonForm.base_fields if hasattr(self.person, name)}

    def perform(self, form: PersonForm) -> Person:
        return actions.edit_person(person=self.person, data=form.values(), acting=self.actor)


class MarkLeft(OfPerson, FormPage[LeftForm]):
    """The person has left."""

    access = permissions.EDIT
    title = _("The person has left")
    lead = _("The person leaves both banks; the card, consents and finished programmes are kept.")
    form_class = LeftForm
    submit_label = _("Record the leaving")
    success_message = _("The leaving is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"left_on": today()}

    def perform(self, form: LeftForm) -> Person:
        return actions.mark_left(person=self.person, acting=self.actor, **form.values())


class ReturnPerson(OfPerson, ActionPage):
    """Here again."""

    access = permissions.EDIT
    success_message = _("The person is here again.")

    def perform(self) -> Person:
        return actions.return_person(person=self.person, acting=self.actor)


class InvitePerson(OfPerson, FormPage[InviteForm]):
    """An account with roles in this school."""

    access = permissions.EDIT
    title = _("Invite into the system")
    lead = _(
        "A letter with a link to set a password goes to this address. Who has an account already gets the roles on it."
    )
    form_class = InviteForm
    submit_label = _("Invite")
    success_message = _("The invitation is sent.")

    def get_initial(self) -> dict[str, Any]:
        roles = [
            bank
            for bank in ("mentor", "mentee")
            if (card := getattr(self.person, f"{bank}_card", None)) is not None and card.state == Card.State.ACTIVE
        ]
        if self.person.kind == Person.Kind.GUARDIAN:
            roles.append("guardian")
        return {"email": self.person.email, "roles": roles}

    def perform(self, form: InviteForm) -> Person:
        return actions.invite_person(person=self.person, acting=self.actor, **form.values())


class UnlinkAccount(OfPerson, ActionPage):
    """Take the link to an account away."""

    access = permissions.EDIT
    success_message = _("The person has no account now.")

    def perform(self) -> Person:
        return actions.unlink_account(person=self.person, acting=self.actor)
