"""Meetings by days, for a page and for calendar programs."""

from __future__ import annotations

import calendar as months
import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from icalendar import Event

from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.calendar import event_of, slot_event
from apps.school.programmes.models import OVER, Meeting, Programme
from kernel.acting import Actor
from kernel.clock import now
from kernel.errors import NotFound
from tenants.identity.queries import holders
from tenants.isolation.context import require_school

from ..models import CalledOff, FeedAddress
from ..times import whole_day
from .hours import school_zone

SHOWN = 40
FEED_BACK = datetime.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Agenda:
    """A month: ``weeks`` of days with the number of meetings on each, and the meetings of the chosen time."""

    month: datetime.date
    weeks: list[list[tuple[datetime.date, int]]]
    meetings: list[Meeting]
    more: int


def _visible(actor: Actor) -> QuerySet[Meeting]:
    shown = programmes.visible_to(actor).order_by().values("pk")
    rows = Meeting.objects.filter(programme__in=shown).exclude(state=Meeting.State.MISSED)
    return rows.select_related("programme__match")


def agenda(actor: Actor, month: datetime.date, day: datetime.date | None) -> Agenda:
    """Meetings of the pairs that the actor sees in a month; listed are those of ``day``, else those still ahead."""
    zone = school_zone()
    weeks = months.Calendar().monthdatescalendar(month.year, month.month)
    first, last = weeks[0][0], weeks[-1][-1]
    rows = _visible(actor).filter(starts_at__gte=whole_day(first, zone).start, starts_at__lt=whole_day(last, zone).end)
    counts: dict[datetime.date, int] = {}
    for starts_at in rows.order_by().values_list("starts_at", flat=True):
        on = localdate(starts_at, zone)
        counts[on] = counts.get(on, 0) + 1
    if day is not None:
        span = whole_day(day, zone)
        rows = rows.filter(starts_at__gte=span.start, starts_at__lt=span.end)
    else:
        nights = whole_day(max(localdate(now(), zone), month), zone)
        rows = rows.filter(starts_at__gte=nights.start)
    listed = list(rows.prefetch_related(*programmes.people_at("programme__")).order_by("starts_at", "pk")[: SHOWN + 1])
    return Agenda(
        month,
        [[(on, counts.get(on, 0)) for on in week] for week in weeks],
        listed[:SHOWN],
        max(len(listed) - SHOWN, 0),
    )


# ---- the feed


def token_of(feed: FeedAddress) -> str:
    """The secret part of an address: nothing that a copy of the table would tell."""
    value = f"{connection.schema_name}:{feed.pk}:{feed.nonce.hex}"  # type: ignore[attr-defined]  # of the tenants' backend
    return salted_hmac("meetings.feed", value, algorithm="sha256").hexdigest()[:40]


def persons_feed(feed_id: int, token: str) -> Person:
    """Whose calendar an address opens. ``NotFound`` for a wrong or former one, and for people who are no members."""
    feed = FeedAddress.objects.select_related("person").filter(pk=feed_id).first()
    if feed is None or not constant_time_compare(token_of(feed), token):
        raise NotFound()
    person = feed.person
    if person.account_id is None or person.left_on is not None:
        raise NotFound()
    if not holders(require_school()).filter(account=person.account_id, account__is_active=True).exists():
        raise NotFound()
    return person


def _programmes_of(person: Person) -> Sequence[Programme]:
    acting = Actor(account_id=person.account_id, name=person.full_name, place="school")
    return list(programmes.with_people(programmes.own(acting)))


def feed_events(person: Person, host: str) -> Iterator[Event]:
    """Meetings of the person's own pairs: of the last three months and ahead, with those that were called off.

    Planned meetings of a pair that is over are cancelled: nobody will come.
    """
    courses = {course.pk: course for course in _programmes_of(person)}
    since = now() - FEED_BACK
    for meeting in Meeting.objects.filter(programme__in=courses, starts_at__gte=since).order_by("starts_at", "pk"):
        course = courses[meeting.programme_id]
        is_off = course.state in OVER and meeting.state == Meeting.State.PLANNED
        yield event_of(meeting, programmes.people_of(course), host, is_off=is_off)
    for row in CalledOff.objects.filter(programme__in=courses, starts_at__gte=since).order_by("starts_at", "pk"):
        event = slot_event(row.number, row.starts_at, row.minutes, host)
        event.add("dtstamp", row.at.astimezone(datetime.UTC))
        event.add("sequence", row.sequence)
        event.add("status", "CANCELLED")
        event.add("summary", row.topic or _("The meeting is called off"))
        yield event
