"""What people need from the rooms above and may not import: they fill these ports when the product starts.

The banks show who lacks which consent, and entry into a bank records the papers brought along, in one transaction.
Consents stand above people in the house, therefore ``use_consents`` is called by their ``AppConfig.ready``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise

from kernel.acting import Actor

from .models import Person
from .queries import Bank

Text = str | Promise


@dataclass(frozen=True, slots=True)
class PersonalDataConsent:
    """What the rules of bank entry ask. Under 14 the guardian's signature stands for the own one."""

    given: bool
    minor: bool
    guardian_given: bool


@dataclass(frozen=True, slots=True)
class Papers:
    """Consents on paper brought along with an entry: types with their scans (None where there is none)."""

    given_on: datetime.date
    scans: Mapping[str, UploadedFile[Any] | None] = field(default_factory=dict)
    guardian: Person | None = None


class ConsentBook(Protocol):
    """What the room of consents gives downwards."""

    def words(self) -> Mapping[str, Text]:
        """Short word of every type, for badges and filters."""

    def lacking_in_bank(self, bank: Bank) -> Mapping[int, tuple[str, ...]]:
        """Person id -> types lacked, for everybody in the bank, in a fixed number of queries."""

    def lacking(self, person: Person, bank: Bank) -> tuple[str, ...]:
        """Types that one person lacks for a bank."""

    def needs_guardian(self, code: str) -> bool:
        """True for a type that the guardian signs."""

    def personal_data(self, person: Person, on: datetime.date) -> PersonalDataConsent:
        """The consent to data processing on a day."""

    def record(self, *, person: Person, papers: Papers, acting: Actor) -> None:
        """Record the papers; refusals are ``InputError`` or ``RuleViolation``."""


_book: list[ConsentBook] = []


def use_consents(book: ConsentBook) -> None:
    """Fill the port; called once, when the product starts."""
    _book[:] = [book]


def consent_book() -> ConsentBook:
    """The room of consents."""
    return _book[0]


Obstacles = Callable[[Person, Bank], Sequence[Text]]
_obstacles: list[Obstacles] = []


def before_leaving(check: Obstacles) -> None:
    """Register a check of a room above: what hinders a person from leaving a bank, as sentences."""
    if check not in _obstacles:
        _obstacles.append(check)


def obstacles_to_leaving(person: Person, bank: Bank) -> list[Text]:
    """Everything that hinders a person from leaving a bank now."""
    return [sentence for check in _obstacles for sentence in check(person, bank)]


NoteViewing = Callable[[Person, Actor, str], None]
NoteViewings = Callable[[Iterable[int], Actor, str], None]
_viewings: list[tuple[NoteViewing, NoteViewings]] = []


def use_viewings(note: NoteViewing, note_many: NoteViewings) -> None:
    """Fill the port of the log of viewings; called once, when the product starts."""
    _viewings[:] = [(note, note_many)]


def card_opened(person: Person, actor: Actor) -> None:
    """Somebody opened a person's card: it is noted for the person, at the cost of one INSERT."""
    _viewings[0][0](person, actor, "card")


def list_exported(person_ids: Iterable[int], actor: Actor) -> None:
    """Personal data of many people were handed out as a file."""
    _viewings[0][1](person_ids, actor, "export")
