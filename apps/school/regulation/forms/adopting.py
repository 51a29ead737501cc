"""Forms that bring a version into force and put running pairs under it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm

from ..catalogue import catalogue
from ..conflicts import Contradiction
from ..view import RegulationView


class AdoptionForm(EstafetaForm):
    """Who adopted the version, by which documents, from which day."""

    body = forms.ChoiceField(label=_("Adopted by"))
    protocol_no = forms.CharField(label=_("Number of the minutes"), required=False, max_length=40)
    protocol_date = forms.DateField(label=_("Date of the minutes"), required=False)
    order_no = forms.CharField(label=_("Number of the order"), max_length=40)
    order_date = forms.DateField(label=_("Date of the order"))
    effective_from = forms.DateField(label=_("In force from"), help_text=_("Not earlier than the date of the order."))
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)
    read_warnings = forms.BooleanField(label=_("I have read the warnings above and accept them"))

    def __init__(self, *args: Any, view: RegulationView, warnings: Sequence[Contradiction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was shown comes back: a warning that appeared meanwhile is not among it.
        self.fields["confirmed"].initial = " ".join(warning.ident for warning in warnings)
        if not warnings:
            del self.fields["read_warnings"]
        choices = [(code, view.local_name("body", code)) for code in catalogue().dictionaries["body"]]
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_confirmed(self) -> list[str]:
        """Idents of the warnings shown."""
        return str(self.cleaned_data["confirmed"]).split()

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        return {name: value for name, value in super().values().items() if name != "read_warnings"}


def adoption_initial(view: RegulationView, day: datetime.date) -> dict[str, Any]:
    """What the act's own stamps say already; else today."""
    adopted, approved = view.value("act.adopted"), view.value("act.approved")
    return {
        "body": adopted.get("body"),
        "protocol_no": adopted.get("protocol_no"),
        "protocol_date": adopted.get("protocol_date"),
        "order_no": approved.get("order_no"),
        "order_date": approved.get("order_date") or day,
        "effective_from": day,
    }


class TransferForm(EstafetaForm):
    """Which running pairs pass under a version, by which order."""

    order_no = forms.CharField(label=_("Number of the order"), max_length=40)
    order_date = forms.DateField(label=_("Date of the order"))
    pairs = forms.TypedMultipleChoiceField(
        label=_("Pairs to transfer"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pairs"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = choices
