"""The term of an event as people type it, to date rules and back. No script is needed: empty fields say nothing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.regulation.catalogue import JsonValue
from apps.school.regulation.values.dates import day_exists
from ui.forms import DATE_FORMATS, EstafetaForm

MONTH_CHOICES = [(str(number), name) for number, name in MONTHS.items()]
INTERVALS = [
    ("", gettext_lazy("not repeated")),
    ("month", gettext_lazy("a month")),
    ("quarter", gettext_lazy("a quarter")),
    ("half_year", gettext_lazy("half a year")),
    ("year", gettext_lazy("a year")),
]
MONTH = re.compile(r"^(0?[1-9]|1[0-2])\.(20\d\d)$")
DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})$")
SEPARATOR = re.compile(r"[;,\s]+")

Rule = dict[str, JsonValue]


class MonthField(forms.CharField):
    """A month of a year typed as 09.2026; the value is 2026-09, empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=7, **kwargs)
        self.widget.attrs["placeholder"] = _("mm.yyyy")

    def clean(self, value: Any) -> str:
        """YYYY-MM."""
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        found = MONTH.match(text)
        if found is None:
            raise ValidationError(_("Type the month and the year, for instance 09.2026."))
        return f"{found.group(2)}-{int(found.group(1)):02}"


class WhenForm(EstafetaForm):
    """The fields of a term; ``rules()`` reads them once the form is valid."""

    days = forms.CharField(
        label=gettext_lazy("On the days"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("With the year, for instance 15.10.2026; 20.12.2026."),
    )
    months = forms.MultipleChoiceField(
        label=gettext_lazy("In the months"), required=False, choices=MONTH_CHOICES, widget=forms.CheckboxSelectMultiple
    )
    yearly = forms.CharField(
        label=gettext_lazy("Every year by"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Day and month, for instance 30.09; 30.03."),
    )
    interval = forms.ChoiceField(label=gettext_lazy("Repeated every"), required=False, choices=INTERVALS)
    per = forms.IntegerField(label=gettext_lazy("How many times"), required=False, min_value=1, max_value=31)
    interval_from = MonthField(label=gettext_lazy("Repeated from the month"))
    weeks = forms.IntegerField(label=gettext_lazy("Every so many weeks"), required=False, min_value=1, max_value=52)
    weeks_since = forms.DateField(label=gettext_lazy("Every so many weeks, since"), required=False)
    after_days = forms.IntegerField(
        label=gettext_lazy("So many days after that event"), required=False, min_value=0, max_value=366
    )
    window_from = MonthField(label=gettext_lazy("Once, from the month"))
    window_to = MonthField(label=gettext_lazy("Once, to the month"))
    continuous = forms.BooleanField(label=gettext_lazy("All the time"), required=False)

    def clean_days(self) -> list[str]:
        """ISO dates."""
        return sorted(_full_day(text) for text in _parts(self.cleaned_data["days"]))

    def clean_yearly(self) -> list[str]:
        """MM-DD."""
        return sorted(_day_of_year(text) for text in _parts(self.cleaned_data["yearly"]))

    def clean(self) -> dict[str, Any]:
        """Both ends of a period of months, in order."""
        data = super().clean() or self.cleaned_data
        start, end = data.get("window_from"), data.get("window_to")
        if bool(start) != bool(end) and "window_from" in data and "window_to" in data:
            self.add_error("window_to" if start else "window_from", _("Name both months."))
        if start and end and start > end:
            self.add_error("window_to", _("The last month comes after the first one."))
        weeks, since = data.get("weeks"), data.get("weeks_since")
        if bool(weeks) != bool(since) and "weeks" in data and "weeks_since" in data:
            self.add_error("weeks_since" if weeks else "weeks", _("Name both: how many weeks, and since when."))
        if data.get("after_days") is not None and "after" in self.fields and not data.get("after"):
            self.add_error("after", _("Name the event from which the days are counted."))
        return data

    def rules(self, kept: Sequence[Mapping[str, JsonValue]] = ()) -> list[Rule]:
        """Date rules of a valid form; ``kept``: the event's rules, of which those this form cannot show stay."""
        data = self.cleaned_data
        found: list[Rule] = [{"rule": "day", "date": day} for day in data["days"]]
        if data["window_from"]:
            found.append({"rule": "window", "from": data["window_from"], "to": data["window_to"]})
        if data["months"]:
            found.append({"rule": "months", "months": sorted(int(month) for month in data["months"])})
        if data["yearly"]:
            found.append({"rule": "yearly_dates", "dates": data["yearly"]})
        if data["interval"]:
            rule: Rule = {"rule": "every", "interval": data["interval"], "per": data["per"] or 1}
            found.append({**rule, "from": data["interval_from"]} if data["interval_from"] else rule)
        if data["weeks"]:
            found.append({"rule": "weeks", "every": data["weeks"], "since": data["weeks_since"].isoformat()})
        if data["after_days"] is not None:
            found.append({"rule": "after", "days": data["after_days"]})
        if data["continuous"]:
            found.append({"rule": "continuous"})
        return [*found, *(dict(rule) for rule in kept if rule["rule"] == "on_event")]


def initial_of(rules: Sequence[Mapping[str, JsonValue]]) -> dict[str, Any]:
    """What stands in the fields for the rules of an event."""
    found: dict[str, Any] = {}
    days = [datetime.date.fromisoformat(rule["date"]) for rule in rules if rule["rule"] == "day"]
    found["days"] = "; ".join(day.strftime("%d.%m.%Y") for day in days)
    for rule in rules:
        if rule["rule"] == "months":
            found["months"] = [str(month) for month in rule["months"]]
        elif rule["rule"] == "yearly_dates":
            found["yearly"] = "; ".join(f"{text[3:]}.{text[:2]}" for text in rule["dates"])
        elif rule["rule"] == "every":
            found |= {"interval": rule["interval"], "per": rule["per"], "interval_from": _month(rule.get("from", ""))}
        elif rule["rule"] == "window":
            found |= {"window_from": _month(rule["from"]), "window_to": _month(rule["to"])}
        elif rule["rule"] == "weeks":
            found |= {"weeks": rule["every"], "weeks_since": datetime.date.fromisoformat(rule["since"])}
        elif rule["rule"] == "after":
            found["after_days"] = rule["days"]
        elif rule["rule"] == "continuous":
            found["continuous"] = True
    return found


def _month(text: str) -> str:
    return f"{text[5:]}.{text[:4]}" if text else ""


def _parts(text: str) -> list[str]:
    return [part for part in SEPARATOR.split(text.strip()) if part]


def _full_day(text: str) -> str:
    for pattern in DATE_FORMATS:
        try:
            return datetime.datetime.strptime(text, pattern).replace(tzinfo=datetime.UTC).date().isoformat()
        except ValueError:
            continue
    raise ValidationError(_("“%(text)s” is not a date: type the day, the month and the year.") % {"text": text})


def _day_of_year(text: str) -> str:
    found = DAY.match(text)
    day = f"{int(found.group(2)):02}-{int(found.group(1)):02}" if found else ""
    if not found or not day_exists(day):
        raise ValidationError(_("“%(text)s” is not a day of every year: type the day and the month.") % {"text": text})
    return day
