"""Sharing schools out among connections: a thread each, with a connection of its own that is closed at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event

from django.conf import settings

from tenants.isolation.backend import connection
from tenants.provisioning.fleet.reading import Seen

# Somebody else had what was needed: the same may pass a moment later.
PASSING = frozenset({"55P03", "40P01", "40001"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a migration in a school. ``sqlstate``: PostgreSQL's code or a Python error's name, "" if done."""

    school: Seen
    sqlstate: str = ""
    message: str = ""

    @property
    def is_done(self) -> bool:
        """True when the school has the migration."""
        return not self.sqlstate

    @property
    def may_pass(self) -> bool:
        """True when it failed for a lock that somebody held."""
        return self.sqlstate in PASSING


def failure(school: Seen, error: Exception) -> Outcome:
    """The outcome of an error, with the code of the database's error that lies under it."""
    code = ""
    link: BaseException | None = error
    while link is not None and not code:
        code, link = getattr(link, "sqlstate", None) or "", link.__cause__
    return Outcome(school, code or type(error).__name__, _sentence(error))


def _sentence(error: Exception) -> str:
    inner = f"\n{error.__cause__}" if error.__cause__ is not None and str(error.__cause__) not in str(error) else ""
    return f"{error}{inner}".strip()


def each(schools: Iterable[Seen], carry: Callable[[Seen], None], jobs: int) -> list[Outcome]:
    """Carry out in every school, in ``jobs`` threads. An error is the school's outcome; the others go on."""
    waiting: SimpleQueue[Seen] = SimpleQueue()
    for school in schools:
        waiting.put(school)
    stop = Event()
    with ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="fleet") as threads:
        workers = [threads.submit(_work, waiting, carry, stop) for _ in range(min(jobs, waiting.qsize()))]
        try:
            return [outcome for worker in workers for outcome in worker.result()]
        finally:
            stop.set()


def _work(waiting: SimpleQueue[Seen], carry: Callable[[Seen], None], stop: Event) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        while not stop.is_set():
            try:
                school = waiting.get_nowait()
            except Empty:
                break
            outcomes.append(_try(school, carry))
            if len(outcomes) % settings.SCHOOLS_PER_CONNECTION == 0:
                connection.close()
    finally:
        connection.close()
    return outcomes


def _try(school: Seen, carry: Callable[[Seen], None]) -> Outcome:
    try:
        carry(school)
    except Exception as error:  # noqa: BLE001  # a migration runs any code: its error is the school's, and recorded
        connection.close()  # whatever state it is in
        return failure(school, error)
    return Outcome(school)
