"""Computed timetables told to the coordinator: figures, what one costs against the other, who has less in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.region.speed.gathering import Gathered, slots_of
from apps.region.speed.models import Registration, SpeedPlan
from apps.region.speed.timetable.comparing import Change, Figures, changes, figures_of, waits_of
from apps.region.speed.timetable.problem import Slot

MOST_LOSERS = 12

LEAST_PER_CENT = 0.01
"""A smaller gap is told as this one: 0,00 % would say that there is none."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody with fewer meetings in this timetable than in the other."""

    person: Registration
    here: int
    there: int


@dataclass(frozen=True)
class Offered:
    """A computed timetable with its numbers. People who left since are out of it."""

    plan: SpeedPlan
    gathered: Gathered

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Its meetings."""
        return slots_of(self.plan)

    @cached_property
    def figures(self) -> Figures:
        """Its numbers."""
        people = self.gathered.problem
        return figures_of(self.slots, mentors=people.mentors, mentees=people.mentees)

    @property
    def is_stale(self) -> bool:
        """Have people or wishes changed since?"""
        return self.plan.people != self.gathered.digest

    @property
    def waits(self) -> int:
        """Rounds that people wait between their meetings, all together."""
        return sum(waits_of(self.slots).values())

    @property
    def fit(self) -> str:
        """Total fit in points: a hundred for a meeting that could not fit better."""
        return number_format(self.figures.fit / 10, 0, force_grouping=True)

    @property
    def spread(self) -> str:
        """«по 3 встречи: 20; по 4: 10»."""
        return _spread(self.figures.spread)

    @property
    def mentors(self) -> str:
        """The same of mentors."""
        return _spread(self.figures.mentors)

    @property
    def proof(self) -> str:
        """What is proven of it."""
        if self.plan.gap <= 0:
            return _("Proven: no timetable is better.")
        gap = number_format(max(self.plan.gap * 100, LEAST_PER_CENT), 2)
        return _("At most %(gap)s %% below what could be reached at all: somebody misses rounds.") % {"gap": gap}


def _spread(spread: Sequence[tuple[int, int]]) -> str:
    parts = [
        ngettext("%(n)s meeting: %(people)s", "%(n)s meetings: %(people)s", n) % {"n": n, "people": people}
        for n, people in spread
    ]
    return "; ".join(parts)


@dataclass(frozen=True)
class Compared:
    """The two timetables side by side."""

    fairest: Offered
    total: Offered

    @cached_property
    def _changes(self) -> list[Change]:
        return changes(self.total.slots, self.fairest.slots)

    @property
    def price(self) -> str:
        """What fairness costs, in words."""
        fair, total = self.fairest.figures, self.total.figures
        share = number_format(100 * (total.fit - fair.fit) / total.fit if total.fit else 0, 1)
        words = {"share": share, "fair": fair.least, "total": total.least}
        if fair.spread == total.spread and fair.mentors == total.mentors:
            return _("Both share the meetings alike: nobody has fewer in one of them.")
        if fair.fit == total.fit:
            return (
                _(
                    "In the fairest timetable the mentee with fewest meetings has %(fair)s of them, in the best total"
                    " %(total)s. The total fit is the same."
                )
                % words
            )
        return (
            _(
                "In the fairest timetable the mentee with fewest meetings has %(fair)s of them, in the best total"
                " %(total)s. For that the total fit is %(share)s %% lower."
            )
            % words
        )

    def lost(self, aim: str) -> list[Lost]:
        """Who has fewer meetings in this timetable than in the other, the greatest loss first."""
        sign = 1 if aim == SpeedPlan.Aim.FAIREST else -1
        found = [change for change in self._changes if sign * (change.after - change.before) < 0]
        found.sort(key=lambda change: (sign * (change.after - change.before), change.person))
        people = self.fairest.gathered.people
        return [
            Lost(people[change.person], *((change.after, change.before) if sign > 0 else (change.before, change.after)))
            for change in found
            if change.person in people
        ]


def compare(plans: Sequence[SpeedPlan], gathered: Gathered) -> tuple[list[Offered], Compared | None]:
    """The timetables that there are, and their comparison where there are both."""
    offered = [Offered(plan, gathered) for plan in plans]
    by_aim = {each.plan.aim: each for each in offered}
    if len(by_aim) < 2:
        return offered, None
    return offered, Compared(by_aim[SpeedPlan.Aim.FAIREST], by_aim[SpeedPlan.Aim.TOTAL])
