"""What the rules are told. Plain frozen data: callers read it from their tables, the rules read nothing themselves.

Codes are those of the catalogue's dictionaries; people are named only so that a refusal can say whom it concerns.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

GROUP_STRUCTURES = frozenset({"one_to_many", "many_to_many"})
PUPIL_CATEGORIES = frozenset({"willing_pupil"})


def structure_of(mentors: int, mentees: int) -> str:
    """The ``pair_structure`` code of so many mentors and mentees."""
    return f"{'one' if mentors == 1 else 'many'}_to_{'one' if mentees == 1 else 'many'}"


@dataclass(frozen=True, slots=True)
class MentorFacts:
    """A mentor of the pair to be.

    ``categories``: codes of ``mentor_category`` that the person belongs to.
    ``mentees_now``: mentees counted against the individual limit before this pair: those of running individual pairs
    and of running groups formed without the exception of ``pairing.max_exception``.
    ``agrees``: the mentor agrees to lead this group over the individual limit.
    ``grade``: code of ``mentor_grade``, empty for none.
    """

    name: str
    categories: frozenset[str]
    mentees_now: int = 0
    agrees: bool = False
    grade: str = ""


@dataclass(frozen=True, slots=True)
class MenteeFacts:
    """A mentee of the pair to be. ``categories``: codes of ``mentee_category``; ``agrees``: to work in this group."""

    name: str
    categories: frozenset[str]
    birth_date: datetime.date | None = None
    agrees: bool = False

    @property
    def is_pupil(self) -> bool:
        """True for a pupil of the school (a student on placement is not one)."""
        return not self.categories.isdisjoint(PUPIL_CATEGORIES)


@dataclass(frozen=True, slots=True)
class PairFacts:
    """A pair or group to be formed.

    ``on``: the day of forming it; ``start``/``end``: first and last day of its programme; ``forms``/``types``: codes,
    usually one each; a form of the school's own (open list) may be any text.
    """

    forms: tuple[str, ...]
    types: tuple[str, ...]
    structure: str
    on: datetime.date
    start: datetime.date
    end: datetime.date
    mentors: tuple[MentorFacts, ...]
    mentees: tuple[MenteeFacts, ...]

    @property
    def is_group(self) -> bool:
        """True for a structure with several mentees."""
        return self.structure in GROUP_STRUCTURES


@dataclass(frozen=True, slots=True)
class ParticipantFacts:
    """Consents of one participant of a pair.

    ``employee``: works in this school (labour law applies to the extra duties); ``pupil``: has no duties of work to add
    to; ``minor``: under 18, so the guardian consents too.
    """

    role: Literal["mentor", "mentee"]
    name: str
    extra_duties: bool
    participation: bool
    employee: bool = True
    pupil: bool = False
    minor: bool = False
    guardian_participation: bool = False


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """The act that fixes a pair. ``kind``: code of ``pair_act_kind``."""

    kind: str
    signed_on: datetime.date
    participants: tuple[ParticipantFacts, ...]


@dataclass(frozen=True, slots=True)
class BankEntryFacts:
    """A person to be entered into a bank on the day ``on``.

    ``categories``: codes of ``mentor_category`` or ``mentee_category``, as ``bank`` says.
    """

    bank: Literal["mentor", "mentee"]
    name: str
    categories: frozenset[str]
    on: datetime.date
    pd_consent: bool
    birth_date: datetime.date | None = None
    minor: bool = False
    guardian_pd_consent: bool = False


@dataclass(frozen=True, slots=True)
class ReplacementFacts:
    """A mentor replaced in a running pair. ``ground``: ``replacement_ground``; ``act_kind``: ``pair_act_kind``."""

    ground: str
    old_end: datetime.date
    new_end: datetime.date
    act_kind: str = "order"


@dataclass(frozen=True, slots=True)
class CompletionFacts:
    """A programme completed or ended. ``ground``: code of ``termination_ground``."""

    ground: str


@dataclass(frozen=True, slots=True)
class ResultsFacts:
    """Results of a programme to be published. ``state``: the programme's state as people call it."""

    completed: bool
    state: str
