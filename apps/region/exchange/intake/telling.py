"""How a waiting request ends, and how both schools are sent, after commit, to tell their own people of it."""

from __future__ import annotations

from apps.region.exchange.models import RemoteRequest
from tenants.isolation.commits import after_commit
from tenants.isolation.tasks import school_task

TELL_TASK = "liaison.tell_of_request"
NOBODYS = (RemoteRequest.Party.RIVAL, RemoteRequest.Party.TERM)


def tell(row: RemoteRequest, what: str) -> None:
    """``what``: "asked", "agreed", "declined", "over" or "made"; the schools' liaison knows whom it concerns."""
    schools, request = (row.school, row.mentor_school), str(row.pk)
    for school in schools:
        after_commit(lambda school=school: school_task(TELL_TASK).send_to(school, request, what), robust=True)  # type: ignore[misc]  # bound per turn of the loop


def decline(row: RemoteRequest, party: RemoteRequest.Party, reason: str) -> None:
    """End a waiting request; both sides are told."""
    row.state, row.declined_by, row.decline_reason = RemoteRequest.State.DECLINED, party, reason
    row.save(update_fields=["state", "declined_by", "decline_reason", "updated_at"])
    tell(row, "over" if party in NOBODYS else "declined")
