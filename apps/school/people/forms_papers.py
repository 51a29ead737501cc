"""Forms about papers of mentors from outside, third parties, leaving, merges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules.bank import THIRD_PARTIES, documents_wanted
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm


class DocumentForm(EstafetaForm):
    """A paper: what, when, until when."""

    kind = forms.ChoiceField(label=_("Document"))
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    issued_on = forms.DateField(label=_("Issued on"))
    expires_on = forms.DateField(
        label=_("Valid until"), required=False, help_text=_("Empty: until another one is asked for.")
    )
    scan = forms.FileField(label=_("Scan"), required=False, help_text=_("PDF, JPEG, PNG"))

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, view.local_name("external_document", code)) for code in documents_wanted(view)]


class ThirdPartyForm(EstafetaForm):
    """What somebody else said, and what lets the school ask."""

    source = forms.ChoiceField(label=_("Source"))
    told_by = forms.CharField(label=_("Who told it"), max_length=200, help_text=_("Name and position."))
    received_on = forms.DateField(label=_("Received on"), initial=today)
    basis = forms.CharField(
        label=_("Basis"),
        max_length=300,
        help_text=_("The consent or the paper that lets the school ask: what and of which day."),
    )
    text = forms.CharField(
        label=_("Information"),
        widget=forms.Textarea,
        max_length=3000,
        help_text=_("Only what the programme needs; the person will see it."),
    )

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = view.choices(THIRD_PARTIES)


class ReasonForm(EstafetaForm):
    """Why somebody leaves a bank."""

    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class MergeForm(EstafetaForm):
    """Field by field: the value of which record is kept. ``fields_of``: name -> (label, kept's, the other's)."""

    def __init__(self, *args: Any, fields_of: dict[str, tuple[Any, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, mine, other) in fields_of.items():
            self.fields[f"take_{name}"] = forms.ChoiceField(
                label=label,
                choices=[("kept", mine or "—"), ("gone", other or "—")],
                initial="kept" if mine else "gone",
                required=False,
                widget=forms.RadioSelect,
            )

    @property
    def chosen(self) -> list[str]:
        """Fields whose value is taken from the record that goes."""
        prefix = "take_"
        return [
            name.removeprefix(prefix)
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix) and value == "gone"
        ]
