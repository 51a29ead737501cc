"""Two timetables side by side: numbers, and who has less in one than in the other. Needs no library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .problem import Slot


@dataclass(frozen=True, slots=True)
class Figures:
    """``fit``: total, thousandths. ``spread``: (meetings, how many mentees have so many), the fewest first; of mentors
    ``mentors``."""

    meetings: int
    fit: int
    spread: tuple[tuple[int, int], ...]
    mentors: tuple[tuple[int, int], ...]

    @property
    def least(self) -> int:
        """Meetings of the mentee who has fewest."""
        return self.spread[0][0] if self.spread else 0


def figures_of(slots: Sequence[Slot], *, mentors: Iterable[int], mentees: Iterable[int]) -> Figures:
    """The numbers of a timetable; people without a meeting count."""
    held = Counter(person for slot in slots for person in slot.ends)
    return Figures(
        meetings=len(slots),
        fit=sum(slot.fit for slot in slots),
        spread=_spread(held, mentees),
        mentors=_spread(held, mentors),
    )


def _spread(held: Counter[int], people: Iterable[int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(Counter(held[person] for person in people).items()))


@dataclass(frozen=True, slots=True)
class Change:
    """A person whose meetings are more or fewer, or fit otherwise. ``fit``: thousandths more (negative: less)."""

    person: int
    before: int
    after: int
    fit: int


def changes(old: Iterable[Slot], new: Iterable[Slot]) -> list[Change]:
    """Who has other numbers in the new timetable, those who lose most first."""
    (held_old, fit_old), (held_new, fit_new) = _sums(old), _sums(new)
    found = [
        Change(person, held_old[person], held_new[person], fit_new[person] - fit_old[person])
        for person in held_old.keys() | held_new.keys()
        if (held_old[person], fit_old[person]) != (held_new[person], fit_new[person])
    ]
    return sorted(found, key=lambda each: (each.after - each.before, each.fit, each.person))


def _sums(slots: Iterable[Slot]) -> tuple[Counter[int], Counter[int]]:
    held, fit = Counter[int](), Counter[int]()
    for slot in slots:
        for person in slot.ends:
            held[person] += 1
            fit[person] += slot.fit
    return held, fit


def waits_of(slots: Iterable[Slot]) -> dict[int, int]:
    """Person -> rounds without a meeting between the first and the last one."""
    rounds: dict[int, set[int]] = defaultdict(set)
    for slot in slots:
        rounds[slot.mentor].add(slot.round)
        rounds[slot.mentee].add(slot.round)
    return {person: max(at) - min(at) + 1 - len(at) for person, at in rounds.items()}
