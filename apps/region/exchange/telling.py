"""After commit both schools are sent to tell their own people what has happened in a remote pair."""

from __future__ import annotations

from functools import partial

from apps.region.exchange.models import RemotePair
from tenants.isolation.commits import after_commit
from tenants.isolation.tasks import school_task

TELL_TASK = "liaison.tell_of_pair"


def tell_of_pair(pair: RemotePair, what: str, key: str, *, side: str = "") -> None:
    """``what``: a code that the liaison knows; ``key``: of the happening; ``side``: whose person is told too."""
    task = school_task(TELL_TASK)
    for school in (pair.mentor_school, pair.mentee_school):
        after_commit(partial(task.send_to, school, f"{pair.pk}", what, key, side), robust=True)
