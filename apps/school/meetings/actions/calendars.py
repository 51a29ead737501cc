"""The secret address of one's calendar."""

from __future__ import annotations

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import NotAllowed
from kernel.models import new_uuid

from ..models import FeedAddress


def _own(person: Person, acting: Actor) -> None:
    if person.account_id is None or person.account_id != acting.account_id:
        raise NotAllowed()


@action("calendar_feed.open")
def open_feed(*, person: Person, acting: Actor) -> FeedAddress:
    """Make an address for one's own calendar; a former one is untrue from now on."""
    _own(person, acting)
    feed, _made = FeedAddress.objects.update_or_create(person=person, defaults={"nonce": new_uuid()})
    return feed


@action("calendar_feed.close")
def close_feed(*, person: Person, acting: Actor) -> None:
    """The calendar is no longer read from outside."""
    _own(person, acting)
    FeedAddress.objects.filter(person=person).delete()
