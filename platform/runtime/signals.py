"""Turns the signals that mean "stop" into one exception, so that ``finally`` does the stopping."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Somebody asked the supervisor to stop. Not an Exception: nothing may swallow it."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum

    @property
    def exit_code(self) -> int:
        return 128 + self.signum


@contextmanager
def stop_signals() -> Iterator[None]:
    """Inside, the first stopping signal raises StopRequested; later ones are ignored: the stop is under way."""
    stopping = False

    def request(signum: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        if not stopping:
            stopping = True
            raise StopRequested(signum)

    former = {signum: signal.signal(signum, request) for signum in STOPPING}
    try:
        yield
    finally:
        for signum, handler in former.items():
            signal.signal(signum, handler)
