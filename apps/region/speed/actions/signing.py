"""Who takes part, who waits, and whom they would like to meet."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from apps.region.speed import queries
from apps.region.speed.models import Registration, SpeedEvent, SpeedWish
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now
from kernel.errors import Conflict, InputError, NotFound
from tenants.organisations.models import School

from .locking import locked_event, require_state

State = SpeedEvent.State
MAX_THEMES = 8


def themes_from(text: str) -> list[str]:
    """Themes as people type them: separated by commas, compared without case."""
    words = [" ".join(part.lower().split()) for part in text.replace(";", ",").split(",")]
    return list(dict.fromkeys(word[:60] for word in words if word))[:MAX_THEMES]


@action("speed.sign_up")
def sign_up(
    *,
    event_id: UUID,
    school: School,
    account_id: UUID,
    name: str,
    side: str,
    themes: str,
    wish: str,
    acting: Actor,
    absent: Collection[int] = (),
) -> Registration:
    """Sign a person up; where the side's or the school's places are taken, onto the waiting list.

    Raises ``Conflict`` when the person is in already or the sign-up is over.
    """
    event = locked_event(event_id)
    require_state(event, State.SIGN_UP)
    if event.starts_at <= now():
        raise Conflict(_("The event has already begun."))
    missed = sorted({number for number in absent if 1 <= number <= event.rounds})
    if len(missed) == event.rounds:
        message = _("Somebody who misses all rounds cannot take part.")
        raise InputError(message, problems=[{"place": "absent", "message": message}])
    return new_registration(
        event, school=school, account_id=account_id, name=name, side=side, themes=themes, wish=wish, absent=missed
    )


def new_registration(
    event: SpeedEvent,
    *,
    school: School,
    account_id: UUID,
    name: str,
    side: str,
    themes: str,
    wish: str,
    absent: Collection[int] = (),
) -> Registration:
    """A row of somebody who comes: with a place where there is one, else waiting; the event is locked."""
    if not event.schools.filter(pk=school.pk).exists():
        raise NotFound
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
                absent=list(absent),
                waits=not queries.has_place(event, side=side, school_id=school.pk),
            )
    except IntegrityError as error:
        raise Conflict(_("You are signed up for this event already.")) from error


@action("speed.cancel_registration")
def cancel_registration(*, event_id: UUID, registration_id: int, acting: Actor) -> None:
    """Take a person out before the timetable (by the person or the coordinator). Doing it twice is harmless.

    The first one on the waiting list who fits into the freed place comes in.
    """
    event = locked_event(event_id)
    require_state(event, State.SIGN_UP)
    rows = Registration.objects.of_all_schools().filter(event=event, pk=registration_id, cancelled_at=None)
    rows.update(cancelled_at=now())
    let_in(event)


def let_in(event: SpeedEvent) -> list[Registration]:
    """Give free places to those who wait, in their order, as far as their schools have places; the event is locked."""
    found = []
    for person in queries.waiting_of(event):
        if queries.has_place(event, side=person.side, school_id=person.school_id):
            person.waits = False
            person.save(update_fields=["waits", "updated_at"])
            found.append(person)
    return found


@action("speed.wish_for")
def wish_for(
    *, event_id: UUID, account_id: UUID, wanted: Collection[int], avoided: Collection[int], acting: Actor
) -> None:
    """Say whom one would like to meet and whom rather not; the former wishes give way. Strangers are passed over."""
    event = locked_event(event_id)
    require_state(event, State.SIGN_UP)
    own = queries.own_registration(event, account_id)
    if own is None:
        raise NotFound
    if set(wanted) & set(avoided):
        message = _("The same person cannot be wished for and avoided.")
        raise InputError(message, problems=[{"place": "avoided", "message": message}])
    known = set(queries.choices_of(own).values_list("pk", flat=True))
    SpeedWish.objects.filter(author=own).delete()
    SpeedWish.objects.bulk_create(
        SpeedWish(author=own, other_id=other, kind=kind)
        for kind, others in ((SpeedWish.Kind.WANTED, wanted), (SpeedWish.Kind.AVOIDED, avoided))
        for other in sorted(set(others) & known)
    )
