"""A worker is killed while it claims, and when its mail was taken: nothing is lost, nobody is told twice."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest

from runtime.ports import LOOPBACK
from tests.faults.conftest import Patient
from tests.faults.ledger import BACK_SECONDS
from tests.faults.mail_server import MailServer, mail_server

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
        notify("order.waits", to=[head.pk], key="KEY", title="")
"""
STATES = """
SELECT state, count(*) FROM s_alpha.notices_delivery AS row JOIN s_alpha.notices_notice AS notice
ON notice.id = row.notice_id WHERE key = %s GROUP BY state
"""

HEADERS = ("Message-ID", "From", "To", "Subject")


def tell(patient: Patient, key: str) -> None:
    patient.stack.manage("shell", "-v", "0", "-c", TELL.replace("KEY", key))


def states(patient: Patient, key: str) -> dict[str, int]:
    return {str(state): int(count) for state, count in patient.stack.rows(STATES, key)}


def let_leases_end(patient: Patient) -> None:
    """What five minutes do: the leases of the dead run out, and beat sends the school to work."""
    patient.stack.rows("UPDATE s_alpha.notices_delivery SET lease_until = now() WHERE state = 'sending' RETURNING 1")
    patient.stack.rows("UPDATE public.shared_journal_errand SET due_at = now() RETURNING 1")


def wait_until_sent(patient: Patient, key: str) -> None:
    deadline = time.monotonic() + 3 * BACK_SECONDS
    while (found := states(patient, key)) != {"sent": 1}:
        assert time.monotonic() < deadline, f"{found}\n{patient.stack.log_tail()}"
        let_leases_end(patient)
        time.sleep(0.3)


def letters(patient: Patient) -> set[str]:
    """The mails that the demo shows, by Message-ID."""
    status, page = patient.stack.ask("", "/demo/mails/")
    assert status == 200
    return set(re.findall(r'href="/demo/mails/([0-9a-f-]{36})@', page))


@contextmanager
def held_at_the_table(patient: Patient) -> Iterator[Callable[[], list[int]]]:
    """Whoever writes deliveries stands still meanwhile; yields a question that waits for somebody to do so."""
    with patient.stack.held_table("s_alpha.notices_delivery") as waiting:

        def somebody() -> list[int]:
            deadline = time.monotonic() + BACK_SECONDS
            while not (found := waiting()):
                assert time.monotonic() < deadline, patient.stack.log_tail()
                time.sleep(0.1)
            return found

        yield somebody


def kill_at_the_table(patient: Patient, somebody: Callable[[], list[int]]) -> None:
    """SIGKILL to the worker while it waits to write."""
    sessions = somebody()
    patient.stack.kill_worker()
    patient.stack.end_sessions(sessions)


def test_a_killed_worker_loses_no_notice_and_doubles_none(patient: Patient) -> None:
    stack = patient.stack
    # Killed at the claim: nothing was sent, the row is as it was.
    stack.freeze_worker()
    tell(patient, "claim")
    with held_at_the_table(patient) as somebody:
        stack.thaw_worker()
        kill_at_the_table(patient, somebody)
    assert states(patient, "claim") == {"pending": 1}
    assert letters(patient) == set()
    stack.ensure_worker()
    wait_until_sent(patient, "claim")
    assert len(letters(patient)) == 1


def link_in(letter: EmailMessage) -> str:
    """The page of the notice that a letter leads to."""
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.search(r"/notices/[0-9a-f-]{36}/", body.get_content())
    assert found is not None
    return found[0]


@pytest.fixture
def post(patient: Patient) -> Iterator[MailServer]:
    """A mail server, and a worker that sends to it."""
    with mail_server() as server:
        settings = {"DJANGO_SETTINGS_MODULE": "tests.faults.by_smtp", "ESTAFETA_SMTP_HOST": LOOPBACK}
        patient.stack.besides = {**settings, "ESTAFETA_SMTP_PORT": str(server.port)}
        patient.stack.kill_worker()
        patient.stack.ensure_worker()
        try:
            yield server
        finally:
            patient.stack.besides = {}
            patient.stack.kill_worker()
            patient.stack.ensure_worker()


def test_a_worker_killed_between_the_sending_and_the_mark_repeats_the_same_letter(
    patient: Patient, post: MailServer
) -> None:
    """No outbox can know that the mail server has taken the letter; the repeated one bears the same Message-ID."""
    post.answers.clear()
    tell(patient, "mark")
    assert post.has(1, 3 * BACK_SECONDS), patient.stack.log_tail()
    with held_at_the_table(patient) as somebody:
        # The server answers that it has the letter; the worker goes to write that down, and dies there.
        post.answers.set()
        kill_at_the_table(patient, somebody)
    assert states(patient, "mark") == {"sending": 1}
    patient.stack.ensure_worker()
    wait_until_sent(patient, "mark")
    first, second = post.letters
    assert [first[name] for name in HEADERS] == [second[name] for name in HEADERS]
    assert link_in(first) == link_in(second)
    inbox = patient.stack.rows("SELECT count(*) FROM s_alpha.notices_notice WHERE key = 'mark' AND in_inbox")
    assert inbox == [(1,)]
    assert patient.stack.rows("SELECT max(attempts) FROM s_alpha.notices_delivery WHERE state = 'sent'") == [(2,)]
