"""A real Celery worker in a thread, on a queue of its own, and the log lines that are written meanwhile."""

from __future__ import annotations

import logging
import queue
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun

from tenants.isolation.logs import MaskingFormatter, PlaceFilter

PATIENCE = 60
LINE = "%(levelname)s %(name)s [%(place)s %(request_id)s] %(message)s"


class Lines(logging.Handler):
    """Collects finished log lines, as the product writes them."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self.addFilter(PlaceFilter())
        self.setFormatter(MaskingFormatter(LINE))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def written(*names: str) -> Iterator[list[str]]:
    """The lines of the named loggers."""
    handler = Lines()
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger, logger.level) for logger in loggers]
    try:
        for logger in loggers:
            logger.addHandler(handler)
            logger.setLevel(logging.INFO)
        yield handler.lines
    finally:
        for logger, level in before:
            logger.removeHandler(handler)
            logger.setLevel(level)


class Worker:
    """The worker under way."""

    def __init__(self, name: str) -> None:
        self.queue = name
        self._done: queue.Queue[str] = queue.Queue()

    def note(self, task: Any = None, **_kwargs: Any) -> None:
        """One task is over, whatever its end."""
        self._done.put(task.name)

    def wait(self, tasks: int) -> list[str]:
        """Until so many tasks are over (a try that will be repeated counts); their names in order of ending."""
        return [self._done.get(timeout=PATIENCE) for _number in range(tasks)]


@contextmanager
def working(*, threads: int = 1) -> Iterator[Worker]:
    """Messages sent meanwhile are carried out by a worker with so many threads."""
    worker = Worker(f"tests-{uuid.uuid4().hex}")
    before = current_app.conf.task_default_queue
    current_app.conf.task_default_queue = worker.queue
    task_postrun.connect(worker.note)
    pool = {"pool": "threads", "concurrency": threads} if threads > 1 else {"pool": "solo"}
    try:
        with start_worker(
            current_app, perform_ping_check=False, queues=[worker.queue], shutdown_timeout=PATIENCE, **pool
        ):
            yield worker
    finally:
        task_postrun.disconnect(worker.note)
        current_app.conf.task_default_queue = before
