"""Both regulations asked of one remote pair to be: facts of the own people in, refusals with each school's name out."""

from __future__ import annotations

import datetime
from typing import Literal
from uuid import UUID

from apps.region.exchange import intake
from apps.school.consents import queries as consents
from apps.school.liaison import queries, rules
from apps.school.pairs import queries as pairs
from apps.school.pairs.facts import consent_days, mentee_facts, participant
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.regulation.queries import current
from apps.school.regulation.rules import BankEntryFacts, MentorFacts, ParticipantFacts, personal_data
from kernel.clock import today
from kernel.errors import Violation
from tenants.isolation.context import require_school

Role = Literal["mentor", "mentee"]


def _consents_of(person: Person, role: Role) -> tuple[ParticipantFacts, ...]:
    day = today()
    return (participant(person, role, consent_days([person], day), day),)


def both_sides(facts: rules.RemoteFacts, other_id: int, other: str) -> list[Violation]:
    """What either regulation forbids: the stricter wins, and each refusal says whose it is."""
    own = rules.said_by(require_school().short_name, rules.broken(current(), facts))
    return [*own, *rules.said_by(other, rules.broken_elsewhere(queries.terms_of(other_id), facts))]


def refusals_of_mentee(
    mentee: MenteeCard, other_id: int, other: str, form: str, starts_on: datetime.date, ends_on: datetime.date
) -> list[Violation]:
    """An own mentee for a mentor of another school: both acts, and the mentee's own consents."""
    person, who = mentee.person, mentee_facts(mentee, agrees=True)
    facts = rules.RemoteFacts(
        form, today(), starts_on, ends_on, mentee=who, participants=_consents_of(person, "mentee")
    )
    return [*own_data(mentee), *both_sides(facts, other_id, other)]


def own_data(mentee: MenteeCard) -> list[Violation]:
    """The mentee's consent to the processing of data, as the own regulation and the law want it."""
    person = mentee.person
    standing = consents.standings([person])[person.pk]
    entry = BankEntryFacts(
        bank="mentee",
        name=person.short_name,
        categories=frozenset({mentee.category}),
        on=today(),
        pd_consent=standing.personal_data,
        birth_date=person.birth_date,
        minor=standing.minor,
        guardian_pd_consent=standing.guardian_personal_data,
    )
    return rules.said_by(require_school().short_name, personal_data(current(), entry))


def refusals_of_mentor(
    card: MentorCard, other_id: int, other: str, form: str, starts_on: datetime.date, ends_on: datetime.date
) -> list[Violation]:
    """An own mentor for a mentee of another school: both acts, and the mentor's own consents."""
    who = MentorFacts(card.person.short_name, frozenset({card.category}), grade=card.grade)
    facts = rules.RemoteFacts(
        form, today(), starts_on, ends_on, mentor=who, participants=_consents_of(card.person, "mentor")
    )
    return both_sides(facts, other_id, other)


def refusals_of_load(card: MentorCard, offer: UUID, mentee_school_id: int, mentee_school: str) -> list[Violation]:
    """One more mentee by the limit of every school concerned: ours, the mentee's, any other where the person mentors.

    From here to the end of the transaction nobody else gives a place at this person, in whatever school.
    """
    elsewhere = intake.hold_load(school_id=queries.own_id(), offer=offer)
    carried = rules.Carried(
        card.person.short_name,
        pairs.load_of(card).counted,
        sum(each.remote + each.at_home for each in elsewhere),
    )
    found = rules.said_by(require_school().short_name, rules.over_limit(current(), carried))
    others = {mentee_school_id: mentee_school, **{each.school_id: each.school for each in elsewhere}}
    for school_id, name in others.items():
        found += rules.said_by(name, rules.over_limit_elsewhere(queries.terms_of(school_id), carried))
    return found
