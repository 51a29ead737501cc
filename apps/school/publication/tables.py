"""The editors' list of published results."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.school.people.filters import search
from apps.school.people.models import Person
from apps.school.programmes.queries import people_of
from apps.school.regulation.catalogue import catalogue
from ui.forms import FilterForm
from ui.icons import badge
from ui.tables import Column, DateColumn, LinkColumn, Table

from .models import Material, PublishedResult
from .queries import material_kinds


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


def material_url(record: Material) -> str:
    """Where a material is changed."""
    return reverse("publication:material", args=[record.pk])


class MaterialTable(Table):
    """Rows of ``queries.materials``. ``kinds``: code -> the school's word."""

    title = LinkColumn(
        verbose_name=_("Title"), linkify=lambda record: reverse("publication:material", args=[record.pk])
    )
    kind = Column(verbose_name=_("Kind of material"))
    published_on = DateColumn(verbose_name=_("Published on"))

    def __init__(self, *args: Any, kinds: Mapping[str, str], **kwargs: Any) -> None:
        self.kinds = kinds
        super().__init__(*args, **kwargs)

    def render_kind(self, value: str) -> str:
        """The school's word."""
        return self.kinds.get(value) or catalogue().title("publication_item", value)

    class Meta(Table.Meta):
        pass


class MaterialFilter(ResultFilter):
    """Search in title and text, by kind."""

    kind = django_filters.ChoiceFilter(choices=material_kinds, label=_("Kind of material"), empty_label="—")

    class Meta:
        model = Material
        fields: tuple[str, ...] = ()
        form = FilterForm


class PortfolioTable(Table):
    """Rows of ``showing.candidates``. ``willing``: who has consented to what a portfolio shows."""

    name = LinkColumn(
        accessor="full_name",
        order_by=("sort_key", "id"),
        verbose_name=_("Person"),
        linkify=lambda record: reverse("publication:portfolio", args=[record.pk]),
    )
    consent = Column(empty_values=(), orderable=False, verbose_name=_("Consent to distribution"))
    state = Column(empty_values=(), orderable=False, verbose_name=_("On the public page"))

    def __init__(self, *args: Any, willing: Collection[int], **kwargs: Any) -> None:
        self.willing = willing
        super().__init__(*args, **kwargs)

    def render_consent(self, record: Person) -> SafeString:
        """Given for the name and the achievements, or not."""
        given = record.pk in self.willing
        return badge(gettext("given") if given else gettext("lacks"), "success" if given else "warning")

    def render_state(self, record: Person) -> SafeString | str:
        """Published and shown, or not."""
        published = getattr(record, "published_portfolio", None) is not None and record.pk in self.willing
        return badge(gettext("published"), "success") if published else "—"

    class Meta(Table.Meta):
        pass


class PortfolioFilter(django_filters.FilterSet):
    """By the name."""

    q = django_filters.CharFilter(method="by_text", label=pgettext_lazy("person", "Full name"))

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()
        form = FilterForm

    def by_text(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Each word anywhere in the name."""
        return search(rows, value, "sort_key")
