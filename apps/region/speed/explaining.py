"""Why somebody meets these people and not others, in words: the coordinator's answer to «why not with her?»."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from apps.region.speed import rules
from apps.region.speed.gathering import Gathered, aim_of, slots_of
from apps.region.speed.models import Registration, SpeedPlan
from apps.region.speed.timetable.problem import Slot

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Met:
    """A meeting of the person in the timetable. ``why``: what the fit is made of."""

    round: int
    other: Registration
    fit: str
    why: str


@dataclass(frozen=True, slots=True)
class NotMet:
    """Somebody whom the person does not meet. ``cost``: what the meeting would cost, or why it cannot be."""

    other: Registration
    fit: str
    why: str
    cost: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person in one timetable. ``priced``: exact prices are known."""

    person: Registration
    met: list[Met]
    others: list[NotMet]
    barred: list[NotMet]
    priced: bool


def points(thousandths: int) -> str:
    """Thousandths as points of a hundred."""
    return number_format(thousandths / 10, 0 if thousandths % 10 == 0 else 1)


def explain(plan: SpeedPlan, gathered: Gathered, person: Registration) -> Row:
    """Everything about one person's row; prices only of a timetable that is up to date and proven the best."""
    slots = slots_of(plan)
    teller = _Teller(gathered, person)
    mine = sorted((slot for slot in slots if person.pk in slot.ends), key=lambda slot: slot.order)
    seen = {_other(slot.ends, person.pk) for slot in mine}
    priced = plan.gap <= 0 and plan.people == gathered.digest
    others = teller.priced(plan, slots) if priced else teller.unpriced(seen)
    met = [
        Met(slot.round, gathered.people[other], points(slot.fit), teller.why(other))
        for slot in mine
        if (other := _other(slot.ends, person.pk)) in gathered.people
    ]
    return Row(person, met, others, teller.barred(), priced)


def _other(ends: tuple[int, int], person: int) -> int:
    return ends[1] if ends[0] == person else ends[0]


class _Teller:
    def __init__(self, gathered: Gathered, person: Registration) -> None:
        self.gathered, self.person = gathered, person
        self.guest = gathered.guests[person.pk]
        self.is_mentor = person.side == Registration.Side.MENTOR
        self.opposite = [guest for pk, guest in gathered.guests.items() if gathered.people[pk].side != person.side]
        self.possible = {
            _other(arc.ends, person.pk): arc for arc in gathered.problem.possible() if person.pk in arc.ends
        }

    def _pair(self, other: rules.Guest) -> tuple[rules.Guest, rules.Guest]:
        return (self.guest, other) if self.is_mentor else (other, self.guest)

    def why(self, other: int) -> str:
        """What the fit of the two is made of."""
        guest = self.gathered.guests[other]
        common = sorted(self.guest.themes & guest.themes)
        parts = [_("themes in common: %(themes)s") % {"themes": ", ".join(common)}] if common else []
        if other in self.guest.wanted or self.person.pk in guest.wanted:
            parts.append(_("one wished for the other"))
        return "; ".join(parts) or _("no themes in common")

    def barred(self) -> list[NotMet]:
        """Whom the person may not meet, and why."""
        found = []
        for other in self.opposite:
            if other.id not in self.possible:
                mentor, mentee = self._pair(other)
                reason = rules.barred(mentor, mentee, exclude_own_school=self.gathered.event.exclude_own_school)
                found.append(self._not_met(other.id, rules.fit_of(mentor, mentee), self._bar(reason)))
        return found

    @staticmethod
    def _bar(reason: str) -> str:
        if reason == "own_school":
            return _("of the same school")
        return _("one of them would rather not") if reason == "avoided" else _("they are never there in the same round")

    def _not_met(self, other: int, fit: int, cost: str) -> NotMet:
        return NotMet(self.gathered.people[other], points(fit), self.why(other), cost)

    def unpriced(self, seen: set[int]) -> list[NotMet]:
        """The other possible meetings, the best fit first."""
        left = [(other, arc) for other, arc in self.possible.items() if other not in seen]
        left.sort(key=lambda item: (-item[1].fit, item[0]))
        return [self._not_met(other, arc.fit, "") for other, arc in left]

    def priced(self, plan: SpeedPlan, slots: Iterable[Slot]) -> list[NotMet]:
        """The other possible meetings with what each would cost, the cheapest first."""
        # The solvers take seconds to import.
        from apps.region.speed.timetable.explanation import Pricing

        pricing = Pricing(self.gathered.problem, aim_of(plan.aim), (slot.ends for slot in slots))
        return [
            self._not_met(_other(price.arc.ends, self.person.pk), price.arc.fit, self._cost(price.fit, price.change()))
            for price in pricing.of(self.person.pk)
        ]

    def _cost(self, fit: int, change: dict[int, int]) -> str:
        parts = []
        if fit > 0:
            parts.append(_("total fit lower by %(points)s") % {"points": points(fit)})
        elif fit < 0:
            parts.append(_("total fit higher by %(points)s") % {"points": points(-fit)})
        losing = [self.gathered.people[pk].short_name for pk, number in sorted(change.items()) if number < 0]
        if losing:
            names = ", ".join(losing[:MOST_NAMES])
            parts.append(_("a meeting fewer: %(names)s") % {"names": names})
        return "; ".join(parts) or _("costs nothing: it would be as good")
