"""Meetings of a series, and the next step of the first meetings planned at once."""

from __future__ import annotations

import datetime
from dataclasses import asdict

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from apps.school.programmes import meetings
from apps.school.programmes.models import Meeting, Programme
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today

from .. import queries
from ..errors import NothingToPlan, SeriesOver, TimeTaken, WrongTerms
from ..models import Series, SeriesMeeting
from ..rules import MAX_SERIES
from ..times import lasting, moment, series_days
from .proposals import MeetingTerms, locked_people, refuse_clash, told


@action("meeting.start_series")
def start_series(
    *,
    programme: Programme,
    first_on: datetime.date,
    until: datetime.date,
    at: datetime.time,
    weeks: int,
    terms: MeetingTerms,
    acting: Actor,
    skip_busy: bool = False,
) -> Series:
    """Meetings every week or every two, at one wall time whatever the clocks do, on days when the school works.

    Days on which somebody has another meeting refuse the series, or are left out with ``skip_busy``.
    """
    locked, _standing = meetings.locked_for_work(programme, acting)
    _check_term(locked, first_on, until, weeks)
    zone = queries.school_zone()
    wanted, _closed = series_days(queries.calendar(), first_on, until, weeks)
    spans = {day: lasting(moment(day, at, zone), terms.minutes) for day in wanted}
    spans = {day: span for day, span in spans.items() if span.start > now()}
    busy = queries.clashes(locked_people(locked), spans.values())
    if busy and not skip_busy:
        raise TimeTaken(told([each for taken in busy.values() for each in taken][:6]))
    free = {day: span for day, span in spans.items() if span not in busy}
    if not free:
        raise NothingToPlan()
    series = Series.objects.create(
        programme=locked, first_on=first_on, until=until, at=at, weeks=weeks, **asdict(terms)
    )
    for day, span in free.items():
        planned = meetings.plan_meeting(programme=locked, starts_at=span.start, **asdict(terms), acting=acting)
        SeriesMeeting.objects.create(series=series, meeting=planned, day=day)
    return series


def _check_term(programme: Programme, first_on: datetime.date, until: datetime.date, weeks: int) -> None:
    if weeks not in Series.Every.values:
        raise WrongTerms("weeks", _("A series is weekly or fortnightly."))
    if first_on < today():
        raise WrongTerms("first_on", _("The first day has passed."))
    if until < first_on:
        raise WrongTerms("until", _("The last day is before the first one."))
    if until > programme.match.ends_on:
        raise WrongTerms("until", _("The pair works until %(day)s.") % {"day": date_format(programme.match.ends_on)})
    if (until - first_on).days // (7 * weeks) >= MAX_SERIES:
        raise WrongTerms("until", _("A series has at most %(most)s meetings.") % {"most": MAX_SERIES})


@action("meeting.end_series")
def end_series(*, series: Series, acting: Actor) -> Series:
    """Call off every meeting of the series that is still ahead; those that were stay in the diary."""
    locked, _standing = meetings.locked_for_work(series.programme, acting)
    found = queries.get_series(locked, series.pk)
    if found.ended_on is not None:
        raise SeriesOver()
    ahead = Meeting.objects.filter(in_series__series=found, state=Meeting.State.PLANNED, starts_at__gt=now())
    for meeting in ahead.order_by("starts_at"):
        meetings.remove_meeting(meeting=meeting, acting=acting)
    found.ended_on = today()
    found.save(update_fields=["ended_on", "updated_at"])
    return found


@action("meeting.plan_step")
def plan_step(
    *, programme: Programme, stage: str, starts_at: datetime.datetime, terms: MeetingTerms, acting: Actor
) -> Meeting:
    """Plan the next of the first meetings at a time that suits everybody, as it was shown."""
    locked, _standing = meetings.locked_for_work(programme, acting)
    if starts_at <= now() or localdate(starts_at) > locked.match.ends_on:
        raise WrongTerms("starts_at", _("Offer times that are ahead."))
    refuse_clash(locked, starts_at, terms.minutes)
    return meetings.plan_meeting(
        programme=locked, starts_at=starts_at, **{**asdict(terms), "stage": stage}, acting=acting
    )
