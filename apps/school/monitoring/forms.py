"""Forms of measurements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm

SCORES = [(str(score), str(score)) for score in range(10, 0, -1)]


class AnswerForm(EstafetaForm):
    """The question on satisfaction."""

    score = forms.TypedChoiceField(
        label=_("How satisfied are you with the work of the pair?"),
        coerce=int,
        choices=SCORES,
        widget=forms.RadioSelect,
        help_text=_("10: completely, 1: not at all."),
    )
    comment = forms.CharField(
        label=_("What was good, what was lacking"), required=False, max_length=5000, widget=forms.Textarea
    )
