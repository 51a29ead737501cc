"""Forms of measurements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from ui.forms import EstafetaForm

from .measures import Measure

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


class RunForm(EstafetaForm):
    """A monitoring: period and instruments. The school's own come first; others are offered and refused by the act."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    instruments = forms.MultipleChoiceField(label=_("Instruments"), widget=forms.CheckboxSelectMultiple)
    is_final = forms.BooleanField(
        label=_("It closes the year"),
        required=False,
        help_text=_("Such a monitoring is closed only with the reports that the regulation names."),
    )

    def __init__(self, *args: Any, instruments: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instruments"].choices = instruments  # type: ignore[attr-defined]  # a choice field


class IndicatorForm(EstafetaForm):
    """The school's word on an indicator."""

    value = forms.CharField(label=_("Value"), max_length=200)
    evidence = forms.CharField(
        label=_("Evidence"),
        widget=forms.Textarea,
        help_text=_("What it rests on: a document, a survey, an observation."),
    )


class MeasureForm(EstafetaForm):
    """A number for each parameter; what was measured before must be measured after."""

    measured_on = forms.DateField(label=_("Measured on"))

    def __init__(self, *args: Any, measures: Sequence[Measure], required: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = measures
        for measure in measures:
            self.fields[measure.code] = forms.FloatField(
                label=str(measure.title),
                required=measure.code in required,
                min_value=measure.low,
                max_value=measure.high,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )

    def numbers(self) -> dict[str, float]:
        """Code -> number of what was measured."""
        found = {measure.code: self.cleaned_data.get(measure.code) for measure in self.measures}
        return {code: number for code, number in found.items() if number is not None}


class ConclusionForm(EstafetaForm):
    """What a report is compiled with."""

    kind = forms.ChoiceField(label=_("Report"))
    person = forms.ChoiceField(label=_("About whom"))
    conclusion = forms.CharField(
        label=_("Conclusion"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("The data are filled in by themselves; the conclusion is yours."),
    )

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, str]], people: Sequence[Person] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a choice field
        if people:
            choices = [(str(person.pk), person.full_name) for person in people]
            self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["person"]
