"""Rules on dates: validity of the act, the term of a programme, ages.

**Arithmetic.** Terms are counted in calendar months, never in thirties of days, and ``end`` is the last day of the
programme. Schools write the end of «с 1 сентября на 3 месяца» both as 30 November (last full day) and as 1 December
(the date of the same number, Labour Code art. 14, Civil Code art. 192); both are right. So the shortest term is kept
when ``end`` is not before the day before start + N months, the longest when ``end`` is not after start + N months.
A month without that day (31 August + 6) ends on its last day.
"""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.errors import Violation

from ..values.dates import ONE_DAY, add_months, months_and_days, span
from ..view import RegulationView
from .breach import breach


def written(day: datetime.date) -> str:
    """A date as documents write it (20.11.2025), in both languages."""
    return date_format(day, "d.m.Y")


def _length(start: datetime.date, end: datetime.date) -> str:
    months, days = months_and_days(start, end)
    parts = [ngettext("%(count)s month", "%(count)s months", months) % {"count": months}]
    if days:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    return " ".join(parts)


def act_validity(view: RegulationView, on: datetime.date) -> list[Violation]:
    """No pair is formed and no pair order signed on a day when the act is not yet, or no longer, valid."""
    first, last = span(view.value("act.validity"))
    if (first is None or on >= first) and (last is None or on <= last):
        return []
    return [breach(view, "act.validity", actual=written(on))]


def valid_until(view: RegulationView) -> datetime.date | None:
    """The last day of the act's validity, None when it is open: for reminders before it expires."""
    return span(view.value("act.validity"))[1]


def programme_term(view: RegulationView, start: datetime.date, end: datetime.date) -> list[Violation]:
    """The term lies between the shortest and the longest term of the regulation (see the module on the arithmetic)."""
    shortest, longest = view.months()
    length = _length(start, end)
    broken = []
    if end < add_months(start, shortest) - ONE_DAY or end < start:
        broken.append(breach(view, "term.min_months", actual=length))
    if end > add_months(start, longest):
        broken.append(breach(view, "term.max_months", actual=length))
    return broken


def term_bounds(view: RegulationView, start: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Earliest and latest last day of a programme that starts on ``start``: for forms and default dates."""
    shortest, longest = view.months()
    return max(start, add_months(start, shortest) - ONE_DAY), add_months(start, longest)


def before_approval(view: RegulationView, on: datetime.date) -> list[Violation]:
    """No pair order is dated before the order which approved the act itself."""
    approved = view.value("act.approved").get("order_date")
    if approved is None or on >= datetime.date.fromisoformat(approved):
        return []
    sentence = _("The order is dated {actual}, earlier than the act itself was approved: {value}. Basis: {clause}.")
    return [breach(view, "act.approved", actual=written(on), sentence=sentence)]
