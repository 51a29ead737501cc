"""Why somebody is left without a pair and what would help; what other choices cost, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .gathering import Facts
from .solver import Arc, Move, Price, Pricing, Problem, Solution

MOST_HELPS = 3
FULL = frozenset({"regulation.pairing.max_mentees", "pairs.own_wish"})
"""Rules that say nothing but that a mentor has no place left."""

Name = Callable[[int | None], str]


def unpaired_of(facts: Facts, problem: Problem, solution: Solution) -> list[dict[str, Any]]:
    """Of each mentee left out: how many mentors may have them (``possible``), how many are barred by which rules
    (``barred``: [number of the rule, mentors]), and what would pair them without anybody else losing theirs:
    ``places`` (one more at any of these mentors), ``lifted`` ([mentor, numbers of the rules that would have to fall]).
    """
    paired = {arc.mentee for arc in solution.chosen}
    pricing = Pricing(problem, solution)
    possible = Counter(arc.mentee for arc in problem.arcs if problem.places.get(arc.mentor, 0) > 0)
    found = []
    for mentee in facts.mentees:
        if mentee in paired:
            continue
        vetoes = facts.vetoes_of(mentee)
        barred = Counter(number for veto in vetoes for number in veto.rules)
        by_mentor = {veto.mentor: list(veto.rules) for veto in vetoes}
        lifted = [Arc(veto.mentor, mentee, veto.fit) for veto in vetoes] if problem.mentors_each == 1 else []
        prices = pricing.if_allowed(mentee, lifted)
        helpful = [price.mentor for price in prices if price.pairs < 0][:MOST_HELPS]
        full = [veto.mentor for veto in vetoes if {facts.rules[number].code for number in veto.rules} <= FULL]
        found.append(
            {
                "mentee": mentee,
                "possible": possible[mentee],
                "barred": [[number, count] for number, count in barred.most_common()],
                "places": [*pricing.places_that_help(mentee), *full][:MOST_HELPS],
                "lifted": [[mentor, by_mentor[mentor]] for mentor in helpful],
            }
        )
    return found


def points(thousandths: int) -> str:
    """Thousandths as points of 100, with one digit where it says something."""
    return number_format(thousandths / 10, 0 if thousandths % 10 == 0 else 1)


def price_words(price: Price) -> str:
    """«никто не лишается пары, совпадение меньше на 4»."""
    parts = []
    if price.pairs > 0:
        parts.append(
            ngettext("%(count)s pair is lost", "%(count)s pairs are lost", price.pairs) % {"count": price.pairs}
        )
    elif price.pairs < 0:
        parts.append(
            ngettext("%(count)s pair is won", "%(count)s pairs are won", -price.pairs) % {"count": -price.pairs}
        )
    if price.fit > 0:
        parts.append(_("total fit %(points)s lower") % {"points": points(price.fit)})
    elif price.fit < 0:
        parts.append(_("total fit %(points)s higher") % {"points": points(-price.fit)})
    return ", ".join(parts) or _("costs nothing")


def move_words(move: Move, mentor: Name, mentee: Name) -> str:
    """«Иванова А. П.: от Петровой к Сидоровой»."""
    words = {"who": mentee(move.mentee), "old": mentor(move.leaves), "new": mentor(move.takes)}
    if move.leaves is None:
        return _("%(who)s gets %(new)s") % words
    if move.takes is None:
        return _("%(who)s is left without a pair (had %(old)s)") % words
    return _("%(who)s moves from %(old)s to %(new)s") % words


@dataclass(frozen=True, slots=True)
class Difference:
    """One mentee in two proposals: the mentors there and here, and the fit in thousandths."""

    mentee: int
    old: tuple[int, ...]
    new: tuple[int, ...]
    fit: int


def differences(old: Sequence[Arc], new: Sequence[Arc]) -> list[Difference]:
    """Mentees whose mentors differ, those who lose most first. ``fit``: what the new proposal has more."""
    found = []
    for mentee in {arc.mentee for arc in (*old, *new)}:
        here, there = [arc for arc in new if arc.mentee == mentee], [arc for arc in old if arc.mentee == mentee]
        before, after = tuple(sorted(arc.mentor for arc in there)), tuple(sorted(arc.mentor for arc in here))
        if before != after:
            gain = sum(arc.fit for arc in here) - sum(arc.fit for arc in there)
            found.append(Difference(mentee, before, after, gain))
    return sorted(found, key=lambda each: (each.fit, each.mentee))
