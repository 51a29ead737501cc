"""Events and the people in them."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

from apps.region.speed import actions
from apps.region.speed.models import Registration, SpeedCall, SpeedEvent
from kernel.acting import Actor, system_actor
from kernel.clock import now
from tenants.organisations.models import School

ACTING = system_actor("tests")


def make_event(*, days: float = 7, minutes: int = 15, rounds: int = 3, places: int = 20, **more: Any) -> SpeedEvent:
    """An event of all schools of the cast, ``days`` from now (negative: it has begun)."""
    event = actions.save_event(
        event_id=None,
        title="Вечер вопросов",
        about="",
        starts_at=now() + datetime.timedelta(days=max(days, 1)),
        zone="Europe/Moscow",
        rounds=rounds,
        minutes=minutes,
        pause=3,
        places=places,
        exclude_own_school=True,
        schools=list(School.objects.order_by("pk")),
        acting=ACTING,
        **more,
    )
    if days < 1:
        begin(event, days=days)
    return event


def change(event: SpeedEvent, **fields: Any) -> SpeedEvent:
    """The coordinator saves the event with other values."""
    names = ("title", "about", "starts_at", "zone", "rounds", "minutes", "pause", "places", "exclude_own_school")
    values = {name: getattr(event, name) for name in names} | {"schools": list(event.schools.all())} | fields
    return actions.save_event(event_id=event.pk, **values, acting=ACTING)


def begin(event: SpeedEvent, *, days: float = -0.5) -> None:
    """Move the event's beginning."""
    event.starts_at = now() + datetime.timedelta(days=days)
    event.save(update_fields=["starts_at"])


def sign_up(event: SpeedEvent, school: School, side: str, *, themes: str = "", name: str = "Гость") -> Registration:
    """Somebody new is in."""
    return actions.sign_up(
        event_id=event.pk,
        school=school,
        account_id=uuid4(),
        name=name,
        side=side,
        themes=themes,
        wish="",
        acting=ACTING,
    )


def plan(event: SpeedEvent, aim: str = "fairest") -> None:
    """Both timetables are computed, one is published."""
    for each in ("fairest", "total"):
        actions.compute_plan(event_id=event.pk, aim=each, acting=ACTING)
    actions.publish_plan(event_id=event.pk, aim=aim, acting=ACTING)


def evening(
    alpha: School,
    beta: School,
    *,
    mentors: int = 3,
    mentees: int = 3,
    days: float = 0,
    event: SpeedEvent | None = None,
) -> SpeedEvent:
    """A planned event that may be started now (``days``: later): mentors of alpha, mentees of beta; ``event``: with the
    people that are in it already."""
    if event is None:
        event = make_event()
        for number in range(mentors):
            sign_up(event, alpha, Registration.Side.MENTOR, name=f"Наставник {number}")
        for number in range(mentees):
            sign_up(event, beta, Registration.Side.MENTEE, name=f"Наставляемый {number}")
    plan(event)
    begin(event, days=days)
    event.refresh_from_db()
    return event


def as_person(event: SpeedEvent, side: str) -> Actor:
    """The first participant of a side, as an actor."""
    row = Registration.objects.of_all_schools().filter(event=event, side=side).order_by("pk")[0]
    return Actor(
        account_id=row.account_id,
        name=row.name,
        roles=frozenset({side}),
        place="region",
        schools={row.school.slug: frozenset({side})},
    )


def samples() -> dict[str, object]:
    """For the route walker: an event, a registration and a meeting."""
    alpha, beta = School.objects.order_by("pk")
    event = make_event()
    mentor = sign_up(event, alpha, Registration.Side.MENTOR)
    sign_up(event, beta, Registration.Side.MENTEE)
    plan(event)
    meeting = event.meetings.get()
    call = SpeedCall.objects.create(event=event, author=mentor, kind=SpeedCall.Kind.QUESTION, text="Где мой зал?")
    return {
        "event": event.pk,
        "registration": mentor.pk,
        "speed_meeting": meeting.pk,
        "aim": "fairest",
        "call": call.pk,
    }
