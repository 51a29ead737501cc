"""Dates of regulations: partial dates, periods, calendar months."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping

PARTIAL_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
MONTH_OF_YEAR = re.compile(r"^\d{4}-\d{2}$")
DAY_OF_YEAR = re.compile(r"^\d{2}-\d{2}$")
ONE_DAY = datetime.timedelta(days=1)


def _month_end(year: int, month: int) -> datetime.date:
    if not 1 <= month <= 12:
        raise ValueError(f"month {month}")
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def edge(text: str, *, last: bool, basis: str = "dates") -> datetime.date:
    """First or last day meant by a full or partial date. ``ValueError`` for a date which does not exist.

    A year of basis ``academic_years`` starts on 1 September; as an end it closes on 31 August.
    """
    if not PARTIAL_DATE.match(text):
        raise ValueError(text)
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return datetime.date(*parts)
    if len(parts) == 2:
        end = _month_end(parts[0], parts[1])
        return end if last else end.replace(day=1)
    if basis == "academic_years":
        return datetime.date(parts[0], 8, 31) if last else datetime.date(parts[0], 9, 1)
    return datetime.date(parts[0], 12, 31) if last else datetime.date(parts[0], 1, 1)


def span(value: Mapping[str, str | None]) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of a ``date_range``; None for an open end."""
    basis = value.get("basis") or "dates"
    start, end = value.get("from"), value.get("to")
    return (
        edge(start, last=False, basis=basis) if start else None,
        edge(end, last=True, basis=basis) if end else None,
    )


def day_exists(text: str) -> bool:
    """True for an existing MM-DD of every year; 29 February does not exist every year."""
    try:
        datetime.date.fromisoformat(f"2023-{text}")
    except ValueError:
        return False
    return True


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day of the month ``months`` later, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_and_days(start: datetime.date, end: datetime.date) -> tuple[int, int]:
    """Length of a period from ``start`` to ``end``, both days included, in whole calendar months and remaining days."""
    after = end + datetime.timedelta(days=1)
    if after <= start:
        return 0, 0
    months = (after.year - start.year) * 12 + after.month - start.month
    if add_months(start, months) > after:
        months -= 1
    return months, (after - add_months(start, months)).days


def age_on(birth_date: datetime.date, day: datetime.date) -> int:
    """Full years on ``day``. A person born on 29 February is a year older from 1 March in common years."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - int(before_birthday)
