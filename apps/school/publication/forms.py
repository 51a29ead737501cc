"""Forms of publication."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.consents import categories
from ui.forms import EstafetaForm

from . import queries, showing


class ResultForm(EstafetaForm):
    """What everybody will read."""

    kind = forms.ChoiceField(
        label=_("Kind of material"),
        choices=queries.material_kinds,
        required=False,
        help_text=_("The kinds that the regulation lists."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": "10"}),
        help_text=_("Without names: a name needs the person's separate consent to distribution."),
    )


class MaterialForm(EstafetaForm):
    """A text, a link, or both."""

    kind = forms.ChoiceField(
        label=_("Kind of material"), choices=queries.material_kinds, help_text=_("The kinds that the regulation lists.")
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("Without names: a name needs the person's separate consent to distribution."),
    )
    link = forms.URLField(label=_("Address of the document"), max_length=500, required=False, assume_scheme="https")


class PlaceForm(EstafetaForm):
    """Where on the site."""

    address = forms.URLField(
        label=_("Address on the school's site"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "The page of the school's own site where mentoring is told of, with a link to the public page here."
        ),
    )


class ListForm(EstafetaForm):
    """What a list shows."""

    categories = forms.MultipleChoiceField(
        label=_("Data shown"),
        choices=lambda: [(code, categories.CATEGORIES[code]) for code in showing.OF_LISTS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each person must have consented to the distribution of these very data; names always stand."),
    )
    leave_out = forms.BooleanField(
        label=_("Leave out those who have not consented"),
        required=False,
        help_text=_("Otherwise the list waits until everybody in it has consented."),
    )


class PortfolioForm(EstafetaForm):
    """In which role."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = list(roles)
