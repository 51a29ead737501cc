"""Reads about consents: who gave what, who lacks what."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from apps.school.people import queries as people
from apps.school.people.models import Card, Person
from apps.school.regulation.queries import current_or_none
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import NotFound

from . import categories, permissions, rules, wording
from .models import Consent, ConsentText, WithdrawalTrace
from .rules import Subject


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands with consents on a day: what the rules of a regulation ask.

    ``participation`` and ``personal_data`` of a child under 14 are the guardian's: no own signature is asked.
    """

    types: frozenset[str]
    minor: bool
    personal_data: bool
    guardian_personal_data: bool
    participation: bool
    guardian_participation: bool
    extra_duties: bool


def subject_of(person: Person) -> Subject:
    """What the rules need to know of a person."""
    return Subject(person.kind, person.birth_date)


def not_withdrawn(on: datetime.date) -> QuerySet[Consent]:
    """Consents given by the day, not withdrawn by it, whose term has not run out."""
    return Consent.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on),
        Q(expires_on__isnull=True) | Q(expires_on__gte=on),
        given_on__lte=on,
    )


def in_force(person_ids: Collection[int], on: datetime.date | None = None) -> dict[int, set[str]]:
    """Types of consents in force per person on a day (one query). Every id asked is in the answer.

    A minor's guardian signs under types of his own (``pd_processing_guardian``, ``participation_guardian``).
    """
    day = on or today()
    found: dict[int, set[str]] = {person_id: set() for person_id in person_ids}
    for person_id, code in _whole(found, day):
        found[person_id].add(code)
    return found


def distributable(person_ids: Collection[int], on: datetime.date | None = None) -> dict[int, frozenset[str]]:
    """Categories of data per person that may be distributed on a day (one query); where two sign, what both chose."""
    found: dict[int, frozenset[str]] = {person_id: frozenset() for person_id in person_ids}
    for (person_id, _code), chosen in _whole(found, on or today(), rules.DISTRIBUTION).items():
        found[person_id] = frozenset.intersection(*chosen)
    return found


def _whole(
    person_ids: Collection[int], day: datetime.date, *types: str, without: int | None = None
) -> dict[tuple[int, str], list[frozenset[str]]]:
    """(person, type) -> categories of each signature, where the signatures together make the consent (one query)."""
    rows = not_withdrawn(day).filter(person_id__in=person_ids)
    if without is not None:
        rows = rows.exclude(pk=without)
    if types:
        rows = rows.filter(type__in=types)
    signed: dict[tuple[int, str], list[frozenset[str]]] = {}
    signers: dict[tuple[int, str], set[bool]] = {}
    subjects: dict[int, Subject] = {}
    for person_id, signer_id, code, given_on, chosen, kind, born in rows.values_list(
        "person_id", "signer_id", "type", "given_on", "categories", "person__kind", "person__birth_date"
    ):
        subjects[person_id] = Subject(kind, born)
        if rules.still_counts(code, subjects[person_id], given_on, day):
            signed.setdefault((person_id, code), []).append(categories.allowed(chosen))
            signers.setdefault((person_id, code), set()).add(signer_id == person_id)
    return {
        (person_id, code): chosen
        for (person_id, code), chosen in signed.items()
        if rules.is_complete(
            code,
            subjects[person_id],
            day,
            own=True in signers[person_id, code],
            guardian=False in signers[person_id, code],
        )
    }


def would_end(consent: Consent) -> bool:
    """True when without this record the person has no whole consent of the type any more (one query)."""
    return not _whole([consent.person_id], today(), consent.type, without=consent.pk)


def has_ended(consent: Consent) -> bool:
    """True when the person has no whole consent of the type, as after a withdrawal of the last one (one query)."""
    return not _whole([consent.person_id], today(), consent.type)


def is_signed(person: Person, signer: Person, text: ConsentText, on: datetime.date) -> bool:
    """Whether this signer's own consent to this version, or a later one, counts on a day."""
    rows = not_withdrawn(on).filter(person=person, signer=signer, type=text.type, text__version__gte=text.version)
    return any(rules.still_counts(row.type, subject_of(person), row.given_on, on) for row in rows)


def has(person: Person, *types: str, on: datetime.date | None = None) -> bool:
    """True when all these types are in force, each with the signatures that the person's age asks."""
    day = on or today()
    given = in_force([person.pk], day)[person.pk]
    asked = [code for kind in types for code in rules.signatures(kind, subject_of(person), day)]
    return not rules.lacking(asked, given)


def missing(persons: Iterable[Person], role: str, on: datetime.date | None = None) -> dict[int, tuple[str, ...]]:
    """Types that each person lacks to take part in ``role`` ("mentor", "mentee") under the regulation in force."""
    day = on or today()
    listed = list(persons)
    given = in_force([person.pk for person in listed], day)
    view = current_or_none(day)
    return {
        person.pk: rules.lacking(rules.needed(view, role, subject_of(person), day), given[person.pk])
        for person in listed
    }


def missing_types(person: Person, types: Sequence[str], on: datetime.date | None = None) -> tuple[str, ...]:
    """Which of the own types (with the signatures of the person's age) one person lacks."""
    day = on or today()
    asked = [code for kind in types for code in rules.signatures(kind, subject_of(person), day)]
    return rules.lacking(asked, in_force([person.pk], day)[person.pk])


def standings(persons: Iterable[Person], on: datetime.date | None = None) -> dict[int, Standing]:
    """Where each person stands (one query): facts for ``rules.bank_entry``, ``rules.order_signing``."""
    day = on or today()
    listed = list(persons)
    given = in_force([person.pk for person in listed], day)
    return {person.pk: _standing(subject_of(person), given[person.pk], day) for person in listed}


def _standing(subject: Subject, given: Collection[str], day: datetime.date) -> Standing:
    guardian_data = rules.GUARDIAN_TYPES[rules.PERSONAL_DATA] in given
    guardian_part = rules.GUARDIAN_TYPES[rules.PARTICIPATION] in given
    signs = subject.signs_alone(day)
    return Standing(
        types=frozenset(given),
        minor=subject.is_minor(day),
        personal_data=rules.PERSONAL_DATA in given if signs else guardian_data,
        guardian_personal_data=guardian_data,
        participation=rules.PARTICIPATION in given if signs else guardian_part,
        guardian_participation=guardian_part,
        extra_duties=rules.EXTRA_DUTIES in given,
    )


def lacking_in_bank(bank: people.Bank, on: datetime.date | None = None) -> dict[int, tuple[str, ...]]:
    """Person id -> types lacked, for everybody in a bank (three queries however large the bank)."""
    everybody = Person.objects.filter(**{f"{bank}_card__state": Card.State.ACTIVE})
    return missing(everybody.only("kind", "birth_date"), bank, on)


def visible_consents(actor: Actor) -> QuerySet[Consent]:
    """The office sees all; anybody else what they or, for them, their guardians signed, and what they signed."""
    rows = Consent.objects.select_related("person", "signer", "text")
    if permissions.sees_all(actor):
        return rows
    me = people.person_of(actor.account_id)
    return rows.filter(Q(person=me) | Q(signer=me)) if me is not None else rows.none()


def consent_for(actor: Actor, consent_id: int) -> Consent:
    """One record; ``NotFound`` when the actor may not see such a one."""
    found = visible_consents(actor).filter(pk=consent_id).first()
    if found is None:
        raise NotFound()
    return found


def consents_of(person: Person) -> QuerySet[Consent]:
    """All records of one person, those in force first."""
    return (
        Consent.objects.filter(person=person)
        .select_related("person", "signer", "text")
        .order_by(F("withdrawn_on").desc(nulls_first=True), "-given_on", "-id")
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that the signed-in person may agree to, for themself or a ward; ``consent`` when it is given already."""

    person: Person
    text: ConsentText
    consent: Consent | None


def offers_to(signer: Person, on: datetime.date | None = None) -> list[Offer]:
    """What a person may give in the system: own consents first, then those for the wards (four queries)."""
    day = on or today()
    persons = [signer, *people.wards_of(signer)]
    given = {
        (row.person_id, row.type): row
        for row in not_withdrawn(day).filter(signer=signer, person__in=persons).select_related("text", "person")
        if rules.still_counts(row.type, subject_of(row.person), row.given_on, day)
    }
    texts_now = current_texts(day)
    return [
        Offer(person, texts_now[code], given.get((person.pk, code)))
        for person in persons
        for code in rules.offered(subject_of(person), signer_is_subject=person.pk == signer.pk, on=day)
        if code in texts_now
    ]


def offer_to(signer: Person | None, person_id: int, text_id: int) -> Offer:
    """One of the offers; ``NotFound`` for anything that this person may not sign."""
    for offer in offers_to(signer) if signer is not None else ():
        if offer.person.pk == person_id and offer.text.pk == text_id:
            return offer
    raise NotFound()


def texts_complete() -> bool:
    """True when every type has a text."""
    return ConsentText.objects.values("type").distinct().count() >= len(wording.types())


def in_banks() -> QuerySet[Person]:
    """Everybody who stands in a bank."""
    active = Card.State.ACTIVE
    return Person.objects.filter(Q(mentor_card__state=active) | Q(mentee_card__state=active)).select_related(
        "mentor_card", "mentee_card"
    )


@dataclass(frozen=True, slots=True)
class Overview:
    """Consents of everybody in the banks: person id -> types in force, and types lacked for the banks they are in."""

    given: Mapping[int, set[str]]
    lacked: Mapping[int, frozenset[str]]


def overview(on: datetime.date | None = None) -> Overview:
    """Who has and who lacks what (a fixed number of queries however large the banks)."""
    day = on or today()
    lacked: dict[int, frozenset[str]] = {}
    banks: tuple[people.Bank, ...] = ("mentor", "mentee")
    for bank in banks:
        for person_id, types in lacking_in_bank(bank, day).items():
            lacked[person_id] = lacked.get(person_id, frozenset()) | frozenset(types)
    return Overview(in_force(lacked, day), lacked)


def texts() -> QuerySet[ConsentText]:
    """All versions of all texts."""
    return ConsentText.objects.all()


def text_by_id(text_id: int) -> ConsentText:
    """One version; ``NotFound`` when there is none."""
    found = ConsentText.objects.filter(pk=text_id).first()
    if found is None:
        raise NotFound()
    return found


def current_texts(on: datetime.date | None = None) -> Mapping[str, ConsentText]:
    """The text in force of each type on a day (one query)."""
    rows = ConsentText.objects.filter(valid_from__lte=on or today()).order_by("type", "-valid_from", "-version")
    return {text.type: text for text in rows.distinct("type")}


def trace_by_id(trace_id: int) -> WithdrawalTrace:
    """A trace of a withdrawal; ``NotFound`` when there is none."""
    found = WithdrawalTrace.objects.select_related("consent").filter(pk=trace_id).first()
    if found is None:
        raise NotFound()
    return found


def ticked(keys: Sequence[str]) -> list[int]:
    """Ids of the people of this school among posted keys; whatever else was posted is nobody."""
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    return list(Person.objects.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else []
