"""The list of programmes: table and filters."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from ui.forms import FilterForm
from ui.tables import BadgeColumn, Column, DateColumn, DateTimeColumn, LinkColumn, NumberColumn, Table

from . import queries
from .models import Programme, Release

STATE_KINDS = {"draft": "waiting", "running": "active", "completed": "success", "ended": "neutral"}
RELEASE_KINDS = {"asked": "waiting", "granted": "success", "refused": "warning", "withdrawn": "neutral"}
QUIET_DAYS = ((14, _("2 weeks")), (30, _("a month")), (60, _("two months")))


class ProgrammeTable(Table):
    """Rows of ``queries.for_list``."""

    title = LinkColumn(verbose_name=_("Pair"), accessor="pk", order_by=("mentor_key", "pk"))
    state = BadgeColumn(STATE_KINDS, verbose_name=_("State"))
    progress = NumberColumn(verbose_name=_("Progress"), accessor="pk", orderable=False)
    next_at = DateTimeColumn(verbose_name=_("Next meeting"))
    last_held = DateTimeColumn(verbose_name=_("Last meeting"))
    starts_on = DateColumn(verbose_name=_("Begins"), accessor="match__starts_on")
    ends_on = DateColumn(verbose_name=_("Ends"), accessor="match__ends_on")
    form = Column(verbose_name=_("Form"), accessor="match__form")

    def __init__(self, *args: Any, view: RegulationView | None, **kwargs: Any) -> None:
        self.view = view
        super().__init__(*args, **kwargs)

    def render_title(self, record: Programme) -> str:
        """The people of the pair."""
        return queries.people_of(record).title

    def value_title(self, record: Programme) -> str:
        """The same for XLSX."""
        return queries.people_of(record).title

    def render_progress(self, record: Any) -> SafeString:
        """Done rows of the plan and held meetings."""
        done, total = record.items_done + record.held, record.items + record.meeting_count
        return format_html("{} {} {}", done, _("of"), total) if total else SafeString("—")

    def value_progress(self, record: Any) -> str:
        """The same for XLSX."""
        return f"{record.items_done + record.held} / {record.items + record.meeting_count}"

    def render_form(self, value: str) -> str:
        """The school's word for the form."""
        if self.view is None:
            return catalogue().title("mentoring_form", value)
        return self.view.local_name("mentoring_form", value)

    class Meta(Table.Meta):
        pass


class ProgrammeFilter(django_filters.FilterSet):
    """Search by name, state, form, silence, term."""

    q = django_filters.CharFilter(label=_("Name of a participant"), method="by_name")
    state = django_filters.ChoiceFilter(label=_("State"), choices=Programme.State.choices)
    form = django_filters.ChoiceFilter(label=_("Form"), field_name="match__form", choices=queries.form_choices)
    quiet = django_filters.TypedChoiceFilter(
        label=_("No meeting for"), choices=QUIET_DAYS, coerce=int, method="by_silence"
    )
    overdue = django_filters.BooleanFilter(label=_("Term is over"), method="by_term")

    def by_name(self, rows: QuerySet[Programme], name: str, value: str) -> QuerySet[Programme]:
        """Every word in somebody's name."""
        return queries.named_like(rows, value)

    def by_silence(self, rows: QuerySet[Programme], name: str, value: int) -> QuerySet[Programme]:
        """Quiet for so many days."""
        return queries.quiet_for(rows, value)

    def by_term(self, rows: QuerySet[Programme], name: str, value: bool) -> QuerySet[Programme]:
        """Still open behind its last day, or not."""
        late = queries.overdue(rows)
        return late if value else rows.exclude(pk__in=late.order_by().values("pk"))

    class Meta:
        model = Programme
        fields: tuple[str, ...] = ()
        form = FilterForm


class ReleaseTable(Table):
    """Releases from lessons, the latest day first."""

    person = LinkColumn(
        accessor="person__short_name",
        verbose_name=_("Who is released"),
        order_by=("person__sort_key", "pk"),
        linkify=lambda record: reverse("programmes:release", args=[record.pk]),
    )
    on_day = DateColumn(verbose_name=_("Day"))
    lessons = Column(verbose_name=_("Which lessons"), orderable=False)
    substitute = Column(verbose_name=_("Who stands in"), orderable=False)
    state = BadgeColumn(RELEASE_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Release
        fields = ("person", "on_day", "lessons", "substitute", "state")


class ReleaseFilter(django_filters.FilterSet):
    """Search by name, state, day."""

    q = django_filters.CharFilter(label=_("Name"), method="by_name")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Release.State.choices)
    since = django_filters.DateFilter(field_name="on_day", lookup_expr="gte", label=_("Not before"))

    def by_name(self, rows: QuerySet[Release], name: str, value: str) -> QuerySet[Release]:
        """Every word in the name."""
        for word in value.lower().split():
            rows = rows.filter(person__sort_key__icontains=word)
        return rows

    class Meta:
        model = Release
        fields: tuple[str, ...] = ()
        form = FilterForm
