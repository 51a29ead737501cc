"""Refusals of the selection."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.people.errors import wrong
from kernel.clock import today

__all__ = ["needed", "not_in_future", "wrong"]


def needed(place: str, text: str, message: str) -> str:
    """The text without spaces around it; ``InputError`` when nothing is left."""
    if not text.strip():
        raise wrong(place, message)
    return text.strip()


def not_in_future(place: str, day: datetime.date) -> datetime.date:
    """The day; ``InputError`` for one to come."""
    if day > today():
        raise wrong(place, _("The date is in the future."))
    return day
