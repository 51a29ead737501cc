"""The editors' list of published results."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.programmes.queries import people_of
from ui.forms import FilterForm
from ui.tables import Column, DateColumn, LinkColumn, Table

from .models import PublishedResult


def edit_url(record: PublishedResult) -> str:
    """Where a row leads."""
    return reverse("publication:edit", args=[record.pk])


class ResultTable(Table):
    """Rows of ``queries.for_list``."""

    title = LinkColumn(verbose_name=_("Title"), linkify=edit_url)
    pair = Column(verbose_name=_("Pair"), accessor="programme", orderable=False)
    published_on = DateColumn(verbose_name=_("Published on"))
    updated_at = DateColumn(verbose_name=_("Changed on"))

    def render_pair(self, record: PublishedResult) -> str:
        """The people, seen by the office only."""
        return people_of(record.programme).title

    class Meta(Table.Meta):
        pass


class ResultFilter(django_filters.FilterSet):
    """Search in title and text."""

    q = django_filters.CharFilter(label=_("Words of the title or text"), method="by_words")
    since = django_filters.DateFilter(label=_("Published since"), field_name="published_on", lookup_expr="gte")

    def by_words(self, rows: QuerySet[PublishedResult], name: str, value: str) -> QuerySet[PublishedResult]:
        """Every word somewhere."""
        for word in value.split():
            rows = rows.filter(title__icontains=word) | rows.filter(text__icontains=word)
        return rows

    class Meta:
        model = PublishedResult
        fields: tuple[str, ...] = ()
        form = FilterForm
