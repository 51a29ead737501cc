"""Search and filters of the register."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from ui.forms import FilterForm

from .kinds import ORDER_KINDS
from .models import Order

MOST_WORDS, MOST_NAMESAKES = 6, 25


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
        """Every word in the title, in the number, or in the name of somebody whom the act concerns."""
        for word in value.split()[:MOST_WORDS]:
            rows = rows.filter(Q(title__icontains=word) | Q(number__icontains=word) | _about_somebody(word))
        return rows


def _about_somebody(word: str) -> Q:
    """Acts on the people whose names begin so: the line of an act on many pairs names nobody."""
    named = Q(last_name__istartswith=word) | Q(first_name__istartswith=word)
    found = Q(pk__in=[])
    for person in Person.objects.filter(named).order_by("pk").values_list("pk", flat=True)[:MOST_NAMESAKES]:
        found |= Q(facts__participants__contains=[person])
    return found
