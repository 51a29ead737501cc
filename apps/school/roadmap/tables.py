"""Lists: roadmaps, terms of events, refreshes, measurements, papers."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import FilterForm
from ui.icons import badge
from ui.tables import ActionsColumn, BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Measurement, Refresh, RewardPaper, Roadmap, Stage, Template, Term
from .shown import person_words

STATE_KINDS = {"draft": "waiting", "approved": "active", "closed": "neutral"}
TERM_STATES = (
    ("late", _("overdue")),
    ("open", _("to be done")),
    ("done", _("done")),
    ("undated", _("without a day")),
    ("dropped", _("closed without being done")),
)


class RoadmapTable(Table):
    """Rows of ``queries.for_list``."""

    title = LinkColumn(verbose_name=_("Roadmap"))
    starts_on = DateColumn(verbose_name=_("From"))
    ends_on = DateColumn(verbose_name=_("To"))
    state = BadgeColumn(STATE_KINDS, verbose_name=_("State"))
    progress = NumberColumn(verbose_name=_("Done"), accessor="pk", orderable=False)
    late_count = NumberColumn(verbose_name=_("Overdue"))

    def render_progress(self, record: Any) -> SafeString:
        """Marked terms of all."""
        return format_html("{} {} {}", record.done_count, _("of"), record.term_count)

    def value_progress(self, record: Any) -> str:
        """The same for XLSX."""
        return f"{record.done_count} / {record.term_count}"

    class Meta(Table.Meta):
        model = Roadmap
        fields = ("title", "starts_on", "ends_on", "state", "progress", "late_count")


class RoadmapFilter(django_filters.FilterSet):
    """Search by title, state."""

    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("State"), choices=Roadmap.State.choices)

    class Meta:
        model = Roadmap
        fields: tuple[str, ...] = ()
        form = FilterForm


class TemplateTable(Table):
    """The school's own templates."""

    title = Column(verbose_name=_("Template"))
    created_at = DateColumn(verbose_name=_("Kept on"))
    maker_name = Column(verbose_name=_("Made by"))
    steps = ActionsColumn(template_name="roadmap/template_steps.html")

    class Meta(Table.Meta):
        model = Template
        fields = ("title", "created_at", "maker_name", "steps")


class TermTable(Table):
    """Terms of events with their marks."""

    event = LinkColumn(
        verbose_name=_("Event of the roadmap"),
        linkify=lambda record: record.event.get_absolute_url(),
        order_by=("event__title", "pk"),
    )
    stage = Column(verbose_name=_("Stage"), accessor="event__stage__title", order_by=("event__stage__position", "pk"))
    due_on = DateColumn(verbose_name=_("By"))
    responsible = Column(verbose_name=_("Responsible"), accessor="pk", orderable=False)
    state = Column(verbose_name=_("State"), accessor="pk", orderable=False)
    done_on = DateColumn(verbose_name=_("Done on"))
    note = Column(verbose_name=_("Mark"), orderable=False)

    def __init__(self, *args: Any, view: RegulationView | None, **kwargs: Any) -> None:
        self.view = view
        super().__init__(*args, **kwargs)

    def render_responsible(self, record: Term) -> str:
        """Offices and persons."""
        return responsible_words(record, self.view) or "—"

    def render_state(self, record: Term) -> SafeString:
        """Done, overdue or to be done, in a word."""
        kind, words = state_of(record)
        return badge(str(words), kind)

    def value_state(self, record: Term) -> str:
        """The word, for XLSX."""
        return str(state_of(record)[1])

    class Meta(Table.Meta):
        model = Term
        fields = ("event", "stage", "due_on", "responsible", "state", "done_on", "note")


def responsible_words(term: Term, view: RegulationView | None) -> str:
    """Offices in the school's words, then persons (prefetched)."""
    named = [view.actor_name(code) if view is not None else code for code in term.event.responsible]
    return ", ".join([*named, *map(person_words, term.event.persons.all())])


def state_of(term: Term) -> tuple[str, Any]:
    """(kind of the badge, word) of a term."""
    if term.done_on is not None:
        return "success", _("done")
    if term.dropped_on is not None:
        return "neutral", _("closed without being done")
    if term.due_on is None:
        return "neutral", _("without a day")
    if term.due_on < today():
        return "danger", _("overdue")
    return ("info", _("to be done")) if term.starts_on is None or term.starts_on > today() else ("waiting", _("now"))


class TermFilter(django_filters.FilterSet):
    """Search by event, stage, state."""

    q = django_filters.CharFilter(label=_("Event of the roadmap"), field_name="event__title", lookup_expr="icontains")
    stage = django_filters.ModelChoiceFilter(
        label=_("Stage"), field_name="event__stage", queryset=lambda request: _stages(request)
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=TERM_STATES, method="by_state")

    def by_state(self, rows: QuerySet[Term], name: str, value: str) -> QuerySet[Term]:
        """Overdue, to be done, done, without a day, closed without being done."""
        still = Q(done_on__isnull=True, dropped_on__isnull=True)
        chosen = {
            "late": still & Q(due_on__lt=today()),
            "open": still & Q(due_on__gte=today()),
            "done": Q(done_on__isnull=False),
            "undated": still & Q(due_on__isnull=True),
            "dropped": Q(dropped_on__isnull=False),
        }
        return rows.filter(chosen[value])

    class Meta:
        model = Term
        fields: tuple[str, ...] = ()
        form = FilterForm


def _stages(request: Any) -> QuerySet[Stage]:
    kwargs = request.resolver_match.kwargs if request is not None and request.resolver_match else {}
    return Stage.objects.filter(roadmap=kwargs.get("roadmap", 0)).order_by("position")


class RefreshTable(Table):
    """The history of refreshes."""

    code = Column(verbose_name=_("What was refreshed"))
    done_on = DateColumn(verbose_name=_("Date"))
    in_bank = NumberColumn(verbose_name=_("Entries in the bank"))
    checked = Column(verbose_name=_("What was checked"), orderable=False)
    late_reason = Column(verbose_name=_("Reason of the delay"), orderable=False)
    doer_name = Column(verbose_name=_("Who"))

    def __init__(self, *args: Any, view: RegulationView | None, **kwargs: Any) -> None:
        self.view = view
        super().__init__(*args, **kwargs)

    def render_code(self, value: str) -> str:
        """The object in the school's words."""
        return self.view.local_name("refresh_object", value) if self.view is not None else value

    class Meta(Table.Meta):
        model = Refresh
        fields = ("code", "done_on", "in_bank", "checked", "late_reason", "doer_name")


class MeasurementTable(Table):
    """Planned and held measurements."""

    due_on = LinkColumn(verbose_name=_("By"), linkify=False)
    held_on = DateColumn(verbose_name=_("Held on"))
    note = Column(verbose_name=_("Results in short"), orderable=False)
    doer_name = Column(verbose_name=_("Who"))
    state = Column(verbose_name=_("State"), accessor="pk", orderable=False)

    def render_due_on(self, value: Any) -> str:
        """20.11.2026."""
        return value.strftime("%d.%m.%Y") if value else "—"

    def value_due_on(self, value: Any) -> Any:
        """The date itself, for XLSX."""
        return value

    def render_state(self, record: Measurement) -> SafeString:
        """Held, overdue or planned."""
        kind, words = measured(record)
        return badge(str(words), kind)

    class Meta(Table.Meta):
        model = Measurement
        fields = ("due_on", "state", "held_on", "note", "doer_name")


def measured(row: Measurement) -> tuple[str, Any]:
    """(kind of the badge, word) of a measurement."""
    if row.held_on is not None:
        return "success", _("held")
    return ("danger", _("overdue")) if row.due_on < today() else ("waiting", _("planned"))


class PaperTable(Table):
    """Extracts and memos."""

    kind = LinkColumn(verbose_name=_("Paper"))
    person = Column(verbose_name=_("Whose"))
    starts_on = DateColumn(verbose_name=_("From"))
    ends_on = DateColumn(verbose_name=_("To"))
    maker_name = Column(verbose_name=_("Made by"))

    class Meta(Table.Meta):
        model = RewardPaper
        fields = ("kind", "person", "starts_on", "ends_on", "maker_name")
