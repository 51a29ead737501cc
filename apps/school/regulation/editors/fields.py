"""Fields of this room: codes in order, days of the year, months, dates that may be partial."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DAY_OF_YEAR = re.compile(r"^(\d{1,2})\.(\d{1,2})\.?$")
RUSSIAN = re.compile(r"^(?:(?:(\d{1,2})\.)?(\d{1,2})\.)?(\d{4})$")
ISO = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")


class OrderedCodesField(forms.CharField):
    """Codes in their order: one name (or code) per line."""

    def __init__(self, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": min(len(choices) + 1, 12)}), **kwargs)
        counts = Counter(name.casefold() for _code, name in choices)
        # A school may call two codes by one word; the code then tells them apart.
        choices = [(code, name if counts[name.casefold()] == 1 else f"{name} [{code}]") for code, name in choices]
        self.choices = choices
        self.codes = {name.casefold(): code for code, name in choices} | {code: code for code, _name in choices}

    def prepare_value(self, value: Any) -> Any:
        """Codes as the school calls them, one per line; what was typed stays as typed."""
        names: dict[str, str] = dict(self.choices)
        return "\n".join(names.get(str(code), str(code)) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        unknown = [line for line in lines if line.casefold() not in self.codes]
        if unknown:
            raise ValidationError(_("Not in the list: %(lines)s.") % {"lines": "; ".join(unknown)})
        return [self.codes[line.casefold()] for line in lines]


class DaysField(forms.CharField):
    """Days of every year, typed as 30.09, 30.03; held as MM-DD in the order of the year.

    A day that does not exist is let through: the validator of values names it.
    """

    def prepare_value(self, value: Any) -> Any:
        """Stored days in Russian order; what was typed stays as typed."""
        return ", ".join(f"{day[3:]}.{day[:2]}" for day in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        typed = [part for part in re.split(r"[,;\s]+", str(super().clean(value))) if part]
        found = [DAY_OF_YEAR.match(part) for part in typed]
        wrong = [part for part, match in zip(typed, found, strict=True) if match is None]
        if wrong:
            raise ValidationError(_("Not a day of the year written as 30.09: %(days)s.") % {"days": ", ".join(wrong)})
        return sorted(f"{int(match[2]):02}-{int(match[1]):02}" for match in found if match)


class MonthsField(forms.CharField):
    """Months of every year by name or number (May, December; 5, 12); held as numbers in the order of the year."""

    def prepare_value(self, value: Any) -> Any:
        """Stored months by name."""
        return ", ".join(str(MONTHS[month]).lower() for month in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        known = {str(name).lower(): number for number, name in MONTHS.items()}
        known |= {str(number): number for number in MONTHS}
        typed = [part for part in re.split(r"[,;\s]+", str(super().clean(value)).lower()) if part]
        wrong = [part for part in typed if part not in known]
        if wrong:
            raise ValidationError(_("Not a month: %(months)s.") % {"months": ", ".join(wrong)})
        return sorted(known[part] for part in typed)


class PartialDateField(forms.CharField):
    """A year, a month or a day (2026, 09.2026, 01.09.2026); held as 2026, 2026-09, 2026-09-01; None when empty."""

    default_help = gettext_lazy("A year, a month or a day: 2026, 09.2026 or 01.09.2026.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", self.default_help)
        super().__init__(max_length=10, **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        """Stored dates in Russian order."""
        return ".".join(reversed(value.split("-"))) if isinstance(value, str) and ISO.match(value) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        if not text or ISO.match(text):
            return text or None
        match = RUSSIAN.match(text)
        if match is None:
            raise ValidationError(self.default_help)
        day, month, year = match.groups()
        return "-".join(part if len(part) == 4 else f"{int(part):02}" for part in (year, month, day) if part)
