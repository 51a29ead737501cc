"""The embedded servers: PostgreSQL and Valkey, and the pair of them as the product needs it."""

import os
import shutil
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from runtime.embedded import EmbeddedServer
from runtime.errors import RefusedError
from runtime.files import write_private
from runtime.places import DataDir
from runtime.ports import LOOPBACK
from runtime.privileges import Runner
from runtime.wheels import postgres_programs, valkey_program

DATABASE = "estafeta"
#: The superuser of the embedded cluster, and as whom the product itself signs in.
ADMINISTRATOR = "estafeta"
LOGIN = "estafeta_app"

#: Hundreds of schemas in one statement take many locks; parallel plans would need more shared
#: memory than a container grants by default.
POSTGRES_SETTINGS = {
    "max_connections": "200",
    "max_locks_per_transaction": "512",
    "shared_buffers": "256MB",
    "max_parallel_workers_per_gather": "0",
    "unix_socket_directories": "",
    "listen_addresses": LOOPBACK,
}
#: A crash of the machine may lose the whole cluster: right for tests and for nothing else.
POSTGRES_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL cluster with one database, on a loopback port, behind a password."""

    title = "PostgreSQL"
    stop_steps = ((signal.SIGINT, 3.5), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 0.5))

    @property
    def url(self) -> str:
        """The address for the product: a login that owns nothing and inherits nothing."""
        return self._url_of(LOGIN)

    @property
    def admin_url(self) -> str:
        """The address for a superuser."""
        return self._url_of(ADMINISTRATOR)

    def _url_of(self, user: str) -> str:
        return f"postgresql://{user}:{self.password}@{LOOPBACK}:{self.port}/{DATABASE}"

    def answers(self) -> bool:
        try:
            with self._connect() as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=LOOPBACK,
            port=self.port,
            user=ADMINISTRATOR,
            password=self.password,
            dbname="postgres",
            connect_timeout=5,
            autocommit=True,
        )

    @property
    def programs(self) -> Path:
        """The directory of PostgreSQL's programs, of the version of the data."""
        return postgres_programs(self.data)

    def runner(self, directory: Path) -> Runner:
        """Who runs them, able to reach a directory."""
        return Runner(program=self.programs / "postgres", directory=directory)

    def _recorded_pid(self) -> int | None:
        return _first_number(self.data / "postmaster.pid")

    def _prepare(self) -> None:
        if not self.data.exists():
            self._choose_port()
            self._initialise()
        # PostgreSQL takes any live process with the recorded pid for a rival: this one is none.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _initialise(self) -> None:
        """Makes the cluster beside its place and moves it there whole: a kill leaves no half of one."""
        fresh, password_file = self.home / "data.new", self.home / "password.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        write_private(password_file, self.password)
        runner = self.runner(fresh)
        runner.own(fresh)
        runner.own(password_file)
        command = [
            *runner.prefix,
            str(self.programs / "initdb"),
            f"--pgdata={fresh}",
            f"--username={ADMINISTRATOR}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        if self.for_tests:
            command.append("--no-sync")
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        password_file.unlink()
        if done.returncode:
            raise RefusedError(f"PostgreSQL could not make its data directory:\n{done.stderr.strip()}")
        fresh.rename(self.data)

    def _command(self) -> list[str]:
        settings = {**POSTGRES_SETTINGS, **(POSTGRES_TEST_SETTINGS if self.for_tests else {}), "port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [*self.runner(self.data).prefix, str(self.programs / "postgres"), "-D", str(self.data), *options]

    def _finish(self) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [LOGIN]).fetchone():
                login = sql.SQL("CREATE ROLE {} LOGIN NOINHERIT PASSWORD {}")
                connection.execute(login.format(sql.Identifier(LOGIN), sql.Literal(self.password)))


class EmbeddedRedis(EmbeddedServer):
    """A Valkey server (it speaks Redis) on a loopback port, behind a password, its queue on disk."""

    title = "Valkey"
    stop_steps = ((signal.SIGTERM, 4.0), (signal.SIGKILL, 1.0))

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"

    def answers(self) -> bool:
        with redis.Redis(host=LOOPBACK, port=self.port, password=self.password, socket_timeout=5) as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

    def _recorded_pid(self) -> int | None:
        return _first_number(self.home / "server.pid")

    def _prepare(self) -> None:
        self.data.mkdir(mode=0o700, exist_ok=True)
        (self.home / "server.pid").unlink(missing_ok=True)

    def _command(self) -> list[str]:
        durable = "no" if self.for_tests else "yes"
        lines = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "requirepass": self.password,
            "dir": _quoted(self.data),
            "pidfile": _quoted(self.home / "server.pid"),
            "daemonize": "no",
            "databases": "64",
            "save": '""',
            "appendonly": durable,
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
        }
        write_private(self.home / "valkey.conf", "".join(f"{name} {value}\n" for name, value in lines.items()))
        return [str(valkey_program()), str(self.home / "valkey.conf")]

    def _finish(self) -> None:
        """Nothing: databases of Valkey exist by being used."""


@dataclass(frozen=True)
class Addresses:
    """Where the database and the broker are, as the settings read them from the environment."""

    database_url: str
    redis_url: str
    #: For making databases and roles; of a given server the same as ``database_url``.
    admin_url: str

    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


class Servers:
    """Database and broker of one data directory; a server named in the environment replaces ours."""

    def __init__(self, places: DataDir, *, for_tests: bool = False) -> None:
        self.given = {name: os.environ.get(name, "") for name in ("DATABASE_URL", "REDIS_URL")}
        self.postgres = EmbeddedPostgres(places.postgres, for_tests=for_tests)
        self.redis = EmbeddedRedis(places.redis, for_tests=for_tests)

    @property
    def embedded(self) -> list[EmbeddedServer]:
        """Those of the two that are ours to run."""
        ours: list[EmbeddedServer] = []
        if not self.given["DATABASE_URL"]:
            ours.append(self.postgres)
        if not self.given["REDIS_URL"]:
            ours.append(self.redis)
        return ours

    def start(self) -> Addresses:
        for server in self.embedded:
            server.start()
        return self.addresses()

    def addresses(self) -> Addresses:
        return Addresses(
            database_url=self.given["DATABASE_URL"] or self.postgres.url,
            redis_url=self.given["REDIS_URL"] or self.redis.url,
            admin_url=self.given["DATABASE_URL"] or self.postgres.admin_url,
        )

    def stop(self) -> list[str]:
        """Stops what runs in the data directory, both at once; the titles of the servers stopped."""
        servers: list[EmbeddedServer] = [self.redis, self.postgres]
        with ThreadPoolExecutor(len(servers)) as pool:
            stopped = list(pool.map(lambda server: server.stop(), servers))
        return [server.title for server, was_running in zip(servers, stopped, strict=True) if was_running]


def ensure_servers(places: DataDir, *, for_tests: bool = False) -> Addresses:
    """The addresses of servers that answer, started when they did not run."""
    return Servers(places.create(), for_tests=for_tests).start()


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _first_number(path: Path) -> int | None:
    try:
        first = path.read_text(encoding="utf-8").split("\n", 1)[0].strip()
    except FileNotFoundError:
        return None
    return int(first) if first.isdigit() else None
