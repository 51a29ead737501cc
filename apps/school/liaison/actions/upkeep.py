"""What comes after every act and once a day. Not ``@action``s: each is repeatable and asked for by nobody."""

from __future__ import annotations

from apps.region.exchange import intake
from apps.school.liaison import queries
from apps.school.pairs.actions import free_remote_seat
from kernel.acting import Actor
from kernel.clock import today


def free_stale_seats(*, acting: Actor) -> int:
    """Give back places of remote pairs whose work is over. Repeatable; returns how many were given back."""
    stale = queries.stale_seats()
    return sum(free_remote_seat(remote_request=request, acting=acting) for request in stale)


def lapse_requests() -> int:
    """End requests of own mentees that nobody answered in time. Repeatable; returns how many ended."""
    return intake.lapse(school_id=queries.own_id(), on=today())


def tell_loads() -> None:
    """Tell what mentors who mentor in other schools too carry here at home: limits count over the schools."""
    intake.report_loads(school_id=queries.own_id(), at_home=queries.loads_at_home())
