"""Writes on meetings: plan, plan anew, record, take the record back."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.school.regulation.rules import programme as work
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import refuse_if

from . import meeting_ports, queries, rules
from .errors import MeetingAhead, MeetingAtThatTime, MeetingRecorded, ProgrammeOver, WrongInput
from .models import Meeting, Programme
from .permissions import Standing, require

SHORTEST, LONGEST = 5, 480


def locked_for_work(programme: Programme, acting: Actor) -> tuple[Programme, Standing]:
    """The open programme, locked, and what the actor is in it: whoever may not work there is refused."""
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if locked.is_over:
        raise ProgrammeOver()
    standing = queries.standing(locked, acting)
    require(standing.may_work)
    return locked, standing


def check_planned(programme: Programme, meeting: Meeting) -> None:
    """Everything a planned meeting must keep, asked under the programme's lock. ``meeting``: saved or not yet."""
    others = programme.meetings.exclude(state=Meeting.State.MISSED).exclude(pk=meeting.pk)
    if not SHORTEST <= meeting.minutes <= LONGEST:
        raise WrongInput("minutes", _("A meeting lasts from 5 minutes to 8 hours."))
    if meeting.stage not in Meeting.Stage.values:
        raise WrongInput("stage", _("There is no such kind of meeting."))
    moments = [*others.values_list("starts_at", flat=True), meeting.starts_at]
    facts = rules.MeetingFacts(
        type=programme.match.type,
        minutes=meeting.minutes,
        mode=meeting.mode,
        others=len(moments) - 1,
        form=meeting.form,
        mentors=len(queries.people_of(programme).mentors),
        moments=tuple(localtime(moment) for moment in moments),
    )
    refuse_if(
        rules.meeting(queries.view_for(programme.match), facts),
        next_step=_("Change what is marked and save again."),
    )
    if programme.meetings.filter(starts_at=meeting.starts_at).exclude(pk=meeting.pk).exists():
        raise MeetingAtThatTime()


@action("meeting.plan")
def plan_meeting(
    *,
    programme: Programme,
    starts_at: datetime.datetime,
    minutes: int,
    mode: str,
    acting: Actor,
    stage: str = Meeting.Stage.REGULAR,
    place: str = "",
    link: str = "",
    topic: str = "",
    form: str = "",
) -> Meeting:
    """Agree a meeting. ``starts_at`` aware; a time that has passed is allowed (a meeting recorded afterwards)."""
    locked, _standing = locked_for_work(programme, acting)
    meeting = Meeting(
        programme=locked,
        starts_at=starts_at,
        minutes=minutes,
        mode=mode,
        stage=stage,
        place=place.strip(),
        link=link.strip(),
        topic=topic.strip(),
        form=form,
    )
    check_planned(locked, meeting)
    meeting.save()
    return meeting


@action("meeting.replan")
def replan_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime.datetime,
    minutes: int,
    mode: str,
    acting: Actor,
    stage: str = Meeting.Stage.REGULAR,
    place: str = "",
    link: str = "",
    topic: str = "",
    form: str = "",
) -> Meeting:
    """Change a planned meeting."""
    locked, _standing = locked_for_work(meeting.programme, acting)
    found = queries.meeting_of(locked, meeting.pk)
    if found.state != Meeting.State.PLANNED:
        raise MeetingRecorded()
    found.starts_at, found.minutes, found.mode, found.stage = starts_at, minutes, mode, stage
    found.place, found.link, found.topic, found.form = place.strip(), link.strip(), topic.strip(), form
    check_planned(locked, found)
    found.save()
    return found


@action("meeting.record")
def record_meeting(
    *,
    meeting: Meeting,
    held: bool,
    acting: Actor,
    mentor_note: str | None = None,
    mentee_note: str | None = None,
    missed_reason: str = "",
    methods: Collection[str] | None = None,
) -> Meeting:
    """Record a meeting as held or missed, or change one's own note on a held one.

    Each side writes its own note, the curator both; ``None`` leaves a note as it is. A missed one needs a reason.
    ``methods``: codes of the regulation's methods that were used; None leaves them as they are.
    """
    locked, standing = locked_for_work(meeting.programme, acting)
    found = queries.meeting_of(locked, meeting.pk)
    require(mentor_note is None or standing.reads_note_of("mentor"))
    require(mentee_note is None or standing.reads_note_of("mentee"))
    state = Meeting.State.HELD if held else Meeting.State.MISSED
    if found.state not in (Meeting.State.PLANNED, state):
        raise MeetingRecorded()
    if held and found.starts_at > now():
        raise MeetingAhead()
    if not held and not missed_reason.strip():
        raise WrongInput("missed_reason", _("Say why the meeting did not take place."))
    if methods is not None:
        refuse_if(work.chosen(queries.view_for(locked.match), work.METHODS, methods))
        found.methods = list(methods)
    found.state, found.missed_reason = state, "" if held else missed_reason.strip()
    if mentor_note is not None:
        found.mentor_note = mentor_note.strip()
    if mentee_note is not None:
        found.mentee_note = mentee_note.strip()
    found.save(update_fields=["state", "missed_reason", "mentor_note", "mentee_note", "methods", "updated_at"])
    return found


@action("meeting.reopen")
def reopen_meeting(*, meeting: Meeting, acting: Actor) -> Meeting:
    """Take the record back: the meeting is planned again, notes stay."""
    locked, _standing = locked_for_work(meeting.programme, acting)
    found = queries.meeting_of(locked, meeting.pk)
    if found.state == Meeting.State.MISSED:
        check_planned(locked, found)
    found.state, found.missed_reason = Meeting.State.PLANNED, ""
    found.save(update_fields=["state", "missed_reason", "updated_at"])
    return found


@action("meeting.remove")
def remove_meeting(*, meeting: Meeting, acting: Actor) -> Programme:
    """Call a planned meeting off without a trace in the diary (the audit trail keeps it)."""
    locked, _standing = locked_for_work(meeting.programme, acting)
    found = queries.meeting_of(locked, meeting.pk)
    if found.state != Meeting.State.PLANNED:
        raise MeetingRecorded()
    for told in meeting_ports.on_removed.held:
        told(found)
    found.delete()
    return locked
