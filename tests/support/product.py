"""The product as it runs in life: pages, worker and beat as processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from runtime.places import DataDir
from runtime.ports import LOOPBACK, free_port
from runtime.programs import first_programs, later_programs

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "estafeta.localhost"
READY_SECONDS = 120.0
STOP_SECONDS = 8.0


def _accepts(port: int) -> bool:
    with socket.socket() as knocking:
        knocking.settimeout(1)
        return knocking.connect_ex((LOOPBACK, port)) == 0


@dataclass
class Stack:
    """Addresses of a running product, and a hand on its processes.

    ``database_url``: as whom the product signs in; ``admin_url``: of the same database for a superuser; ``besides``:
    what processes started from now on find in their environment beside the usual.
    """

    database_url: str
    admin_url: str
    redis_url: str
    home: Path
    port: int = field(default_factory=free_port)
    live_port: int = field(default_factory=free_port)
    besides: dict[str, str] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the product is started with."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "ESTAFETA_DEMO": "1",
            "ESTAFETA_DATA": str(self.home),
            "ESTAFETA_BASE_DOMAIN": DOMAIN,
            "PORT": str(self.port),
            "ESTAFETA_PUBLIC_PORT": str(self.port),
            "ESTAFETA_LIVE_PORT": str(self.live_port),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
            **self.besides,
        }

    def address(self, place: str, path: str = "/") -> str:
        """The address of a page: ``place`` is a school's label, ``region``, or empty for the front door."""
        host = f"{place}.{DOMAIN}" if place else DOMAIN
        return f"http://{host}:{self.port}{path}"

    def start(self) -> None:
        """Pages, worker and beat, until the product calls itself ready."""
        for program in first_programs(self.port, DataDir(self.home).create(), {}):
            self._spawn(program.name, program.command)
        deadline = time.monotonic() + READY_SECONDS
        while (answer := self._readiness())[0] != 200:
            dead = self.ended()
            if dead or time.monotonic() > deadline:
                raise RuntimeError(f"The product is not ready: {answer[1]}; ended: {dead}\n{self.log_tail()}")
            time.sleep(0.3)

    def start_live(self, **environment: str) -> None:
        """The live process, until it answers; one that runs is ended. ``environment``: what it finds beside the usual.

        Not started with the rest: most scenes have nothing live, and it takes seconds.
        """
        self.stop_live()
        [program] = later_programs(self.environment)
        self._spawn("live", program.command, environment)
        deadline = time.monotonic() + READY_SECONDS
        while not _accepts(self.live_port):
            if "live" in self.ended() or time.monotonic() > deadline:
                raise RuntimeError(f"The live process is not ready.\n{self.log_tail()}")
            time.sleep(0.1)

    def stop_live(self) -> None:
        """SIGKILL to the live process: its connections break without a word."""
        process = self._running.pop("live", None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """End everything that was started, each with its process group."""
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(timeout=max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()

    def ended(self) -> list[str]:
        """Names of processes that were started and run no more."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def freeze_worker(self) -> None:
        """The worker takes nothing until it is thawed: a test sets the scene meanwhile."""
        os.killpg(self._running["worker"].pid, signal.SIGSTOP)

    def thaw_worker(self) -> None:
        """The worker goes on."""
        os.killpg(self._running["worker"].pid, signal.SIGCONT)

    def kill_worker(self) -> None:
        """SIGKILL to the worker and all it has forked: nothing gets a chance to tidy up."""
        process = self._running.pop("worker")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def ensure_worker(self) -> None:
        """A worker that works: the one that is there, or a new one like it."""
        if "worker" in self._running:
            self.thaw_worker()
        else:
            self._start_again("worker")

    def revive(self) -> list[str]:
        """What a supervisor does: start again whatever has ended; the names of it."""
        ended = self.ended()
        for name in ended:
            self._start_again(name)
        return ended

    def _start_again(self, name: str) -> None:
        programs = first_programs(self.port, DataDir(self.home), {})
        self._spawn(name, next(program.command for program in programs if program.name == name))

    @contextmanager
    def held_table(self, table: str) -> Iterator[Callable[[], list[int]]]:
        """Nobody writes ``table`` meanwhile; yields a question: which sessions of the database wait to?"""
        schema, name = table.split(".")
        with psycopg.connect(self.admin_url) as holder:
            holder.execute(sql.SQL("LOCK TABLE {}.{} IN SHARE MODE").format(*map(sql.Identifier, (schema, name))))
            yield lambda: self._waiting_for(schema, name)

    def _waiting_for(self, schema: str, table: str) -> list[int]:
        statement = (
            "SELECT pid FROM pg_locks JOIN pg_class ON pg_class.oid = relation"
            " JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE NOT granted AND nspname = %s AND relname = %s"
        )
        return [int(row[0]) for row in self.rows(statement, schema, table)]

    def end_sessions(self, sessions: Sequence[int]) -> None:
        """End sessions whose client is dead: asleep at a lock, a server learns of the death only after it."""
        for session in sessions:
            self.rows("SELECT pg_terminate_backend(%s, 5000)", session)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says; used only by tests of crashes, which no page can show."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def log_tail(self) -> str:
        """The last lines of every process."""
        logs = sorted((self.home / "log").glob("*.log"))
        return "\n".join(f"--- {log.stem}\n" + "\n".join(log.read_text().splitlines()[-25:]) for log in logs)

    def manage(self, *words: str, as_administrator: bool = False) -> str:
        """Run a verb of the ``estafeta`` command to its end; what it printed."""
        command = [sys.executable, "-m", "config", *words]
        environment = self.environment
        if as_administrator:
            environment["DATABASE_URL"] = self.admin_url
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"estafeta {' '.join(words)} ended with code {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def install_roles(self) -> None:
        """The roles of the database; also after a copy, with which rights on the database itself do not go."""
        login = urlsplit(self.database_url).username or ""
        self.manage("database", "install", "--login", login, as_administrator=True)

    def _spawn(self, name: str, command: Sequence[str], more: Mapping[str, str] | None = None) -> None:
        log = self.home / "log" / f"{name}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as output:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **(more or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def ask(self, place: str, path: str) -> tuple[int, str]:
        """What a stranger is answered at an address, without a browser: status and text; 0 when nobody answers."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": urlsplit(self.address(place)).netloc})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as error:
            return 0, str(error)
        finally:
            connection.close()

    def _readiness(self) -> tuple[int, str]:
        return self.ask("", "/health/ready")
