"""Consents of tests, straight into the tables of the current school."""

from __future__ import annotations

from typing import Any

from apps.school.consents import rules, signing
from apps.school.consents.models import Consent, ConsentText, SigningLink, WithdrawalTrace
from apps.school.consents.queries import subject_of
from apps.school.people.models import Person
from apps.school.people.queries import guardians_of
from apps.school.regulation.queries import current_or_none
from kernel.clock import now, today
from tests.support.people import make_guardian, make_person


def text_of(code: str) -> ConsentText:
    """The first version of the text of a type."""
    defaults = {"title": f"Согласие: {code}", "body": "Текст согласия.", "valid_from": "2025-09-01"}
    return ConsentText.objects.get_or_create(type=code, version=1, defaults=defaults)[0]


def give(person: Person, code: str, *, signer: Person | None = None, **fields: Any) -> Consent:
    """A consent on paper of today. A guardian's type is signed by the guardian (made when there is none)."""
    if signer is None and rules.is_guardian_type(code):
        signer = guardians_of(person).first() or make_guardian(person)
    defaults: dict[str, Any] = {"way": Consent.Way.PAPER, "given_on": today(), "text": text_of(code)}
    return Consent.objects.create(person=person, signer=signer or person, type=code, **{**defaults, **fields})


def make_link(person: Person, code: str = rules.PARTICIPATION, *, signer: Person | None = None) -> SigningLink:
    """An open link for a signer with an e-mail."""
    return SigningLink.objects.create(
        person=person,
        signer=signer or person,
        text=text_of(code),
        email=(signer or person).email or "signer@example.test",
        nonce=signing.new_nonce(),
        expires_at=now() + signing.LINK_LIVES,
    )


def give_needed(person: Person, role: str) -> list[Consent]:
    """Everything a mentor or a mentee needs under the regulation in force, extra duties of employees too."""
    needed = list(rules.needed(current_or_none(), role, subject_of(person), today()))
    if person.kind == Person.Kind.EMPLOYEE and rules.EXTRA_DUTIES not in needed:
        needed.append(rules.EXTRA_DUTIES)
    for kind in (rules.PARTICIPATION,):
        needed += [code for code in rules.signatures(kind, subject_of(person), today()) if code not in needed]
    return [give(person, code) for code in needed]


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    person = make_person(email="signer@example.test")
    consent = give(person, rules.PERSONAL_DATA)
    trace = WithdrawalTrace.objects.create(
        consent=give(make_person(), "photo_video", withdrawn_on=today()), kind="duty", text="Ответить", due_on=today()
    )
    return {
        "consent": consent.pk,
        "text": consent.text_id,
        "trace": trace.pk,
        "link_token": signing.token_of(make_link(person).nonce),
        "format": "docx",
    }
