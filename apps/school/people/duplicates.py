"""Records that may be one person: pure, over plain rows; a thousand persons take a fraction of a second."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

Reason = Literal["same_name_and_birth", "similar_name_and_birth", "same_name", "same_email", "same_phone"]

# How much each reason weighs: what is surest stands first in the list.
WEIGHTS: dict[Reason, int] = {
    "same_name_and_birth": 8,
    "similar_name_and_birth": 4,
    "same_email": 3,
    "same_phone": 3,
    "same_name": 2,
}
SIMILAR = 0.84
PHONE_DIGITS = 10
CROWD = 12  # more records than this with one address or phone share it: a family's, an office's


@dataclass(frozen=True, slots=True)
class Row:
    """One person as far as likeness goes."""

    pk: int
    last_name: str
    first_name: str
    patronymic: str
    birth_date: datetime.date | None
    email: str
    phone: str

    @property
    def full(self) -> str:
        """The name for comparison: without case, е for ё."""
        return _plain(f"{self.last_name} {self.first_name} {self.patronymic}")

    @property
    def short(self) -> str:
        """The same without the patronymic."""
        return _plain(f"{self.last_name} {self.first_name}")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two records that look like one person, the lesser id first, and why."""

    first: int
    second: int
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """How sure it is."""
        return sum(WEIGHTS[reason] for reason in self.reasons)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", re.split(r"доб|ext|вн", text.lower())[0])
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def find(rows: Sequence[Row], distinct: Collection[tuple[int, int]] = ()) -> list[Likeness]:
    """All pairs that look alike, the surest first. ``distinct``: pairs of ids known to be two people."""
    found: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    for reason, one, other in _alike(rows):
        first, second = sorted((one.pk, other.pk))
        if (first, second) not in distinct:
            found[first, second].add(reason)
    pairs = [
        Likeness(first, second, tuple(sorted(reasons, key=lambda reason: -WEIGHTS[reason])))
        for (first, second), reasons in found.items()
    ]
    return sorted(pairs, key=lambda pair: (-pair.weight, pair.first, pair.second))


def _alike(rows: Sequence[Row]) -> Iterator[tuple[Reason, Row, Row]]:
    for one, other in _grouped(rows, lambda row: row.birth_date):
        if one.full == other.full or _one_lacks_patronymic(one, other):
            yield "same_name_and_birth", one, other
        elif _is_similar(one, other):
            yield "similar_name_and_birth", one, other
    for one, other in _grouped(rows, lambda row: row.short):
        unknown = one.birth_date is None or other.birth_date is None
        if unknown and (one.full == other.full or _one_lacks_patronymic(one, other)):
            yield "same_name", one, other
    for one, other in _grouped(rows, lambda row: row.email.casefold(), CROWD):
        if _may_be_one(one, other):
            yield "same_email", one, other
    for one, other in _grouped(rows, lambda row: _phone(row.phone), CROWD):
        if _may_be_one(one, other):
            yield "same_phone", one, other


def _grouped(rows: Iterable[Row], key: Callable[[Row], Hashable], most: int = 0) -> Iterator[tuple[Row, Row]]:
    """Pairs of rows with one key; empty keys mean nothing. ``most``: larger groups are passed over."""
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        value = key(row)
        if value:
            groups[value].append(row)
    for group in groups.values():
        if not most or len(group) <= most:
            yield from combinations(group, 2)


def _one_lacks_patronymic(one: Row, other: Row) -> bool:
    return one.short == other.short and not (one.patronymic and other.patronymic)


def _is_similar(one: Row, other: Row) -> bool:
    """A letter mistyped, a married name with the rest the same, first and last name in each other's place."""
    if sorted(one.full.split()) == sorted(other.full.split()):
        return True
    if _plain(one.first_name) == _plain(other.first_name) and one.patronymic and one.patronymic == other.patronymic:
        return True
    matcher = SequenceMatcher(None, one.full, other.full)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


def _may_be_one(one: Row, other: Row) -> bool:
    """Relatives share a phone: it means one person only where the first names agree and the ages do not differ."""
    born = one.birth_date is None or other.birth_date is None or one.birth_date == other.birth_date
    return born and _plain(one.first_name) == _plain(other.first_name)
