"""Times to answer, pairs gone quiet, reflections to write, calls for help."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.meetings import queries
from apps.school.meetings.models import Proposal, Reflection, Signal
from apps.school.pairs.pausing import spans_of
from apps.school.people.models import Person
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.permissions import WORK
from apps.school.programmes.queries import last_meeting
from apps.school.regulation.rules.pauses import days_at_work, is_away
from kernel.acting import Actor
from kernel.clock import now

from ..own import Course, Own
from .item import WaitingItem


def participant(actor: Actor, own: Own, day: datetime.date) -> list[WaitingItem]:
    """What the meetings of one's own open pairs want (at most six queries); a pair that stands still is not idle."""
    courses = [course for course in own.open_courses if not course.is_ward]
    if not courses or own.me is None or not WORK.admits(actor):
        return []
    proposals, idle = _open(courses), [course for course in courses if is_idle(course)]
    away = spans_of(course.programme.match_id for course in idle)
    idle = [course for course in idle if not is_away(away.get(course.programme.match_id, []), day)]
    quiet_days = queries.times().quiet_days if idle else 0
    found: list[WaitingItem] = []
    for course in courses:
        proposal = proposals.get(course.programme.pk)
        if proposal is not None and _awaits(proposal, course):
            found.append(_answer(proposal, course, day))
        elif proposal is None and course in idle:
            silent = days_at_work(away.get(course.programme.match_id, []), _since(course), day)
            found += [_quiet(course, silent)] if silent > quiet_days else []
    return found + [_reflect(meeting) for meeting in _unreflected(own.me, courses)]


def _unreflected(me: Person, courses: Sequence[Course]) -> list[Meeting]:
    """The last held meeting of each pair, when its notes are written and the three questions are not answered."""
    last = [course.held[-1] for course in courses if course.held and course.unwritten is None]
    if not last:
        return []
    answered = set(Reflection.objects.filter(person=me, meeting__in=last).values_list("meeting", flat=True))
    return [meeting for meeting in last if meeting.pk not in answered]


def _open(courses: Sequence[Course]) -> dict[int, Proposal]:
    programmes = [course.programme for course in courses]
    rows = Proposal.objects.filter(programme__in=programmes, state=Proposal.State.OPEN, expires_at__gt=now())
    return {row.programme_id: row for row in rows.prefetch_related("answers", "options")}


def _awaits(proposal: Proposal, course: Course) -> bool:
    """True when the person is asked and has said nothing yet."""
    answered = {answer.person_id for answer in proposal.answers.all()}
    return proposal.author_id != course.me.pk and course.me.pk not in answered


def _answer(proposal: Proposal, course: Course, day: datetime.date) -> WaitingItem:
    times = [date_format(localtime(option.starts_at), "D, j E, H:i") for option in proposal.options.all()]
    deadline = localdate(proposal.expires_at)
    return WaitingItem(
        code="meetings.answer",
        title=_("%(name)s proposes times to meet") % {"name": proposal.author_name},
        detail="; ".join(times),
        deadline=deadline,
        overdue=deadline < day,
        url=reverse("meetings:answer", args=[course.programme.pk, proposal.pk, course.me.pk]),
        action_label=_("Choose a time"),
        icon="calendar2-week",
        kind="accent",
    )


def is_idle(course: Course) -> bool:
    """A pair at work that has no meeting ahead and none that waits to be recorded."""
    return course.programme.state == Programme.State.RUNNING and not course.next_meeting and not course.unrecorded


def _since(course: Course) -> datetime.date:
    return last_meeting(course.programme.match.starts_on, course.progress.last_held)


def _quiet(course: Course, silent: int) -> WaitingItem:
    """``silent``: days without a meeting, those of pauses left out."""
    told = ngettext("No meeting for %(days)s day", "No meeting for %(days)s days", silent) % {"days": silent}
    names = ", ".join(person.short_name for person in course.others)
    return WaitingItem(
        code="meetings.quiet",
        title=_("Time to meet: %(names)s") % {"names": names},
        detail=told,
        url=reverse("meetings:propose", args=[course.programme.pk]),
        action_label=_("Propose times"),
        icon="moon",
        kind="warning",
    )


def _reflect(meeting: Meeting) -> WaitingItem:
    return WaitingItem(
        code="meetings.reflect",
        title=_("Three questions about the meeting of %(day)s")
        % {"day": date_format(localtime(meeting.starts_at), "j E")},
        detail=_("A minute is enough: what was useful, what was difficult, what comes next."),
        url=reverse("meetings:reflect", args=[meeting.programme_id, meeting.pk]),
        action_label=_("Answer three questions"),
        icon="chat-square-heart",
        kind="neutral",
    )


def addressed(actor: Actor) -> list[WaitingItem]:
    """Calls for help that wait for this person: how many, never from whom nor what about (one query)."""
    if actor.account_id is None:
        return []
    states = (Signal.State.SENT, Signal.State.TAKEN)
    rows = list(Signal.objects.filter(addressee=actor.account_id, state__in=states).order_by("pk")[:20])
    if not rows:
        return []
    title = ngettext("Somebody asks you for help", "%(count)s calls for help wait for you", len(rows))
    return [
        WaitingItem(
            code="help.answer",
            title=title % {"count": len(rows)},
            detail=_("Confidential: only you read it."),
            deadline=localdate(rows[0].created_at),
            overdue=True,
            url=rows[0].get_absolute_url() if len(rows) == 1 else reverse("meetings:help"),
            action_label=_("Read"),
            icon="life-preserver",
            kind="danger",
            count=len(rows),
        )
    ]
