"""Places given to mentees of other schools. Called by the liaison."""

from __future__ import annotations

from uuid import UUID

from apps.school.people.models import MentorCard
from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import NotFound

from .. import seats
from ..models import MentorSeat


@action("pair.take_remote_seat")
def take_remote_seat(*, mentor_card: MentorCard, remote_request: UUID, acting: Actor) -> MentorSeat:
    """Give a mentor's place to a request from another school. The same request asked again keeps its place.

    Refuses with the clause when the regulation's limit or the mentor's own wish is reached.
    """
    cards = seats.lock_mentors([mentor_card])
    if not cards:
        raise NotFound()
    taken = MentorSeat.objects.filter(remote_request=remote_request).first()
    if taken is not None:
        return taken
    return seats.take_remote(current(), cards[0], remote_request)


@action("pair.free_remote_seat")
def free_remote_seat(*, remote_request: UUID, acting: Actor) -> bool:
    """Give the place back; False when the request had none (asked twice, or refused before)."""
    deleted, _by_model = MentorSeat.objects.filter(remote_request=remote_request).delete()
    return deleted > 0
