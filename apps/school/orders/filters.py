"""Search and filters of the register."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ui.forms import FilterForm

from .kinds import ORDER_KINDS
from .models import Order


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
