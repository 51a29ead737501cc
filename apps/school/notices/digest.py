"""The order of what one letter tells: what is urgent, what is to be done, what is only news. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from . import kinds
from .kinds import Kind, Text
from .models import Notice

URGENT, TO_DO, NEWS = range(3)
TITLES: tuple[Text, ...] = (_("Urgent"), _("To do"), _("For your information"))


@dataclass(frozen=True, slots=True)
class Heap:
    """Notices that say the same, the oldest first."""

    title: str
    notices: list[Notice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """Heaps under one heading; the one that waits longest first."""

    title: Text
    heaps: list[Heap] = field(default_factory=list)


def rank(kind: Kind) -> int:
    """Where a kind stands in a letter."""
    if kind.urgent:
        return URGENT
    return TO_DO if kind.asks else NEWS


def sections(notices: Sequence[Notice]) -> list[Section]:
    """The sections of a letter, the most urgent first; those without a notice are left out."""
    found: dict[int, dict[str, Heap]] = {}
    for notice in sorted(notices, key=lambda one: one.at):
        heaps = found.setdefault(rank(kinds.kind_of(notice.kind)), {})
        heaps.setdefault(notice.title, Heap(notice.title)).notices.append(notice)
    return [Section(TITLES[place], list(found[place].values())) for place in sorted(found)]
