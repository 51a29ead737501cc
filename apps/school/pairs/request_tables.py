"""Table and filters of requests for mentors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.forms import FilterForm
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, Table

from .filters import named
from .models import MentorRequest, RequestChoice

REQUEST_KINDS = {
    "open": "waiting",
    "matched": "success",
    "exhausted": "danger",
    "withdrawn": "neutral",
    "dropped": "neutral",
}
CHOICE_KINDS = {
    "queued": "neutral",
    "asked": "waiting",
    "accepted": "success",
    "declined": "warning",
    "lapsed": "warning",
    "skipped": "neutral",
    "cancelled": "neutral",
}


class RequestTable(Table):
    """One row per request. ``own_card``: of a mentor, who only learns of the own turn; None shows everybody asked."""

    mentee = LinkColumn(
        accessor="card__person__full_name",
        verbose_name=_("Mentee"),
        order_by=("card__person__sort_key", "pk"),
        linkify=lambda record: record.get_absolute_url(),
    )
    asked = Column(accessor="choices", verbose_name=_("Asked now"), orderable=False)
    answer_by = DateColumn(accessor="term", verbose_name=_("Answer by"), order_by=("term", "pk"))
    created_at = DateColumn(verbose_name=_("Requested on"))
    state = BadgeColumn(REQUEST_KINDS, verbose_name=_("State"))

    class Meta(Table.Meta):
        model = MentorRequest
        fields = ("mentee", "asked", "answer_by", "created_at", "state")

    def __init__(self, *args: Any, own_person: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_person = own_person
        self.day = today()

    def render_asked(self, record: MentorRequest) -> str:
        """Names of those whose answer is waited for; of an open request whose terms have passed, that they have."""
        asked = self._asked(record)
        waiting = [each for each in asked if each.state_on(self.day) == RequestChoice.State.ASKED]
        if asked and not waiting:
            return str(_("the term of the answer has passed"))
        return ", ".join(each.card.person.short_name for each in waiting) or "—"

    value_asked = render_asked

    def _asked(self, record: MentorRequest) -> Sequence[RequestChoice]:
        foreign = self.own_person is not None and record.card.person_id != self.own_person
        return [
            each
            for each in record.choices.all()
            if each.state == RequestChoice.State.ASKED and not (foreign and each.card.person_id != self.own_person)
        ]


class RequestFilter(django_filters.FilterSet):
    """By the mentee's name, state and way of asking."""

    q = django_filters.CharFilter(method="search", label=_("Name of the mentee"))
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=MentorRequest.State.choices)
    mode = django_filters.ChoiceFilter(
        label=_("Who is asked"), empty_label=_("any"), choices=MentorRequest.Mode.choices
    )

    class Meta:
        model = MentorRequest
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[MentorRequest], _name: str, value: str) -> QuerySet[MentorRequest]:
        """Every word is a part of the name."""
        for word in value.split():
            rows = rows.filter(named(word, "card__person__"))
        return rows
