"""Tables and filters of growth."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet

from ui.forms import FilterForm
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Course, DiagnosticSession, IndividualRoute

SESSION_KINDS = {"open": "active", "closed": "success", "cancelled": "neutral"}
ROUTE_KINDS = {"draft": "neutral", "proposed": "waiting", "agreed": "active", "done": "success", "dropped": "neutral"}
YES_NO = [("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no"))]
STEP_KINDS = {"planned": "waiting", "under_way": "active", "done": "success", "dropped": "neutral"}


class SessionTable(Table):
    """Diagnostic sessions."""

    person = LinkColumn(
        accessor="person__full_name", order_by=("person__sort_key", "pk"), verbose_name=pgettext_lazy("growth", "Whose")
    )
    framework = Column(accessor="framework__title", verbose_name=_("Framework"))
    kind = Column(verbose_name=pgettext_lazy("diagnostics", "Kind"))
    due_on = DateColumn(verbose_name=_("Answers till"))
    given = Column(verbose_name=_("Answered"), order_by=("given", "pk"))
    state = BadgeColumn(SESSION_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        pass

    def render_given(self, record: DiagnosticSession) -> str:
        """How many of those asked."""
        return f"{getattr(record, 'given', 0)}\u00a0/\u00a0{getattr(record, 'asked', 0)}"


class SessionFilter(FilterSet):
    """By name, state, kind, and what can be summed up."""

    q = CharFilter(field_name="person__sort_key", lookup_expr="icontains", label=_("Name"))
    state = ChoiceFilter(choices=DiagnosticSession.State.choices, label=_("State"), empty_label=_("any"))
    kind = ChoiceFilter(
        choices=DiagnosticSession.Kind.choices, label=pgettext_lazy("diagnostics", "Kind"), empty_label=_("any")
    )
    complete = ChoiceFilter(
        method="by_completeness", choices=YES_NO, label=_("Everybody has answered"), empty_label=_("any")
    )

    class Meta:
        model = DiagnosticSession
        fields: list[str] = []
        form = FilterForm

    def by_completeness(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Sessions in which nobody (or somebody) is still silent."""
        return rows.filter(given=F("asked")) if value == "yes" else rows.filter(given__lt=F("asked"))


class RouteTable(Table):
    """Individual routes."""

    person = LinkColumn(
        accessor="person__full_name", order_by=("person__sort_key", "pk"), verbose_name=pgettext_lazy("growth", "Whose")
    )
    tutor = Column(accessor="tutor__short_name", order_by=("tutor__sort_key", "pk"), verbose_name=_("Tutor"))
    ends_on = DateColumn(verbose_name=_("Ends"))
    done = Column(verbose_name=_("Steps done"), order_by=("done", "pk"))
    late = NumberColumn(verbose_name=_("Overdue"))
    state = BadgeColumn(ROUTE_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        pass

    def render_done(self, record: IndividualRoute) -> str:
        """How many of all."""
        return f"{getattr(record, 'done', 0)}\u00a0/\u00a0{getattr(record, 'steps', 0)}"


class RouteFilter(FilterSet):
    """By name, state and what is overdue."""

    q = CharFilter(field_name="person__sort_key", lookup_expr="icontains", label=_("Name"))
    state = ChoiceFilter(choices=IndividualRoute.State.choices, label=_("State"), empty_label=_("any"))
    overdue = ChoiceFilter(method="by_delay", choices=YES_NO, label=_("Steps overdue"), empty_label=_("any"))

    class Meta:
        model = IndividualRoute
        fields: list[str] = []
        form = FilterForm

    def by_delay(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Live routes with (or without) a step behind its day."""
        return rows.filter(late__gt=0) if value == "yes" else rows.filter(late=0)


class CourseTable(Table):
    """Courses of the school's list."""

    title = LinkColumn(verbose_name=pgettext_lazy("learning", "Course"))
    provider = Column(verbose_name=_("Provider"))
    kind = Column(verbose_name=pgettext_lazy("learning", "Kind"))
    hours = NumberColumn(verbose_name=_("Hours"))
    covers = Column(accessor="covers", orderable=False, verbose_name=_("Competencies"))
    learners = NumberColumn(verbose_name=_("Learners"))

    class Meta(Table.Meta):
        pass

    def render_covers(self, record: Course) -> str:
        """What it covers, in words."""
        return ", ".join(row.competency.title for row in record.covers.all()) or "—"


class CourseFilter(FilterSet):
    """By words, kind and whether it is offered."""

    q = CharFilter(field_name="title", lookup_expr="icontains", label=_("Title"))
    kind = ChoiceFilter(choices=Course.Kind.choices, label=pgettext_lazy("learning", "Kind"), empty_label=_("any"))
    offered = ChoiceFilter(method="by_offer", choices=YES_NO, label=_("Offered"), empty_label=_("any"))

    class Meta:
        model = Course
        fields: list[str] = []
        form = FilterForm

    def by_offer(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Courses that are offered now, or no more."""
        return rows.filter(in_use=value == "yes")


TABS = (
    ("index", _("Figures")),
    ("sessions", _("Diagnostics")),
    ("routes", _("Routes")),
    ("courses", _("Courses")),
)


def growth_tabs(here: str) -> list[dict[str, Any]]:
    """The tabs of the office."""
    return [{"label": label, "url": reverse(f"growth:{name}"), "active": name == here} for name, label in TABS]
