"""Forms about the school's cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CaseForm(EstafetaForm):
    """The sections of a case."""

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In short"),
        widget=_area(3),
        required=False,
        help_text=_("Two or three sentences for the library's list."),
    )
    problem = forms.CharField(label=_("Problem"), widget=_area(4), required=False)
    actions_taken = forms.CharField(label=_("What was done"), widget=_area(6), required=False)
    results = forms.CharField(
        label=_("Results"), widget=_area(4), required=False, help_text=_("Better with measurements before and after.")
    )
    conditions = forms.CharField(label=_("Conditions and resources"), widget=_area(3), required=False)


class ChooseProgrammeForm(EstafetaForm):
    """Which finished programme the case tells of."""

    programme = forms.TypedChoiceField(label=_("Completed programme"), coerce=int)

    def __init__(self, *, programmes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        field = self.fields["programme"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = programmes
