"""Rooms tell of what happens without a line in their actions: they react to the record that every action leaves.

    from apps.school.notices.reactions import on, key_of

    @on("pair.form")
    def tell_of_proposal(record: ActionRecord) -> None:
        match = Match.objects.get(pk=key_of(record.subject))
        notify("pair.proposed", to=..., key=f"{match.pk}", url=match.get_absolute_url(), besides=record.acting)

A reaction runs at the end of its action, in the same transaction: a notice stands exactly when the deed stands. The
registering module is imported in ``AppConfig.ready`` of its room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from kernel.acting import Actor
from kernel.actions import ActionRecord
from tenants.isolation.context import current_school

Reaction = Callable[[ActionRecord], None]
R = TypeVar("R", bound=Reaction)

_reactions: defaultdict[str, list[Reaction]] = defaultdict(list)


def on(*codes: str) -> Callable[[R], R]:
    """``@on("pair.form")``: call the function after each action of these codes inside a school."""

    def register(reaction: R) -> R:
        for code in codes:
            if reaction not in _reactions[code]:
                _reactions[code].append(reaction)
        return reaction

    return register


def codes() -> frozenset[str]:
    """Codes of the actions that are reacted to."""
    return frozenset(_reactions)


def key_of(reference: object) -> int:
    """The key in a reference of a record (``pairs.match:5``, see ``kernel.actions.reference``): its subject or a fact.

    ``ValueError`` when it refers to no row.
    """
    return int(str(reference).rpartition(":")[2])


class NoticeSink:
    """The sink by which records arrive (``settings.ACTION_SINKS``)."""

    def before(self, code: str, acting: Actor, digest: str) -> None:
        """Nothing to claim."""

    def after(self, record: ActionRecord) -> None:
        """Run what the rooms have registered."""
        if record.code in _reactions and current_school() is not None:
            for reaction in _reactions[record.code]:
                reaction(record)
