"""What has happened in the school, by the codes of ``product_event``: each room tells what it sees in its own tables.

Date rules «after the event …» and the automatic ticks of the roadmap ask here. A room registers in its
``AppConfig.ready``; this registry lies lowest so that every room can.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Mapping

from .catalogue import catalogue

Days = Mapping[str, Collection[datetime.date]]
# (first, last) -> code -> the days of that period, both included, on which the event was seen.
# A source makes a fixed number of queries, whatever the length of the period.
Source = Callable[[datetime.date, datetime.date], Days]

_sources: dict[Source, frozenset[str]] = {}


def sees(*codes: str) -> Callable[[Source], Source]:
    """``@sees("pair.formed")``: register a source of these events. ``KeyError`` for a code the catalogue lacks."""
    known = catalogue().dictionaries["product_event"]

    def register(source: Source) -> Source:
        _sources[source] = frozenset(known[code].code for code in codes)
        return source

    return register


def seen_codes() -> frozenset[str]:
    """Events that the product sees by itself; the others are ticked by people."""
    return frozenset().union(*_sources.values())


def happened(first: datetime.date, last: datetime.date) -> dict[str, list[datetime.date]]:
    """Every event seen from ``first`` to ``last`` with its days in order (a fixed number of queries)."""
    found: dict[str, set[datetime.date]] = {}
    for source, codes in _sources.items():
        for code, days in source(first, last).items():
            if code not in codes:
                raise KeyError(code)
            found.setdefault(code, set()).update(days)
    return {code: sorted(days) for code, days in found.items() if days}
