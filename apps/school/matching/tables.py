"""Tables of proposals, of proposed pairs, of ties and of conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.fitting import Reason, time_words
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from ui.icons import badge
from ui.tables import (
    ActionsColumn,
    BadgeColumn,
    CheckColumn,
    Column,
    DateTimeColumn,
    LinkColumn,
    NumberColumn,
    Table,
)

from .board import Board
from .explaining import points
from .models import Choice, MeetingConditions, Proposal, Tie

PROPOSAL_KINDS = {
    "waiting": "waiting",
    "solved": "info",
    "impossible": "warning",
    "taking": "waiting",
    "taken": "success",
}
STRONG_FIT = 500
TOLD_REASONS = 2


class ProposalTable(Table):
    """The history of runs, the newest first."""

    title = LinkColumn(accessor="pk", verbose_name=_("Proposal"), linkify=lambda record: record.get_absolute_url())
    solved_at = DateTimeColumn(verbose_name=_("Computed"))
    terms = Column(accessor="form", verbose_name=_("Form and type"), orderable=False)
    paired = Column(verbose_name=_("Paired"), order_by=("paired", "pk"))
    mean_fit = NumberColumn(verbose_name=_("Mean fit"), orderable=False)
    taken = NumberColumn(verbose_name=_("Pairs made"), orderable=False)
    state = BadgeColumn(PROPOSAL_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = Proposal
        fields = ("title", "solved_at", "terms", "paired", "mean_fit", "taken", "state")

    def render_title(self, record: Proposal) -> str:
        """«№ 5»."""
        return str(record)

    def render_terms(self, record: Proposal) -> str:
        """The catalogue's words."""
        form = catalogue().title("mentoring_form", record.form)
        return f"{form}, {catalogue().title('mentoring_type', record.type)}"

    def render_paired(self, record: Proposal) -> str:
        """«27 of 30»."""
        return str(_("%(paired)s of %(asked)s") % {"paired": record.paired, "asked": record.asked})


class ChoiceTable(Table):
    """Proposed pairs. ``board``: prices; ``reasons``: (mentor, mentee) -> why."""

    select = CheckColumn()
    mentee = LinkColumn(
        accessor="mentee__person__short_name",
        verbose_name=_("Mentee"),
        order_by=("mentee__person__sort_key", "pk"),
        linkify=lambda record: reverse("matching:why", args=[record.proposal_id, record.mentee_id]),
    )
    mentor = Column(
        accessor="mentor__person__short_name", verbose_name=_("Mentor"), order_by=("mentor__person__sort_key", "pk")
    )
    fit = Column(verbose_name=_("Fit"), order_by=("fit", "pk"))
    reasons = Column(empty_values=(), verbose_name=_("Why"), orderable=False)
    other = Column(empty_values=(), verbose_name=_("Next best and its price"), orderable=False)
    state = Column(empty_values=(), verbose_name=_("State"), orderable=False)

    class Meta(Table.Meta):
        model = Choice
        fields = ("select", "mentee", "mentor", "fit", "reasons", "other", "state")

    def __init__(
        self, *args: Any, board: Board, reasons: Mapping[tuple[int, int], tuple[Reason, ...]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.board, self.why = board, reasons

    def render_fit(self, value: int) -> SafeString:
        """Points of 100."""
        return badge(points(value), "success" if value >= STRONG_FIT else "info")

    def value_fit(self, value: int) -> float:
        """The number itself, for XLSX."""
        return value / 10

    def render_reasons(self, record: Choice) -> str:
        """The two weightiest."""
        found = self.why.get((record.mentor_id, record.mentee_id), ())
        return " ".join(reason.text for reason in found[:TOLD_REASONS])

    def value_reasons(self, record: Choice) -> str:
        """All of them, for XLSX."""
        return " ".join(reason.text for reason in self.why.get((record.mentor_id, record.mentee_id), ()))

    def render_other(self, record: Choice) -> str:
        """The cheapest other mentor."""
        offer = self.board.offer(record.mentee_id)
        if offer is None:
            return str(_("no other mentor"))
        return f"{offer.mentor.person.short_name}: {'; '.join([offer.price, *offer.moves])}"

    def render_state(self, record: Choice) -> SafeString:
        """Pinned, made into a pair, refused."""
        marks = []
        decided = self.board.rulings.get((record.mentor_id, record.mentee_id), "")
        if record.is_pinned or decided == "pin":
            marks.append(badge(str(_("pinned")), "accent"))
        if decided == "forbid":
            marks.append(badge(str(_("forbidden")), "warning"))
        if record.match is not None:
            state = badge(str(record.match.get_state_display()), "info")
            marks.append(format_html('<a href="{}">{}</a>', record.match.get_absolute_url(), state))
        elif record.refusal:
            marks.append(format_html("{} {}", badge(str(_("refused")), "warning"), record.refusal))
        return format_html_join(" ", "{}", ((mark,) for mark in marks)) or badge(str(_("proposed")), "neutral")


class TieTable(Table):
    """Declared ties."""

    first = Column(
        accessor="first__full_name", verbose_name=_("Who (the superior)"), order_by=("first__sort_key", "pk")
    )
    kind = Column(accessor="get_kind_display", verbose_name=_("Tie"), order_by=("kind", "pk"))
    second = Column(accessor="second__full_name", verbose_name=_("With whom"), order_by=("second__sort_key", "pk"))
    actions = ActionsColumn(template_name="matching/_tie_actions.html")

    class Meta(Table.Meta):
        model = Tie
        fields = ("first", "kind", "second", "actions")


class ConditionsTable(Table):
    """People of the banks with what they said. ``said``: person -> the row."""

    person = LinkColumn(
        accessor="full_name",
        verbose_name=_("Person"),
        order_by=("sort_key", "pk"),
        linkify=lambda record: reverse("matching:conditions_of", args=[record.pk]),
    )
    modes = Column(empty_values=(), verbose_name=_("How"), orderable=False)
    times = Column(empty_values=(), verbose_name=_("Free time"), orderable=False)
    place = Column(empty_values=(), verbose_name=_("Where"), orderable=False)

    class Meta(Table.Meta):
        model = Person
        fields = ("person", "modes", "times", "place")

    def __init__(self, *args: Any, said: Mapping[int, MeetingConditions], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = said

    def render_modes(self, record: Person) -> str:
        """Words of the modes."""
        row = self.said.get(record.pk)
        return ", ".join(catalogue().title("interaction_mode", code) for code in row.modes) if row else "—"

    def render_times(self, record: Person) -> str:
        """Words of the times."""
        row = self.said.get(record.pk)
        return time_words(row.times) if row and row.times else "—"

    def render_place(self, record: Person) -> str:
        """The place."""
        row = self.said.get(record.pk)
        return row.place if row and row.place else "—"
