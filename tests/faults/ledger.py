"""People who go on working while servers die: every write that was acknowledged stands in a ledger."""

from __future__ import annotations

import datetime
import json
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count

from runtime.ports import LOOPBACK
from tests.support.product import DOMAIN

WRITERS = 3
ANSWER_SECONDS = 15.0
BACK_SECONDS = 10.0
PACE_SECONDS = 0.35
"""Between two writes of a writer: an account may ask the API 600 times a minute."""
STEP = datetime.timedelta(minutes=7)


@dataclass
class Ledger:
    """Meetings that the API acknowledged, by number. ``refused``: answers that no retry can mend."""

    name: str
    port: int
    token: str
    programme: int
    first: datetime.datetime
    acknowledged: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)
    _grown: threading.Condition = field(default_factory=threading.Condition)
    _over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let the writers write."""
        self._threads = [threading.Thread(target=self._write_on, daemon=True) for _number in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let each writer bring its last write to an end."""
        self._over.set()
        for thread in self._threads:
            thread.join(timeout=2 * ANSWER_SECONDS)
            assert not thread.is_alive(), "a write neither succeeded nor failed"

    def wait_for_more(self, number: int) -> bool:
        """True when so many further writes were acknowledged within ``BACK_SECONDS``."""
        with self._grown:
            wanted = len(self.acknowledged) + number
            return self._grown.wait_for(lambda: len(self.acknowledged) >= wanted or bool(self.refused), BACK_SECONDS)

    def _write_on(self) -> None:
        patience = threading.Event()
        while not self._over.is_set() and not self.refused:
            number = next(self._numbers)
            patience.wait(PACE_SECONDS)
            while (status := self._write(number)) not in {200, 201}:
                # 0 is no answer at all, 5xx says to come again: a client asks again with the same key.
                if 400 <= status < 500 or self._over.is_set():
                    break
                patience.wait(0.05)
            else:
                with self._grown:
                    self.acknowledged.add(number)
                    self._grown.notify_all()

    def _write(self, number: int) -> int:
        body = {"starts_at": (self.first + number * STEP).isoformat(), "topic": f"{self.name} {number}"}
        headers = {
            "Host": f"alpha.{DOMAIN}",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{self.name}-{number}",
        }
        connection = HTTPConnection(LOOPBACK, self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request("POST", f"/api/v1/programmes/{self.programme}/meetings/", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()
        if 400 <= answer.status < 500:
            self.refused.append(f"{number}: {answer.status} {text[:300]}")
        return answer.status
