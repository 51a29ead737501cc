"""A meeting of a remote pair that is now: its room is open, and what was said there yesterday stands in the chat."""

from __future__ import annotations

import datetime
import uuid

from apps.region.exchange import actions as exchange
from apps.region.exchange import queries
from apps.region.exchange.models import RemotePair
from apps.region.exchange.rooms import KIND
from apps.region.rooms import actions
from apps.region.rooms.queries import seat_of
from config.demo.region import account_by_id, acting
from kernel.clock import at, now
from tenants.identity.queries import actor_for

GREETING = "Добрый день! Встречаемся здесь завтра. Возьмите, пожалуйста, план урока."
TOPIC = "План открытого урока"


def meet_now() -> None:
    """The oldest pair at work meets now. Runs in the shared schema, after the pairs are made."""
    pairs = queries.visible_pairs(acting("coordinator@region.demo"))
    pair = pairs.filter(state=RemotePair.State.ACTIVE).order_by("created_at").first()
    if pair is None:
        return
    mentor = actor_for(account_by_id(pair.mentor_account), place="region")
    begun = now().replace(second=0, microsecond=0) - datetime.timedelta(minutes=2)
    exchange.plan_meeting(pair=pair, starts_at=begun, minutes=60, link="", topic=TOPIC, acting=mentor)
    room = actions.open_room(kind=KIND, subject=str(pair.pk), acting=mentor)
    seat = seat_of(KIND, str(pair.pk), mentor)
    with at(begun - datetime.timedelta(days=1)):
        actions.join(room=room, seat=seat, record=False, acting=mentor)
        actions.say(room=room, seat=seat, key=uuid.uuid4(), words=actions.Words(GREETING), acting=mentor)
        actions.end(room=room, acting=mentor)
