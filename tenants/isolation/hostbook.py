"""Which school a host belongs to, remembered in the process and forgotten the moment a school changes.

Whoever changes a school, its hosts or its municipality sends a notification in the same transaction
(``announce_changed_schools``): PostgreSQL delivers it at the commit to every process that listens. A process that
does not hear (not yet, or its session broke) remembers nothing and asks the database each time.
"""

from __future__ import annotations

import copy
import logging
import os
import threading
from collections.abc import Callable

from psycopg import Error as DriverError

from tenants.isolation.backend import connection
from tenants.organisations.models import CHANGED_SCHOOLS, School

MOST = 5_000
RETRY_SECONDS = 1.0
logger = logging.getLogger(__name__)


class HostBook:
    """host -> working school. ``find`` is called by many threads; what it gives may be changed by the caller."""

    def __init__(self) -> None:
        self._schools: dict[str, School] = {}
        self._lock = threading.Lock()
        self._edition = 0
        self._process = 0
        self._hears = threading.Event()

    def find(self, host: str, ask: Callable[[str], School | None]) -> School | None:
        """The school of a host, from memory when it is sure to be true, else by ``ask(host)``."""
        # What a transaction sees of its own may never come true.
        if connection.in_atomic_block:
            return ask(host)
        self._listen()
        known = self._schools.get(host)
        if known is not None:
            return copy.copy(known)
        edition = self._edition
        school = ask(host)
        if school is not None:
            self._keep(host, copy.copy(school), edition)
        return school

    def forget(self) -> None:
        """Everything is asked anew."""
        with self._lock:
            self._edition += 1
            self._schools = {}

    def _keep(self, host: str, school: School, edition: int) -> None:
        with self._lock:
            if self._hears.is_set() and edition == self._edition and len(self._schools) < MOST:
                self._schools[host] = school

    # ---- hearing

    def _listen(self) -> None:
        """One listening thread a process; a forked process starts its own."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._schools = {}
            self._hears = threading.Event()
        threading.Thread(target=self._hear, args=(self._hears,), name="changed schools", daemon=True).start()

    def _hear(self, hears: threading.Event) -> None:
        patience = threading.Event()
        while True:
            try:
                self._follow(hears)
            except DriverError as error:
                logger.warning("no news of changed schools, hosts are looked up each time: %s", error)
            finally:
                hears.clear()
                self.forget()
            patience.wait(RETRY_SECONDS)

    def _follow(self, hears: threading.Event) -> None:
        """A session of its own, which belongs to no place: it only listens."""
        with connection.get_new_connection(connection.get_connection_params()) as session:
            session.autocommit = True
            session.execute(f"LISTEN {CHANGED_SCHOOLS}")
            self.forget()
            hears.set()
            for _news in session.notifies():
                self.forget()


book = HostBook()
