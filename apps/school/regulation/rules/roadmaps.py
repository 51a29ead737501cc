"""Rules of the school's year: who draws up and approves a roadmap, its period, columns and stages; due work.

**Period.** The period of the act is the one its roadmap was made for. A roadmap of a later year is a new one: it lies
in the act's period moved by whole years, so that an act «на 2022-2023 гг.» does not forbid the roadmap of the next
year but does fix its first and last days. An act without years («каждый учебный год») lets a roadmap cover one school
year; with an open end it fixes only the beginning.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kernel.errors import Violation

from ..catalogue import JsonValue
from ..values.dates import ONE_DAY, add_months, months_and_days, span
from ..values.recurrence import NOTHING, Happened, Occurrence, occurrences, school_year
from ..view import RegulationView
from .breach import breach
from .timing import written

STAGES = "stages"
AUTHOR = "roadmap.author"
APPROVER = "roadmap.approver"
PERIOD = "roadmap.period"
COLUMNS = "roadmap.columns"
REFRESH = "data.refresh"
FREQUENCY = "monitoring.frequency"
DEADLINES = "monitoring.deadlines"

# Runs beside all the others (the catalogue's note), so it waits for none of them.
PARALLEL = frozenset({"information"})
# Columns that a row has by standing in its place.
GIVEN_COLUMNS = frozenset({"number", "stage_name"})

Period = tuple[datetime.date, datetime.date]


def roadmap_author(view: RegulationView, actors: Collection[str]) -> list[Violation]:
    """One of ``actors`` (codes of roles and bodies that the person acts as) draws up the roadmap."""
    return _by(view, AUTHOR, view.codes(AUTHOR), actors)


def roadmap_approver(view: RegulationView, actors: Collection[str]) -> list[Violation]:
    """One of ``actors`` is the role that approves the roadmap."""
    return _by(view, APPROVER, (view.value(APPROVER),), actors)


def _by(view: RegulationView, key: str, named: Collection[str], actors: Collection[str]) -> list[Violation]:
    if not set(named).isdisjoint(actors):
        return []
    return [breach(view, key, actual=", ".join(view.actor_name(code) for code in sorted(actors)))]


# ---- the period


def period_for(value: Mapping[str, JsonValue], on: datetime.date) -> Period:
    """The period of a roadmap made on a day: the act's, its like of a later year, or the school year."""
    start, end = span(value)
    year = school_year(on)
    if start is None or end is None:
        return year
    if on <= end:
        return start, end
    years = year[0].year - start.year
    months, _days = months_and_days(start, end)
    later = add_months(start, years * 12)
    return later, add_months(later, max(months, 1)) - ONE_DAY


def roadmap_period(view: RegulationView, period: Period) -> list[Violation]:
    """A roadmap's first and last day lie in the period of the act, or in the same period of a later year."""
    value = view.value(PERIOD)
    start, end = span(value)
    if start is None and end is None:
        return _outside(view, period, school_year(period[0])) if value["basis"] == "academic_years" else []
    if start is None or end is None:
        allowed = start or datetime.date.min, end or datetime.date.max
        return _outside(view, period, allowed)
    years = 12 * max(period[0].year - start.year, 0)
    candidates = [(add_months(start, months), _last(start, end, months)) for months in (0, years, years - 12)]
    return min((_outside(view, period, each) for each in candidates), key=len)


def _last(start: datetime.date, end: datetime.date, months: int) -> datetime.date:
    """The last day of the period moved by months: months are moved, so that 31 August stays the last of August."""
    return add_months(end + ONE_DAY, months) - ONE_DAY


def _outside(view: RegulationView, period: Period, allowed: Period) -> list[Violation]:
    days = dict.fromkeys(day for day in period if not allowed[0] <= day <= allowed[1])
    return [breach(view, PERIOD, actual=written(day)) for day in days]


def dates_within(view: RegulationView, period: Period, days: Collection[datetime.date]) -> list[Violation]:
    """The days of an event lie in the period of its roadmap."""
    own = {"from": period[0].isoformat(), "to": period[1].isoformat(), "basis": "dates"}
    outside = sorted({day for day in days if not period[0] <= day <= period[1]})
    return [breach(view, PERIOD, actual=written(day), value=own) for day in outside]


# ---- the table


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A row of a roadmap's table: what people call it and which columns (``roadmap_column``) are filled."""

    name: str
    filled: frozenset[str]


def columns_filled(view: RegulationView, columns: Sequence[str], rows: Sequence[RowFacts]) -> list[Violation]:
    """Every row has every column. ``columns``: those of this roadmap, for an act may have several with their own."""
    needed = [code for code in columns if code not in GIVEN_COLUMNS]
    broken = []
    for code in needed:
        lacking = [row.name for row in rows if code not in row.filled]
        if lacking:
            named = f"{view.local_name('roadmap_column', code)} ({'; '.join(lacking)})"
            broken.append(breach(view, COLUMNS, actual=named, value=list(columns)))
    return broken


def readings_of_stages(view: RegulationView) -> list[tuple[str, ...]]:
    """The stage sets that the act knows: an act with two roadmaps has two."""
    rule = view.rule(STAGES)
    return [tuple(rule.value), *(tuple(reading.value) for reading in rule.alternatives)]


def stage_opening(view: RegulationView, code: str, own: Collection[str], opened: Collection[str]) -> list[Violation]:
    """A stage is one of the act's and is not opened before the stage that stands ahead of it.

    The order is soft: stages overlap (cit selects mentors while the banks are being formed), so the stage ahead has to
    be opened, not closed. ``own``: the stages of this roadmap; ``opened``: those opened so far.
    """
    readings = readings_of_stages(view)
    reading = next((each for each in readings if code in each and set(own) <= set(each)), None)
    reading = reading or next((each for each in readings if code in each), None)
    if reading is None:
        return [breach(view, STAGES, actual=view.local_name("stage", code))]
    ahead = [each for each in reading[: reading.index(code)] if each in own and each not in PARALLEL]
    if code in PARALLEL or not ahead or ahead[-1] in opened:
        return []
    return [breach(view, STAGES, actual=view.local_name("stage", code), value=list(reading))]


# ---- refresh of the banks


@dataclass(frozen=True, slots=True)
class Due:
    """The next time something is to be done."""

    occurrence: Occurrence
    late: bool


def refresh_rules(view: RegulationView, code: str) -> list[Mapping[str, JsonValue]]:
    """The rules of one object (``refresh_object``)."""
    return [rule for rule in view.value(REFRESH) if rule["object"] == code]


def refresh_objects(view: RegulationView) -> tuple[str, ...]:
    """What is refreshed, in the act's order."""
    return tuple(dict.fromkeys(rule["object"] for rule in view.value(REFRESH)))


def next_refresh(
    view: RegulationView, code: str, last: datetime.date, on: datetime.date, happened: Happened = NOTHING
) -> Due | None:
    """The first term that begins after the ``last`` refresh; None when the rules name no further day.

    ``last``: also the day on which a bank was made, for what has just been made is fresh.
    """
    until = add_months(on, 24)
    for each in occurrences(refresh_rules(view, code), last, until, happened):
        # The term in which the last refresh was made is met by it; a cut start is the day of that refresh itself.
        if each.start > last:
            return Due(each, each.due < on)
    return None


def refresh_in_time(
    view: RegulationView, code: str, last: datetime.date, on: datetime.date, *, reason: str
) -> list[Violation]:
    """A refresh after its day is recorded together with the reason of the delay.

    Nothing else is stopped by an overdue refresh: a bank that is out of date is put right by refreshing it.
    """
    due = next_refresh(view, code, last, on)
    if due is None or not due.late or reason.strip():
        return []
    rules: JsonValue = refresh_rules(view, code)
    return [breach(view, REFRESH, actual=written(last), value=rules)]


# ---- monitoring


def monitoring_days(view: RegulationView, period: Period, happened: Happened = NOTHING) -> list[tuple[str, Occurrence]]:
    """The measurements of a period with the parameter that asks for each: deadlines first.

    The frequency adds a measurement only where no deadline falls into its interval.
    """
    deadlines = occurrences(view.value(DEADLINES), *period, happened)
    found = [(DEADLINES, each) for each in deadlines]
    found += [
        (FREQUENCY, each)
        for each in occurrences(view.value(FREQUENCY), *period, happened)
        if not any(each.start <= other.due <= each.due for other in deadlines)
    ]
    return sorted(found, key=lambda pair: pair[1])


def monitoring_plan(
    view: RegulationView, period: Period, planned: Collection[datetime.date], happened: Happened = NOTHING
) -> list[Violation]:
    """A plan of measurements has one by every deadline and one in every interval of the frequency."""
    return list(_unplanned(view, period, planned, happened))


def _unplanned(
    view: RegulationView, period: Period, planned: Collection[datetime.date], happened: Happened
) -> Iterator[Violation]:
    before = period[0]
    for each in occurrences(view.value(DEADLINES), *period, happened):
        # A deadline says «not later»: any day since the deadline before it will do.
        if not any(before <= day <= each.due for day in planned):
            yield breach(view, DEADLINES, actual=written(each.due))
        before = each.due + ONE_DAY
    for each in occurrences(view.value(FREQUENCY), *period, happened):
        if not any(each.start <= day <= each.due for day in planned):
            yield breach(view, FREQUENCY, actual=f"{written(each.start)} – {written(each.due)}")


def monitoring_held(
    view: RegulationView,
    period: Period,
    held: Collection[datetime.date],
    on: datetime.date,
    happened: Happened = NOTHING,
) -> list[Violation]:
    """A period is not closed while a measurement that was due by the day ``on`` was not held, be it late.

    Each measurement held serves the earliest day of a rule that it is not too early for. Only what the school's own act
    says stops the closing: of the regional days a school is told, but not held to.
    """
    broken = []
    for key in (DEADLINES, FREQUENCY):
        if not view.is_set(key):
            continue
        free = sorted(held)
        for start, each in _windows(occurrences(view.value(key), *period, happened), period[0]):
            if each.due > on:
                continue
            serving = next((day for day in free if day >= start), None)
            if serving is None:
                broken.append(breach(view, key, actual=written(each.due)))
            else:
                free.remove(serving)
    return broken


def _windows(found: Sequence[Occurrence], first: datetime.date) -> Iterator[tuple[datetime.date, Occurrence]]:
    """Each occurrence with the day from which something counts for it: since the one before it was due."""
    for each in found:
        yield first, each
        first = each.due + ONE_DAY
