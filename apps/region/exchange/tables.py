"""The list of remote pairs."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.exchange.models import RemotePair
from ui.forms import FilterForm
from ui.tables import BadgeColumn, Column, DateColumn, DateTimeColumn, LinkColumn, NumberColumn, Table

STATE_KINDS = {"active": "active", "completed": "success", "ended": "neutral"}


class PairTable(Table):
    """Remote pairs over all schools of the reader."""

    people = LinkColumn(
        verbose_name=_("Pair"),
        accessor="pk",
        linkify=lambda record: reverse("exchange:pair", kwargs={"remote_pair": record.pk}),
        order_by=("mentor_name", "mentee_name"),
    )
    mentor_school = Column(verbose_name=_("Mentor's school"), order_by=("mentor_school__short_name",))
    mentee_school = Column(verbose_name=_("Mentee's school"), order_by=("mentee_school__short_name",))
    form_title = Column(verbose_name=_("Form"))
    next_at = DateTimeColumn(verbose_name=_("Next meeting"))
    held = NumberColumn(verbose_name=_("Meetings held"))
    ends_on = DateColumn(verbose_name=_("Until"))
    state = BadgeColumn(STATE_KINDS, verbose_name=_("State"))

    def render_people(self, record: RemotePair) -> str:
        """Both names."""
        return f"{record.mentor_name} → {record.mentee_name}"

    def value_people(self, record: RemotePair) -> str:
        """Both names, for XLSX."""
        return f"{record.mentor_name} → {record.mentee_name}"

    class Meta(Table.Meta):
        order_by = ()


class PairFilter(django_filters.FilterSet):
    """Search by names and schools, filter by state."""

    q = django_filters.CharFilter(method="search", label=_("Name or school"))
    state = django_filters.ChoiceFilter(choices=RemotePair.State.choices, label=_("State"))

    class Meta:
        model = RemotePair
        fields: tuple[str, ...] = ()
        form = FilterForm

    def search(self, queryset: QuerySet[RemotePair], name: str, value: str) -> QuerySet[RemotePair]:
        """Any of the words in names or schools."""
        for word in value.split():
            queryset = queryset.filter(
                Q(mentor_name__icontains=word)
                | Q(mentee_name__icontains=word)
                | Q(mentor_school__short_name__icontains=word)
                | Q(mentee_school__short_name__icontains=word)
            )
        return queryset
