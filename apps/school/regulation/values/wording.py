"""Periods and date rules in words."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..catalogue import JsonValue, TypeSpec
from .dates import edge, span

Naming = Callable[[str, str], str]


def _date(day: datetime.date) -> str:
    return date_format(day, "d.m.Y")


def _month(text: str) -> str:
    """YYYY-MM as «09.2023»: needs no grammatical case."""
    return edge(text, last=False).strftime("%m.%Y")


def render_date_range(value: Mapping[str, JsonValue]) -> str:
    """A period by its first and last day; an open end is said to be open."""
    start, end = span(value)
    if start is None and end is None:
        if value["basis"] == "on_approval":
            return _("from the date of approval, without an end date")
        return _("each school year") if value["basis"] == "academic_years" else _("without an end date")
    if value["basis"] == "recurring" and start is not None and end is None:
        return _("from %(start)s, then recurring") % {"start": _date(start)}
    if end is None and start is not None:
        return _("from %(start)s, without an end date") % {"start": _date(start)}
    if start is None and end is not None:
        return _("until %(end)s") % {"end": _date(end)}
    if start is not None and end is not None:
        return _("from %(start)s to %(end)s") % {"start": _date(start), "end": _date(end)}
    return ""


def render_date_rules(value: list[dict[str, JsonValue]], spec: TypeSpec, naming: Naming) -> str:
    """All rules of a list; where rules have an object, each is preceded by it."""
    texts = []
    for rule in value:
        text = RULE_TEXTS[rule["rule"]](rule, naming)
        subject = naming(spec.object_dictionary, rule["object"]) if "object" in rule else ""
        texts.append(f"{subject}: {text}" if subject else text)
    return "; ".join(texts)


def _month_name(number: int) -> str:
    return date_format(datetime.date(2023, number, 1), "F").lower()


def _day(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    return _date(datetime.date.fromisoformat(rule["date"]))


def _yearly_dates(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    days = [date_format(datetime.date.fromisoformat(f"2023-{day}"), "j E") for day in rule["dates"]]
    return _("every year on %(dates)s") % {"dates": ", ".join(days)}


def _months(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    return _("every year: %(months)s") % {"months": ", ".join(_month_name(month) for month in rule["months"])}


def _every(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    times = rule["per"]
    intervals = {
        "month": ngettext("%(count)s time a month", "%(count)s times a month", times),
        "quarter": ngettext("%(count)s time a quarter", "%(count)s times a quarter", times),
        "half_year": ngettext("%(count)s time in half a year", "%(count)s times in half a year", times),
        "year": ngettext("%(count)s time a year", "%(count)s times a year", times),
    }
    text = intervals[rule["interval"]] % {"count": times}
    if "from" not in rule:
        return text
    return _("%(frequency)s from %(month)s") % {"frequency": text, "month": _month(rule["from"])}


def _window(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    return _("once in %(start)s–%(end)s") % {"start": _month(rule["from"]), "end": _month(rule["to"])}


def _on_event(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    return _("after the event “%(event)s”") % {"event": naming("product_event", rule["event"])}


def _continuous(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    return _("continuously")


def _weeks(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    text = ngettext("every %(count)s week", "every %(count)s weeks", rule["every"]) % {"count": rule["every"]}
    return _("%(frequency)s since %(day)s") % {
        "frequency": text,
        "day": _date(datetime.date.fromisoformat(rule["since"])),
    }


def _after(rule: Mapping[str, JsonValue], naming: Naming) -> str:
    text = ngettext("%(count)s day after the row before it", "%(count)s days after the row before it", rule["days"])
    return text % {"count": rule["days"]}


RULE_TEXTS: Mapping[str, Callable[[Mapping[str, JsonValue], Naming], str]] = {
    # Roadmaps only, see ``recurrence``: day, weeks, after.
    "day": _day,
    "weeks": _weeks,
    "after": _after,
    "yearly_dates": _yearly_dates,
    "months": _months,
    "every": _every,
    "window": _window,
    "on_event": _on_event,
    "continuous": _continuous,
}
