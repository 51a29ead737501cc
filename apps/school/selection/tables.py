"""Tables of the selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from kernel.errors import Violation
from ui.icons import badge
from ui.tables import ActionsColumn, BadgeColumn, CheckColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Appointment, Candidacy, CuratorAppointment, RatingRow, Sitting, Training

CANDIDACY_KINDS = {
    "nominated": "waiting",
    "consented": "active",
    "recommended": "info",
    "approved": "waiting",
    "appointed": "success",
    "rejected": "warning",
    "withdrawn": "neutral",
}
CURATOR_KINDS = {"waiting": "waiting", "in_force": "success", "ended": "neutral", "dropped": "warning"}
SITTING_KINDS = {"planned": "waiting", "held": "success", "called_off": "neutral"}


def word_of(view: RegulationView | None, dictionary: str, code: str) -> str:
    """The school's word, the catalogue's without a regulation."""
    return view.local_name(dictionary, code) if view else catalogue().title(dictionary, code)


class _Worded(Table):
    """Base of tables that show codes by the school's words."""

    def __init__(self, *args: Any, view: RegulationView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    class Meta(Table.Meta):
        pass


class CandidacyTable(_Worded):
    """One row per candidacy. ``missing``: candidacy id -> what still forbids its approval."""

    check = CheckColumn()
    person = LinkColumn(accessor="person__full_name", verbose_name=_("Candidate"), order_by=("person__sort_key", "id"))
    route = Column(verbose_name=_("Way of selection"))
    opened_on = DateColumn(verbose_name=_("Nominated on"))
    state = BadgeColumn(CANDIDACY_KINDS, verbose_name=_("State"))
    missing = Column(empty_values=(), orderable=False, verbose_name=pgettext_lazy("candidate", "Missing"))

    class Meta(Table.Meta):
        model = Candidacy
        fields = ("check", "person", "route", "opened_on", "state", "missing")

    def __init__(self, *args: Any, missing: Mapping[int, Sequence[Violation]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.missing = missing

    def render_route(self, value: str) -> str:
        """The school's word."""
        return word_of(self.view, "selection_route", value)

    def value_missing(self, record: Candidacy) -> str:
        """Titles of the parameters that the candidate does not meet yet."""
        keys = dict.fromkeys(rule.parameter for rule in self.missing.get(record.pk, ()))
        return "; ".join(str(catalogue().parameters[key].title) for key in keys)

    def render_missing(self, record: Candidacy) -> str | SafeString:
        """The same; a green badge when nothing is missing."""
        if record.pk not in self.missing:
            return "—"
        return self.value_missing(record) or badge(str(_("ready for approval")), "success")

    value_route = render_route


class RegisterTable(_Worded):
    """The register of approved mentors."""

    person = LinkColumn(accessor="person__full_name", verbose_name=_("Mentor"), order_by=("person__sort_key", "id"))
    position = Column(accessor="person__position", verbose_name=_("Position"))
    grade = Column(verbose_name=_("Grade"))
    act = Column(accessor="act_number", verbose_name=_("Act"), order_by=("act_date", "act_number"), empty_values=())
    since = DateColumn(verbose_name=_("Since"))
    until = DateColumn(verbose_name=_("Valid until"))
    state = Column(empty_values=(), orderable=False, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Appointment
        fields = ("person", "position", "grade", "act", "since", "until", "state")

    def render_grade(self, value: str) -> str:
        """The school's word."""
        return word_of(self.view, "mentor_grade", value)

    def render_act(self, record: Appointment) -> str:
        """«приказ № 5-н от 01.09.2026»."""
        kind = word_of(self.view, "appointment_act", record.act_kind)
        number = f" № {record.act_number}" if record.act_number else ""
        return f"{kind}{number}, {record.act_date:%d.%m.%Y}"

    def value_state(self, record: Appointment) -> str:
        """In force or over."""
        return str(_("in force") if record.counts_on(today()) else pgettext_lazy("register", "over"))

    def render_state(self, record: Appointment) -> SafeString:
        """The same as a badge."""
        return badge(self.value_state(record), "success" if record.counts_on(today()) else "neutral")

    value_grade, value_act = render_grade, render_act


class TrainingTable(Table):
    """Trainings of everybody."""

    person = LinkColumn(
        accessor="person__full_name",
        verbose_name=pgettext_lazy("person", "Full name"),
        order_by=("person__sort_key", "id"),
        linkify=lambda record: record.person.get_absolute_url(),
    )
    title = Column(verbose_name=_("Training course"))
    hours = NumberColumn(verbose_name=_("Hours"))
    finished_on = DateColumn(verbose_name=_("Finished on"))
    certificate = Column(verbose_name=_("Certificate"))

    class Meta(Table.Meta):
        model = Training
        fields = ("person", "title", "hours", "finished_on", "certificate")


class SittingTable(Table):
    """Sittings of the commission."""

    held_on = LinkColumn(verbose_name=_("Date"))
    number = Column(verbose_name=_("Protocol №"))
    questions = NumberColumn(verbose_name=_("Candidates"))
    state = BadgeColumn(SITTING_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Sitting
        fields = ("held_on", "number", "questions", "state")

    def render_held_on(self, value: Any) -> str:
        """The day."""
        return f"{value:%d.%m.%Y}"

    def value_held_on(self, value: Any) -> Any:
        """The day itself, for XLSX."""
        return value


class CuratorTable(_Worded):
    """Curators with the acts that made them."""

    person = LinkColumn(
        accessor="person__full_name",
        verbose_name=_("Curator"),
        order_by=("person__sort_key", "id"),
        linkify=lambda record: record.person.get_absolute_url(),
    )
    area = Column(verbose_name=_("Answers for"))
    appointed_by = Column(verbose_name=_("Appointed by"))
    act_number = Column(verbose_name=_("Act"), empty_values=(), order_by=("act_date", "id"))
    state = BadgeColumn(CURATOR_KINDS, verbose_name=_("State"))
    end = ActionsColumn(template_name="selection/_curator_actions.html")

    class Meta(Table.Meta):
        model = CuratorAppointment
        fields = ("person", "area", "appointed_by", "act_number", "state", "end")

    def render_appointed_by(self, value: str) -> str:
        """The school's word."""
        return word_of(self.view, "appointer", value)

    def render_act_number(self, record: CuratorAppointment) -> str:
        """«№ 5-н, 01.09.2026», or what waits."""
        if record.act_date is None:
            return "—"
        return f"№ {record.act_number}, {record.act_date:%d.%m.%Y}"

    value_appointed_by, value_act_number = render_appointed_by, render_act_number


class RatingTable(Table):
    """A rating, the best first."""

    place = NumberColumn(verbose_name=_("Place"))
    person = LinkColumn(
        accessor="person__full_name",
        verbose_name=_("Mentor"),
        order_by=("person__sort_key", "id"),
        linkify=lambda record: reverse(
            "selection:rating_row", kwargs={"rating": record.rating_id, "rating_row": record.pk}
        ),
    )
    score = NumberColumn(verbose_name=_("Points"))
    in_pool = Column(verbose_name=_("Pool of the best"))

    class Meta(Table.Meta):
        model = RatingRow
        fields = ("place", "person", "score", "in_pool")

    def value_in_pool(self, record: RatingRow) -> str:
        """Yes or nothing."""
        return str(_("in the pool")) if record.in_pool else ""

    def render_in_pool(self, record: RatingRow) -> str | SafeString:
        """The same as a badge."""
        return badge(str(_("in the pool")), "accent", "star") if record.in_pool else "—"
