"""The form of the order that approves a regulation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from ui.forms import EstafetaForm


class ApproveForm(EstafetaForm):
    """Who adopted the draft and from which day it applies; number and date come with the signature."""

    body = forms.ChoiceField(label=_("Adopted by"))
    protocol_no = forms.CharField(label=_("Number of the minutes"), required=False, max_length=40)
    protocol_date = forms.DateField(label=_("Date of the minutes"), required=False)
    effective_from = forms.DateField(
        label=_("In force from"), required=False, help_text=_("Empty: from the day of the signature.")
    )

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, view.local_name("body", code)) for code in catalogue().dictionaries["body"]]
