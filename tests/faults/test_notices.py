"""A worker is killed while it claims: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import re
import time

from tests.faults.conftest import Patient
from tests.faults.ledger import BACK_SECONDS

TELL = """
from django.db import transaction
from apps.school.notices.sending import notify
from tenants.identity.models import Account
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
with enter_school(School.objects.get(slug="alpha")):
    head = account_in("head", School.objects.get(slug="alpha"))
    with transaction.atomic():
        notify("order.waits", to=[head.pk], key="1", title="")
"""


def tell(patient: Patient) -> None:
    patient.stack.manage("shell", "-v", "0", "-c", TELL)


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


def test_a_killed_worker_loses_no_notice_and_doubles_none(patient: Patient) -> None:
    stack = patient.stack
    # Killed at the claim: nothing was sent, the row is as it was.
    stack.freeze_worker()
    tell(patient)
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
    assert len(letters(patient)) == 1
