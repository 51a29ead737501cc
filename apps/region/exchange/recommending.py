"""The best distribution of offered places over published needs: first as many needs as possible, then the best fit.

One minimum cost flow (OR-tools), exact; potentials of its residual steps prove it (``kernel.circulation``), as they
prove the pairs of a school and the meetings of an evening.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from ortools.graph.python import min_cost_flow

from apps.region.exchange.fitting import FULL, Fit, Needed, Offered, fit
from apps.region.exchange.models import Need, Offer
from apps.region.exchange.queries import with_free_places
from apps.region.exchange.weekly import weekly_of
from kernel.circulation import Ints, potentials
from kernel.clock import now

TIE = 64


@dataclass(frozen=True, slots=True)
class Place:
    """An offer with ``free`` places."""

    key: UUID
    school_id: int
    free: int
    offered: Offered


@dataclass(frozen=True, slots=True)
class Wish:
    """A need that waits for a mentor."""

    key: UUID
    school_id: int
    needed: Needed


@dataclass(frozen=True)
class Distribution:
    """Need -> offer and how well they suit; ``total``: points of all; proven the best when it was made."""

    chosen: Mapping[UUID, tuple[UUID, Fit]] = field(default_factory=dict)
    total: int = 0


def distribute(places: Sequence[Place], wishes: Sequence[Wish], at: datetime.datetime) -> Distribution:
    """The best distribution. Pure; the order of the data does not matter. ``ArithmeticError`` if it is not the best."""
    offers = sorted((place for place in places if place.free > 0), key=lambda place: place.key)
    needs = sorted(wishes, key=lambda wish: wish.key)
    arcs = [
        (row, len(offers) + column, how)
        for row, place in enumerate(offers)
        for column, wish in enumerate(needs)
        if place.school_id != wish.school_id and (how := fit(place.offered, wish.needed, at)) is not None
    ]
    if not arcs:
        return Distribution()
    tails, heads, costs, capacity = _steps(offers, needs, arcs)
    solver = min_cost_flow.SimpleMinCostFlow()
    steps = solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacity, costs)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    flow = np.asarray(solver.flows(steps), dtype=np.int64)
    _prove(tails, heads, costs, capacity, flow, len(offers) + len(needs) + 1)
    chosen = {
        needs[column - len(offers)].key: (offers[row].key, how)
        for (row, column, how), units in zip(arcs, flow[: len(arcs)].tolist(), strict=True)
        if units
    }
    return Distribution(chosen, sum(how.points for _offer, how in chosen.values()))


def _steps(
    offers: Sequence[Place], needs: Sequence[Wish], arcs: Sequence[tuple[int, int, Fit]]
) -> tuple[Ints, Ints, Ints, Ints]:
    """A circle: end -> offer -> need -> end. Each need met gains more than all points, a point more than all ties."""
    end, point = len(offers) + len(needs), TIE * (len(needs) + 1)
    met = FULL * point * (len(needs) + 1)
    table = [
        (row, column, -(how.points * point + _tie(offers[row].key, needs[column - len(offers)].key)), 1)
        for row, column, how in arcs
    ]
    table += [(end, row, 0, place.free) for row, place in enumerate(offers)]
    table += [(len(offers) + column, end, -met, 1) for column in range(len(needs))]
    array = np.array(table, dtype=np.int64)
    return array[:, 0], array[:, 1], array[:, 2], array[:, 3]


def _tie(offer: UUID, need: UUID) -> int:
    """A small number of each pair's own: among equals the choice is fixed."""
    return zlib.crc32(offer.bytes + need.bytes) % TIE


def _prove(tails: Ints, heads: Ints, costs: Ints, capacity: Ints, flow: Ints, nodes: int) -> None:
    more, less = flow < capacity, flow > 0
    potentials(
        np.concatenate([tails[more], heads[less]]),
        np.concatenate([heads[more], tails[less]]),
        np.concatenate([costs[more], -costs[less]]),
        nodes,
    )


# ---- from rows


def offered(row: Offer) -> Offered:
    """Of an offer with its school and municipality."""
    return Offered(
        subjects=tuple(row.subjects),
        topics=row.topics,
        position=row.mentor_position,
        forms=frozenset(form["code"] for form in row.forms),
        times=weekly_of(row.times),
        zone=row.school.zone,
        municipality=row.school.municipality.title,
    )


def needed(row: Need) -> Needed:
    """Of a need with its school and municipality."""
    return Needed(
        subjects=tuple(row.subjects),
        text=row.text,
        forms=frozenset(form["code"] for form in row.forms),
        times=weekly_of(row.times),
        zone=row.school.zone,
        municipality=row.school.municipality.title,
    )


def free_of(row: Offer) -> int:
    """Places left of an offer that knows how many are ``taken``."""
    return max(0, row.places - int(getattr(row, "taken", 0)))


def of_region() -> Distribution:
    """Over all open offers and needs of the region, as they stand now (two queries)."""
    offers = with_free_places(Offer.objects.of_all_schools().filter(state=Offer.State.OPEN))
    needs = Need.objects.of_all_schools().filter(state=Need.State.OPEN)
    return distribute(
        [
            Place(row.pk, row.school_id, free_of(row), offered(row))
            for row in offers.select_related("school__municipality")
        ],
        [Wish(row.pk, row.school_id, needed(row)) for row in needs.select_related("school__municipality")],
        now(),
    )


def best_for(need: Need) -> UUID | None:
    """The offer that the best distribution over the region gives to this need."""
    given = of_region().chosen.get(need.pk)
    return given[0] if given is not None else None
