"""Tables and filters of the monitoring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from ui.forms import FilterForm
from ui.icons import badge
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Measurement, MonitoringRun, Report

RUN_KINDS = {"open": "active", "closed": "neutral"}
REPORT_KINDS = {"draft": "waiting", "approved": "success"}


class RunTable(Table):
    """Runs of the monitoring."""

    title = LinkColumn(verbose_name=_("Monitoring"))
    starts_on = DateColumn(verbose_name=_("Begins"))
    ends_on = DateColumn(verbose_name=_("Ends"))
    report_count = NumberColumn(verbose_name=_("Reports"))
    state = BadgeColumn(RUN_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        pass


class RunFilter(FilterSet):
    """By words and state."""

    q = CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    state = ChoiceFilter(choices=MonitoringRun.State.choices, label=_("State"), empty_label=_("any"))

    class Meta:
        model = MonitoringRun
        fields: list[str] = []
        form = FilterForm


class ReportTable(Table):
    """Closing documents."""

    title = LinkColumn(verbose_name=_("Report"))
    compiled_on = DateColumn(verbose_name=_("Compiled on"))
    approved_on = DateColumn(verbose_name=_("Approved on"))
    state = BadgeColumn(REPORT_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        pass


class ReportFilter(FilterSet):
    """By words and state."""

    q = CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    state = ChoiceFilter(choices=Report.State.choices, label=_("State"), empty_label=_("any"))

    class Meta:
        model = Report
        fields: list[str] = []
        form = FilterForm


class MeasuredTable(Table):
    """Programmes with how many of their mentees are measured. ``stages``: as ``queries.stages_of``."""

    pair = Column(
        empty_values=(),
        orderable=False,
        verbose_name=_("Pair"),
        linkify=lambda record: reverse("monitoring:measures", kwargs={"programme": record.pk}),
        attrs={"td": {"class": "lead-cell"}, "a": {"class": "row-link"}},
    )
    starts_on = DateColumn(accessor="match__starts_on", verbose_name=_("Begins"))
    state = Column(verbose_name=_("State"))
    before = Column(empty_values=(), orderable=False, verbose_name=_("Before"))
    after = Column(empty_values=(), orderable=False, verbose_name=_("After"))

    def __init__(self, *args: Any, stages: Mapping[tuple[int, int], set[str]], **kwargs: Any) -> None:
        self.stages = stages
        super().__init__(*args, **kwargs)

    class Meta(Table.Meta):
        pass

    def render_pair(self, record: Programme) -> str:
        """Who with whom."""
        return people_of(record).title

    def _made(self, record: Programme, stage: str) -> str:
        people = people_of(record).mentees
        done = sum(stage in self.stages.get((record.pk, person.pk), ()) for person in people)
        return f"{done}\u00a0/\u00a0{len(people)}"

    def _shown(self, record: Programme, stage: str) -> Any:
        words = self._made(record, stage)
        done, _slash, whole = words.split()
        return format_html_join("", "{}", ((badge(words, "success" if done == whole else "waiting"),),))

    def value_before(self, record: Programme) -> str:
        """How many of the mentees."""
        return self._made(record, Measurement.Stage.BEFORE)

    def render_before(self, record: Programme) -> Any:
        """As a badge."""
        return self._shown(record, Measurement.Stage.BEFORE)

    def value_after(self, record: Programme) -> str:
        """How many of the mentees."""
        return self._made(record, Measurement.Stage.AFTER)

    def render_after(self, record: Programme) -> Any:
        """As a badge."""
        return self._shown(record, Measurement.Stage.AFTER)


class MeasuredFilter(FilterSet):
    """By the state of the programme."""

    state = ChoiceFilter(choices=Programme.State.choices, label=_("State"), empty_label=_("any"))

    class Meta:
        model = Programme
        fields: list[str] = []
        form = FilterForm
