"""The list of remote pairs."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from apps.region.exchange.models import Need, Offer, RemoteComplaint, RemotePair
from apps.region.exchange.weekly import weekly_of
from ui.forms import FilterForm
from ui.tables import BadgeColumn, Column, DateColumn, DateTimeColumn, LinkColumn, NumberColumn, Table, WordsColumn

COMPLAINT_KINDS = {"filed": "warning", "taken": "active", "answered": "success", "taken_back": "neutral"}
DAYS = [(number + 1, name) for number, name in WEEKDAYS.items()]
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


def _in_pair(word: str, pair: str = "") -> Q:
    """The word in a name or a school of the pair; ``pair``: the way from the row to it."""
    found = Q()
    for field in ("mentor_name", "mentee_name", "mentor_school__short_name", "mentee_school__short_name"):
        found |= Q(**{f"{pair}{field}__icontains": word})
    return found


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
            queryset = queryset.filter(_in_pair(word))
        return queryset


class ComplaintTable(Table):
    """Complaints about remote pairs."""

    people = LinkColumn(
        verbose_name=_("Pair"),
        accessor="pk",
        linkify=lambda record: reverse("exchange:complaint", kwargs={"remote_complaint": record.pk}),
        orderable=False,
    )
    side = Column(verbose_name=_("Who complains"), accessor="get_side_display", orderable=False)
    created_at = DateTimeColumn(verbose_name=_("Sent"))
    answer_by = DateColumn(verbose_name=_("Answer until"))
    state = BadgeColumn(COMPLAINT_KINDS, verbose_name=_("State"))

    def render_people(self, record: RemoteComplaint) -> str:
        """Both names."""
        return f"{record.pair.mentor_name} → {record.pair.mentee_name}"

    def value_people(self, record: RemoteComplaint) -> str:
        """Both names, for XLSX."""
        return f"{record.pair.mentor_name} → {record.pair.mentee_name}"

    class Meta(Table.Meta):
        order_by = ()


class ComplaintFilter(django_filters.FilterSet):
    """By state and school."""

    q = django_filters.CharFilter(method="search", label=_("Name or school"))
    state = django_filters.ChoiceFilter(choices=RemoteComplaint.State.choices, label=_("State"))

    class Meta:
        model = RemoteComplaint
        fields: tuple[str, ...] = ()
        form = FilterForm

    def search(self, queryset: QuerySet[RemoteComplaint], name: str, value: str) -> QuerySet[RemoteComplaint]:
        """Any of the words in names or schools."""
        for word in value.split():
            queryset = queryset.filter(_in_pair(word, "pair__"))
        return queryset


class _Posted(Table):
    """What an offer and a need have in common."""

    def render_times(self, record: Offer | Need) -> str:
        """Days and hours on the school's clock."""
        times = weekly_of(record.times)
        return f"{times} ({record.school.zone})" if times is not None else "—"

    def value_times(self, record: Offer | Need) -> str:
        """The same, for XLSX."""
        return self.render_times(record)


class OfferTable(_Posted):
    """Open offers of the region."""

    mentor_name = Column(verbose_name=_("Mentor"), attrs={"td": {"class": "lead-cell"}})
    school = Column(verbose_name=_("School"), order_by=("school__short_name",))
    subjects = WordsColumn(verbose_name=_("Subjects"), orderable=False)
    topics = Column(verbose_name=_("Can help with"), orderable=False)
    times = Column(verbose_name=_("Can meet"), orderable=False)
    places = NumberColumn(verbose_name=_("Places"))
    taken = NumberColumn(verbose_name=_("Taken"))

    class Meta(Table.Meta):
        order_by = ()


class NeedTable(_Posted):
    """Open needs of the region."""

    text = Column(verbose_name=_("Need"), orderable=False, attrs={"td": {"class": "lead-cell"}})
    about = Column(verbose_name=_("Mentee"))
    school = Column(verbose_name=_("School"), order_by=("school__short_name",))
    subjects = WordsColumn(verbose_name=_("Subjects"), orderable=False)
    times = Column(verbose_name=_("Can meet"), orderable=False)
    waiting = NumberColumn(verbose_name=_("Answers that wait"))
    ends_on = DateColumn(verbose_name=_("Until"))

    class Meta(Table.Meta):
        order_by = ()


class _PostedFilter(django_filters.FilterSet):
    """Search, place, day of the week."""

    place = django_filters.CharFilter(
        field_name="school__municipality__title", lookup_expr="icontains", label=_("Municipality")
    )
    day = django_filters.ChoiceFilter(method="on_day", choices=DAYS, label=_("Day of the week"), empty_label=_("any"))

    def on_day(self, queryset: QuerySet[Offer], name: str, value: str) -> QuerySet[Offer]:
        """Those who can meet on a day."""
        return queryset.filter(times__days__contains=[int(value)])


class OfferFilter(_PostedFilter):
    """Offers by words and form."""

    q = django_filters.CharFilter(method="search", label=_("Name, subject, topic or school"))

    class Meta:
        model = Offer
        fields: tuple[str, ...] = ()
        form = FilterForm

    def search(self, queryset: QuerySet[Offer], name: str, value: str) -> QuerySet[Offer]:
        """All of the words, each anywhere."""
        for word in value.split():
            queryset = queryset.filter(
                Q(mentor_name__icontains=word)
                | Q(topics__icontains=word)
                | Q(subjects__icontains=word)
                | Q(forms__icontains=word)
                | Q(school__short_name__icontains=word)
            )
        return queryset


class NeedFilter(_PostedFilter):
    """Needs by words and form."""

    q = django_filters.CharFilter(method="search", label=_("Need, subject or school"))

    class Meta:
        model = Need
        fields: tuple[str, ...] = ()
        form = FilterForm

    def search(self, queryset: QuerySet[Need], name: str, value: str) -> QuerySet[Need]:
        """All of the words, each anywhere."""
        for word in value.split():
            queryset = queryset.filter(
                Q(text__icontains=word)
                | Q(about__icontains=word)
                | Q(subjects__icontains=word)
                | Q(forms__icontains=word)
                | Q(school__short_name__icontains=word)
            )
        return queryset
