"""Forms of publication."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm


class ResultForm(EstafetaForm):
    """What everybody will read."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": "10"}),
        help_text=_("Without names: a name needs the person's separate consent to distribution."),
    )
