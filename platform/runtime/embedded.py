"""What the two embedded servers have in common: start once, find again, stop.

A server is started detached and outlives whoever started it. It is found again by its own pid file,
believed only when the process works in this server's data directory. So a starter killed at any
moment leaves either a server the next start takes over or files the next start clears away.
"""

import secrets
import signal
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path

from runtime.errors import RefusedError
from runtime.files import locked, read_json, write_json
from runtime.places import make_passable
from runtime.ports import free_port, is_free
from runtime.processes import end, started, wait_until, works_in

START_SECONDS = 60.0
PORT_SECONDS = 5.0
ATTEMPTS = 5
LOG_LIMIT_BYTES = 10_000_000


class EmbeddedServer(ABC):
    """One server with its home directory (data, log, port and password)."""

    title: str
    #: The signals that stop it, each with the seconds granted.
    stop_steps: tuple[tuple[signal.Signals, float], ...]

    def __init__(self, home: Path, *, for_tests: bool = False) -> None:
        """``home`` is kept by the server alone; ``for_tests`` trades durability for speed."""
        self.home = home
        self.for_tests = for_tests

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    @abstractmethod
    def url(self) -> str:
        """The address with its password, for clients. Meaningful once started."""

    def start(self) -> bool:
        """Makes the server answer. False when it ran already. Safe to call from several processes."""
        make_passable(self.home)
        with locked(self.home / "start.lock"):
            found = self._take_over()
            if not found:
                self._prepare()
                self._launch()
            # Also for a server found running: its starter may have been killed before this step.
            self._finish()
            return not found

    def stop(self) -> bool:
        """Stops the server, whoever started it. False when none ran."""
        pid = self.pid()
        if pid is None:
            return False
        end([pid], *self.stop_steps)
        return True

    def is_running(self) -> bool:
        return self.pid() is not None

    def pid(self) -> int | None:
        """The pid of the running server of this home, or None."""
        pid = self._recorded_pid()
        return pid if pid is not None and works_in(pid, self.data) else None

    @property
    def port(self) -> int:
        return int(read_json(self.home / "server.json").get("port", 0))

    @property
    def password(self) -> str:
        return str(read_json(self.home / "server.json").get("password", ""))

    @abstractmethod
    def answers(self) -> bool:
        """Whether a client can work with it now."""

    @abstractmethod
    def _recorded_pid(self) -> int | None:
        """The pid in the server's own pid file, unproven."""

    @abstractmethod
    def _prepare(self) -> None:
        """Makes the data directory and clears what a killed server left in the way."""

    @abstractmethod
    def _command(self) -> list[str]:
        """The words that run the server in the foreground on ``self.port``."""

    @abstractmethod
    def _finish(self) -> None:
        """What a server still needs once it answers; repeatable."""

    def _take_over(self) -> bool:
        if not self.is_running():
            return False
        if wait_until(lambda: self.answers() or not self.is_running(), START_SECONDS / 2) and self.is_running():
            return True
        self.stop()
        return False

    def _launch(self) -> None:
        for _ in range(ATTEMPTS):
            self._choose_port()
            pid = self._spawn()
            if self._came_up(pid):
                return
            end([pid], *self.stop_steps)
        raise RefusedError(
            f"{self.title} did not start. The end of its log:\n{self._log_tail()}",
            f"The whole log is {self.log}; make demo-reset starts with empty data.",
        )

    def _came_up(self, pid: int) -> bool:
        try:
            wait_until(lambda: self.answers() or not started(pid), START_SECONDS)
        except BaseException:
            # Interrupted before its pid file is sure to exist: nobody would find it to stop it.
            end([pid], *self.stop_steps)
            raise
        return self.is_running() and self.answers()

    def _choose_port(self) -> None:
        port = self.port
        # Whoever works with the server knows this port. A killed one's child may hold it for a moment longer.
        if not port or not wait_until(lambda: is_free(port), PORT_SECONDS):
            port = free_port()
        # Hexadecimal: needs no quoting in a URL or in a configuration file.
        password = self.password or secrets.token_hex(16)
        write_json(self.home / "server.json", {"port": port, "password": password})

    def _spawn(self) -> int:
        """Starts the server as nobody's child, so that it never stays behind as a zombie of ours."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_suffix(".log.old"))
        with self.log.open("ab") as log:
            launcher = subprocess.run(
                ["/bin/sh", "-c", '"$@" </dev/null >&2 & echo $!', "sh", *self._command()],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                check=True,
            )
        return int(launcher.stdout)

    def _log_tail(self) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])
