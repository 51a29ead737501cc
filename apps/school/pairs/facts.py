"""From rows to the facts that the rules of the regulation ask for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from apps.school.consents import queries as consents
from apps.school.consents.rules import EXTRA_DUTIES, GUARDIAN_TYPES, PARTICIPATION, still_counts
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.regulation import rules

from . import queries
from .models import Match

PARTICIPATION_GUARDIAN = GUARDIAN_TYPES[PARTICIPATION]
NEEDED = (EXTRA_DUTIES, PARTICIPATION, PARTICIPATION_GUARDIAN)

# (person, consent type) -> the day from which it is in force
ConsentDays = Mapping[tuple[int, str], datetime.date]


def mentor_facts(card: MentorCard, load: queries.Load, *, agrees: bool) -> rules.MentorFacts:
    """``agrees``: to lead the group over the individual limit."""
    return rules.MentorFacts(
        name=card.person.short_name,
        categories=frozenset({card.category}),
        mentees_now=load.counted,
        agrees=agrees,
        grade=card.grade,
    )


def mentee_facts(card: MenteeCard, *, agrees: bool) -> rules.MenteeFacts:
    """``agrees``: to work in a group."""
    return rules.MenteeFacts(
        name=card.person.short_name,
        categories=frozenset({card.category}),
        birth_date=card.person.birth_date,
        agrees=agrees,
    )


def pair_facts(
    *,
    mentors: Sequence[tuple[MentorCard, queries.Load]],
    mentees: Sequence[MenteeCard],
    form: str,
    kind: str,
    structure: str,
    on: datetime.date,
    starts_on: datetime.date,
    ends_on: datetime.date,
) -> rules.PairFacts:
    """A pair to be formed.

    Everybody of a group is asked before the order, and one refusal stops it: the agreement that the exception of the
    limit wants is therefore assumed here and obtained with the answers.
    """
    return rules.PairFacts(
        forms=(form,),
        types=(kind,),
        structure=structure,
        on=on,
        start=starts_on,
        end=ends_on,
        mentors=tuple(mentor_facts(card, load, agrees=True) for card, load in mentors),
        mentees=tuple(mentee_facts(card, agrees=True) for card in mentees),
    )


def consent_days(persons: Iterable[Person], on: datetime.date) -> ConsentDays:
    """Consents that count on a day, with the day each was given (one query)."""
    known = {person.pk: consents.subject_of(person) for person in persons}
    rows = consents.not_withdrawn(on).filter(person__in=known, type__in=NEEDED).order_by("given_on")
    return {
        (person, kind): day
        for person, kind, day in rows.values_list("person_id", "type", "given_on")
        if still_counts(kind, known[person], day, on)
    }


def participant_facts(match: Match, on: datetime.date) -> tuple[rules.ParticipantFacts, ...]:
    """The people of a pair with their consents on a day."""
    mentors, mentees = queries.participants(match)
    days = consent_days([*mentors, *mentees], on)
    return (
        *(participant(person, "mentor", days, on) for person in mentors),
        *(participant(person, "mentee", days, on) for person in mentees),
    )


def participant(
    person: Person, role: Literal["mentor", "mentee"], days: ConsentDays, on: datetime.date
) -> rules.ParticipantFacts:
    """One participant with the consents found. A child under fourteen does not consent itself: the guardian does."""
    guardian = (person.pk, PARTICIPATION_GUARDIAN) in days
    alone = consents.subject_of(person).signs_alone(on)
    return rules.ParticipantFacts(
        role=role,
        name=person.short_name,
        extra_duties=(person.pk, EXTRA_DUTIES) in days,
        participation=(person.pk, PARTICIPATION) in days if alone else guardian,
        employee=person.kind == Person.Kind.EMPLOYEE,
        pupil=person.kind == Person.Kind.PUPIL,
        minor=is_minor(person, on),
        guardian_participation=guardian,
    )


def is_minor(person: Person, on: datetime.date) -> bool:
    """Under eighteen; a pupil without a birth date counts as one, lest a guardian be passed over."""
    subject = consents.subject_of(person)
    return person.kind == Person.Kind.PUPIL if subject.birth_date is None else subject.is_minor(on)
