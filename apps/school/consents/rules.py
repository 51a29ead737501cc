"""Who signs what: pure rules on ages and types (152-ФЗ, ст. 9 ч. 1, 4, 6; ТК РФ, ст. 351.8).

The law names no age at which a minor consents alone; the product takes the strict reading: under 14 the guardian
signs, from 14 to 17 the guardian and the minor both, from 18 the person alone, and is then asked anew.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from apps.school.regulation.view import RegulationView

OWN_SIGNATURE_FROM = 14
OF_AGE = 18

PERSONAL_DATA = "pd_processing"
PARTICIPATION = "participation"
EXTRA_DUTIES = "extra_duties"
GUARDIAN_SUFFIX = "_guardian"
# own type -> the type that the guardian signs for a minor
GUARDIAN_TYPES = {own: f"{own}{GUARDIAN_SUFFIX}" for own in (PERSONAL_DATA, PARTICIPATION)}
# given for a minor by the guardian under the same type, as the dictionary has no type of its own for it
DISTRIBUTION = "distribution"
SHOWN_OUTSIDE = frozenset({DISTRIBUTION, "photo_video"})
# to one named organisation, not to the whole world (152-ФЗ, ст. 6 ч. 3, ст. 7)
TRANSFER = "transfer"
EITHER_SIGNS = SHOWN_OUTSIDE | {TRANSFER}

Role = str


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose consent is meant. ``kind``: ``Person.Kind``; without a birth date a person counts as of age."""

    kind: str
    birth_date: datetime.date | None

    def age(self, on: datetime.date) -> int | None:
        """Whole years on a day."""
        born = self.birth_date
        return None if born is None else on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    def is_minor(self, on: datetime.date) -> bool:
        """True under 18."""
        age = self.age(on)
        return age is not None and age < OF_AGE

    def signs_alone(self, on: datetime.date) -> bool:
        """True when the person's own signature is asked (from 14)."""
        age = self.age(on)
        return age is None or age >= OWN_SIGNATURE_FROM


def is_guardian_type(code: str) -> bool:
    """True for a type that only a guardian signs."""
    return code.endswith(GUARDIAN_SUFFIX)


def coming_of_age(birth_date: datetime.date) -> datetime.date:
    """The 18th birthday (of 29 February: 1 March)."""
    try:
        return birth_date.replace(year=birth_date.year + OF_AGE)
    except ValueError:
        return datetime.date(birth_date.year + OF_AGE, 3, 1)


def still_counts(code: str, subject: Subject, given_on: datetime.date, on: datetime.date) -> bool:
    """Whether a consent not withdrawn counts on a day: those of childhood end on the 18th birthday."""
    if given_on > on:
        return False
    if subject.birth_date is None or subject.is_minor(on):
        return True
    return not is_guardian_type(code) and given_on >= coming_of_age(subject.birth_date)


def is_complete(code: str, subject: Subject, on: datetime.date, *, own: bool, guardian: bool) -> bool:
    """Whether the signatures given make a type that child and guardian sign alike: under 14 the guardian's, from 14 to
    17 both. Of other types, and of adults, any one is whole: its type says who signed.
    """
    if code not in EITHER_SIGNS or not subject.is_minor(on):
        return own or guardian
    return guardian and (own or not subject.signs_alone(on))


def signatures(code: str, subject: Subject, on: datetime.date) -> tuple[str, ...]:
    """Types that must be on record for the own type ``code``: own, the guardian's, or both, by age."""
    guardian = GUARDIAN_TYPES.get(code)
    if guardian is None or not subject.is_minor(on):
        return (code,)
    return (code, guardian) if subject.signs_alone(on) else (guardian,)


def needed(view: RegulationView | None, role: Role, subject: Subject, on: datetime.date) -> tuple[str, ...]:
    """Types that a participant in ``role`` (mentor, mentee) needs under a regulation, each once.

    Personal data always (152-ФЗ ст. 9); participation of the roles that the regulation names, of a minor's guardian
    always; extra duties of the roles named and, by ст. 351.8 ТК РФ, of an employed mentor. Pupils have no duties of
    work. Without a regulation in force the laws alone speak.
    """
    types = list(signatures(PERSONAL_DATA, subject, on))
    own_role = view is None or role in view.codes("data.participation_consent")
    types += [code for code in signatures(PARTICIPATION, subject, on) if own_role or is_guardian_type(code)]
    if subject.kind != "pupil" and _needs_extra_duties(view, role, subject):
        types.append(EXTRA_DUTIES)
    return tuple(types)


def _needs_extra_duties(view: RegulationView | None, role: Role, subject: Subject) -> bool:
    employed_mentor = role == "mentor" and subject.kind == "employee"
    if view is None:
        return employed_mentor
    norm = view.norm("pairing.written_consent")
    by_law = employed_mentor and norm is not None and role in (norm.required or ())
    return by_law or role in view.codes("pairing.written_consent")


def may_sign(
    code: str, subject: Subject, *, signer_is_subject: bool, signer_is_guardian: bool, on: datetime.date
) -> str:
    """Empty when the signer may sign, else the code of the reason: ``guardian_only``, ``own_only``, ``too_young``,
    ``of_age``, ``not_guardian``."""
    if is_guardian_type(code):
        if not subject.is_minor(on):
            return "of_age"
        return "" if signer_is_guardian else "guardian_only"
    if signer_is_subject:
        return "" if subject.signs_alone(on) else "too_young"
    if code in EITHER_SIGNS and subject.is_minor(on):
        return "" if signer_is_guardian else "not_guardian"
    return "own_only"


def lacking(required: Collection[str], given: Collection[str]) -> tuple[str, ...]:
    """Required types that are not given, in the order required."""
    return tuple(code for code in required if code not in given)


def offered(subject: Subject, *, signer_is_subject: bool, on: datetime.date) -> tuple[str, ...]:
    """Types that a signer may give in the system for a subject, what is needed first."""
    if not signer_is_subject:
        return (*GUARDIAN_TYPES.values(), *sorted(EITHER_SIGNS)) if subject.is_minor(on) else ()
    if not subject.signs_alone(on):
        return ()
    duties = (EXTRA_DUTIES,) if subject.kind in ("employee", "external") else ()
    return (PERSONAL_DATA, PARTICIPATION, *duties, *sorted(EITHER_SIGNS))
