"""The only place where a state is written: every step follows the table of its thing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import TypeVar

from django.db import models

from kernel.models import TimeStamped

from .. import lives
from ..machine import BY_ITSELF, BY_ORDER, Machine
from ..models import Match, MentorRequest, Pause, Petition, Replacement, RequestChoice, TermChange

Living = Match | MentorRequest | Pause | Petition | Replacement | RequestChoice | TermChange
L = TypeVar("L", bound=Living)

MACHINE_OF: Mapping[type[models.Model], Machine] = MappingProxyType(
    {
        Match: lives.MATCH,
        MentorRequest: lives.REQUEST,
        Pause: lives.PAUSE,
        Petition: lives.PETITION,
        Replacement: lives.REPLACEMENT,
        RequestChoice: lives.CHOICE,
        TermChange: lives.TERM_CHANGE,
    }
)

ITSELF: Collection[str] = frozenset({BY_ITSELF})
ORDER: Collection[str] = frozenset({BY_ORDER})


def check(row: Living, name: str, who: Collection[str]) -> str:
    """Where the step leads; ``Conflict`` or ``NotAllowed`` when the table does not have it."""
    return MACHINE_OF[type(row)].follow(row.state, name, who)


def step(row: L, name: str, who: Collection[str], **fields: object) -> L:
    """Take a step and save it with ``fields``; refused as by ``check``."""
    row.state = check(row, name, who)
    for field, value in fields.items():
        setattr(row, field, value)
    stamped = ["updated_at"] if isinstance(row, TimeStamped) else []
    row.save(update_fields=["state", *fields, *stamped])
    return row
