"""An event's people as the timetable sees them: guests by registration, and the problem they make."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from apps.region.speed import queries, rules
from apps.region.speed.models import Registration, SpeedEvent, SpeedPlan, SpeedWish
from apps.region.speed.timetable.problem import FAIREST, TOTAL, Aim, Problem, Slot


@dataclass(frozen=True)
class Gathered:
    """People who are in, with their guests and the problem."""

    event: SpeedEvent
    people: dict[int, Registration]
    guests: dict[int, rules.Guest]

    def side(self, side: str) -> list[rules.Guest]:
        """Guests of one side."""
        return [self.guests[pk] for pk, person in self.people.items() if person.side == side]

    @cached_property
    def problem(self) -> Problem:
        """What is asked of the timetable."""
        return rules.evening_of(
            self.side(Registration.Side.MENTOR),
            self.side(Registration.Side.MENTEE),
            rounds=self.event.rounds,
            exclude_own_school=self.event.exclude_own_school,
            seats=self.event.seats,
        )

    @cached_property
    def digest(self) -> str:
        """Of the problem: plans of another digest are out of date."""
        return rules.digest_of(self.problem)


def gather(event: SpeedEvent) -> Gathered:
    """Read the people of an event and their wishes (two queries)."""
    people = {row.pk: row for row in queries.registrations_of(event)}
    wishes: dict[tuple[int, str], set[int]] = defaultdict(set)
    for wish in SpeedWish.objects.filter(author__event=event, author__in=people, other__in=people):
        wishes[wish.author_id, wish.kind].add(wish.other_id)
    guests = {
        row.pk: rules.Guest(
            id=row.pk,
            school_id=row.school_id,
            themes=frozenset(row.themes),
            absent=frozenset(row.absent) | frozenset(row.missed),
            wanted=frozenset(wishes[row.pk, SpeedWish.Kind.WANTED]),
            avoided=frozenset(wishes[row.pk, SpeedWish.Kind.AVOIDED]),
        )
        for row in people.values()
    }
    return Gathered(event, people, guests)


def aim_of(value: str) -> Aim:
    """The timetable's own word for a plan's aim."""
    return TOTAL if value == SpeedPlan.Aim.TOTAL else FAIREST


def slots_of(plan: SpeedPlan) -> tuple[Slot, ...]:
    """The meetings of a computed timetable."""
    return tuple(Slot(*row) for row in plan.slots)


def digest_now(gathered: Gathered, slots: Iterable[Slot]) -> str:
    """Tells whether people, wishes and the timetable are still what a plan was computed from."""
    return hashlib.sha256(repr((gathered.digest, tuple(slots))).encode()).hexdigest()
