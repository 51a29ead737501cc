"""Forms of the register."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm, FilterForm

from .kinds import ORDER_KINDS
from .models import Order


class SignForm(EstafetaForm):
    """The date of the act."""

    dated = forms.DateField(label=_("Date of the act"), help_text=_("Today or earlier, not before the last act."))


class ReturnForm(EstafetaForm):
    """Why the head does not sign."""

    reason = forms.CharField(label=_("What is to be changed"), widget=forms.Textarea, max_length=1000)


class OrderFilter(django_filters.FilterSet):
    """Search by number, title and people."""

    q = django_filters.CharFilter(method="search", label=_("Number, title or name"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=[(kind.code, kind.title) for kind in ORDER_KINDS.values()], empty_label=_("all kinds")
    )
    dated = django_filters.DateFromToRangeFilter(label=_("Dated"))

    class Meta:
        model = Order
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[Order], _name: str, value: str) -> QuerySet[Order]:
        """Every word in the title or the number."""
        for word in value.split():
            rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word))
        return rows
