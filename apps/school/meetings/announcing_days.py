"""What meetings tell of the days themselves: a meeting tomorrow, a pair gone quiet.

Imported by ``MeetingsConfig.ready``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.school.notices import kinds
from apps.school.notices.days import every_day
from apps.school.notices.recipients import holding
from apps.school.notices.sending import Happening, notify_all
from apps.school.pairs import pausing
from apps.school.people.announcing import accounts_by_person
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Meeting, Programme
from apps.school.regulation.rules.pauses import days_at_work, is_away

from . import queries

kinds.register(
    "meeting.soon",
    group="meetings",
    title=_("A meeting is tomorrow"),
    text="%(pair)s: %(at)s.",
    outside="%(at)s",
)
kinds.register(
    "pair.quiet",
    group="meetings",
    title=_("No meeting for a long time"),
    text=_("%(pair)s: the last one was before %(since)s. Agree on a time."),
    asks=True,
)


def _accounts(found: Iterable[Programme]) -> dict[int, list[UUID]]:
    """Programme -> accounts of its people now; ``found`` with people (one query at most)."""
    people = {programme.pk: programmes.people_of(programme) for programme in found}
    known = accounts_by_person(person for each in people.values() for person in (*each.mentors, *each.mentees))
    return {
        key: [account for person in (*each.mentors, *each.mentees) for account in known[person.pk]]
        for key, each in people.items()
    }


@every_day
def tell_of_meetings_soon(day: datetime.date) -> None:
    """Each meeting of tomorrow once to both sides; one that was moved again."""
    first = datetime.datetime.combine(
        day + datetime.timedelta(days=1), datetime.time(), timezone.get_current_timezone()
    )
    rows = Meeting.objects.filter(state=Meeting.State.PLANNED, starts_at__gte=first)
    meetings = list(
        rows.filter(starts_at__lt=first + datetime.timedelta(days=1))
        .select_related("programme__match")
        .prefetch_related(*programmes.people_at("programme__"))
    )
    to = _accounts(meeting.programme for meeting in meetings)
    notify_all(
        "meeting.soon",
        [
            Happening(
                to=to[meeting.programme_id],
                key=f"{meeting.pk}:{meeting.starts_at.isoformat()}",
                url=meeting.get_absolute_url(),
                facts={"pair": meeting.programme.match.title, "at": meeting.starts_at},
            )
            for meeting in meetings
        ],
    )


@every_day
def tell_of_quiet_pairs(day: datetime.date) -> None:
    """Both sides and the curators, once for each silence; it begins anew after every meeting."""
    quiet = {each.programme: each.since for each in _quiet(day, queries.times().quiet_days)}
    rows = Programme.objects.filter(pk__in=quiet).select_related("match").order_by("pk")
    found = list(programmes.with_people(rows))
    to, curators = _accounts(found), holding("curator")
    notify_all(
        "pair.quiet",
        [
            Happening(
                to=[*to[programme.pk], *curators],
                key=f"{programme.pk}:{quiet[programme.pk]}",
                url=reverse("meetings:when", args=[programme.pk], urlconf=settings.SCHOOL_URLCONF),
                facts={"pair": programme.match.title, "since": quiet[programme.pk]},
            )
            for programme in found
        ],
    )


@dataclass(frozen=True, slots=True)
class _Quiet:
    """``since``: the day of the last held meeting, or the first day of the pair."""

    programme: int
    since: datetime.date


def _quiet(day: datetime.date, most: int) -> list[_Quiet]:
    """Running pairs without a meeting for so many days that plan none, have none to record and do not stand still.

    Days of pauses are no silence. Two queries.
    """
    planned = Meeting.objects.filter(programme=OuterRef("pk"), state=Meeting.State.PLANNED)
    rows = Programme.objects.filter(~Exists(planned), state=Programme.State.RUNNING, match__ends_on__gte=day)
    fields = ("pk", "match_id", "match__starts_on", "last_held")
    read = list(programmes.with_progress(rows).order_by("pk").values_list(*fields))
    pauses = pausing.spans_of(match for _key, match, _begun, _held in read)
    found = []
    for key, match, begun, held in read:
        since, away = programmes.last_meeting(begun, held), pauses.get(match, [])
        if not is_away(away, day) and days_at_work(away, since, day) > most:
            found.append(_Quiet(key, since))
    return found
