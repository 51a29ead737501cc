"""The place at the mentor stands in the mentor's school, which gives it back itself."""

from __future__ import annotations

from apps.region.exchange.models import RemotePair
from tenants.isolation.commits import after_commit
from tenants.isolation.tasks import school_task

FREE_SEATS_TASK = "liaison.free_seats"


def free_seat_later(pair: RemotePair) -> None:
    """After commit the mentor's school looks which of its places are free again."""
    school, request = pair.mentor_school, str(pair.request_id)
    after_commit(lambda: school_task(FREE_SEATS_TASK).send_to(school, request), robust=True)
