"""The timetable: meetings by a flow, rounds by a colouring, waits shortened; its proof."""

from __future__ import annotations

from collections.abc import Mapping

from .availability import by_rounds
from .certificate import bound_of, certificate_of
from .colouring import Colouring, as_it_stands
from .model import best_flow, network_of
from .problem import FAIREST, Aim, Plan, Problem, value_of
from .round_bound import bound_by_rounds, round_certificate
from .waiting import shorten_waits


def timetable(
    problem: Problem,
    aim: Aim = FAIREST,
    *,
    kept: Mapping[tuple[int, int], int] | None = None,
) -> Plan:
    """The best timetable of the aim with its proof; ``plan.gap`` is 0 unless people miss rounds, and mostly then too.

    ``kept``: (mentor, mentee) -> round of a plan that people know already: meetings chosen again keep their rounds
    where that is possible, and nobody's wait is shortened by moving others.
    """
    network = network_of(problem, aim)
    flow = best_flow(network)
    certificate = certificate_of(network, flow)
    chosen = [arc for arc, units in zip(network.arcs, flow[: len(network.arcs)].tolist(), strict=True) if units]
    again = {arc.ends: kept[arc.ends] for arc in chosen if arc.ends in kept} if kept else {}
    colouring = Colouring(problem, chosen, again)
    bound = bound_of(problem, aim, certificate)
    if colouring.place_all():
        colouring = as_it_stands(problem, by_rounds(problem, aim, chosen, colouring.slots()))
    if kept is None:
        shorten_waits(colouring)
    slots = colouring.slots()
    value = value_of(problem, aim, (slot.ends for slot in slots))
    # Only where people miss rounds the flow may hope for more than there is.
    rounds = round_certificate(problem, aim) if value < bound else None
    if rounds is not None:
        bound = min(bound, bound_by_rounds(problem, aim, rounds))
    return Plan(aim=aim, slots=slots, value=value, bound=bound, certificate=certificate, rounds=rounds)
