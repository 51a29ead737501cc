"""A proposal as people look at it: names, reasons, other choices with their price, decisions that wait."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.pairs import choosing
from apps.school.pairs.fitting import Reason
from apps.school.pairs.weighing import Weights
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.queries import version_view
from kernel.errors import NotFound, Violation

from . import queries
from .computing import prices_of
from .explaining import move_words, points, price_words
from .gathering import Facts, facts_of, problem_of
from .models import Choice, Proposal, Ruling
from .solver import Arc, Price, Pricing, Problem, Solution

BEST = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """Another mentor for a mentee. ``price``: in words; ``moves``: who else would move, one sentence each."""

    mentor: MentorCard
    fit: str
    price: str
    moves: tuple[str, ...]
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class Barrier:
    """A mentor who may not be had, and why; ``helps``: without these rules the mentee would get a pair."""

    mentor: MentorCard
    fit: str
    rules: tuple[Violation, ...]
    helps: bool
    is_forbidden: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mentee without a pair: the reason, what would help, and the rules with how many mentors each bars."""

    mentee: MenteeCard
    reason: str
    helps: tuple[str, ...]
    rules: tuple[tuple[Violation, int], ...]


class Board:
    """Everything about one proposal; names take one query for each side, the rest is computed from its facts."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal

    @cached_property
    def choices(self) -> list[Choice]:
        """Pairs of the proposal with their people."""
        return list(queries.choices_of(self.proposal))

    @cached_property
    def facts(self) -> Facts:
        """What it was solved on."""
        return facts_of(self.proposal.facts)

    @cached_property
    def rulings(self) -> dict[tuple[int, int], str]:
        """(mentor, mentee) -> what was decided."""
        rows = self.proposal.rulings.values_list("mentor_id", "mentee_id", "kind")
        return {(mentor, mentee): kind for mentor, mentee, kind in rows}

    @property
    def undone(self) -> int:
        """Decisions that this solution does not follow yet."""
        pinned = {(row.mentor_id, row.mentee_id) for row in self.choices if row.is_pinned}
        chosen = {(row.mentor_id, row.mentee_id) for row in self.choices}
        pins = {ends for ends, kind in self.rulings.items() if kind == Ruling.Kind.PIN}
        forbidden = {ends for ends, kind in self.rulings.items() if kind == Ruling.Kind.FORBID}
        barred = {(veto.mentor, veto.mentee) for veto in self.facts.vetoes if self._is_forbidden(veto.rules)}
        return len(pins ^ pinned) + len(forbidden & chosen) + len(barred - forbidden)

    def _is_forbidden(self, numbers: Sequence[int]) -> bool:
        return any(self.facts.rules[number].code == "matching.forbidden" for number in numbers)

    @cached_property
    def problem(self) -> Problem:
        """What the solver was asked."""
        pins = frozenset((row.mentor_id, row.mentee_id) for row in self.choices if row.is_pinned)
        stay: frozenset[tuple[int, int]] = frozenset()
        if self.proposal.previous is not None:
            stay = frozenset(self.proposal.previous.choices.values_list("mentor_id", "mentee_id"))
        return problem_of(self.facts, self.proposal.objective, pins, stay)

    @cached_property
    def solution(self) -> Solution:
        """The pairs as the solver gave them."""
        chosen = {(row.mentor_id, row.mentee_id) for row in self.choices}
        return Solution(tuple(arc for arc in self.problem.arcs if arc.ends in chosen))

    @cached_property
    def pricing(self) -> Pricing:
        """Prices of other choices."""
        return Pricing(self.problem, self.solution)

    @cached_property
    def mentors(self) -> dict[int, MentorCard]:
        """All mentors that the facts know."""
        return dict(queries.mentors_by_id(self.facts.places))

    @cached_property
    def mentees(self) -> dict[int, MenteeCard]:
        """The cohort."""
        return dict(queries.mentees_by_id(self.facts.mentees))

    def decisions(self) -> list[tuple[Ruling, str]]:
        """What was decided, with the people; and all that is decided about the mentee, see ``queries.decided``."""
        seen = queries.decided(self.proposal)
        rows = self.proposal.rulings.select_related("mentor__person", "mentee__person")
        return [(row, seen[row.mentee_id]) for row in rows]

    def mentor_name(self, key: int | None) -> str:
        """A short name; a dash for nobody, or for a record that is no more."""
        card = self.mentors.get(key) if key is not None else None
        return card.person.short_name if card is not None else "—"

    def mentee_name(self, key: int | None) -> str:
        """The same for a mentee."""
        card = self.mentees.get(key) if key is not None else None
        return card.person.short_name if card is not None else "—"

    # ---- reasons and prices

    def reasons(
        self, rows: Sequence[tuple[MentorCard, MenteeCard]], on: datetime.date
    ) -> dict[tuple[int, int], tuple[Reason, ...]]:
        """Why these two, in words, by the weights of the proposal (a fixed number of queries)."""
        if not rows:
            return {}
        view = version_view(self.proposal.regulation_version_id or 0)
        known = choosing.known_of(view, list({mentee.pk: mentee for _mentor, mentee in rows}.values()), on)
        known = replace(known, weights=Weights({key: int(value) for key, value in self.proposal.weights.items()}))
        return {(mentor.pk, mentee.pk): known.fit(mentor, mentee).reasons for mentor, mentee in rows}

    def offers(self, mentee: int, most: int | None = None) -> list[Offer]:
        """Other mentors for a mentee, the cheapest first."""
        try:
            prices = [price for price in self.pricing.of(mentee) if price.mentor in self.mentors]
        except ArithmeticError:
            # Not solved, or rows have gone with people merged since: no price can be told of what is left.
            return []
        return [self._offer(price) for price in prices[:most]]

    def offer(self, mentee: int) -> Offer | None:
        """The cheapest other mentor; prices that take a solution of their own were kept when it was solved."""
        if self.problem.is_plain:
            return next(iter(self.offers(mentee, 1)), None)
        price = self._kept.get(mentee)
        return self._offer(price) if price is not None and price.mentor in self.mentors else None

    @cached_property
    def _kept(self) -> dict[int, Price]:
        return prices_of(self.proposal.others)

    @cached_property
    def _fits(self) -> dict[tuple[int, int], int]:
        return {arc.ends: arc.fit for arc in self.problem.arcs}

    def _offer(self, price: Price) -> Offer:
        return Offer(
            mentor=self.mentors[price.mentor],
            fit=points(self._fits[price.mentor, price.mentee]),
            price=price_words(price),
            moves=tuple(move_words(move, self.mentor_name, self.mentee_name) for move in price.moves),
            ruling=self.rulings.get((price.mentor, price.mentee), ""),
        )

    def barriers(self, mentee: int) -> list[Barrier]:
        """Mentors who may not be had, the best fit first."""
        row = self._left_out.get(mentee)
        helpful = {mentor for mentor, _rules in row["lifted"]} if row else set()
        return [
            Barrier(
                mentor=self.mentors[veto.mentor],
                fit=points(veto.fit),
                rules=tuple(self.facts.rules[number] for number in veto.rules),
                helps=veto.mentor in helpful,
                is_forbidden=self._is_forbidden(veto.rules),
            )
            for veto in self.facts.vetoes_of(mentee)
            if veto.mentor in self.mentors
        ]

    # ---- those without a pair

    @cached_property
    def _left_out(self) -> dict[int, dict[str, Any]]:
        return {row["mentee"]: row for row in self.proposal.unpaired}

    def left_out(self) -> list[LeftOut]:
        """Everybody without a pair, by name."""
        rows = [self._left(self.mentees[key], row) for key, row in self._left_out.items() if key in self.mentees]
        return sorted(rows, key=lambda each: each.mentee.person.sort_key)

    def left(self, mentee: int) -> LeftOut | None:
        """One of them."""
        row = self._left_out.get(mentee)
        return self._left(self.mentees[mentee], row) if row is not None and mentee in self.mentees else None

    def _left(self, mentee: MenteeCard, row: dict[str, Any]) -> LeftOut:
        barred = tuple((self.facts.rules[number], count) for number, count in row["barred"])
        if row["possible"]:
            reason = self._crowded(row["possible"])
        elif barred:
            reason = _("No mentor of the bank is permitted.")
        else:
            reason = _("There is no mentor in the bank.")
        return LeftOut(mentee, reason, tuple(self._helps(row)), barred)

    def _crowded(self, possible: int) -> str:
        """Why mentors who fit were not enough."""
        each, least = self.facts.mentors_each, self.facts.group_min
        if each > 1:
            words = ngettext(
                "%(count)s mentor fits; %(each)s are wanted, and so many free places were not left.",
                "%(count)s mentors fit; %(each)s are wanted, and so many free places were not left.",
                possible,
            )
        elif least > 1:
            words = ngettext(
                "%(count)s mentor fits, and there the group is full or would have fewer than %(least)s mentees.",
                "%(count)s mentors fit, and there the groups are full or would have fewer than %(least)s mentees.",
                possible,
            )
        else:
            words = ngettext(
                "%(count)s mentor fits, and all places there went to others.",
                "%(count)s mentors fit, and all places there went to others.",
                possible,
            )
        return words % {"count": possible, "each": each, "least": least}

    def _helps(self, row: dict[str, Any]) -> list[str]:
        found = []
        places = [self.mentor_name(key) for key in row["places"] if key in self.mentors]
        if places:
            found.append(_("One more place at: %(names)s.") % {"names": _(" or ").join(places)})
        for mentor, numbers in row["lifted"]:
            if mentor in self.mentors:
                rules = " ".join(self.facts.rules[number].message for number in numbers)
                found.append(
                    _("%(name)s, if this did not hold: %(rules)s") % {"name": self.mentor_name(mentor), "rules": rules}
                )
        return found


def board_of(proposal: Proposal) -> Board:
    """The board of a proposal that is solved; ``NotFound`` while there is nothing to show."""
    if not proposal.facts:
        raise NotFound()
    return Board(proposal)


def arcs_of(proposal: Proposal) -> list[Arc]:
    """The pairs of a proposal, for a comparison."""
    rows = proposal.choices.values_list("mentor_id", "mentee_id", "fit")
    return [Arc(mentor, mentee, fit) for mentor, mentee, fit in rows]
