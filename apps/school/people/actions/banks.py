"""The two banks: entry, change, leaving."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation import rules as regulation_rules
from apps.school.regulation.rules.breach import breach, names
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, Violation, refuse_if

from .. import rules
from ..errors import HasLeft, StillNeeded, wrong
from ..models import Card, MenteeCard, MentorCard, Person
from ..ports import Papers, consent_book, obstacles_to_leaving
from ..queries import Bank
from .persons import lock_person

C = TypeVar("C", MentorCard, MenteeCard)


def _words(values: Sequence[str]) -> list[str]:
    """Plain words, each once without regard to case, in the order given."""
    tidy = {" ".join(value.split()).casefold(): " ".join(value.split()) for value in values}
    return [word for key, word in tidy.items() if key]


def entry_violations(
    view: RegulationView, person: Person, bank: Bank, category: str, on: datetime.date
) -> list[Violation]:
    """What the regulation and the law say against an entry. ``InputError`` for a category of somebody else."""
    if category and not rules.category_fits(person.kind, bank, category):
        raise wrong("category", _("This category does not describe the person: look at who it is."))
    consent = consent_book().personal_data(person, on)
    facts = regulation_rules.BankEntryFacts(
        bank=bank,
        name=person.full_name,
        categories=frozenset({category} if category else ()),
        on=on,
        pd_consent=consent.given,
        birth_date=person.birth_date,
        minor=consent.minor,
        guardian_pd_consent=consent.guardian_given,
    )
    return regulation_rules.bank_entry(view, facts)


def grade_violations(view: RegulationView, grade: str) -> list[Violation]:
    """A grade is one of the regulation's; none is always allowed."""
    key = "scope.mentor_grades"
    if not grade or grade in view.codes(key):
        return []
    sentence = _("The regulation has no mentor grade “{actual}”; its grades: {value}. Basis: {clause}.")
    return [breach(view, key, actual=names(view, "mentor_grade", [grade]), sentence=sentence)]


def _open(person: Person, model: type[C], on: datetime.date, papers: Papers | None, acting: Actor) -> C:
    """The card to be filled, of a locked person who is present and not in the bank; the papers are recorded."""
    locked = lock_person(person.pk)
    if locked.left_on is not None and locked.left_on <= today():
        raise HasLeft()
    if on > today():
        raise wrong("entered_on", _("The date is in the future."))
    found = model.objects.filter(person=locked).first()
    if found is not None and found.state == Card.State.ACTIVE:
        raise Conflict(_("This person is in the bank already."))
    if papers is not None:
        consent_book().record(person=locked, papers=papers, acting=acting)
    card = found or model(person=locked)
    card.state, card.entered_on, card.left_on = Card.State.ACTIVE, on, None
    return card


def _next_step() -> str:
    return _("Record the consent on this page, choose another category, or change the regulation.")


@action("bank.enter_mentor")
def enter_mentor(
    *,
    person: Person,
    category: str,
    acting: Actor,
    grade: str = "",
    competencies: Sequence[str] = (),
    subjects: Sequence[str] = (),
    capacity: int = 1,
    trained_on: datetime.date | None = None,
    entered_on: datetime.date | None = None,
    note: str = "",
    papers: Papers | None = None,
) -> MentorCard:
    """Enter a person into the mentors' bank, recording the consents brought along in the same transaction.

    ``RuleViolation`` cites the clause; who left the bank once gets the old card back with the new data.
    """
    on = entered_on or today()
    view = regulation.current(on)
    card = _open(person, MentorCard, on, papers, acting)
    violations = entry_violations(view, card.person, "mentor", category, on) + grade_violations(view, grade)
    refuse_if(violations, next_step=_next_step())
    _fill_mentor(card, category, grade, competencies, subjects, capacity, trained_on, note)
    card.save()
    return card


def _fill_mentor(
    card: MentorCard,
    category: str,
    grade: str,
    competencies: Sequence[str],
    subjects: Sequence[str],
    capacity: int,
    trained_on: datetime.date | None,
    note: str,
) -> None:
    if not 1 <= capacity <= 50:
        raise wrong("capacity", _("From 1 to 50 mentees."))
    if trained_on is not None and trained_on > today():
        raise wrong("trained_on", _("The date is in the future."))
    card.category, card.grade, card.capacity = category, grade, capacity
    card.competencies, card.subjects = _words(competencies), _words(subjects)
    card.trained_on, card.note = trained_on, note.strip()


@action("bank.enter_mentee")
def enter_mentee(
    *,
    person: Person,
    category: str,
    acting: Actor,
    request: str = "",
    deficits: Sequence[str] = (),
    subjects: Sequence[str] = (),
    entered_on: datetime.date | None = None,
    note: str = "",
    papers: Papers | None = None,
) -> MenteeCard:
    """Enter a person into the mentees' bank; see ``enter_mentor``."""
    on = entered_on or today()
    view = regulation.current(on)
    card = _open(person, MenteeCard, on, papers, acting)
    refuse_if(entry_violations(view, card.person, "mentee", category, on), next_step=_next_step())
    card.category, card.request, card.note = category, request.strip(), note.strip()
    card.deficits, card.subjects = _words(deficits), _words(subjects)
    card.save()
    return card


def _lock_card(model: type[C], card_id: int) -> C:
    card = model.objects.select_for_update(of=("self",)).select_related("person").get(pk=card_id)
    if card.state != Card.State.ACTIVE:
        raise Conflict(_("This card is not in the bank any more."))
    return card


@action("bank.edit_mentor")
def edit_mentor(
    *,
    mentor: MentorCard,
    category: str,
    acting: Actor,
    grade: str = "",
    competencies: Sequence[str] = (),
    subjects: Sequence[str] = (),
    capacity: int = 1,
    trained_on: datetime.date | None = None,
    note: str = "",
) -> MentorCard:
    """Change a mentor's card; a changed category or grade must be one of the regulation in force."""
    card = _lock_card(MentorCard, mentor.pk)
    view = regulation.current()
    violations = grade_violations(view, grade) if grade != card.grade else []
    if category != card.category:
        violations += entry_violations(view, card.person, "mentor", category, today())
    refuse_if(violations, next_step=_next_step())
    _fill_mentor(card, category, grade, competencies, subjects, capacity, trained_on, note)
    card.save()
    return card


@action("bank.edit_mentee")
def edit_mentee(*, mentee: MenteeCard, category: str, acting: Actor, **fields: Any) -> MenteeCard:
    """Change a mentee's card. ``fields``: ``request``, ``note`` (texts), ``deficits``, ``subjects`` (words)."""
    card = _lock_card(MenteeCard, mentee.pk)
    if category != card.category:
        view = regulation.current()
        refuse_if(entry_violations(view, card.person, "mentee", category, today()), next_step=_next_step())
    card.category = category
    card.request, card.note = fields.get("request", card.request).strip(), fields.get("note", card.note).strip()
    card.deficits = _words(fields.get("deficits", card.deficits))
    card.subjects = _words(fields.get("subjects", card.subjects))
    card.save()
    return card


@action("bank.leave")
def leave_bank(*, card: MentorCard | MenteeCard, acting: Actor) -> MentorCard | MenteeCard:
    """Take a person out of a bank; the card is kept. ``StillNeeded`` while a pair counts on the person."""
    bank: Bank = "mentor" if isinstance(card, MentorCard) else "mentee"
    locked: MentorCard | MenteeCard = (
        _lock_card(MentorCard, card.pk) if bank == "mentor" else _lock_card(MenteeCard, card.pk)
    )
    reasons = obstacles_to_leaving(locked.person, bank)
    if reasons:
        raise StillNeeded(reasons)
    locked.state, locked.left_on = Card.State.LEFT, today()
    locked.save(update_fields=["state", "left_on", "updated_at"])
    return locked
