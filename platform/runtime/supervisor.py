"""One supervisor for the programs of an installation: prefixed logs, restarts, an orderly end.

honcho's manager ends everything when one process dies; here a dead worker must come back, so only
honcho's printer and colours are used. The supervisor must be driven from one thread: the kernel
ties a program's leash to the thread that started it.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from honcho.colour import get_colours
from honcho.printer import Message, Printer

from runtime.leftovers import GRACE, Records
from runtime.processes import Process, end, find

LEASH = Path(__file__).with_name("leash.py")
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
#: A program that ran this long before it died was well: its pauses start anew.
WELL_AFTER = 30.0
TURN_SECONDS = 0.1
#: So many early deaths in a row are no accident.
HOPELESS_AFTER = 4


class Log:
    """Lines of several programs on one stream, each with time and name, whole lines only."""

    def __init__(self, stream: IO[str] | None = None, width: int = 0) -> None:
        self._printer = Printer(stream or sys.stdout, width=width)
        self._lock = threading.Lock()

    def line(self, name: str, data: bytes | str, colour: str | None = None) -> None:
        message = Message(type="line", data=data, time=datetime.now(tz=UTC).astimezone(), name=name, colour=colour)
        with self._lock:
            try:
                self._printer.write(message)
            except BrokenPipeError:
                # Nobody reads any more (`make demo | head`): the programs must not stop for it.
                return


@dataclass(frozen=True)
class Program:
    """A program to keep running."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Running:
    program: Program
    colour: str
    child: subprocess.Popen[bytes] | None = None
    written: list[bytes] | None = None
    reader: threading.Thread | None = None
    since: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0
    early_deaths: int = 0


class Supervisor:
    """Keeps programs running until it is stopped."""

    def __init__(self, records: Records, log: Log, *, directory: Path) -> None:
        self._records = records
        self._log = log
        self._directory = directory
        self._running: dict[str, _Running] = {}
        self._colours = get_colours()

    def start(self, programs: Iterable[Program]) -> None:
        for program in programs:
            kept = _Running(program, next(self._colours))
            self._running[program.name] = kept
            self._spawn(kept)

    def run_once(self, program: Program, *, quiet: bool = False) -> tuple[int, str]:
        """Runs a program to its end: its exit code and, when ``quiet``, what it wrote instead of the log showing it."""
        kept = _Running(program, next(self._colours), written=[] if quiet else None)
        self._running[program.name] = kept
        child = self._spawn(kept)
        while child.poll() is None:
            time.sleep(TURN_SECONDS)
        self._join(kept)
        del self._running[program.name]
        self._records.forget(program.name)
        return child.returncode, b"".join(kept.written or []).decode("utf-8", "replace")

    def turn(self) -> None:
        """Looks after the programs once: reports the dead, restarts those whose pause is over."""
        for kept in self._running.values():
            if kept.child is not None and kept.child.poll() is not None:
                self._bury(kept)
            if kept.child is None and time.monotonic() >= kept.due:
                self._spawn(kept)

    def cannot_start(self) -> list[str]:
        """The programs that died again and again, each time soon after their start."""
        return [name for name, kept in self._running.items() if kept.early_deaths >= HOPELESS_AFTER]

    def run(self, each_turn: Callable[[], None] = lambda: None) -> None:
        """Looks after the programs until an exception (a signal's, usually) ends it."""
        while True:
            self.turn()
            each_turn()
            time.sleep(TURN_SECONDS)

    def stop(self) -> None:
        """Ends every program and what it started, within the seconds of GRACE."""
        children = [(kept, kept.child) for kept in self._running.values() if kept.child is not None]
        end([child.pid for _, child in children], *GRACE, group=True)
        for kept, child in children:
            child.wait()
            self._join(kept)
            self._records.forget(kept.program.name)
        self._running.clear()

    def _spawn(self, kept: _Running) -> subprocess.Popen[bytes]:
        program = kept.program
        child = kept.child = subprocess.Popen(
            [sys.executable, "-I", str(LEASH), str(os.getpid()), *program.command],
            cwd=self._directory,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        # The start time survives the leash's exec: the record is true for the program too.
        self._records.remember(program.name, find(child.pid) or Process(child.pid, ""))
        kept.since = time.monotonic()
        kept.reader = threading.Thread(target=self._copy, args=(kept, child.stdout), daemon=True)
        kept.reader.start()
        return child

    def _copy(self, kept: _Running, output: IO[bytes]) -> None:
        with output:
            for line in output:
                if kept.written is None:
                    self._log.line(kept.program.name, line, kept.colour)
                else:
                    kept.written.append(line)

    def _bury(self, kept: _Running) -> None:
        child = kept.child
        if child is None:
            return
        # A killed parent leaves its pool behind, still at work: two would then do the same task.
        end([child.pid], *GRACE[1:], group=True)
        self._join(kept)
        self._records.forget(kept.program.name)
        kept.child = None
        if time.monotonic() - kept.since > WELL_AFTER:
            kept.pause = FIRST_PAUSE
            kept.early_deaths = 0
        kept.early_deaths += 1
        kept.due = time.monotonic() + kept.pause
        self._log.line("system", f"{kept.program.name} ended ({_ending(child.returncode)}); starting it again")
        kept.pause = min(kept.pause * 2, LONGEST_PAUSE)

    def _join(self, kept: _Running) -> None:
        if kept.reader is not None:
            kept.reader.join(timeout=1)


def _ending(returncode: int) -> str:
    return f"by signal {-returncode}" if returncode < 0 else f"with code {returncode}"
