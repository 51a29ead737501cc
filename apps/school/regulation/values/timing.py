"""Validation of dates, periods and date rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _

from ..catalogue import JsonValue
from .dates import DAY_OF_YEAR, MONTH_OF_YEAR, PARTIAL_DATE, day_exists, edge, span
from .problems import Problem, item, member, suggestion
from .shape import check_list, check_number, check_object

Problems = Iterator[Problem]
Rule = Mapping[str, JsonValue]

FULL_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
INTERVALS = ("month", "quarter", "half_year", "year")

# rule -> (required members, optional members), besides «rule» and, where the type has it, «object»
RULE_MEMBERS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "yearly_dates": (("dates",), ()),
    "months": (("months",), ()),
    "every": (("interval", "per"), ("from",)),
    "window": (("from", "to"), ()),
    "on_event": (("event",), ()),
    "continuous": ((), ()),
}


def _written_as(value: JsonValue, pattern: re.Pattern[str], sample: str, path: str) -> Problems:
    """One existing date written after the sample."""
    if not isinstance(value, str):
        yield Problem(path, "wrong_type", _("A date written as %(sample)s is expected here.") % {"sample": sample})
    elif not pattern.match(value):
        message = _("“%(date)s” is not a date written as %(sample)s.") % {"date": value, "sample": sample}
        yield Problem(path, "bad_date", message)
    else:
        try:
            edge(value, last=False)
        except ValueError:
            yield Problem(path, "bad_date", _("There is no such date: %(date)s.") % {"date": value})


def check_full_date(value: JsonValue, path: str) -> Problems:
    """YYYY-MM-DD."""
    yield from _written_as(value, FULL_DATE, "2026-09-01", path)


def check_date_range(value: JsonValue, path: str) -> Problems:
    """A period with open ends allowed; the start not after the end."""
    yield from check_object(value, path, required=("from", "to", "basis"))
    if not isinstance(value, dict):
        return
    faults = [
        fault
        for name in ("from", "to")
        if value.get(name) is not None
        for fault in _written_as(value[name], PARTIAL_DATE, "2026, 2026-09, 2026-09-01", member(path, name))
    ]
    yield from faults
    if not faults:
        yield from _order(value, path)


def _order(value: Rule, path: str) -> Problems:
    start, end = span(value)
    if start and end and start > end:
        message = _("The start %(start)s is after the end %(end)s.") % {
            "start": start.isoformat(),
            "end": end.isoformat(),
        }
        yield Problem(path, "min_above_max", message)


def check_date_rules(value: JsonValue, path: str, *, with_object: bool) -> Problems:
    """A list of date rules, each of one of the six kinds."""
    yield from check_list(value, path, 1)
    for index, rule in enumerate(value if isinstance(value, list) else ()):
        yield from _rule(rule, item(path, index), with_object)


def _rule(rule: JsonValue, path: str, with_object: bool) -> Problems:
    kind = rule.get("rule") if isinstance(rule, dict) else None
    if not isinstance(kind, str) or kind not in RULE_MEMBERS:
        message = _("Unknown date rule “%(rule)s”; known rules: %(known)s.") % {
            "rule": kind if kind is not None else rule,
            "known": ", ".join(RULE_MEMBERS),
        }
        yield Problem(path, "bad_date_rule", message + suggestion(str(kind), RULE_MEMBERS))
        return
    required, optional = RULE_MEMBERS[kind]
    extra = ("object",) if with_object else ()
    yield from check_object(rule, path, required=("rule", *required, *extra), optional=optional)
    if kind in RULE_CHECKS:
        yield from RULE_CHECKS[kind](rule, path)


def _yearly_dates(rule: Rule, path: str) -> Problems:
    dates, where = rule.get("dates"), member(path, "dates")
    yield from check_list(dates, where, 1)
    good = True
    for index, day in enumerate(dates if isinstance(dates, list) else ()):
        if not isinstance(day, str) or not DAY_OF_YEAR.match(day) or not day_exists(day):
            good = False
            message = _("“%(date)s” is not a day of every year written as MM-DD.") % {"date": day}
            yield Problem(item(where, index), "bad_date_rule", message)
    if good:
        yield from _sorted(dates, where)


def _months(rule: Rule, path: str) -> Problems:
    months, where = rule.get("months"), member(path, "months")
    yield from check_list(months, where, 1)
    good = True
    for index, month in enumerate(months if isinstance(months, list) else ()):
        if not isinstance(month, int) or isinstance(month, bool) or not 1 <= month <= 12:
            good = False
            message = _("“%(month)s” is not a month: a number from 1 to 12 is expected.") % {"month": month}
            yield Problem(item(where, index), "bad_date_rule", message)
    if good:
        yield from _sorted(months, where)


def _sorted(values: JsonValue, path: str) -> Problems:
    if isinstance(values, list) and values != sorted(values):
        yield Problem(path, "bad_date_rule", _("The dates must go in the order of the year."))


def _every(rule: Rule, path: str) -> Problems:
    interval = rule.get("interval")
    if "interval" in rule and interval not in INTERVALS:
        message = _("Unknown interval “%(interval)s”; known: %(known)s.") % {
            "interval": interval,
            "known": ", ".join(INTERVALS),
        }
        yield Problem(member(path, "interval"), "bad_date_rule", message + suggestion(str(interval), INTERVALS))
    if "per" in rule:
        yield from check_number(rule["per"], member(path, "per"), 1, 31)
    if "from" in rule:
        yield from _written_as(rule["from"], MONTH_OF_YEAR, "2026-09", member(path, "from"))


def _window(rule: Rule, path: str) -> Problems:
    faults = [
        fault
        for name in ("from", "to")
        if name in rule
        for fault in _written_as(rule[name], MONTH_OF_YEAR, "2026-09", member(path, name))
    ]
    yield from faults
    if not faults and {"from", "to"} <= rule.keys():
        yield from _order(rule, path)


RULE_CHECKS: Mapping[str, Callable[[Rule, str], Problems]] = {
    "yearly_dates": _yearly_dates,
    "months": _months,
    "every": _every,
    "window": _window,
}
