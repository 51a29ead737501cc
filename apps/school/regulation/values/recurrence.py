"""The days that date rules name within a period. Pure: nothing is read, the clock is not asked.

**Intervals** («раз в квартал», «раз в полугодие») without a first month are those of the school year: they begin on
1 September. No act says otherwise, and the half-years of ozono-chepetskaya (by 30 September and by 30 March) fit both.
An interval with a first month is counted from that month. A rule «per times an interval» divides the interval into
equal parts; each part is one occurrence, due on its last day.

Beside the six rules of an act there are three that only a roadmap names: ``day`` ({date: YYYY-MM-DD}), one day of one
year; ``weeks`` ({every: N, since: YYYY-MM-DD}), every N weeks from a day on; ``after`` ({days: N}), so many days after
another row, which the roadmap alone knows: it names no day here.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from ..catalogue import JsonValue
from .dates import ONE_DAY, add_months, edge

Rule = Mapping[str, JsonValue]
# code of ``product_event`` -> the days on which it was seen
Happened = Mapping[str, Collection[datetime.date]]
NOTHING: Happened = MappingProxyType({})

SCHOOL_YEAR_MONTH = 9
# Days to do what follows an event; the acts say «после …» and no number, so this is the product's own.
AFTER_EVENT_DAYS = 30
# What is due on one day («не позднее 30 сентября») counts as done when done so many days ahead: the product's own.
AHEAD_DAYS = 30
INTERVAL_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time that a rule names: it may be done from ``start`` and has to be done by ``due``, both included."""

    due: datetime.date
    start: datetime.date


def school_year(on: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day (1 September, 31 August) of the school year which a day belongs to."""
    year = on.year if on.month >= SCHOOL_YEAR_MONTH else on.year - 1
    return datetime.date(year, SCHOOL_YEAR_MONTH, 1), datetime.date(year + 1, SCHOOL_YEAR_MONTH, 1) - ONE_DAY


def occurrences(
    rules: Sequence[Rule], first: datetime.date, last: datetime.date, happened: Happened = NOTHING
) -> list[Occurrence]:
    """Everything that the rules name from ``first`` to ``last``, by due day, none twice.

    An occurrence which begins before the period or ends after it is cut to the period; an interval that ends after the
    period is not due in it. Rules without days (``continuous``, an event that has not happened) name nothing.
    """
    found = {each for rule in rules for each in NAMED[rule["rule"]](rule, first, last, happened)}
    return sorted(found)


def _cut(start: datetime.date, due: datetime.date, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    if start <= last and due >= first:
        yield Occurrence(min(due, last), max(start, first))


def _deadline(day: datetime.date, first: datetime.date, last: datetime.date) -> Iterator[Occurrence]:
    if first <= day <= last:
        yield Occurrence(day, max(first, day - datetime.timedelta(days=AHEAD_DAYS)))


def _yearly_dates(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    for year in range(first.year, last.year + 1):
        for text in rule["dates"]:
            yield from _deadline(datetime.date.fromisoformat(f"{year}-{text}"), first, last)


def _day(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    yield from _deadline(datetime.date.fromisoformat(rule["date"]), first, last)


def _months(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    for year in range(first.year, last.year + 1):
        for month in rule["months"]:
            text = f"{year}-{month:02}"
            yield from _cut(edge(text, last=False), edge(text, last=True), first, last)


def _every(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    step = INTERVAL_MONTHS[rule["interval"]]
    anchor = edge(rule["from"], last=False) if "from" in rule else school_year(first)[0]
    number = 0
    while (start := add_months(anchor, step * number)) <= last:
        number += 1
        after = add_months(anchor, step * number)
        for part_start, due in _parts(start, after, int(rule["per"])):
            if first <= due <= last:
                yield Occurrence(due, max(part_start, first))


def _parts(start: datetime.date, after: datetime.date, count: int) -> Iterator[tuple[datetime.date, datetime.date]]:
    """``count`` equal parts of the days from ``start`` to the day before ``after``."""
    whole = (after - start).days
    edges = [start + datetime.timedelta(days=whole * number // count) for number in range(count + 1)]
    for part_start, part_after in pairwise(edges):
        if part_start < part_after:
            yield part_start, part_after - ONE_DAY


def _window(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    yield from _cut(edge(rule["from"], last=False), edge(rule["to"], last=True), first, last)


def _on_event(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    for day in happened.get(rule["event"], ()):
        if first <= day <= last:
            yield Occurrence(day + datetime.timedelta(days=AFTER_EVENT_DAYS), day)


def _weeks(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    step, day = datetime.timedelta(weeks=int(rule["every"])), datetime.date.fromisoformat(rule["since"])
    while day <= last:
        if day >= first:
            # It may be done since the time before it was due.
            yield Occurrence(day, max(first, day - step + ONE_DAY))
        day += step


def _no_day(rule: Rule, first: datetime.date, last: datetime.date, happened: Happened) -> Iterator[Occurrence]:
    yield from ()


NAMED = {
    "day": _day,
    "yearly_dates": _yearly_dates,
    "months": _months,
    "every": _every,
    "window": _window,
    "on_event": _on_event,
    "continuous": _no_day,
    "weeks": _weeks,
    "after": _no_day,
}


def moved(rules: Sequence[Rule], years: int) -> list[dict[str, JsonValue]]:
    """The rules of another year: what carries a year goes on by ``years``, what holds every year stays."""
    return [
        {**rule, **{name: move(rule[name], years) for name, move in DATED.items() if name in rule}} for rule in rules
    ]


def _same_weekday(text: str, years: int) -> str:
    """Weeks are counted from a day of the week: the first such day on or after the day of the other year."""
    before = datetime.date.fromisoformat(text)
    later = add_months(before, 12 * years)
    return (later + datetime.timedelta(days=(before.weekday() - later.weekday()) % 7)).isoformat()


def _later(text: str, years: int) -> str:
    if len(text) == len("2026-09"):
        return f"{int(text[:4]) + years}{text[4:]}"
    return add_months(datetime.date.fromisoformat(text), 12 * years).isoformat()


DATED = {"date": _later, "from": _later, "to": _later, "since": _same_weekday}


def dated_days(rules: Sequence[Rule]) -> list[datetime.date]:
    """Days that the rules name together with their year: what may lie outside of a period."""
    found = []
    for rule in rules:
        if "date" in rule:
            found.append(datetime.date.fromisoformat(rule["date"]))
        if "since" in rule:
            found.append(datetime.date.fromisoformat(rule["since"]))
        found += [edge(rule[name], last=name == "to") for name in ("from", "to") if name in rule]
    return found
