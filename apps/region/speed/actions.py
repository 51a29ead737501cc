"""Writes about speed-mentoring events."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.region.speed import queries, rules
from apps.region.speed.models import Registration, SpeedEvent, SpeedFeedback, SpeedMeeting
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError, NotFound, refuse_if
from tenants.journal.jobs import start_job
from tenants.journal.models import Job
from tenants.organisations.models import School

State = SpeedEvent.State
MAX_THEMES = 8


def _locked(event_id: UUID) -> SpeedEvent:
    event = SpeedEvent.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise NotFound
    return event


def _require(event: SpeedEvent, *states: str) -> None:
    if event.state not in states:
        raise Conflict(
            _("This cannot be done now: the event is «%(state)s».") % {"state": event.get_state_display()},
            next_step=_("Open the event again: somebody may have moved it on meanwhile."),
        )


@action("speed.save_event")
def save_event(
    *,
    event_id: UUID | None,
    title: str,
    about: str,
    starts_at: datetime.datetime,
    zone: str,
    rounds: int,
    minutes: int,
    pause: int,
    places: int,
    exclude_own_school: bool,
    schools: Sequence[School],
    acting: Actor,
) -> SpeedEvent:
    """Create or change an event before its timetable. Raises ``RuleViolation`` naming the school and its clause."""
    if not schools:
        raise InputError(
            _("Nobody is invited."), problems=[{"place": "schools", "message": _("Choose at least one school.")}]
        )
    refuse_if(
        rules.event_allowed(queries.conditions_of(schools), minutes=minutes),
        next_step=_("Make the rounds shorter, or leave out the schools named."),
    )
    event = SpeedEvent() if event_id is None else _locked(event_id)
    _require(event, State.SIGN_UP)
    event.title, event.about, event.starts_at, event.zone = title, about, starts_at, zone
    event.rounds, event.minutes, event.pause, event.places = rounds, minutes, pause, places
    event.exclude_own_school = exclude_own_school
    event.save()
    event.schools.set(schools)
    return event


@action("speed.cancel_event")
def cancel_event(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Call the event off; registrations stay on record."""
    event = _locked(event_id)
    _require(event, State.SIGN_UP, State.PLANNED)
    event.state = State.CANCELLED
    event.save(update_fields=["state", "updated_at"])
    return event


@action("speed.finish_event")
def finish_event(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Close the event after it took place."""
    event = _locked(event_id)
    _require(event, State.PLANNED)
    if event.starts_at > now():
        raise Conflict(_("The event has not begun yet."))
    event.state = State.FINISHED
    event.save(update_fields=["state", "updated_at"])
    return event


def themes_from(text: str) -> list[str]:
    """Themes as people type them: separated by commas, compared without case."""
    words = [" ".join(part.lower().split()) for part in text.replace(";", ",").split(",")]
    return list(dict.fromkeys(word[:60] for word in words if word))[:MAX_THEMES]


@action("speed.sign_up")
def sign_up(
    *, event_id: UUID, school: School, account_id: UUID, name: str, side: str, themes: str, wish: str, acting: Actor
) -> Registration:
    """Sign a person up. Raises ``Conflict`` when mentors' places are taken or the sign-up is over."""
    event = _locked(event_id)
    _require(event, State.SIGN_UP)
    if not event.schools.filter(pk=school.pk).exists():
        raise NotFound
    if event.starts_at <= now():
        raise Conflict(_("The event has already begun."))
    taken = queries.registrations_of(event).filter(side=Registration.Side.MENTOR).count()
    if side == Registration.Side.MENTOR and taken >= event.places:
        raise Conflict(
            _("All %(places)s places for mentors are taken.") % {"places": event.places},
            next_step=_("Sign up as a mentee, or ask the coordinator for more places."),
        )
    try:
        with transaction.atomic():
            return Registration.objects.create(
                event=event,
                school=school,
                account_id=account_id,
                name=name,
                side=side,
                themes=themes_from(themes),
                wish=wish.strip(),
            )
    except IntegrityError as error:
        raise Conflict(_("You are signed up for this event already.")) from error


@action("speed.cancel_registration")
def cancel_registration(*, event_id: UUID, registration_id: int, acting: Actor) -> None:
    """Take a person out before the timetable (by the person or the coordinator). Doing it twice is harmless."""
    event = _locked(event_id)
    _require(event, State.SIGN_UP)
    rows = Registration.objects.of_all_schools().filter(event=event, pk=registration_id, cancelled_at=None)
    rows.update(cancelled_at=now())


@action("speed.ask_timetable")
def ask_timetable(*, event_id: UUID, result_url: str, acting: Actor) -> Job:
    """Start computing the timetable. Raises ``Conflict`` when there is nobody to meet, or the event has begun."""
    event = _locked(event_id)
    _require(event, State.SIGN_UP, State.PLANNED)
    if event.starts_at <= now():
        raise Conflict(_("The event has already begun: the timetable stays as it is."))
    sides = set(queries.registrations_of(event).values_list("side", flat=True))
    if len(sides) < 2:
        raise Conflict(_("A timetable needs at least one mentor and one mentee."))
    job = start_job(
        task="speed.plan_event",
        title=_("Timetable: %(title)s") % {"title": event.title},
        acting=acting,
        arguments={"event": str(event.pk)},
        result_url=result_url,
    )
    event.job_id = job.pk
    event.save(update_fields=["job_id", "updated_at"])
    return job


@action("speed.plan_event")
def plan_event(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Compute the timetable and put it in the place of the former one, all at once. Repeatable."""
    # The solvers take seconds to import, and only this job needs them.
    from apps.region.speed.timetable.solving import timetable

    event = _locked(event_id)
    _require(event, State.SIGN_UP, State.PLANNED)
    people = list(queries.registrations_of(event))
    guests = {row.pk: rules.Guest(row.pk, row.school_id, frozenset(row.themes)) for row in people}
    problem = rules.evening_of(
        [guests[row.pk] for row in people if row.side == Registration.Side.MENTOR],
        [guests[row.pk] for row in people if row.side == Registration.Side.MENTEE],
        rounds=event.rounds,
        exclude_own_school=event.exclude_own_school,
    )
    SpeedMeeting.objects.filter(event=event).delete()
    SpeedMeeting.objects.bulk_create(
        SpeedMeeting(event=event, round=slot.round, mentor_id=slot.mentor, mentee_id=slot.mentee, fit=slot.fit)
        for slot in timetable(problem).slots
    )
    event.state = State.PLANNED
    event.save(update_fields=["state", "updated_at"])
    return event


@action("speed.reopen")
def reopen_sign_up(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Throw the timetable away and let people sign up again."""
    event = _locked(event_id)
    _require(event, State.PLANNED)
    if event.starts_at <= now():
        raise Conflict(_("The event has already begun: the timetable stays as it is."))
    SpeedMeeting.objects.filter(event=event).delete()
    event.state = State.SIGN_UP
    event.save(update_fields=["state", "updated_at"])
    return event


@action("speed.give_feedback")
def give_feedback(*, meeting_id: int, useful: str, next_step: str, again: bool, acting: Actor) -> SpeedFeedback:
    """Two lines after a meeting, by one of the two who met. Giving it again changes it."""
    meeting, author = queries.own_meeting(meeting_id, acting)
    if queries.round_start(meeting.event, meeting.round) > now():
        raise Conflict(_("This meeting is still ahead."))
    feedback, _created = SpeedFeedback.objects.update_or_create(
        meeting=meeting,
        author=author,
        defaults={"useful": useful.strip(), "next_step": next_step.strip(), "again": again},
    )
    return feedback
