"""Form fields of this room: hours of a day as people write them, and moments to choose from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .times import Hours

BETWEEN = re.compile(r"^(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})$")


def written(hours: Iterable[Hours], separator: str = ", ") -> str:
    """«14:00–15:30, 16:00–17:00»."""
    return separator.join(f"{each.starts:%H:%M}–{each.ends:%H:%M}" for each in hours)


def read_hours(text: str) -> list[Hours]:
    """Hours from «14:00-15:30, 16:00-17:00» or one on a line, in order; ``ValidationError`` names the wrong part."""
    found = []
    for part in filter(None, (each.strip() for each in re.split(r"[,;\n]", text))):
        matched = BETWEEN.match(part)
        try:
            first, second, third, fourth = (int(each) for each in matched.groups()) if matched else (99, 0, 0, 0)
            hours = Hours(datetime.time(first, second), datetime.time(third, fourth))
        except ValueError:
            raise forms.ValidationError(_("“%(part)s” is not hours like 14:00–15:30.") % {"part": part}) from None
        if hours.starts >= hours.ends:
            raise forms.ValidationError(_("In “%(part)s” the end is before the beginning.") % {"part": part})
        found.append(hours)
    found.sort()
    if any(first.ends > second.starts for first, second in pairwise(found)):
        raise forms.ValidationError(_("Some of the hours overlap."))
    return found


class HoursField(forms.CharField):
    """Several spans of hours of a day, typed."""

    def prepare_value(self, value: object) -> object:
        """Hours as they are typed."""
        return written(value) if isinstance(value, list | tuple) else value

    def clean(self, value: object) -> list[Hours]:
        """The hours, in order."""
        return read_hours(super().clean(value))


class MomentsField(forms.MultipleChoiceField):
    """Beginnings of meetings to tick. Whatever moment comes back is accepted: a list may be old by then, and whether
    the time is good is asked by the action.
    """

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": gettext_lazy("That is not a time.")}

    def valid_value(self, value: str) -> bool:
        """True for a moment with its zone."""
        return moment_of(value) is not None

    def clean(self, value: Sequence[str]) -> list[datetime.datetime]:
        """The moments in order."""
        return sorted(found for each in super().clean(value) if (found := moment_of(each)) is not None)


def moment_of(text: str) -> datetime.datetime | None:
    """An aware moment from its ISO form."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
