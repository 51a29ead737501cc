"""Days of a row moved by so many days. Pure.

Only what carries a day can be moved so: a day (``day``) and the first day of weeks (``weeks``). Months, quarters and
days of every year are moved by naming other ones; days counted from another row move with it by themselves.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from apps.school.regulation.catalogue import JsonValue

from .models import Event

MOVED = {"day": "date", "weeks": "since"}


def can_shift(event: Event) -> bool:
    """True when a rule of the row carries a day."""
    return any(rule["rule"] in MOVED for rule in event.when)


def shifted(rules: Sequence[Mapping[str, JsonValue]], days: int) -> list[dict[str, JsonValue]]:
    """The rules with every day they carry moved."""
    return [_shifted(rule, datetime.timedelta(days=days)) for rule in rules]


def _shifted(rule: Mapping[str, JsonValue], wait: datetime.timedelta) -> dict[str, JsonValue]:
    name = MOVED.get(rule["rule"])
    if name is None:
        return dict(rule)
    return {**rule, name: (datetime.date.fromisoformat(rule[name]) + wait).isoformat()}


def moved_by(before: Sequence[Mapping[str, JsonValue]], after: Sequence[Mapping[str, JsonValue]]) -> int:
    """By how many days the last day carried by the rules went on (or back, below 0); 0 where it cannot be told."""
    last = [
        max((rule[MOVED[rule["rule"]]] for rule in rules if rule["rule"] in MOVED), default="")
        for rules in (before, after)
    ]
    if not all(last):
        return 0
    start, end = (datetime.date.fromisoformat(text) for text in last)
    return (end - start).days
