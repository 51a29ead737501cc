"""The times of the school, the hours of people, their meetings, and when all of them can meet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from apps.school.pairs.models import MatchMentee, MatchMentor
from apps.school.people.models import Person
from apps.school.programmes.meetings import LONGEST
from apps.school.programmes.models import Meeting
from apps.school.programmes.queries import OPEN
from kernel.clock import now

from ..models import DayHours, SchoolDays, SchoolTimes, Window
from ..times import Hours, PersonHours, SchoolCalendar, Span, common, free_time, lasting, slots, whole_day

PER_DAY, PER_SEARCH = 6, 36


def times() -> SchoolTimes:
    """What the school has set, else the defaults (not saved)."""
    return SchoolTimes.objects.first() or SchoolTimes()


def school_zone() -> datetime.tzinfo:
    """The school's zone, which is current inside a school."""
    return timezone.get_current_timezone()


def calendar() -> SchoolCalendar:
    """The days on which the school works (two queries)."""
    rows = list(SchoolDays.objects.values_list("starts_on", "ends_on", "is_working"))
    return SchoolCalendar(
        frozenset(times().weekdays),
        closed=tuple((first, last) for first, last, working in rows if not working),
        opened=tuple((first, last) for first, last, working in rows if working),
    )


def hours_of(persons: Sequence[Person], first: datetime.date, last: datetime.date) -> dict[int, PersonHours]:
    """Hours by person id (two queries)."""
    weekly: dict[int, dict[int, list[Hours]]] = {person.pk: {} for person in persons}
    for row in Window.objects.filter(person__in=persons).select_related("lesson"):
        source = row.lesson or row
        assert source.starts is not None
        assert source.ends is not None
        weekly[row.person_id].setdefault(row.weekday, []).append(Hours(source.starts, source.ends))
    free: dict[int, list[tuple[datetime.date, Hours]]] = {person.pk: [] for person in persons}
    busy: dict[int, list[tuple[datetime.date, Hours | None]]] = {person.pk: [] for person in persons}
    for each in DayHours.objects.filter(person__in=persons, day__gte=first, day__lte=last):
        hours = Hours(each.starts, each.ends) if each.starts is not None and each.ends is not None else None
        if not each.is_free:
            busy[each.person_id].append((each.day, hours))
        elif hours is not None:
            free[each.person_id].append((each.day, hours))
    return {
        key: PersonHours(
            {weekday: tuple(hours) for weekday, hours in week.items()},
            tuple(free[key]),
            tuple(busy[key]),
            is_told=bool(week),
        )
        for key, week in weekly.items()
    }


@dataclass(frozen=True, slots=True)
class Engagement:
    """A planned meeting of a person, in whatever pair."""

    person: Person
    meeting: Meeting
    span: Span


def engagements(persons: Sequence[Person], start: datetime.datetime, end: datetime.datetime) -> list[Engagement]:
    """Planned meetings of each person in a time, those of all pairs (three queries)."""
    by_match: dict[int, list[Person]] = {}
    known = {person.pk: person for person in persons}
    for side in (MatchMentor, MatchMentee):
        rows = side.objects.filter(card__person__in=persons, until=None).values_list("match", "card__person")
        for match, person in rows:
            by_match.setdefault(match, []).append(known[person])
    earliest = start - datetime.timedelta(minutes=LONGEST)
    meetings = Meeting.objects.filter(
        programme__match__in=by_match,
        programme__state__in=OPEN,
        state=Meeting.State.PLANNED,
        starts_at__gt=earliest,
        starts_at__lt=end,
    ).annotate(match=F("programme__match"))
    found = []
    for meeting in meetings.order_by("starts_at", "pk"):
        span = lasting(meeting.starts_at, meeting.minutes)
        if span.meets(Span(start, end)):
            found += [Engagement(person, meeting, span) for person in by_match[meeting.match]]
    return found


def clashes(persons: Sequence[Person], spans: Iterable[Span]) -> Mapping[Span, list[Engagement]]:
    """Which of the spans meet a planned meeting of somebody; spans without one are left out."""
    asked = list(spans)
    if not asked:
        return {}
    taken = engagements(persons, min(each.start for each in asked), max(each.end for each in asked))
    met = {each: [one for one in taken if one.span.meets(each)] for each in asked}
    return {each: found for each, found in met.items() if found}


@dataclass(frozen=True, slots=True)
class Common:
    """When all can meet. ``starts``: beginnings in order; ``untold``: who has told no hours of a usual week."""

    starts: list[datetime.datetime]
    untold: list[Person]
    taken: list[Engagement]


def common_times(persons: Sequence[Person], minutes: int, first: datetime.date, last: datetime.date) -> Common:
    """Beginnings of meetings that suit everybody's hours and meet nobody's planned meeting (seven queries)."""
    zone, days = school_zone(), calendar()
    hours = hours_of(persons, first, last)
    taken = engagements(persons, whole_day(first, zone).start, whole_day(last, zone).end)
    free = [
        free_time(hours[each.pk], days, first, last, zone, [one.span for one in taken if one.person.pk == each.pk])
        for each in persons
    ]
    found: list[datetime.datetime] = []
    by_day: dict[datetime.date, int] = {}
    for start in slots(common(free), minutes, after=now(), limit=PER_SEARCH * PER_DAY):
        day = start.astimezone(zone).date()
        by_day[day] = by_day.get(day, 0) + 1
        if by_day[day] <= PER_DAY and len(found) < PER_SEARCH:
            found.append(start)
    return Common(found, [each for each in persons if not hours[each.pk].is_told], taken)
