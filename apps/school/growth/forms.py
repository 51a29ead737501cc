"""Forms of growth: diagnostics, lists, routes and steps, courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.fields import LinesField
from apps.school.people.models import Competency, Framework, Person
from apps.school.people.queries import frameworks_in_use
from kernel.clock import today
from ui.forms import EstafetaForm

from .actions.diagnostics import Given
from .models import Assessment, Course, DiagnosticSession, RouteStage, RouteStep

MARKS = (RouteStep.State.UNDER_WAY, RouteStep.State.DONE, RouteStep.State.DROPPED, RouteStep.State.PLANNED)
ASKED = (Assessment.Side.SELF, Assessment.Side.MENTOR, Assessment.Side.CURATOR)


def offer(form: forms.BaseForm, name: str, rows: Any) -> None:
    """Say what may be chosen in a field (a queryset of this school, which is known only when the form is made)."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def scale(framework: Framework, nothing: Any) -> list[tuple[Any, Any]]:
    """Levels for a choice."""
    return [("", nothing), *((number, f"{number} – {word}") for number, word in enumerate(framework.levels, start=1))]


class BeginForm(EstafetaForm):
    """Ask about one person."""

    framework = forms.ModelChoiceField(label=_("Framework"), queryset=Framework.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=pgettext_lazy("diagnostics", "Kind"), choices=DiagnosticSession.Kind.choices)
    due_on = forms.DateField(label=_("Answers till"))
    sides = forms.MultipleChoiceField(
        label=_("Who assesses"),
        choices=[(side.value, side.label) for side in ASKED],
        widget=forms.CheckboxSelectMultiple,
        initial=[side.value for side in ASKED],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "framework", frameworks_in_use())


class BeginManyForm(BeginForm):
    """Ask about many."""

    persons = forms.ModelMultipleChoiceField(
        label=_("About whom"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, persons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "persons", persons)


class _Levels(EstafetaForm):
    """A choice of levels for each competency: ``level_<pk>``."""

    def __init__(self, *args: Any, framework: Framework, competencies: Sequence[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.competencies = list(competencies)
        words = scale(framework, _("not measured"))
        for row in self.competencies:
            self.fields[f"level_{row.pk}"] = forms.TypedChoiceField(
                label=row.title, choices=words, coerce=int, empty_value=None, required=False
            )

    @property
    def levels(self) -> dict[int, int]:
        """Competency id -> level, of those given."""
        data = self.cleaned_data
        named = {row.pk: data.get(f"level_{row.pk}") for row in self.competencies}
        return {pk: level for pk, level in named.items() if level is not None}


class AssessForm(_Levels):
    """The sheet of one assessor."""

    given_on = forms.DateField(label=_("Assessed on"), initial=today)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.competencies:
            self.fields[f"evidence_{row.pk}"] = forms.CharField(
                label=_("What shows it"), required=False, max_length=1000
            )
            self.fields[f"comment_{row.pk}"] = forms.CharField(label=_("Comment"), required=False, max_length=1000)

    @property
    def groups(self) -> list[tuple[Competency, list[forms.BoundField]]]:
        """Competencies with their three fields, for the template."""
        names = ("level", "evidence", "comment")
        return [(row, [self[f"{name}_{row.pk}"] for name in names]) for row in self.competencies]

    @property
    def given(self) -> dict[int, Given]:
        """Competency id -> what was said of it."""
        data = self.cleaned_data
        return {
            pk: Given(level, data.get(f"evidence_{pk}", ""), data.get(f"comment_{pk}", ""))
            for pk, level in self.levels.items()
        }


class SumUpForm(_Levels):
    """What the assessors come to; the rule's proposal is filled in."""

    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000)

    def __init__(self, *args: Any, proposed: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.competencies:
            self.fields[f"level_{row.pk}"].initial = proposed.get(row.pk)
        self.order_fields([*(f"level_{row.pk}" for row in self.competencies), "note"])


class ExpertForm(EstafetaForm):
    """One more assessor."""

    expert = forms.ModelChoiceField(label=_("Expert"), queryset=Person.objects.none())

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "expert", experts)


class ImportForm(EstafetaForm):
    """Levels from a list."""

    framework = forms.ModelChoiceField(label=_("Framework"), queryset=Framework.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=pgettext_lazy("diagnostics", "Kind"), choices=DiagnosticSession.Kind.choices)
    side = forms.ChoiceField(
        label=_("Whose answers"), choices=Assessment.Side.choices, initial=Assessment.Side.CURATOR.value
    )
    made_on = forms.DateField(label=_("Made on"), initial=today)
    file = forms.FileField(label=_("File"), help_text=_("XLSX or CSV: a row is a person, a column a competency."))
    at_once = forms.BooleanField(
        label=_("Sum up at once"),
        required=False,
        help_text=_("The levels become the result, and the cards follow them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "framework", frameworks_in_use())


class RouteForm(EstafetaForm):
    """What a route says of itself."""

    goal = forms.CharField(label=_("Goal"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    tutor = forms.ModelChoiceField(
        label=_("Tutor"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Who accompanies the route: the mentor or another employee."),
    )

    def __init__(self, *args: Any, tutors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "tutor", tutors)


class StepForm(EstafetaForm):
    """A step of a route."""

    stage = forms.ModelChoiceField(label=_("Stage"), queryset=RouteStage.objects.none(), empty_label=None)
    title = forms.CharField(label=_("What is done"), max_length=300)
    due_on = forms.DateField(label=_("Till"))
    competency = forms.ModelChoiceField(label=_("Competency"), queryset=Competency.objects.none(), required=False)
    target_level = forms.IntegerField(
        label=_("Level to reach"), min_value=1, max_value=10, required=False, help_text=_("Levels are counted from 1.")
    )
    responsible = forms.ModelChoiceField(label=_("Who answers for it"), queryset=Person.objects.none(), required=False)
    course = forms.ModelChoiceField(label=_("Course"), queryset=Course.objects.none(), required=False)

    def __init__(
        self,
        *args: Any,
        stages: Sequence[RouteStage],
        people: Sequence[Person],
        competencies: Any,
        courses: Sequence[Course],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        querysets: dict[str, Any] = {
            "stage": RouteStage.objects.filter(pk__in=[row.pk for row in stages]),
            "responsible": Person.objects.filter(pk__in=[row.pk for row in people]),
            "competency": competencies,
            "course": Course.objects.filter(pk__in=[row.pk for row in courses]),
        }
        for name, rows in querysets.items():
            offer(self, name, rows)


class MarkForm(EstafetaForm):
    """How far a step is."""

    state = forms.ChoiceField(label=_("State"), choices=[(state.value, state.label) for state in MARKS])
    done_on = forms.DateField(label=_("Done on"), required=False, initial=today)
    evidence = forms.CharField(
        label=_("Evidence"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        help_text=_("What shows that it is done; of a dropped step, why."),
    )


class CertificateForm(EstafetaForm):
    """The paper of a course."""

    title = forms.CharField(label=_("What the paper is called"), max_length=200)
    issued_on = forms.DateField(label=_("Issued on"), required=False)
    file = forms.FileField(label=_("File"), help_text=_("PDF, DOCX, JPEG, PNG"))


class AnswerForm(EstafetaForm):
    """A word to a route."""

    agrees = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I agree")), ("no", _("Something is to be changed"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("What is to be changed"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )


class CloseForm(EstafetaForm):
    """The end of a route."""

    gone_through = forms.TypedChoiceField(
        label=_("How it ended"),
        choices=[("yes", pgettext_lazy("route", "gone through")), ("no", pgettext_lazy("route", "given up"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(label=_("What it came to"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class StagesForm(EstafetaForm):
    """The stages of the school."""

    titles = LinesField(
        label=_("Stages"),
        required=False,
        help_text=_("One on a line, in their order. Empty: the stages of the catalogue."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CourseForm(EstafetaForm):
    """A course of the school's list."""

    title = forms.CharField(label=_("Title"), max_length=200)
    provider = forms.CharField(label=_("Provider"), max_length=200)
    kind = forms.ChoiceField(label=pgettext_lazy("learning", "Kind"), choices=Course.Kind.choices)
    form = forms.ChoiceField(label=pgettext_lazy("learning", "Form"), choices=Course.Form.choices)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000, required=False)
    starts_on = forms.DateField(label=_("Begins"), required=False)
    ends_on = forms.DateField(label=_("Ends"), required=False)
    link = forms.URLField(label=_("Link"), max_length=500, required=False, assume_scheme="https")
    competencies = forms.ModelMultipleChoiceField(
        label=_("Competencies covered"),
        queryset=Competency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("By these the course is suggested to people with such deficits."),
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000)
    in_use = forms.BooleanField(label=_("Offered"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Competency.objects.filter(in_use=True, framework__in_use=True)
        offer(self, "competencies", rows.order_by("framework__title", "position", "pk"))
