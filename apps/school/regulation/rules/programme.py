"""Rules on the work of a programme: what is chosen in it, the annual programme, lesson visits, release from lessons."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..values.dates import add_months
from ..view import RegulationView
from .breach import breach, names, product_breach
from .pauses import Span, needed_in_month

BASIS = "interaction.basis"
FORMS = "interaction.forms"
METHODS = "interaction.methods"
UNIT = "programme.unit"
ANNUAL = "programme.annual"
DIRECTIONS = "programme.plan_directions"
VISITS = "programme.lesson_visits"
RELEASE = "safeguard.release"

SCHOOL_YEAR_BEGINS = 9  # September
SEQUENTIAL = "flash_sequential"
WEEK = datetime.timedelta(days=7)


# ---- what is chosen


def chosen(view: RegulationView, key: str, codes: Collection[str]) -> list[Violation]:
    """Everything chosen stands in the list of the act; all that does not is named at once.

    ``key``: ``interaction.basis``, ``interaction.forms`` or ``interaction.methods``.
    """
    allowed = view.codes(key)
    other = [code for code in codes if code not in allowed]
    if not other:
        return []
    return [breach(view, key, actual=names(view, view.parameter(key).spec.dictionary, other))]


def unit(view: RegulationView, drawn_up: str) -> list[Violation]:
    """The document of the pair is the one that the act names. ``drawn_up``: code of ``programme_unit``."""
    if not drawn_up or drawn_up == view.value(UNIT):
        return []
    return [breach(view, UNIT, actual=view.local_name("programme_unit", drawn_up))]


def missing_directions(view: RegulationView, rows: Collection[str]) -> tuple[str, ...]:
    """Directions of the act without a row of the plan. ``rows``: directions of the rows."""
    return tuple(code for code in view.codes(DIRECTIONS) if code not in rows)


# ---- the programme of the organisation


def school_year_of(day: datetime.date) -> int:
    """The calendar year in which the school year of a day begins."""
    return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1


def annual(view: RegulationView, state: str) -> list[Violation]:
    """No pair begins before the annual programme of its school year is approved. ``state``: empty when it is."""
    if not state or not view.value(ANNUAL):
        return []
    return [breach(view, ANNUAL, actual=state)]


# ---- lesson visits


def full_months(start: datetime.date, end: datetime.date) -> Iterator[datetime.date]:
    """First days of the calendar months that lie wholly within a term (both days inclusive)."""
    month = start if start.day == 1 else add_months(start.replace(day=1), 1)
    while add_months(month, 1) - datetime.timedelta(days=1) <= end:
        yield month
        month = add_months(month, 1)


def short_months(
    view: RegulationView,
    start: datetime.date,
    end: datetime.date,
    visits: Mapping[datetime.date, int],
    excused: Collection[str],
    away: Sequence[Span] = (),
) -> dict[datetime.date, int]:
    """Full months with fewer visits than the act asks and without an explanation: first day -> visits.

    ``visits``: first day of a month -> how many; ``excused``: months as «2026-09»; ``away``: pauses of the pair, which
    take visits off by the school days that they take.
    """
    needed = int(view.value(VISITS))
    return {
        month: visits.get(month, 0)
        for month in full_months(start, end)
        if visits.get(month, 0) < needed_in_month(needed, month, away) and f"{month:%Y-%m}" not in excused
    }


def lesson_visits(view: RegulationView, short: Mapping[datetime.date, int]) -> list[Violation]:
    """A programme is not completed by its plan while months lack visits. ``short``: as of ``short_months``.

    Refused only where the school's own act sets the number: the regional default is a reminder.
    """
    if not short or not view.is_set(VISITS):
        return []
    told = "; ".join(f"{date_format(month, 'F Y').lower()} – {count}" for month, count in short.items())
    return [breach(view, VISITS, actual=told)]


# ---- meetings


def sequence(view: RegulationView, kind: str, starts: Sequence[datetime.datetime], *, mentors: int) -> list[Violation]:
    """Sequential flash mentoring: at least two mentors, one meeting a week, all within a month.

    ``starts``: local moments of all meetings of the pair that are planned or were held, the new one among them.
    """
    if kind != SEQUENTIAL:
        return []
    title = view.local_name("mentoring_type", kind)
    broken = []
    if mentors < 2:
        broken.append(_("“%(type)s” is led by two mentors or more."))
    days = sorted(moment.date() for moment in starts)
    weeks = [day.isocalendar()[:2] for day in days]
    if len(set(weeks)) < len(weeks):
        broken.append(_("Meetings of “%(type)s” are weekly: this week has one already."))
    if days and days[-1] > add_months(days[0], 1):
        broken.append(_("Meetings of “%(type)s” all lie within one month."))
    return [product_breach("types.enabled", "flash_sequence", text % {"type": title}) for text in broken]


# ---- release


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release to be decided. ``met``: codes of ``condition`` that are met; ``decider``: roles of who decides."""

    met: frozenset[str]
    decider: frozenset[str]


def release(view: RegulationView, facts: ReleaseFacts) -> list[Violation]:
    """Every condition of a release is met; where only the head decides, the head does."""
    missing = [code for code in view.codes(RELEASE) if code != "head_decides" and code not in facts.met]
    if "head_decides" in view.codes(RELEASE) and "head" not in facts.decider:
        missing.insert(0, "head_decides")
    if not missing:
        return []
    sentence = _("A release from lessons wants: {value}; not met: {actual}. Basis: {clause}.")
    return [breach(view, RELEASE, actual=names(view, "condition", missing), sentence=sentence)]
