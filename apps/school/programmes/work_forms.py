"""Forms of changes by agreement, lesson visits, releases and the annual programme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.change_forms import WordForm
from apps.school.people.models import Person
from apps.school.regulation.rules.change import suited_models
from apps.school.regulation.view import RegulationView
from ui.forms import EstafetaForm

from .forms import Pairs

__all__ = ["AnnualForm", "ExplainForm", "FormChangeForm", "ReleaseDecisionForm", "ReleaseForm", "WordForm"]


class FormChangeForm(EstafetaForm):
    """Another form for a running pair, by agreement."""

    form = forms.ChoiceField(label=_("Form"))
    role_model = forms.ChoiceField(label=_("Role model"), required=False)
    reason = forms.CharField(label=_("Why it is changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": "2"}))

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form, model = self.fields["form"], self.fields["role_model"]
        assert isinstance(form, forms.ChoiceField)
        assert isinstance(model, forms.ChoiceField)
        codes = view.codes("forms.enabled")
        form.choices = view.choices("forms.enabled")
        models = dict.fromkeys(code for each in codes for code in suited_models(each))
        model.choices = [("", "—"), *((code, view.local_name("role_model", code)) for code in models)]


class ExplainForm(EstafetaForm):
    """Why a month had fewer visits."""

    month = forms.ChoiceField(label=_("Month"))
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))

    def __init__(self, *args: Any, months: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(months)


class ReleaseForm(EstafetaForm):
    """A release from lessons is asked for."""

    person = forms.ChoiceField(label=_("Who is released"))
    on_day = forms.DateField(label=_("Day"))
    lessons = forms.CharField(label=_("Which lessons"), max_length=200, help_text=_("Numbers and classes."))
    reason = forms.CharField(
        label=_("Why it cannot be another time"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"})
    )
    substitute = forms.CharField(label=_("Who stands in"), required=False, max_length=200)
    continuity = forms.CharField(
        label=_("How the lessons go on"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": "2"})
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), person.full_name) for person in people]
        if len(people) == 1:
            field.widget = forms.HiddenInput()


class ReleaseDecisionForm(EstafetaForm):
    """The decision on a release. ``conditions``: those of the act that the decider may confirm."""

    YES, NO = "yes", "no"

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=[(YES, _("Grant")), (NO, _("Refuse"))]
    )
    substitute = forms.CharField(label=_("Who stands in"), required=False, max_length=200)
    confirmed = forms.MultipleChoiceField(label=_("What is met"), required=False, widget=forms.CheckboxSelectMultiple)
    answer = forms.CharField(
        label=_("Answer to the author"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("Needed when you refuse: the author reads it."),
    )

    def __init__(self, *args: Any, conditions: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["confirmed"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(conditions)


class AnnualForm(EstafetaForm):
    """The programme of a school year. ``fields_of``: (code, title) of its fields."""

    year = forms.ChoiceField(label=_("School year"))

    def __init__(self, *args: Any, years: Pairs, fields_of: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["year"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = list(years)
        self.codes = [code for code, _title in fields_of]
        for code, title in fields_of:
            self.fields[code] = forms.CharField(
                label=title[:1].upper() + title[1:],
                required=False,
                max_length=20_000,
                widget=forms.Textarea(attrs={"rows": "6"}),
            )

    def note(self) -> dict[str, str]:
        """The texts."""
        return {code: self.cleaned_data[code] for code in self.codes}
