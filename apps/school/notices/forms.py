"""What is asked: settings of notices, a messenger's address, its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm

from . import kinds
from .wishes import FREQUENCIES, Wishes

WEEKDAY_CHOICES = [(str(number), word) for number, word in WEEKDAYS.items()]
HOURS = [(str(hour), f"{hour}:00") for hour in range(24)]


class SettingsForm(EstafetaForm):
    """Mails by subject, digests, silence. ``messengers``: whether there is any to ask about."""

    digest_hour = forms.ChoiceField(label=_("Mails of the day come at"), choices=HOURS)
    digest_weekday = forms.ChoiceField(label=_("Mails of the week come on"), choices=WEEKDAY_CHOICES)
    quiet_from = forms.TimeField(label=_("Silence from"), required=False)
    quiet_until = forms.TimeField(
        label=_("Silence until"),
        required=False,
        help_text=_("What comes in the silence waits for its end; what is urgent does not wait."),
    )
    quiet_days = forms.MultipleChoiceField(
        label=_("Days of silence"),
        choices=WEEKDAY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, messengers: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = kinds.groups()
        for group in self.groups:
            self.fields[f"mail_{group.code}"] = forms.ChoiceField(label=str(group.title), choices=FREQUENCIES)
        self.asks_messengers = messengers
        if messengers:
            self.fields["messenger_groups"] = forms.MultipleChoiceField(
                label=_("What goes to messengers"),
                choices=[(group.code, group.title) for group in self.groups],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def mail_fields(self) -> list[forms.BoundField]:
        """The question of each group."""
        return [self[f"mail_{group.code}"] for group in self.groups]

    @property
    def messenger_field(self) -> forms.BoundField | None:
        """The question about messengers, None where there are none."""
        return self["messenger_groups"] if self.asks_messengers else None

    def settings(self) -> dict[str, Any]:
        """Arguments of ``actions.set_up``. Without messengers what was muted stays: it is not asked."""
        data = self.cleaned_data
        found: dict[str, Any] = {
            "mails": {group.code: data[f"mail_{group.code}"] for group in self.groups},
            "digest_hour": int(data["digest_hour"]),
            "digest_weekday": int(data["digest_weekday"]),
            "quiet_from": data["quiet_from"],
            "quiet_until": data["quiet_until"],
            "quiet_days": [int(day) for day in data["quiet_days"]],
            "muted": None,
        }
        if self.asks_messengers:
            found["muted"] = [group.code for group in self.groups if group.code not in data["messenger_groups"]]
        return found


def initial_of(wishes: Wishes) -> Mapping[str, Any]:
    """The present settings as the form shows them."""
    quiet = wishes.rhythm.quiet
    return {
        "digest_hour": str(wishes.rhythm.hour),
        "digest_weekday": str(wishes.rhythm.weekday),
        "quiet_from": quiet.start,
        "quiet_until": quiet.end,
        "quiet_days": [str(day) for day in sorted(quiet.days)],
        "messenger_groups": [group.code for group in kinds.groups() if group.code not in wishes.muted],
        **{f"mail_{group.code}": wishes.mail(group).value for group in kinds.groups()},
    }


class MessengerForm(EstafetaForm):
    """An address. It is never shown again."""

    value = forms.CharField(
        label=_("Your address there"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class CodeForm(EstafetaForm):
    """The digits that came."""

    code = forms.CharField(
        label=_("Code from the message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
