"""The event's row is the lock of all that is written about the event: places cannot be taken twice."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.speed.models import SpeedEvent, SpeedRun
from apps.region.speed.queries import hall_topic
from kernel.clock import now
from kernel.errors import Conflict, NotFound
from tenants.isolation.commits import after_commit
from tenants.isolation.fanout import announce


def locked_event(event_id: UUID) -> SpeedEvent:
    """The event, held until the transaction is over."""
    event = SpeedEvent.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise NotFound
    return event


def require_state(event: SpeedEvent, *states: str) -> None:
    """Refuse what does not follow from the event's present state."""
    if event.state not in states:
        raise Conflict(
            _("This cannot be done now: the event is «%(state)s».") % {"state": event.get_state_display()},
            next_step=_("Open the event again: somebody may have moved it on meanwhile."),
        )


def require_ahead(event: SpeedEvent) -> None:
    """Refuse to change the timetable of an event that has begun."""
    if event.starts_at <= now() or SpeedRun.objects.filter(event=event).exists():
        raise Conflict(_("The event has already begun: the timetable stays as it is."))


def tell_hall(event: SpeedEvent) -> None:
    """Once this is committed everybody in the hall is told that something has changed."""
    after_commit(lambda: announce(hall_topic(event.pk)), robust=True)
