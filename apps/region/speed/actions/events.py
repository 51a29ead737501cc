"""An event from its opening to its end."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.speed import queries, rules
from apps.region.speed.models import SpeedEvent, SpeedMeeting
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError, refuse_if
from tenants.organisations.models import School

from .locking import locked_event, require_ahead, require_state, tell_hall
from .running import finish_course
from .signing import let_in, themes_from

State = SpeedEvent.State


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
    event_format: str = SpeedEvent.Format.SPEED,
    seats: int = 1,
    mentee_places: int | None = None,
    school_places: int | None = None,
    themes: str = "",
) -> SpeedEvent:
    """Create or change an event before its timetable. Raises ``RuleViolation`` naming the school and its clause.

    Where there are more places than before, those who wait come in.
    """
    shape = rules.Shape(format=event_format, rounds=rounds, seats=seats, minutes=minutes)
    _require_shape(shape, schools)
    refuse_if(
        rules.event_allowed(queries.conditions_of(schools), shape),
        next_step=_("Make the rounds shorter, or leave out the schools named."),
    )
    event = SpeedEvent() if event_id is None else locked_event(event_id)
    require_state(event, State.SIGN_UP)
    event.title, event.about, event.starts_at, event.zone = title, about, starts_at, zone
    event.rounds, event.minutes, event.pause, event.places = rounds, minutes, pause, places
    event.format, event.seats, event.themes = event_format, seats, themes_from(themes)
    event.mentee_places, event.school_places = mentee_places, school_places
    event.exclude_own_school = exclude_own_school
    event.save()
    event.schools.set(schools)
    let_in(event)
    return event


def _require_shape(shape: rules.Shape, schools: Sequence[School]) -> None:
    problems = rules.faults_of_shape(shape)
    if problems:
        raise InputError(_("The event does not go with its format."), problems=problems)
    if not schools:
        raise InputError(
            _("Nobody is invited."), problems=[{"place": "schools", "message": _("Choose at least one school.")}]
        )


@action("speed.cancel_event")
def cancel_event(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Call the event off; registrations stay on record."""
    event = locked_event(event_id)
    require_state(event, State.SIGN_UP, State.PLANNED)
    event.state = State.CANCELLED
    event.save(update_fields=["state", "updated_at"])
    tell_hall(event)
    return event


@action("speed.finish_event")
def finish_event(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Close the event after it took place."""
    event = locked_event(event_id)
    require_state(event, State.PLANNED)
    if event.starts_at > now() and queries.run_of(event) is None:
        raise Conflict(_("The event has not begun yet."))
    finish_course(event)
    event.state = State.FINISHED
    event.save(update_fields=["state", "updated_at"])
    tell_hall(event)
    return event


@action("speed.reopen")
def reopen_sign_up(*, event_id: UUID, acting: Actor) -> SpeedEvent:
    """Throw the timetable away and let people sign up again."""
    event = locked_event(event_id)
    require_state(event, State.PLANNED)
    require_ahead(event)
    SpeedMeeting.objects.filter(event=event).delete()
    event.plans.update(published_at=None)
    event.state = State.SIGN_UP
    event.save(update_fields=["state", "updated_at"])
    return event
