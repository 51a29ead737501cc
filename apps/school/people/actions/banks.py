"""The two banks: entry, change, leaving."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation import rules as regulation_rules
from apps.school.regulation.rules.bank import experienced, keeping, registry_kept, track_fit
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
from .history import leave_card, note_request, open_period
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
    years = person.experience_on(on)
    return [
        *registry_kept(view, bank),
        *regulation_rules.bank_entry(view, facts),
        *(experienced(view, facts.categories, years) if bank == "mentee" else ()),
    ]


def keeper_violations(acting: Actor) -> list[Violation]:
    """Records of the banks are changed by those whom the regulation names; without one the door alone decides."""
    view = regulation.current_or_none()
    return keeping(view, acting.roles) if view is not None else []


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
    **federal: Any,
) -> MentorCard:
    """Enter a person into the mentors' bank, recording the consents brought along in the same transaction.

    ``RuleViolation`` cites the clause; who left the bank once gets the old card back with the new data.
    ``federal``: ``interests`` (words), ``mentee_ages``, ``hours`` (texts), as the federal form asks.
    """
    on = entered_on or today()
    view = regulation.current(on)
    card = _open(person, MentorCard, on, papers, acting)
    violations = keeping(view, acting.roles) + entry_violations(view, card.person, "mentor", category, on)
    refuse_if(violations + grade_violations(view, grade), next_step=_next_step())
    _fill_mentor(card, category, grade, competencies, subjects, capacity, trained_on, note)
    _fill_federal(card, federal)
    card.save()
    open_period(card, "mentor")
    return card


def _fill_federal(card: MentorCard, federal: Mapping[str, Any]) -> None:
    card.interests = _words(federal.get("interests", card.interests))
    card.mentee_ages = str(federal.get("mentee_ages", card.mentee_ages)).strip()
    card.hours = str(federal.get("hours", card.hours)).strip()


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
    track: str = "",
    papers: Papers | None = None,
) -> MenteeCard:
    """Enter a person into the mentees' bank; see ``enter_mentor``. ``track``: where the experience sends the person."""
    on = entered_on or today()
    view = regulation.current(on)
    card = _open(person, MenteeCard, on, papers, acting)
    violations = keeping(view, acting.roles) + entry_violations(view, card.person, "mentee", category, on)
    refuse_if(violations + track_fit(view, track, card.person.experience_on(on)), next_step=_next_step())
    card.category, card.note = category, note.strip()
    card.track, card.track_on = track, on if track else None
    card.deficits, card.subjects = _words(deficits), _words(subjects)
    note_request(card, request, acting, on)
    card.save()
    open_period(card, "mentee")
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
    **federal: Any,
) -> MentorCard:
    """Change a mentor's card; a changed category or grade must be one of the regulation in force."""
    card = _lock_card(MentorCard, mentor.pk)
    view = regulation.current()
    violations = keeping(view, acting.roles)
    violations += grade_violations(view, grade) if grade != card.grade else []
    if category != card.category:
        violations += entry_violations(view, card.person, "mentor", category, today())
    refuse_if(violations, next_step=_next_step())
    _fill_mentor(card, category, grade, competencies, subjects, capacity, trained_on, note)
    _fill_federal(card, federal)
    card.save()
    return card


@action("bank.edit_mentee")
def edit_mentee(*, mentee: MenteeCard, category: str, acting: Actor, **fields: Any) -> MenteeCard:
    """Change a mentee's card. ``fields``: ``request``, ``note`` (texts), ``deficits``, ``subjects`` (words)."""
    card = _lock_card(MenteeCard, mentee.pk)
    violations = keeper_violations(acting)
    if category != card.category:
        violations += entry_violations(regulation.current(), card.person, "mentee", category, today())
    refuse_if(violations, next_step=_next_step())
    card.category, card.note = category, fields.get("note", card.note).strip()
    note_request(card, fields.get("request", card.request), acting)
    card.deficits = _words(fields.get("deficits", card.deficits))
    card.subjects = _words(fields.get("subjects", card.subjects))
    card.save()
    return card


@action("bank.leave")
def leave_bank(*, card: MentorCard | MenteeCard, acting: Actor, reason: str = "") -> MentorCard | MenteeCard:
    """Take a person out of a bank; the card is kept. ``StillNeeded`` while a pair counts on the person."""
    refuse_if(keeper_violations(acting), next_step=_next_step())
    bank: Bank = "mentor" if isinstance(card, MentorCard) else "mentee"
    locked: MentorCard | MenteeCard = (
        _lock_card(MentorCard, card.pk) if bank == "mentor" else _lock_card(MenteeCard, card.pk)
    )
    reasons = obstacles_to_leaving(locked.person, bank)
    if reasons:
        raise StillNeeded(reasons)
    leave_card(locked, bank, today(), reason)
    return locked


@action("person.route_track")
def route_track(*, mentee: MenteeCard, track: str, acting: Actor) -> MenteeCard:
    """Send a mentee to the school or club that the regulation names for the experience; empty takes it back."""
    card = _lock_card(MenteeCard, mentee.pk)
    view = regulation.current()
    violations = keeping(view, acting.roles) + track_fit(view, track, card.person.experience_on(today()))
    refuse_if(violations, next_step=_("Choose the track by the experience, or correct the start of the work."))
    card.track, card.track_on = track, today() if track else None
    card.save(update_fields=["track", "track_on", "updated_at"])
    return card
