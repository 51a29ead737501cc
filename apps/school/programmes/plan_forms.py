"""Forms of the plan: its rows, their marks, measurable goals; of contests, open lessons, publications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.clock import today
from ui.forms import EstafetaForm

from .editing import GoalRow
from .forms import Pairs
from .models import Participation, PlanItem
from .taking_part import Part


class Changing(EstafetaForm):
    """Base of forms that change what somebody else may be changing too, by agreement where the act wants it.

    ``seen``: what the person saw (``meanwhile.seen_of``); ``by_agreement``: the reason of the change is asked.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Why it is changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": "2"}))

    def __init__(self, *args: Any, by_agreement: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])
        if not by_agreement:
            del self.fields["reason"]


class ItemForm(Changing):
    """A row of the plan."""

    title = forms.CharField(label=_("Activity"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))
    starts_on = forms.DateField(label=_("From"), required=False)
    due_on = forms.DateField(label=_("To be done by"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    responsible = forms.ChoiceField(label=_("Who answers for it"), required=False)
    methods = forms.MultipleChoiceField(label=_("Methods"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, directions: Pairs, methods: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction, several, doer = (self.fields[name] for name in ("direction", "methods", "responsible"))
        assert isinstance(direction, forms.ChoiceField)
        assert isinstance(several, forms.MultipleChoiceField)
        assert isinstance(doer, forms.ChoiceField)
        direction.choices = [("", _("not named")), *directions]
        doer.choices = [("", _("not named")), *PlanItem.Doer.choices]
        several.choices = list(methods)
        if not methods:
            del self.fields["methods"]


class MarkForm(EstafetaForm):
    """The mark of a done activity, and what proves it."""

    done_on = forms.DateField(label=_("Done on"), initial=today)
    mark = forms.CharField(
        label=_("Mark"), max_length=300, required=False, help_text=_("What came of it, in a few words.")
    )
    link = forms.URLField(label=_("Link to the evidence"), max_length=500, required=False, assume_scheme="https")
    evidence = forms.FileField(
        label=_("File of the evidence"), required=False, help_text=_("PDF, DOCX, JPG or PNG, up to 20 MB.")
    )


class GoalForm(Changing):
    """A measurable goal."""

    title = forms.CharField(label=_("Goal"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))
    indicator = forms.CharField(label=_("What is measured"), max_length=200)
    measured_in = forms.CharField(label=_("Unit"), max_length=40, required=False, help_text=_("%, lessons, points."))
    beginning = forms.DecimalField(
        label=_("At the beginning"),
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text=_("Leave it empty while it is not measured."),
    )
    target = forms.DecimalField(label=_("Target"), max_digits=10, decimal_places=2)

    def row(self) -> GoalRow:
        """The goal typed."""
        names = ("title", "indicator", "target", "measured_in")
        values = {name: self.cleaned_data[name] for name in names}
        return GoalRow(**values, initial=self.cleaned_data["beginning"])


class MeasureForm(EstafetaForm):
    """What the indicator of a goal shows now. ``asks_initial``: the beginning is not known yet."""

    beginning = forms.DecimalField(label=_("At the beginning"), max_digits=10, decimal_places=2, required=False)
    actual = forms.DecimalField(label=_("Now"), max_digits=10, decimal_places=2)
    measured_on = forms.DateField(label=_("Measured on"), initial=today)

    def __init__(self, *args: Any, asks_initial: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_initial:
            del self.fields["beginning"]


class PartForm(EstafetaForm):
    """A contest, an open lesson, a talk, a publication."""

    person = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(label=_("What"), choices=Participation.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))
    level = forms.ChoiceField(label=_("Level"), choices=Participation.Level.choices)
    where = forms.CharField(label=_("Where"), max_length=300, required=False, help_text=_("Event, class or journal."))
    on_day = forms.DateField(label=_("Day"), initial=today)
    result = forms.ChoiceField(label=_("Result"), choices=Participation.Result.choices)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), person.full_name) for person in people]

    def part(self) -> Part:
        """The record typed, without the person."""
        return Part(**{name: value for name, value in self.values().items() if name != "person"})
