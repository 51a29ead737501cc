"""Tables of pairs and of mentees to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from ui.icons import badge
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

from .models import Match, MatchMentee, MatchMentor, Petition

STATE_KINDS = {
    "proposed": "waiting",
    "agreed": "info",
    "ordered": "waiting",
    "active": "active",
    "completed": "success",
    "ended": "neutral",
    "declined": "warning",
    "cancelled": "neutral",
}
PETITION_KINDS = {
    "filed": "waiting",
    "granted": "active",
    "refused": "warning",
    "withdrawn": "neutral",
    "done": "success",
}


def names_of(rows: Sequence[MatchMentor | MatchMentee]) -> str:
    """Short names of one side."""
    return ", ".join(row.card.person.short_name for row in rows)


class PairTable(Table):
    """One row per pair. ``view``: the regulation whose words the codes are shown with."""

    mentor = LinkColumn(accessor="current_mentors", verbose_name=_("Mentor"), order_by=("mentor_key", "pk"))
    mentee = Column(accessor="current_mentees", verbose_name=_("Mentee"), order_by=("mentee_key", "pk"))
    form = Column(verbose_name=_("Form"))
    type = Column(verbose_name=_("Type"))
    term = Column(accessor="starts_on", verbose_name=_("Term"), order_by=("starts_on", "ends_on", "pk"))
    state = BadgeColumn(STATE_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Match
        fields = ("mentor", "mentee", "form", "type", "term", "state")

    def __init__(self, *args: Any, view: RegulationView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def _word(self, dictionary: str, code: str) -> str:
        return self.view.local_name(dictionary, code) if self.view else catalogue().title(dictionary, code)

    def render_mentor(self, value: Sequence[MatchMentor]) -> str:
        """Names of the mentors."""
        return names_of(value)

    def render_mentee(self, value: Sequence[MatchMentee]) -> str:
        """Names of the mentees."""
        return names_of(value)

    def render_form(self, value: str) -> str:
        """The school's word."""
        return self._word("mentoring_form", value)

    def render_type(self, value: str) -> str:
        """The school's word."""
        return self._word("mentoring_type", value)

    def render_term(self, record: Match) -> str:
        """«15.09.2026 – 15.06.2027»."""
        return f"{date_format(record.starts_on, 'd.m.Y')} – {date_format(record.ends_on, 'd.m.Y')}"

    value_term = render_term
    value_mentor, value_mentee, value_form, value_type = render_mentor, render_mentee, render_form, render_type


class ChoiceTable(Table):
    """Mentees of the bank: choosing one opens the form of a new pair."""

    person = LinkColumn(
        verbose_name=_("Mentee"),
        order_by=("person__sort_key", "pk"),
        linkify=lambda record: f"{reverse('pairs:new')}?mentee={record.pk}",
    )
    position = Column(accessor="person__position", verbose_name=_("Position or class"))
    category = Column(verbose_name=_("Category"))
    request = Column(verbose_name=_("Request"), orderable=False)
    has_pair = Column(verbose_name=_("Pair"))

    class Meta(Table.Meta):
        model = MenteeCard
        fields = ("person", "position", "category", "request", "has_pair")

    def render_category(self, value: str) -> str:
        """The catalogue's title."""
        return catalogue().title("mentee_category", value)

    def render_position(self, record: MenteeCard) -> str:
        """The position, of a pupil the class."""
        return record.person.position or record.person.department

    def render_request(self, value: str) -> SafeString:
        """The beginning of the request."""
        return format_html("{}", value if len(value) < 120 else f"{value[:117]}…")

    def render_has_pair(self, value: bool) -> SafeString:
        """Whether an open pair exists."""
        return badge(str(_("has a pair")), "neutral") if value else badge(str(_("no pair yet")), "waiting")


class PetitionTable(Table):
    """Petitions, the newest first."""

    author = LinkColumn(
        accessor="author__short_name",
        verbose_name=_("Who asks"),
        order_by=("author__sort_key", "pk"),
        linkify=lambda record: record.get_absolute_url(),
    )
    kind = Column(accessor="get_kind_display", verbose_name=_("What is asked"), order_by=("kind", "pk"))
    mentor = Column(accessor="mentor__person__short_name", verbose_name=_("Mentor"), orderable=False)
    filed_on = DateColumn(verbose_name=_("Filed"))
    leaves_on = DateColumn(verbose_name=_("Last day"))
    state = BadgeColumn(PETITION_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Petition
        fields = ("author", "kind", "mentor", "filed_on", "leaves_on", "state")


class UnpairedTable(Table):
    """Mentees without a pair, with what was done for them; naming one opens the record of the support."""

    person = LinkColumn(
        verbose_name=_("Mentee"),
        order_by=("person__sort_key", "pk"),
        linkify=lambda record: reverse("pairs:support", kwargs={"mentee_card": record.pk}),
    )
    request = Column(verbose_name=_("Request"), orderable=False)
    entered_on = DateColumn(verbose_name=_("In the bank since"))
    measures = NumberColumn(verbose_name=_("Measures"), orderable=False)
    supported_on = DateColumn(verbose_name=_("Last one"), orderable=False)
    last_measure = Column(verbose_name=_("What was done"), orderable=False)

    class Meta(Table.Meta):
        model = MenteeCard
        fields = ("person", "request", "entered_on", "measures", "supported_on", "last_measure")
