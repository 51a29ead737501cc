"""A proposal computed: facts gathered, solved, the price of other choices told. Reads only; keeping it is an action's.

Computing is no part of the transaction that keeps it, so that its progress is seen while it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from apps.school.people import queries as people
from apps.school.regulation.queries import current
from kernel.clock import today

from .explaining import unpaired_of
from .gathering import Facts, Gathering, Tell, problem_of
from .models import Proposal, Ruling
from .solver import Impossible, Move, Price, Pricing, solve
from .solver.model import Solution

TELL_EVERY = 5


@dataclass(frozen=True)
class Computed:
    """``solution``: None when the pinned pairs cannot all be held; ``pins``: (mentor, mentee) decided by a person;
    ``unpaired``: see ``explaining``; ``others``: where a price takes a solution of its own, the cheapest other choice
    of each mentee (``prices_of`` reads them)."""

    facts: Facts
    pins: frozenset[tuple[int, int]]
    solution: Solution | None
    unpaired: Sequence[dict[str, Any]] = field(default=())
    others: Sequence[dict[str, Any]] = field(default=())


def compute(proposal: Proposal, tell: Tell | None = None) -> Computed:
    """``tell`` hears how much of how much is done."""
    mentees = list(people.mentees().filter(pk__in=proposal.cohort))
    gathering = Gathering(current(), proposal, mentees, today())
    count = len(mentees)
    whole = count if gathering.is_plain else 2 * count

    def told(done: int) -> None:
        if tell is not None and done % TELL_EVERY == 0:
            tell(done, whole)

    facts = gathering.facts(told)
    pins = frozenset(proposal.rulings.filter(kind=Ruling.Kind.PIN).values_list("mentor_id", "mentee_id"))
    stay: frozenset[tuple[int, int]] = frozenset()
    if proposal.previous is not None:
        stay = frozenset(proposal.previous.choices.values_list("mentor_id", "mentee_id"))
    problem = problem_of(facts, proposal.objective, pins, stay)
    try:
        solution = solve(problem)
    except Impossible:
        return Computed(facts, pins, None)
    others = []
    if not problem.is_plain:
        pricing = Pricing(problem, solution)
        for done, mentee in enumerate(problem.mentees):
            told(count + done)
            price = pricing.cheapest(mentee)
            if price is not None:
                others.append(asdict(price))
    return Computed(facts, pins, solution, unpaired_of(facts, problem, solution), others)


def prices_of(rows: Sequence[dict[str, Any]]) -> dict[int, Price]:
    """Mentee -> the cheapest other choice, from the column of the proposal."""
    return {row["mentee"]: Price(**{**row, "moves": tuple(Move(**move) for move in row["moves"])}) for row in rows}
