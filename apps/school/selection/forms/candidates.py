"""Candidates: nomination, application, what is recorded, approval, training."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from ..models import Evidence
from .common import NONE, SCAN_HELP, Choices, Choosing, codes_of


class NominateForm(Choosing):
    """A new candidacy."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Candidate"))
    route = forms.ChoiceField(label=_("Way of selection"))
    nominated_by = forms.CharField(
        label=_("Nominated by"), required=False, max_length=200, help_text=_("The administration, a body, colleagues.")
    )
    grounds = forms.CharField(label=_("Grounds"), required=False, max_length=3000, widget=forms.Textarea)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    opened_on = forms.DateField(label=_("Date"), initial=today)

    def __init__(self, *args: Any, view: RegulationView, people: QuerySet[Person], routes: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", people)
        self._choices("route", routes)
        if view.is_set("scope.mentor_grades"):
            self._choices("grade", [NONE, *view.choices("scope.mentor_grades")])
        else:
            del self.fields["grade"]


class ApplyForm(EstafetaForm):
    """The own application."""

    grounds = forms.CharField(label=_("Why you want to be a mentor"), max_length=3000, widget=forms.Textarea)


class AnswerForm(EstafetaForm):
    """The candidate's answer."""

    agrees = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", pgettext_lazy("candidate", "agrees")), ("no", pgettext_lazy("candidate", "does not agree"))],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(label=_("Date"), initial=today)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    file = forms.FileField(label=_("Signed sheet"), required=False, help_text=SCAN_HELP)

    def clean_agrees(self) -> bool:
        """As the action takes it."""
        return bool(self.cleaned_data["agrees"] == "yes")


class EvidenceForm(EstafetaForm):
    """What shows that a step was taken."""

    kind = forms.ChoiceField(
        label=_("What"), choices=[pair for pair in Evidence.Kind.choices if pair[0] != Evidence.Kind.CONSENT]
    )
    held_on = forms.DateField(label=_("Date"), initial=today)
    held_by = forms.CharField(
        label=_("Who held or received it"), required=False, max_length=200, help_text=_("An interview needs a name.")
    )
    positive = forms.BooleanField(label=_("The outcome is positive"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False, help_text=SCAN_HELP)


class ApproveForm(EstafetaForm):
    """How long the approval is valid."""

    until = forms.DateField(
        label=_("Valid until"), required=False, help_text=_("Empty: until the mentor is taken out of the register.")
    )


class ActForm(Choosing):
    """A mentor appointed by an act made before."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Mentor"))
    act_kind = forms.ChoiceField(label=_("Act"))
    act_number = forms.CharField(label=_("№ of the act"), required=False, max_length=40)
    act_date = forms.DateField(label=_("Date of the act"))
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    until = forms.DateField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, view: RegulationView, people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", people)
        self._choices("act_kind", codes_of("appointment_act", view))
        if view.is_set("scope.mentor_grades"):
            self._choices("grade", [NONE, *view.choices("scope.mentor_grades")])
        else:
            del self.fields["grade"]


class TrainingForm(Choosing):
    """A course that somebody finished."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    title = forms.CharField(label=_("Training course"), max_length=200)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=1000, initial=16)
    finished_on = forms.DateField(label=_("Finished on"))
    certificate = forms.CharField(label=_("Certificate"), required=False, max_length=100)
    file = forms.FileField(label=_("Scan"), required=False, help_text=SCAN_HELP)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", people)
