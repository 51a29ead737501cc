"""A worker is killed while it sends: every notice arrives, and what is sent again is the same letter."""

from __future__ import annotations

import re
import time

from tests.faults.conftest import Patient
from tests.faults.ledger import BACK_SECONDS

MANY = 60
TELL = """
from django.db import transaction
from apps.school.notices.sending import notify
from tenants.identity.models import Account
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
with enter_school(School.objects.get(slug="alpha")):
    head = account_in("head", School.objects.get(slug="alpha"))
    for number in range({first}, {last}):
        with transaction.atomic():
            notify("order.waits", to=[head.pk], key=str(number), title="")
"""


def tell(patient: Patient, first: int, last: int) -> None:
    patient.stack.manage("shell", "-v", "0", "-c", TELL.format(first=first, last=last))


def states(patient: Patient) -> dict[str, int]:
    rows = patient.stack.rows("SELECT state, count(*) FROM s_alpha.notices_delivery GROUP BY state")
    return {str(state): int(count) for state, count in rows}


def let_leases_end(patient: Patient) -> None:
    """What five minutes do: the leases of the dead run out, and beat sends the school to work."""
    patient.stack.rows("UPDATE s_alpha.notices_delivery SET lease_until = now() WHERE state = 'sending' RETURNING 1")
    patient.stack.rows("UPDATE public.shared_journal_errand SET due_at = now() RETURNING 1")


def wait_for(patient: Patient, number: int) -> None:
    deadline = time.monotonic() + 3 * BACK_SECONDS
    while states(patient) != {"sent": number}:
        assert time.monotonic() < deadline, f"{states(patient)}\n{patient.stack.log_tail()}"
        let_leases_end(patient)
        time.sleep(0.3)


def letters(patient: Patient) -> set[str]:
    """The mails that the demo shows, by Message-ID."""
    status, page = patient.stack.ask("", "/demo/mails/")
    assert status == 200
    return set(re.findall(r'href="/demo/mails/([0-9a-f-]{36})@', page))


def test_a_killed_worker_loses_no_notice_and_doubles_no_letter(patient: Patient) -> None:
    stack = patient.stack
    # Killed at the claim: nothing was sent, the row is as it was.
    stack.freeze_worker()
    tell(patient, 0, 1)
    with stack.held_table("s_alpha.notices_delivery") as waiting:
        stack.thaw_worker()
        deadline = time.monotonic() + BACK_SECONDS
        while not waiting():
            assert time.monotonic() < deadline, stack.log_tail()
            time.sleep(0.1)
        stack.kill_worker()
        stack.end_sessions(waiting())
    assert states(patient) == {"pending": 1}
    assert letters(patient) == set()
    stack.ensure_worker()
    wait_for(patient, 1)
    first = letters(patient)
    assert len(first) == 1
    # Killed between the sending and its mark: the same letter once more.
    stack.rows(
        "UPDATE s_alpha.notices_delivery SET state = 'sending', claim = gen_random_uuid(), lease_until = now()"
        " RETURNING 1"
    )
    wait_for(patient, 1)
    assert letters(patient) == first
    # Killed somewhere while it sends many.
    stack.freeze_worker()
    tell(patient, 1, MANY)
    for _turn in range(3):
        stack.ensure_worker()
        before = states(patient).get("sent", 0)
        deadline = time.monotonic() + 3 * BACK_SECONDS
        while states(patient).get("sent", 0) == before and before < MANY:
            assert time.monotonic() < deadline, stack.log_tail()
            time.sleep(0.02)
        stack.kill_worker()
        let_leases_end(patient)
    stack.ensure_worker()
    wait_for(patient, MANY)
    sent = {str(row[0]) for row in stack.rows("SELECT letter FROM s_alpha.notices_delivery")}
    assert letters(patient) == sent
    assert len(sent) == MANY
