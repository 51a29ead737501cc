"""Article 351.8 of the Labour Code: notice before the mentoring of an employee ends early, in working days.

Both sides are bound: the mentor who refuses and the employer who cancels warn the other in writing, not less than
three working days before (domain.md B.3). The days are those of the production calendar of a five-day week: public
holidays, the days off that the Government moves, and the Saturdays that become working days.
"""

from __future__ import annotations

import datetime
from functools import cache

import holidays
from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..view import RegulationView
from .breach import law_breach
from .timing import written

NOTICE = "resignation.route"
NOTICE_GROUNDS = frozenset({"mentor_refusal", "employer_cancellation"})


@cache
def _calendar() -> holidays.HolidayBase:
    """Years are added to it as they are asked for."""
    return holidays.country_holidays("RU")


def is_working_day(day: datetime.date) -> bool:
    """True for a working day of the production calendar."""
    return bool(_calendar().is_working_day(day))


def after_working_days(start: datetime.date, count: int) -> datetime.date:
    """The day when ``count`` whole working days have passed after ``start``, which itself is not counted."""
    day = start
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= is_working_day(day)
    return day


def notice_days(view: RegulationView) -> int:
    """Working days of notice that the law asks."""
    norm = view.norm(NOTICE)
    return norm.min or 0 if norm is not None else 0


def earliest_end(notice: datetime.date, days: int = 3) -> datetime.date:
    """The first day on which mentoring may end after a notice given on ``notice``.

    The day of the notice is not counted (Labour Code art. 14): a notice on Monday ends the work on Thursday at the
    earliest.
    """
    return after_working_days(notice, days)


def notice_given(
    view: RegulationView, *, ground: str, notice: datetime.date | None, end: datetime.date, employee: bool
) -> list[Violation]:
    """An early end on a ground of art. 351.8 keeps the term of notice; ``employee``: the mentor works in this school.

    Ends on other grounds and mentors from outside are not the article's business.
    """
    norm = view.norm(NOTICE)
    if norm is None or not employee or ground not in NOTICE_GROUNDS:
        return []
    days = notice_days(view)
    if notice is not None and end >= earliest_end(notice, days):
        return []
    if notice is None:
        actual = _("no written notice")
    else:
        facts = {"notice": written(notice), "end": written(end), "earliest": written(earliest_end(notice, days))}
        actual = _("notice of %(notice)s, end on %(end)s; the earliest day is %(earliest)s") % facts
    sentence = _("An early end needs a written notice of {value} working days: {actual}. Basis: {clause}.")
    return [law_breach(view, NOTICE, norm, actual=actual, value=days, sentence=sentence)]
