"""Criteria of the rating, points given by hand, the pool of the best."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.clock import today
from ui.forms import EstafetaForm

from ..models import Criterion
from ..ports import MANUAL, rating_sources
from .common import Choosing


class CriterionForm(Choosing):
    """A criterion of the school's own."""

    title = forms.CharField(label=_("Criterion"), max_length=200)
    source = forms.ChoiceField(label=_("Counted from"))
    weight = forms.IntegerField(label=_("Points for one"), min_value=1, max_value=100, initial=5)
    cap = forms.IntegerField(label=_("Not more than, points"), min_value=1, max_value=1000, initial=20)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sources = [(code, str(source.title)) for code, source in rating_sources().items()]
        self._choices("source", [*sources, (MANUAL, str(_("given by hand, with evidence")))])


class PointsForm(Choosing):
    """Something counted by hand."""

    criterion = forms.ModelChoiceField(Criterion.objects.none(), label=_("Criterion"), empty_label=None)
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Mentor"))
    units = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, initial=1)
    evidence = forms.CharField(label=_("What shows it"), max_length=300)
    given_on = forms.DateField(label=_("Date"), initial=today)

    def __init__(self, *args: Any, criteria: QuerySet[Criterion], people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        criterion = self.fields["criterion"]
        assert isinstance(criterion, forms.ModelChoiceField)
        criterion.queryset = criteria
        self._people("person", people)


class ComputeForm(EstafetaForm):
    """Where the pool of the best begins."""

    top = forms.IntegerField(label=_("So many best"), required=False, min_value=1, max_value=500, initial=5)
    threshold = forms.IntegerField(label=_("From so many points"), required=False, min_value=1, max_value=10_000)
