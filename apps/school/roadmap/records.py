"""Records of the system that prove an event done: orders, programmes, rounds of questions, acts.

A room above the roadmap offers its own with ``offer`` in its ``AppConfig.ready``. A record is told without names of
people: its page asks who may read it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

LISTED = 40  # of a kind, the newest, in the field where one is chosen


@dataclass(frozen=True, slots=True)
class Record:
    """``ref``: ``label:pk``; ``seen``: the code of ``product_event`` that it proves, if any."""

    ref: str
    title: str
    day: datetime.date
    url: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. ``rows``: those that count, each with the date ``day``; ``tell``: a row in words."""

    label: str
    title: str | Promise
    rows: Callable[[], QuerySet[Any]]
    tell: Callable[[Any], Record]


_kinds: dict[str, Kind] = {}


def offer(kind: Kind) -> None:
    """Make records of this kind known; once more replaces."""
    _kinds[kind.label] = kind


def kinds() -> list[Kind]:
    """Every kind that was offered."""
    return list(_kinds.values())


def between(first: datetime.date, last: datetime.date) -> dict[str, list[Record]]:
    """Label -> records of these days, the newest first, not more than can be chosen among (a query for each kind)."""
    found = {}
    for kind in kinds():
        rows = kind.rows().filter(day__range=(first, last)).order_by("-day", "-pk")[:LISTED]
        found[kind.label] = [kind.tell(row) for row in rows]
    return found


def of_days(days: Collection[datetime.date]) -> list[Record]:
    """Records of just these days (a query for each kind)."""
    if not days:
        return []
    return [kind.tell(row) for kind in kinds() for row in kind.rows().filter(day__in=days).order_by("pk")]


def known(refs: Iterable[str]) -> dict[str, Record]:
    """Ref -> record, of those that are still there (a query for each kind named)."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for ref in refs:
        label, _colon, key = ref.partition(":")
        if label in _kinds and key.isdigit():
            wanted[label].append(key)
    found = (
        _kinds[label].tell(row) for label, keys in wanted.items() for row in _kinds[label].rows().filter(pk__in=keys)
    )
    return {record.ref: record for record in found}
