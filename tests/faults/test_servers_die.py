"""PostgreSQL restarts and Redis dies, again and again, while people write: what was acknowledged is there once."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable

from runtime.embedded import EmbeddedServer
from runtime.processes import end
from tests.faults.conftest import Patient
from tests.faults.ledger import BACK_SECONDS, Ledger

TIMES = int(os.environ.get("FAULTS", "100"))
BETWEEN = 2
"""So many writes are acknowledged between two faults: the product is really back."""


def written(patient: Patient, ledger: Ledger) -> Counter[int]:
    """Numbers of the ledger's meetings in the database, with how often each is there."""
    rows = patient.stack.rows("SELECT topic FROM s_alpha.programmes_meeting WHERE topic LIKE %s", f"{ledger.name} %")
    return Counter(int(row[0].removeprefix(f"{ledger.name} ")) for row in rows)


def survive(patient: Patient, server: EmbeddedServer, faults: list[Callable[[int], None]]) -> Ledger:
    """Write, fault, be back, ``TIMES`` times; the ledger."""
    ledger = patient.ledger()
    ledger.begin()
    try:
        assert ledger.wait_for_more(BETWEEN), "nothing was written before the first fault"
        for turn in range(TIMES):
            pid = server.pid()
            assert pid is not None
            faults[turn % len(faults)](pid)
            server.start()
            # A worker that held unfinished messages ends when its broker dies; its supervisor starts it again.
            assert "web" not in patient.stack.revive()
            back = ledger.wait_for_more(BETWEEN)
            assert not ledger.refused, ledger.refused
            assert back, f"not back within {BACK_SECONDS:.0f} s after fault {turn + 1}\n{patient.stack.log_tail()}"
    finally:
        ledger.end()
    return ledger


def settle(patient: Patient) -> None:
    """The worker and its queue work too: the last change is in the region within the promised time."""
    last = patient.ledger()
    last.begin()
    assert last.wait_for_more(1)
    last.end()
    deadline = time.monotonic() + 3 * BACK_SECONDS
    while patient.stack.rows("SELECT 1 FROM shared_journal_schoolchange LIMIT 1"):
        patient.stack.revive()
        assert time.monotonic() < deadline, f"the school's changes are not reported\n{patient.stack.log_tail()}"
        time.sleep(0.2)


def test_restarts_of_postgresql_lose_nothing(patient: Patient) -> None:
    def restart(pid: int) -> None:
        end([pid], (signal.SIGINT, 5.0), (signal.SIGQUIT, 5.0))

    def crash(pid: int) -> None:
        end([pid], (signal.SIGQUIT, 5.0))

    ledger = survive(patient, patient.postgres, [restart, crash])
    found = written(patient, ledger)
    assert ledger.acknowledged - set(found) == set()
    assert {number: times for number, times in found.items() if times > 1} == {}
    settle(patient)


def test_deaths_of_redis_lose_nothing(patient: Patient) -> None:
    ledger = survive(patient, patient.redis, [lambda pid: end([pid], (signal.SIGKILL, 5.0))])
    found = written(patient, ledger)
    assert ledger.acknowledged - set(found) == set()
    assert {number: times for number, times in found.items() if times > 1} == {}
    settle(patient)
