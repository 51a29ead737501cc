"""«Every school» without a thundering herd: chunk by chunk, each school at its own moment.

A message with a later moment waits in the memory of a worker, and the broker hands it out again when it is not done
within its visibility time-out. So no message waits longer than ``LONGEST_WAIT``: a chunk of schools is told, spread
over its window, and the message for the next chunk leaves with them. A worker killed half-way gives its chunk back.
"""

from __future__ import annotations

import math
import zlib

from celery import shared_task

from tenants.isolation.context import enter_region
from tenants.isolation.tasks import RegionTask, SchoolTask, school_task
from tenants.organisations.models import School

LONGEST_WAIT = 300
"""Seconds; well below ``CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]`` (a test compares)."""


def fan_out(task: SchoolTask, *, spread_seconds: int, chunk: int = 200) -> int:
    """Send the task to every working school within ``spread_seconds``; returns how many schools there are.

    At most ``chunk`` messages are sent now and for every window that follows. A task may come twice to a school whose
    chunk was given back by a killed worker, and not at all to a school that begins to work meanwhile.
    """
    with enter_region():
        total = School.objects.filter(state=School.State.READY).count()
    if total:
        windows = max(math.ceil(total / chunk), math.ceil(spread_seconds / LONGEST_WAIT))
        tell_chunk(task.name, 0, math.ceil(total / windows), spread_seconds / windows)
    return total


def moment_of(task: str, school_id: int, window: float) -> float:
    """Seconds from the beginning of its window at which a school is told: always the same for a school and a task."""
    return zlib.crc32(f"{task}:{school_id}".encode()) / 2**32 * window


def tell_chunk(name: str, after: int, size: int, window: float) -> int:
    """Tell the next ``size`` schools after a key, and have the rest told after the window. Returns the last key."""
    with enter_region():
        ready = School.objects.filter(state=School.State.READY, pk__gt=after).order_by("pk")
        rows = list(ready.values_list("pk", "schema_name")[:size])
    task = school_task(name)
    for school_id, schema in rows:
        task.send_to_schema(schema, countdown=moment_of(name, school_id, window))
    last = rows[-1][0] if rows else after
    if len(rows) == size:
        tell_next_chunk.send(name, last, size, window, countdown=window)
    return last


@shared_task(base=RegionTask, name="isolation.tell_next_chunk")
def tell_next_chunk(name: str, after: int, size: int, window: float) -> int:
    """The next window of a fan-out."""
    return tell_chunk(name, after, size, window)
