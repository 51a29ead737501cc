"""The product as it runs in life, for the journeys: pages, worker and beat as processes, the demo region loaded.

The loaded region is kept as a template database per state of the migrations, the demo's sources and the day: the
second run of a day skips the load.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from runtime.places import DataDir, data_dir
from runtime.ports import LOOPBACK, free_port
from runtime.programs import first_programs
from runtime.servers import EmbeddedPostgres, EmbeddedRedis
from runtime.testing import ensure_test_servers
from tests.support.database import migrations_hash

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".estafeta" / "test" / "journeys"
DOMAIN = "estafeta.localhost"
PASSWORD = "estafeta-demo"
SCHOOLS = 5
READY_SECONDS = 120.0
STOP_SECONDS = 8.0


def _database_address(name: str) -> str:
    """The address of a database for a superuser."""
    url, _redis = ensure_test_servers()
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _login_address(name: str) -> str:
    """The address with which the product signs in; a server of one's own has one for everything."""
    ours = EmbeddedPostgres(data_dir().tests.postgres, for_tests=True)
    url, _redis = ensure_test_servers()
    return urlsplit(ours.url if url == ours.admin_url else url)._replace(path=f"/{name}").geturl()


def _run(statement: str, *names: str) -> None:
    with psycopg.connect(_database_address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _exists(name: str) -> bool:
    with psycopg.connect(_database_address("postgres"), autocommit=True) as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _state_of_demo() -> str:
    """Changes with the migrations, the demo's sources and the day: the demo tells of half a year until today."""
    digest = hashlib.sha256(migrations_hash().encode())
    presets = sorted((ROOT / "apps/school/regulation").rglob("*.json"))
    for file in [*sorted((ROOT / "platform/config/demo").glob("*.py")), *presets]:
        digest.update(file.read_bytes())
    digest.update(datetime.now(tz=UTC).date().isoformat().encode())
    return digest.hexdigest()[:12]


@dataclass
class Stack:
    """Addresses of a running product, and a hand on its processes."""

    database: str
    home: Path
    port: int = field(default_factory=free_port)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What every process of the product is started with."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": _login_address(self.database),
            "REDIS_URL": EmbeddedRedis(self.home / "redis", for_tests=True).url,
            "ESTAFETA_DEMO": "1",
            "ESTAFETA_DATA": str(self.home),
            "ESTAFETA_BASE_DOMAIN": DOMAIN,
            "PORT": str(self.port),
            "ESTAFETA_PUBLIC_PORT": str(self.port),
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
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
            dead = [name for name, process in self._running.items() if process.poll() is not None]
            if dead or time.monotonic() > deadline:
                raise RuntimeError(f"The product is not ready: {answer[1]}; ended: {dead}\n{self.log_tail()}")
            time.sleep(0.3)

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
            return
        programs = first_programs(self.port, DataDir(self.home), {})
        worker = next(program for program in programs if program.name == "worker")
        self._spawn(worker.name, worker.command)

    @contextmanager
    def held_table(self, table: str) -> Iterator[Callable[[], list[int]]]:
        """Nobody writes ``table`` meanwhile; yields a question: which sessions of the database wait to?"""
        schema, name = table.split(".")
        with psycopg.connect(_database_address(self.database)) as holder:
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
        with psycopg.connect(_database_address(self.database), autocommit=True) as connection:
            return connection.execute(statement.encode(), values).fetchall()

    def log_tail(self) -> str:
        """The last lines of every process."""
        logs = sorted((self.home / "log").glob("*.log"))
        return "\n".join(f"--- {log.stem}\n" + "\n".join(log.read_text().splitlines()[-25:]) for log in logs)

    def _spawn(self, name: str, command: Sequence[str]) -> None:
        log = self.home / "log" / f"{name}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as output:
            self._running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _readiness(self) -> tuple[int, str]:
        connection = HTTPConnection(LOOPBACK, self.port, timeout=10)
        try:
            connection.request("GET", "/health/ready", headers={"Host": DOMAIN})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except OSError as error:
            return 0, str(error)
        finally:
            connection.close()


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _manage(stack: Stack, *words: str, as_administrator: bool = False) -> None:
    command = [sys.executable, "-m", "config", *words]
    environment = stack.environment
    if as_administrator:
        environment["DATABASE_URL"] = _database_address(stack.database)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"estafeta {' '.join(words)} ended with code {done.returncode}:\n{done.stderr[-3000:]}")


def _template(home: Path) -> str:
    """The loaded region, made unless it stands; those of other states are dropped with their files."""
    name = f"estafeta_journey_{_state_of_demo()}"
    with _alone():
        if _exists(name) and (KEPT / name).is_dir():
            return name
        _forget_old()
        raw, files = f"{name}_raw", home / "loading"
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", raw)
        _run("CREATE DATABASE {}", raw)
        files.mkdir()
        (files / "redis").symlink_to(home / "redis")
        stack = Stack(raw, files)
        _install_roles(stack)
        _manage(stack, "migrate_schemas", "--shared")
        _manage(stack, "demo", "load", "--schools", str(SCHOOLS))
        _run("ALTER DATABASE {} RENAME TO {}", raw, name)
        (files / "redis").unlink()
        shutil.copytree(files, KEPT / name, dirs_exist_ok=True)
        shutil.rmtree(files)
    return name


def _install_roles(stack: Stack) -> None:
    """Also after a copy: rights on a database itself are not copied with it."""
    login = urlsplit(stack.environment["DATABASE_URL"]).username or ""
    _manage(stack, "database", "install", "--login", login, as_administrator=True)


def _forget_old() -> None:
    with psycopg.connect(_database_address("postgres"), autocommit=True) as server:
        found = server.execute(r"SELECT datname FROM pg_database WHERE datname ~ '^estafeta_journey_[0-9a-f]{12}'")
        names = [str(row[0]) for row in found.fetchall()]
    for name in names:
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        shutil.rmtree(KEPT / name, ignore_errors=True)


@contextmanager
def running_stack(home: Path) -> Iterator[Stack]:
    """A product of one's own in ``home``, with the demo region; everything is gone afterwards."""
    home.chmod(0o711)
    broker = EmbeddedRedis(home / "redis", for_tests=True)
    broker.start()
    database = f"estafeta_journeys_{os.getpid()}"
    try:
        template = _template(home)
        _forget_messages(broker)
        shutil.copytree(KEPT / template, home, dirs_exist_ok=True)
        with _alone():
            _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
            _run("CREATE DATABASE {} TEMPLATE {}", database, template)
        stack = Stack(database, home)
        _install_roles(stack)
        try:
            stack.start()
            yield stack
        finally:
            stack.stop()
            _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)
    finally:
        broker.stop()


def _forget_messages(server: EmbeddedRedis) -> None:
    """The load leaves messages that its own database knows of; the product sends unfinished works again by itself."""
    with redis.Redis.from_url(server.url) as client:
        client.flushall()
