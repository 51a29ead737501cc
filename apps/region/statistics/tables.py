"""Tables and filters of the dashboard."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.region.statistics.charts import level_word
from apps.region.statistics.rules import STALE_AFTER, is_stale, level_of
from kernel.clock import now
from tenants.organisations.models import Municipality, School
from ui.forms import FilterForm
from ui.icons import badge
from ui.tables import Column, LinkColumn, NumberColumn, Table

LEVEL_KINDS = {"good": "success", "fair": "warning", "poor": "danger", "none": "neutral"}


class FreshnessColumn(Column):
    """When the school was last heard of, in words; late ones are flagged. Never reported ones come first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_values=(), **kwargs)

    def render(self, value: datetime.datetime | None) -> SafeString | str:
        if value is None:
            return badge(_("no data yet"), "danger")
        words = naturaltime(value)
        return badge(words, "warning") if is_stale(value, now()) else words

    def value(self, value: datetime.datetime | None) -> datetime.datetime | None:
        """The moment itself, for XLSX."""
        return value


class CoverageColumn(NumberColumn):
    """Per cent of novices with a mentor, with its word."""

    def render(self, value: float) -> SafeString:
        level = level_of(round(value))
        return format_html("{}\u00a0% {}", round(value), badge(level_word(level), LEVEL_KINDS[level]))

    def value(self, value: float) -> int:
        """Whole per cent, for XLSX."""
        return round(value)


class SchoolTable(Table):
    """Schools with the numbers of their latest snapshot."""

    school = LinkColumn(
        verbose_name=gettext_lazy("School"),
        accessor="short_name",
        linkify=lambda record: reverse("statistics:school", kwargs={"school": record.slug}),
    )
    municipality = Column(verbose_name=gettext_lazy("Municipality"), order_by=("municipality__title", "short_name"))
    mentors = NumberColumn(verbose_name=gettext_lazy("Mentors"))
    mentees = NumberColumn(verbose_name=gettext_lazy("Mentees"))
    pairs_active = NumberColumn(verbose_name=gettext_lazy("Pairs at work"))
    novices = NumberColumn(verbose_name=gettext_lazy("Novices"))
    coverage = CoverageColumn(verbose_name=gettext_lazy("Novices with a mentor"))
    taken_at = FreshnessColumn(verbose_name=gettext_lazy("Updated"))

    def order_coverage(self, queryset: QuerySet[School], descending: bool) -> tuple[QuerySet[School], bool]:
        """Schools without novices stand last in both directions."""
        field = F("coverage")
        order = field.desc(nulls_last=True) if descending else field.asc(nulls_last=True)
        return queryset.order_by(order, "short_name", "pk"), True

    class Meta(Table.Meta):
        order_by = ()


def _levels() -> list[tuple[str, str | Promise]]:
    return [
        ("uncovered", gettext_lazy("some novices have no mentor")),
        ("without_pairs", gettext_lazy("no pairs at work")),
        ("silent", gettext_lazy("no fresh data")),
    ]


class SchoolFilter(django_filters.FilterSet):
    """Search by name, by municipality, by what is amiss."""

    q = django_filters.CharFilter(method="search", label=gettext_lazy("School"))
    municipality = django_filters.ModelChoiceFilter(
        queryset=Municipality.objects.all(), to_field_name="code", label=gettext_lazy("Municipality")
    )
    amiss = django_filters.ChoiceFilter(choices=_levels, method="only_amiss", label=gettext_lazy("What is amiss"))

    class Meta:
        model = School
        fields: tuple[str, ...] = ()
        form = FilterForm

    def search(self, queryset: QuerySet[School], name: str, value: str) -> QuerySet[School]:
        """By short or full name."""
        return queryset.filter(Q(short_name__icontains=value) | Q(name__icontains=value))

    def only_amiss(self, queryset: QuerySet[School], name: str, value: str) -> QuerySet[School]:
        """Schools where something is amiss."""
        conditions = {
            "uncovered": Q(uncovered__gt=0),
            "without_pairs": Q(pairs_active=0),
            "silent": Q(taken_at__isnull=True) | Q(taken_at__lt=now() - STALE_AFTER),
        }
        return queryset.filter(conditions[value])


class PlaceFilter(SchoolFilter):
    """The same within one municipality."""

    municipality = None
