"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm

from .inflection import CASES
from .kinds import ORDER_KINDS
from .models import NumberingScheme
from .names import CASE_TITLES


class SignForm(EstafetaForm):
    """The date of the act."""

    dated = forms.DateField(label=_("Date of the act"), help_text=_("Today or earlier, not before the last act."))


class ReturnForm(EstafetaForm):
    """Why the head does not sign."""

    reason = forms.CharField(label=_("What is to be changed"), widget=forms.Textarea, max_length=1000)


class NumberingForm(EstafetaForm):
    """The scheme of numbers; a field ``pattern_<kind>`` for each kind of order."""

    pattern = forms.CharField(
        label=_("Pattern of the number"),
        max_length=60,
        help_text=_(
            "{number} – the next number, {number:03} – with zeros, {year}, {yy}, {kind} – letters of the kind."
        ),
    )
    counter = forms.ChoiceField(label=_("Counter"), choices=NumberingScheme.Counter.choices)
    yearly = forms.BooleanField(label=_("From the beginning every year"), required=False)
    first = forms.IntegerField(
        label=_("First number"),
        min_value=1,
        max_value=99_999,
        help_text=_("What a counter begins with: a school may go on from its paper register."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ORDER_KINDS.values():
            self.fields[f"pattern_{kind.code}"] = forms.CharField(label=str(kind.title), required=False, max_length=60)

    @property
    def own_patterns(self) -> list[forms.BoundField]:
        """The fields of the kinds' own patterns."""
        return [self[f"pattern_{kind}"] for kind in ORDER_KINDS]

    @property
    def common(self) -> list[forms.BoundField]:
        """The fields of the whole scheme."""
        return [self[name] for name in ("pattern", "counter", "yearly", "first")]


class NameFormsForm(EstafetaForm):
    """A full name in the five oblique cases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for case in CASES:
            self.fields[case] = forms.CharField(label=str(CASE_TITLES[case]), max_length=320)


class TemplateForm(EstafetaForm):
    """A DOCX of the school."""

    file = forms.FileField(label=_("DOCX file"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"}))


class ScanForm(EstafetaForm):
    """The signed paper."""

    file = forms.FileField(label=_("Scan: PDF, JPG or PNG"), help_text=_("Up to 10 MB."))


class CancelForm(EstafetaForm):
    """Why an order is cancelled; the text stands in the act."""

    reason = forms.CharField(
        label=_("Ground of the cancellation"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("It is printed in the order, in Russian."),
    )
