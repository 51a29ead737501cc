"""A life as one table: state, step, who may take it, where it leads. Whatever is not in the table is refused.

The actions take every step through ``Machine.follow``; the pictures in ``STATES.md`` are drawn from the same table.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict, NotAllowed

Text = str | Promise

# Who takes a step. Participants count as their side, guardians as the side of their small wards.
MENTOR, MENTEE, CURATOR, HEAD, ASSOCIATION = "mentor", "mentee", "curator", "head", "methodical_association"
AUTHOR, ADDRESSEE = "author", "addressee"
BY_ORDER = "order"  # the head's signature under the order, or its return
BY_ITSELF = "itself"  # what another step brings about, or a day that has come

OFFICE = frozenset({CURATOR, HEAD})
SIDES = frozenset({MENTOR, MENTEE})


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the table. ``who``: any of them may."""

    step: str
    source: str
    target: str
    who: frozenset[str]


def ways(step: str, leads: Mapping[str, str], *who: str | frozenset[str]) -> tuple[Way, ...]:
    """Lines of one step. ``leads``: state -> state it leads to; ``who``: codes and groups of codes."""
    allowed = frozenset().union(*(each if isinstance(each, frozenset) else {each} for each in who))
    return tuple(Way(step, source, target, allowed) for source, target in leads.items())


@dataclass(frozen=True, eq=False)
class Machine:
    """The life of one thing.

    ``states``: its choices; ``start``: where it begins; ``steps``: what each step is called; ``thing``: what a refusal
    calls it («the pair is in the state …»).
    """

    code: str
    title: str
    thing: Text
    states: type[models.TextChoices]
    start: str
    steps: Mapping[str, Text]
    table: Sequence[Way]

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], Way]:
        return {(way.source, way.step): way for way in self.table}

    def may(self, state: str, step: str, who: Collection[str] | None = None) -> bool:
        """True when the step follows from the state (and one of ``who`` may take it)."""
        way = self._targets.get((state, step))
        return way is not None and (who is None or not way.who.isdisjoint(who))

    def follow(self, state: str, step: str, who: Collection[str]) -> str:
        """Where ``step`` leads from ``state``.

        ``NotAllowed`` when none of ``who`` ever takes this step, ``Conflict`` with the present state in words when it
        does not follow from the state, ``NotAllowed`` when it follows for others.
        """
        if all(way.who.isdisjoint(who) for way in self.table if way.step == step):
            raise NotAllowed()
        way = self._targets.get((state, step))
        if way is None:
            raise Conflict(
                str(_("It is not possible to %(step)s: %(thing)s is in the state “%(state)s”."))
                % {"step": self.steps[step], "thing": self.thing, "state": self.states(state).label}
            )
        if way.who.isdisjoint(who):
            raise NotAllowed()
        return way.target
