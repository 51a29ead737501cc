"""What the room of consents gives to the room of people below it (``people.ports.ConsentBook``)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from apps.school.people.models import Person
from apps.school.people.ports import Papers, PersonalDataConsent, Text
from apps.school.people.queries import Bank
from kernel.acting import Actor
from kernel.errors import InputError

from . import actions, queries, rules, wording


class Book:
    """Fills the port; has no state."""

    def words(self) -> Mapping[str, Text]:
        """Short word of every type."""
        return dict(wording.choices())

    def lacking_in_bank(self, bank: Bank) -> Mapping[int, tuple[str, ...]]:
        """Person id -> types lacked, for everybody in the bank."""
        return queries.lacking_in_bank(bank)

    def lacking(self, person: Person, bank: Bank) -> tuple[str, ...]:
        """Types that one person lacks for a bank."""
        return queries.missing([person], bank)[person.pk]

    def needs_guardian(self, code: str) -> bool:
        """True for a type that the guardian signs."""
        return rules.is_guardian_type(code)

    def personal_data(self, person: Person, on: datetime.date) -> PersonalDataConsent:
        """The consent to data processing on a day."""
        standing = queries.standings([person], on)[person.pk]
        return PersonalDataConsent(standing.personal_data, standing.minor, standing.guardian_personal_data)

    def record(self, *, person: Person, papers: Papers, acting: Actor) -> None:
        """Record each paper; a problem names the field of its type."""
        if not queries.texts_complete():
            actions.ensure_texts(acting=acting)
        for code, scan in papers.scans.items():
            signer = papers.guardian if rules.is_guardian_type(code) else person
            if signer is None:
                message = wording.REASONS["guardian_only"]
                raise InputError(message, problems=[{"place": "guardian", "message": str(message)}])
            actions.record_paper(
                person=person, signer=signer, kind=code, given_on=papers.given_on, scan=scan, acting=acting
            )
