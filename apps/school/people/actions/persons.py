"""Persons: data, leaving and coming back, guardians, accounts."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError
from tenants.identity.actions import create_account, invite
from tenants.isolation.context import require_school

from .. import queries, rules
from ..errors import StillNeeded, wrong
from ..models import Card, Guardianship, MenteeCard, MentorCard, Person
from ..ports import obstacles_to_leaving
from .history import close_departure, leave_card, open_departure

EDITABLE = (
    "last_name",
    "first_name",
    "patronymic",
    "sex",
    "birth_date",
    "staff_number",
    "email",
    "phone",
    "position",
    "subjects",
    "department",
    "organisation",
    "qualification",
    "hired_on",
    "teaching_since",
)
INVITED_ROLES = ("mentor", "mentee", "guardian", "methodical_association")


def lock_person(person_id: int) -> Person:
    """The person, locked until the transaction ends; ``NotFound`` when there is none."""
    found = Person.objects.select_for_update().filter(pk=person_id).first()
    if found is None:
        raise Conflict(_("This person is not in the school's list any more."))
    return found


def check_person(person: Person) -> None:
    """Refuse data that cannot be true, naming each field."""
    values = {name: getattr(person, name) for name in EDITABLE}
    problems = [
        {"place": name, "message": str(rules.REASONS[code])}
        for name, code in rules.date_faults(person.kind, values, today()).items()
    ]
    if not person.last_name.strip():
        problems.append({"place": "last_name", "message": str(rules.REASONS["last_name_missing"])})
    if not person.first_name.strip():
        problems.append({"place": "first_name", "message": str(rules.REASONS["first_name_missing"])})
    if person.staff_number:
        others = Person.objects.filter(staff_number=person.staff_number).exclude(pk=person.pk)
        if others.exists():
            message = str(rules.REASONS["other_persons_number"])
            problems.append({"place": "staff_number", "message": message})
    if problems:
        raise InputError(_("Some data cannot be right: see the fields."), problems=problems)


def _assign(person: Person, data: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        if name in data:
            setattr(person, name, data[name])
    for name in ("last_name", "first_name", "patronymic"):
        setattr(person, name, rules.tidy_name(getattr(person, name)))
    if not person.sex:
        person.sex = rules.sex_by_patronymic(person.patronymic)


@action("person.add")
def add_person(*, kind: str, data: Mapping[str, Any], acting: Actor, allow_namesake: bool = False) -> Person:
    """A new person. ``data``: fields of ``EDITABLE``. A namesake born on the same day is refused unless allowed."""
    person = Person(kind=kind)
    _assign(person, data)
    check_person(person)
    twins = queries.namesakes(person.last_name, person.first_name, person.patronymic)
    if not allow_namesake and twins.filter(birth_date=person.birth_date).exists():
        raise Conflict(
            _("This person is in the list already: the same name and the same date of birth."),
            next_step=_("Find the person in the list; of two real namesakes give the dates of birth."),
        )
    person.save()
    return person


@action("person.edit")
def edit_person(*, person: Person, data: Mapping[str, Any], acting: Actor) -> Person:
    """Change a person's data: only the fields that ``data`` has."""
    locked = lock_person(person.pk)
    _assign(locked, data)
    check_person(locked)
    locked.save()
    return locked


def _leave_banks(person: Person, day: datetime.date, reason: str) -> None:
    mentors = MentorCard.objects.select_for_update().filter(person=person, state=Card.State.ACTIVE)
    mentees = MenteeCard.objects.select_for_update().filter(person=person, state=Card.State.ACTIVE)
    for mentor in mentors:
        leave_card(mentor, "mentor", day, reason)
    for mentee in mentees:
        leave_card(mentee, "mentee", day, reason)


@action("person.mark_left")
def mark_left(*, person: Person, left_on: datetime.date, acting: Actor, reason: str = "") -> Person:
    """The person has left the school and with it both banks. ``StillNeeded`` while somebody counts on them."""
    locked = lock_person(person.pk)
    if locked.left_on is not None:
        raise Conflict(_("The leaving has been recorded already."))
    if left_on > today():
        raise wrong("left_on", rules.REASONS["future_date"])
    reasons = [
        *obstacles_to_leaving(locked, "mentor"),
        *obstacles_to_leaving(locked, "mentee"),
    ]
    if reasons:
        raise StillNeeded(list(dict.fromkeys(str(reason) for reason in reasons)))
    locked.left_on = left_on
    locked.save(update_fields=["left_on", "updated_at"])
    _leave_banks(locked, left_on, reason)
    open_departure(locked, left_on, reason)
    return locked


@action("person.return")
def return_person(*, person: Person, acting: Actor) -> Person:
    """The person works or studies here again. The banks are entered anew."""
    locked = lock_person(person.pk)
    if locked.left_on is None:
        raise Conflict(_("This person has not left the school."))
    close_departure(locked, locked.left_on, today())
    locked.left_on = None
    locked.save(update_fields=["left_on", "updated_at"])
    return locked


@action("guardian.add")
def add_guardian(
    *,
    ward: Person,
    basis: str,
    acting: Actor,
    guardian: Person | None = None,
    new: Mapping[str, Any] | None = None,
) -> Guardianship:
    """Record who represents a pupil by law: a known person, or a new one with the data ``new``."""
    if guardian is None:
        guardian = add_person(kind=Person.Kind.GUARDIAN, data=new or {}, acting=acting)
    if guardian.pk == ward.pk:
        raise wrong("guardian", _("Nobody is their own guardian."))
    if basis not in Guardianship.Basis.values:
        raise wrong("basis", _("Choose the basis from the list."))
    age = guardian.age_on(today())
    if age is not None and age < 18:
        raise wrong("guardian", _("A guardian is of age."))
    locked = lock_person(ward.pk)
    if locked.kind != Person.Kind.PUPIL:
        raise Conflict(_("Only pupils have guardians here."))
    row, created = Guardianship.objects.get_or_create(guardian=guardian, ward=locked, defaults={"basis": basis})
    if not created:
        raise Conflict(_("This guardian is recorded already."))
    return row


@action("guardian.remove")
def remove_guardian(*, guardianship: Guardianship, acting: Actor) -> None:
    """The guardian does not represent the pupil any more. Consents signed before stay until withdrawn."""
    deleted, _rows = Guardianship.objects.filter(pk=guardianship.pk).delete()
    if not deleted:
        raise Conflict(_("This guardian is not recorded any more."))


@action("person.invite")
def invite_person(*, person: Person, email: str, roles: Collection[str], acting: Actor) -> Person:
    """Give the person an account with roles in this school and send the invitation.

    A person who has an account already gets the roles on it; the e-mail must then be the account's.
    """
    chosen = [role for role in INVITED_ROLES if role in roles]
    if not chosen:
        raise wrong("roles", _("Choose at least one role."))
    locked = lock_person(person.pk)
    name = {"last_name": locked.last_name, "first_name": locked.first_name, "patronymic": locked.patronymic}
    account = create_account(email=email, acting=acting, **name)
    if locked.account_id not in (None, account.pk):
        raise wrong("email", _("This person has another account; take that link away first."))
    if Person.objects.filter(account_id=account.pk).exclude(pk=locked.pk).exists():
        raise wrong("email", _("This e-mail is the account of another person of the school."))
    # Linked before the roles are given: a role may be asked of the person, a curator's of the act on that person.
    locked.account_id = account.pk
    locked.email = locked.email or email
    locked.save(update_fields=["account_id", "email", "updated_at"])
    for role in chosen:
        invite(email=email, role=role, school=require_school(), acting=acting)
    return locked


@action("person.unlink_account")
def unlink_account(*, person: Person, acting: Actor) -> Person:
    """Take the link to an account away (a wrong e-mail). The account keeps its roles: they are taken on their page."""
    locked = lock_person(person.pk)
    if locked.account_id is None:
        raise Conflict(_("This person has no account."))
    locked.account_id = None
    locked.save(update_fields=["account_id", "updated_at"])
    return locked
