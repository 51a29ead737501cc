"""Art. 351.8 of the Labour Code: whoever ends the assignment of an employed mentor warns three working days before.

Working days are those of the production calendar of Russia: days off, holidays, and working Saturdays after a transfer.
"""

from __future__ import annotations

import datetime

import holidays

NOTICE_DAYS = 3
ONE_DAY = datetime.timedelta(days=1)


def is_working_day(day: datetime.date) -> bool:
    """True for a working day of the five-day week, transfers of days off taken into account."""
    return bool(holidays.country_holidays("RU", years=day.year).is_working_day(day))


def earliest_end(notice: datetime.date) -> datetime.date:
    """The first day on which the assignment may end after a notice given on the day ``notice``.

    Three working days lie between: the term runs from the day after the notice (Labour Code art. 14), and the work ends
    on its last day.
    """
    calendar = holidays.country_holidays("RU", years=(notice.year, notice.year + 1))
    day = notice
    for _number in range(NOTICE_DAYS):
        day += ONE_DAY
        while not calendar.is_working_day(day):
            day += ONE_DAY
    return day
