"""One line of «Today», and what all sources of lines share: terms in days, grouping, names."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

T = TypeVar("T")

Kind = Literal["danger", "warning", "info", "accent", "neutral"]

ALONE = 3  # so many things of one cause get a line each; more of them share a line that leads to the list
NAMED = 2  # names told in a shared line


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingItem:
    """Something that waits for a person: one line, one deadline, one action.

    ``code``: the cause, stable, for tests and programs; ``kind``: the tone of the icon; ``count``: how many things
    the line stands for.
    """

    code: str
    title: str
    detail: str = ""
    deadline: datetime.date | None = None
    overdue: bool = False
    url: str
    action_label: str
    icon: str
    kind: Kind = "neutral"
    count: int = 1


def in_order(items: Sequence[WaitingItem]) -> list[WaitingItem]:
    """What is overdue first, then by deadline, then the rest in the order of the sources; no line twice."""
    unique = {(item.code, item.url): item for item in items}
    return sorted(unique.values(), key=lambda item: (not item.overdue, item.deadline or datetime.date.max))


def few_or_all(
    found: Sequence[T], one: Callable[[T], WaitingItem], many: Callable[[Sequence[T]], WaitingItem]
) -> list[WaitingItem]:
    """A line for each of a few things, one line for many."""
    if len(found) <= ALONE:
        return [one(thing) for thing in found]
    return [many(found)]


def names(words: Sequence[str], total: int | None = None) -> str:
    """The first names, and how many more there are."""
    shown = "; ".join(words[:NAMED])
    more = (total if total is not None else len(words)) - min(len(words), NAMED)
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {"names": shown, "more": more}


def short_day(day: datetime.date) -> str:
    """20.11.2025 in the order of the language."""
    return date_format(day, "SHORT_DATE_FORMAT")


def term_words(item: WaitingItem, day: datetime.date) -> str:
    """The deadline in words of a calendar: «today», «in 3 days», «5 days late»; empty without one."""
    if item.deadline is None:
        return ""
    left = (item.deadline - day).days
    if item.overdue and left < 0:
        return ngettext("%(days)s day late", "%(days)s days late", -left) % {"days": -left}
    if left == 0:
        return _("today")
    if left == 1:
        return _("tomorrow")
    if 0 < left <= 14:
        return ngettext("in %(days)s day", "in %(days)s days", left) % {"days": left}
    return short_day(item.deadline)
