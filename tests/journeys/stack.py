"""The product as it runs in life, for the journeys: pages, worker and beat as processes, the demo region loaded.

The loaded region is kept as a template database per state of the migrations, the demo's sources and the day: the
second run of a day skips the load.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

from runtime.places import data_dir
from runtime.servers import EmbeddedPostgres, EmbeddedRedis
from runtime.testing import ensure_test_servers
from tests.support.database import migrations_hash
from tests.support.product import ROOT, Stack

KEPT = ROOT / ".estafeta" / "test" / "journeys"
PASSWORD = "estafeta-demo"
SCHOOLS = 5


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


def _stack(database: str, home: Path) -> Stack:
    broker = EmbeddedRedis(home / "redis", for_tests=True)
    return Stack(_login_address(database), _database_address(database), broker.url, home)


@contextmanager
def _alone() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "template.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


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
        stack = _stack(raw, files)
        stack.install_roles()
        stack.manage("migrate_schemas", "--shared")
        stack.manage("demo", "load", "--schools", str(SCHOOLS))
        _run("ALTER DATABASE {} RENAME TO {}", raw, name)
        (files / "redis").unlink()
        shutil.copytree(files, KEPT / name, dirs_exist_ok=True)
        shutil.rmtree(files)
    return name


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
        stack = _stack(database, home)
        stack.install_roles()
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
