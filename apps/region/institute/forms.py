"""Forms about norms and defaults. What a value looks like in a form is told by the desk."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from apps.region.institute.desk import JsonValue, ParameterFacts, desk
from apps.region.institute.models import LegalAct, ParameterNorm
from ui.forms import EstafetaForm, FilterForm

CODE = RegexValidator(re.compile(r"^[a-z][a-z0-9_]{1,59}$"), _("Latin letters, digits and underscores."))


class ActFilter(django_filters.FilterSet):
    """The search and the filters of the acts."""

    q = django_filters.CharFilter(label=_("Search"), field_name="title_ru", lookup_expr="icontains")
    level = django_filters.ChoiceFilter(label=_("Level"), choices=LegalAct.Level.choices)

    class Meta:
        model = LegalAct
        fields = ("q", "level")
        form = FilterForm


class ActForm(EstafetaForm):
    """An act of the region."""

    code = forms.CharField(
        label=_("Code"), validators=[CODE], max_length=60, help_text=_("Short, in Latin letters: region_order_15_2026.")
    )
    title_ru = forms.CharField(
        label=_("Title with number and date"), max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=400, required=False)
    valid_from = forms.DateField(label=_("In force from"))
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class EndForm(EstafetaForm):
    """Until when an act is valid, and what took its place."""

    valid_to = forms.DateField(label=_("In force until"), required=False, help_text=_("Empty: it is in force."))
    replaced_by = forms.ModelChoiceField(label=_("Replaced by"), queryset=LegalAct.objects.all(), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ParameterForm(EstafetaForm):
    """Which parameter a new norm is about."""

    parameter = forms.ChoiceField(label=_("Parameter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for found in desk().parameters():
            if found.bounded or found.listed:
                groups.setdefault(found.section, []).append((found.key, found.title))
        choice = self.fields["parameter"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = list(groups.items())


class NormForm(EstafetaForm):
    """What an act asks of one parameter: bounds of a number, or codes."""

    binding = forms.ChoiceField(
        label=_("Binding"),
        choices=ParameterNorm.Binding.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "A mandatory norm refuses another value in a school's draft; a recommended one is shown beside it."
        ),
    )
    place = forms.CharField(label=_("Where in the act"), max_length=200, required=False)
    valid_from = forms.DateField(label=_("Valid from"))

    def __init__(self, *args: Any, parameter: ParameterFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if parameter.bounded:
            self.fields["minimum"] = forms.IntegerField(label=_("Not less than"), min_value=0, required=False)
            self.fields["maximum"] = forms.IntegerField(label=_("Not more than"), min_value=0, required=False)
        else:
            choices = list(desk().codes(parameter.key))
            for name, label in (("required", _("Must be there")), ("allowed", _("Only these may be there"))):
                self.fields[name] = forms.MultipleChoiceField(
                    label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                )
        self.order_fields(["minimum", "maximum", "required", "allowed", "binding", "place", "valid_from"])


class DefaultForm(EstafetaForm):
    """A default of the region for one parameter."""

    basis = forms.CharField(
        label=_("Basis"), max_length=300, help_text=_("What schools are told: an order, a decision.")
    )
    valid_from = forms.DateField(label=_("Valid from"))

    def __init__(self, *args: Any, parameter: ParameterFacts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = parameter.key
        own = dict(desk().fields(self.key))
        self.fields.update(own)
        self.order_fields([*own, "basis", "valid_from"])

    @property
    def value(self) -> JsonValue:
        """The value that the fields hold."""
        return desk().read(self.key, self.cleaned_data)
