"""Background work of the liaison: reports outward, places given back.

Numbers reach the region by four ways, each of which makes up for the loss of the one before:
an act's mark asks for a report two seconds later (``tenants.journal.marks``); ``sweep`` sends the schools whose mark
nobody has told of, and each school once a day after its own midnight, for numbers that depend on the date;
``compare`` has every school look once an hour whether its journal holds acts that its report has not seen.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from celery import shared_task
from django.db import connection, transaction

from apps.region.statistics.intake import note_asked, note_compared
from apps.region.statistics.outlook import late_schools, moment_of, schools_to_compare
from apps.school.liaison import actions, announcing, reporting
from apps.school.pairs.actions import pass_days
from apps.school.roadmap.actions import tick_seen
from kernel.acting import system_actor
from kernel.clock import now
from kernel.locks import LockSpace
from tenants.isolation.context import require_school
from tenants.isolation.tasks import RegionTask, SchoolTask
from tenants.organisations.models import School

SWEPT_AT_ONCE = 200
COMPARED_AT_ONCE = 50
ROUND_SECONDS = 45


@shared_task(base=SchoolTask, name="liaison.report_changes", bind=True)
def report_changes(self: SchoolTask) -> None:
    """Send this school's indicators and terms to the region; again, when something changed meanwhile.

    It comes after every act and once a day, so here the terms of pairs pass and the roadmap ticks what was done.
    """
    actions.free_stale_seats(acting=system_actor())
    actions.lapse_requests()
    actions.tell_loads()
    pass_days(acting=system_actor())
    tick_seen(acting=system_actor())
    reporting.send_indicators()
    if reporting.is_behind(require_school()):
        self.send(countdown=1)


@shared_task(base=SchoolTask, name="liaison.compare_journal")
def compare_journal() -> bool:
    """Report if the journal holds acts that the last report has not seen and no mark tells of. True if it had to."""
    if not reporting.has_lost_a_mark(require_school()):
        return False
    reporting.send_indicators()
    return True


@shared_task(base=SchoolTask, name="liaison.free_seats")
def free_seats(request: str = "") -> int:
    """Give back places of remote pairs that are over. ``request``: what caused it; all that are over are looked at."""
    return actions.free_stale_seats(acting=system_actor())


@shared_task(base=SchoolTask, name="liaison.tell_of_request")
def tell_of_request(request: str, what: str) -> None:
    """Tell this school's people what has become of a request between schools."""
    with transaction.atomic():
        announcing.tell_of_request(UUID(request), what)


@shared_task(base=SchoolTask, name="liaison.tell_of_pair")
def tell_of_pair(pair: str, what: str, key: str, side: str = "") -> None:
    """Tell this school's people what has happened in a remote pair."""
    with transaction.atomic():
        announcing.tell_of_pair(UUID(pair), what, key, side)


@shared_task(base=SchoolTask, name="liaison.remind_of_event")
def remind_of_event(event: str, title: str, starts_at: str, accounts: list[str]) -> None:
    """Remind this school's people of an event of the region that begins soon."""
    with transaction.atomic():
        announcing.remind_of_event(
            UUID(event), title, datetime.datetime.fromisoformat(starts_at), [UUID(account) for account in accounts]
        )


@shared_task(base=RegionTask, name="liaison.sweep")
def sweep() -> int:
    """Send late schools to report: a lost message, a killed worker, a new day. Returns how many."""
    return _send_round(report_changes, lambda: late_schools(SWEPT_AT_ONCE), note_asked)


@shared_task(base=RegionTask, name="liaison.compare")
def compare() -> int:
    """Send schools to compare their journals with their reports. Returns how many."""
    return _send_round(compare_journal, lambda: schools_to_compare(COMPARED_AT_ONCE), note_compared)


def _send_round(
    task: SchoolTask,
    choose: Callable[[], Sequence[School]],
    note: Callable[[Collection[int], datetime.datetime], None],
) -> int:
    """Send the chosen schools, their messages spread over the round. Two rounds at once are one."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LockSpace.ROUNDS, task.name])
            if not cursor.fetchone()[0]:
                return 0
        schools = choose()
        note([school.pk for school in schools], now())
    for school in schools:
        task.send_to(school, countdown=moment_of(school.pk, ROUND_SECONDS))
    return len(schools)
