"""Rules on people: entry into a bank, categories, ages, consents."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..values.dates import age_on
from ..view import RegulationView
from .breach import breach, law_breach, names
from .facts import PUPIL_CATEGORIES, BankEntryFacts, MenteeFacts, ParticipantFacts


def addressee_of(categories: frozenset[str]) -> str | None:
    """Whom of the addressees the categories mean; None for students, whom no addressee covers."""
    if not categories.isdisjoint(PUPIL_CATEGORIES):
        return "pupils"
    return None if categories == {"student"} else "pedagogues"


def mentee_scope(view: RegulationView, mentee: MenteeFacts) -> list[Violation]:
    """The mentee belongs to the addressees and to a category of the regulation."""
    broken = []
    addressee = addressee_of(mentee.categories)
    if addressee is not None and addressee not in view.codes("scope.addressees"):
        broken.append(breach(view, "scope.addressees", actual=view.local_name("addressee", addressee)))
    if mentee.categories.isdisjoint(view.codes("scope.mentee_categories")):
        actual = names(view, "mentee_category", mentee.categories) or _("no category")
        broken.append(breach(view, "scope.mentee_categories", actual=actual))
    return broken


def mentor_scope(view: RegulationView, categories: frozenset[str]) -> list[Violation]:
    """The mentor belongs to a category which the regulation permits."""
    if not categories.isdisjoint(view.codes("scope.mentor_categories")):
        return []
    actual = names(view, "mentor_category", categories) or _("no category")
    return [breach(view, "scope.mentor_categories", actual=actual)]


def pupil_age(view: RegulationView, mentee: MenteeFacts, on: datetime.date) -> list[Violation]:
    """A pupil mentee has reached the minimum age on the day ``on`` (the start of the programme)."""
    if not mentee.is_pupil:
        return []
    if mentee.birth_date is None:
        sentence = _(
            "The date of birth of {actual} is not given, and a mentee must be at least {value} years old. "
            "Basis: {clause}."
        )
        return [breach(view, "scope.mentee_min_age", actual=mentee.name, sentence=sentence)]
    age = age_on(mentee.birth_date, on)
    if age >= view.value("scope.mentee_min_age"):
        return []
    return [breach(view, "scope.mentee_min_age", actual=str(age))]


def personal_data(view: RegulationView, entry: BankEntryFacts) -> list[Violation]:
    """Nobody is entered into a bank without consent to data processing: the law says so even where the act does not."""
    given = entry.pd_consent and (entry.guardian_pd_consent or not entry.minor)
    if given:
        return []
    actual = _("no consent of the guardian") if entry.pd_consent else _("no consent")
    norm = view.norm("data.pd_consent")
    if view.value("data.pd_consent") is True and (view.is_set("data.pd_consent") or norm is None):
        return [breach(view, "data.pd_consent", actual=actual)]
    return [law_breach(view, "data.pd_consent", norm, actual=actual)] if norm is not None else []


def bank_entry(view: RegulationView, entry: BankEntryFacts) -> list[Violation]:
    """Everything that must hold before a person stands in the bank of mentors or of mentees."""
    broken = personal_data(view, entry)
    if entry.bank == "mentor":
        return broken + mentor_scope(view, entry.categories)
    mentee = MenteeFacts(entry.name, entry.categories, entry.birth_date)
    return broken + mentee_scope(view, mentee) + pupil_age(view, mentee, entry.on)


def _listed(people: Sequence[str]) -> str:
    return ", ".join(people) or _("nobody")


def extra_duties_consent(view: RegulationView, participants: Sequence[ParticipantFacts]) -> list[Violation]:
    """Written consent to extra duties, of every participant of the roles named; of an employed mentor by law.

    Pupils have no duties of work, so the clause does not mean them.
    """
    key = "pairing.written_consent"
    given = _listed([person.name for person in participants if person.extra_duties])
    missing = [person for person in participants if not person.extra_duties and not person.pupil]
    broken = []
    if any(person.role in view.codes(key) for person in missing):
        broken.append(breach(view, key, actual=given))
    norm = view.norm(key)
    lawful = [code for code in norm.required or () if code not in view.codes(key)] if norm else []
    if norm is not None and any(person.employee and person.role in lawful for person in missing):
        broken.append(law_breach(view, key, norm, actual=given, value=lawful))
    return broken


def participation(view: RegulationView, participants: Sequence[ParticipantFacts]) -> list[Violation]:
    """Consent to take part, of every participant of the roles named; of a minor's guardian also by law."""
    key = "data.participation_consent"
    required = view.codes(key)
    given = _listed([person.name for person in participants if person.participation])
    guardian_missing = any(person.minor and not person.guardian_participation for person in participants)
    own_missing = any(person.role in required and not person.participation for person in participants)
    broken = []
    if own_missing or (guardian_missing and "guardian" in required):
        broken.append(breach(view, key, actual=given))
    norm = view.norm(key)
    if norm is not None and guardian_missing and "guardian" not in required:
        broken.append(law_breach(view, key, norm, actual=given))
    return broken
