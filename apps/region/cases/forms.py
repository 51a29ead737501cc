"""Forms about cases at the region."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.region.cases import queries, rules
from apps.region.cases.models import CaseReview, PracticeCase
from tenants.organisations.models import Municipality
from ui.forms import EstafetaForm, FilterForm

SCORE_CHOICES = [
    (0, _("0: not shown")),
    (1, _("1: shown in part")),
    (2, _("2: shown fully")),
]
SCORE_PREFIX = "score_"


class ReviewForm(EstafetaForm):
    """The rubric, a decision and a comment."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for criterion in rules.RUBRIC:
            self.fields[f"{SCORE_PREFIX}{criterion.code}"] = forms.TypedChoiceField(
                label=str(criterion.title),
                help_text=str(criterion.question),
                choices=SCORE_CHOICES,
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.fields["decision"] = forms.ChoiceField(
            label=_("Decision"), choices=CaseReview.Decision.choices, widget=forms.RadioSelect
        )
        self.fields["comment"] = forms.CharField(
            label=_("Comment for the school"),
            help_text=_("Needed when you return the case: what exactly should be improved."),
            widget=forms.Textarea(attrs={"rows": 5}),
            required=False,
        )

    @property
    def scores(self) -> dict[str, int]:
        """Criterion code -> score."""
        return {
            name.removeprefix(SCORE_PREFIX): value
            for name, value in self.cleaned_data.items()
            if name.startswith(SCORE_PREFIX)
        }


class AdoptForm(EstafetaForm):
    """Which of one's schools takes the case up, and how."""

    school = forms.TypedChoiceField(label=_("School"), coerce=int)
    note = forms.CharField(
        label=_("How you will use it"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000
    )

    def __init__(self, *, schools: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        field = self.fields["school"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = schools
        if len(schools) == 1:
            field.initial = schools[0][0]


class LibraryFilter(django_filters.FilterSet):
    """Search and filters of the library; all of them live in the address."""

    q = django_filters.CharFilter(label=_("Search"), method="by_words")
    form = django_filters.ChoiceFilter(label=_("Form"), field_name="form", empty_label=_("any form"))
    type = django_filters.ChoiceFilter(label=_("Type"), field_name="type", empty_label=_("any type"))
    municipality = django_filters.ModelChoiceFilter(
        label=_("Municipality"), field_name="school__municipality", queryset=Municipality.objects.all()
    )

    class Meta:
        model = PracticeCase
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in ("form", "type"):
            pairs = queries.published().exclude(**{code: ""}).order_by(code)
            titles = dict(pairs.values_list(code, f"{code}_title"))
            self.filters[code].extra["choices"] = sorted(titles.items(), key=lambda item: item[1])

    def by_words(self, cases: QuerySet[PracticeCase], name: str, value: str) -> QuerySet[PracticeCase]:
        """Russian full-text search."""
        return queries.search(cases, value)
