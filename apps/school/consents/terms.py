"""Terms of the law on personal data: pure dates, working days by the production calendar."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules.labour import after_working_days

from . import rules

DESTROY_DAYS = 30  # 152-ФЗ ст. 21 ч. 5
ANSWER_WORKING_DAYS = 10  # 152-ФЗ ст. 20 ч. 1
STOP_WORKING_DAYS = 3  # 152-ФЗ ст. 10.1 ч. 14


@dataclass(frozen=True, slots=True)
class Duty:
    """What the operator owes after a withdrawal, and the last day for it."""

    text: str | Promise
    due_on: datetime.date


def ends_on(term: str, years: int | None, until: datetime.date | None, given_on: datetime.date) -> datetime.date | None:
    """The last day of a consent by the term of its text (codes of ``ConsentText.Term``); None: until withdrawn."""
    if term == "date":
        return until
    if term != "years" or years is None:
        return None
    try:
        same_day = given_on.replace(year=given_on.year + years)
    except ValueError:  # 29 February
        same_day = datetime.date(given_on.year + years, 3, 1)
    return same_day - datetime.timedelta(days=1)


def duties(code: str, withdrawn_on: datetime.date) -> list[Duty]:
    """What is to be done after a withdrawal of a type, each with its term (152-ФЗ)."""
    found: list[Duty] = []
    if code.startswith(rules.PERSONAL_DATA):
        destroy = withdrawn_on + datetime.timedelta(days=DESTROY_DAYS)
        text = _("Destroy the personal data, or state the law that asks to keep them; draw up the act.")
        found.append(Duty(text, destroy))
    if code in rules.SHOWN_OUTSIDE:
        stop = after_working_days(withdrawn_on, STOP_WORKING_DAYS)
        found.append(Duty(_("Take the person off the school's own site and social networks too."), stop))
    answer = after_working_days(withdrawn_on, ANSWER_WORKING_DAYS)
    return [*found, Duty(_("Answer the person that the withdrawal is carried out."), answer)]
