"""Filters of the registers of the banks: papers, tracks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet

from apps.school.regulation.queries import current
from apps.school.regulation.rules.bank import tracks, tracks_for
from kernel.clock import today
from ui.forms import FilterForm

from . import queries
from .filters import search
from .forms_growth import track_choices
from .models import MenteeCard, MentorCard

UNSENT = "unsent"
UNKNOWN = "unknown"


class PaperFilter(FilterSet):
    """Mentors from outside by the state of their papers."""

    q = CharFilter(method="by_text", label=_("Name, organisation"))
    state = ChoiceFilter(
        method="by_state",
        label=_("Documents"),
        empty_label=_("all"),
        choices=[
            ("expiring", _("expire in 30 days")),
            ("expired", _("expired")),
            ("missing", _("missing")),
        ],
    )

    class Meta:
        model = MentorCard
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[MentorCard], name: str, value: str) -> QuerySet[MentorCard]:
        """Each word anywhere."""
        return search(rows, value, "person__sort_key", "person__organisation", "person__position")

    def by_state(self, rows: QuerySet[MentorCard], name: str, value: str) -> QuerySet[MentorCard]:
        """Those with a paper in the state."""
        papers = queries.papers_in_bank(current(), today())
        return rows.filter(
            person_id__in=[pk for pk, found in papers.items() if any(paper.state == value for paper in found)]
        )


def _choices() -> list[tuple[str, Any]]:
    return [*track_choices(current()), (UNSENT, _("to be sent")), (UNKNOWN, _("experience not known"))]


class TrackFilter(FilterSet):
    """Mentees by the track they are on, or that their experience leads to."""

    q = CharFilter(method="by_text", label=_("Name, position"))
    track = ChoiceFilter(method="by_track", label=_("Track"), empty_label=_("all"), choices=_choices)

    class Meta:
        model = MenteeCard
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[MenteeCard], name: str, value: str) -> QuerySet[MenteeCard]:
        """Each word anywhere."""
        return search(rows, value, "person__sort_key", "person__position")

    def by_track(self, rows: QuerySet[MenteeCard], name: str, value: str) -> QuerySet[MenteeCard]:
        """Those on a track; those who should be sent to one; those of whom it cannot be told."""
        if value == UNKNOWN:
            return rows.filter(person__teaching_since__isnull=True)
        if value != UNSENT:
            return rows.filter(track=value)
        view, day = current(), today()
        waiting = rows.exclude(track__in=[track.code for track in tracks(view)])
        ids = [card.pk for card in waiting if tracks_for(view, card.person.experience_on(day))]
        return rows.filter(pk__in=ids)
