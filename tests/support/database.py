"""The test database: a template per state of the migrations, cloned per process."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
KEY_RANGE = 1_000_000


def migrations_hash() -> str:
    """Changes with any migration, with the way schools are built and with the cast that the template holds."""
    digest = hashlib.sha256()
    patterns = (
        "apps/**/migrations/*.py",
        "tenants/**/migrations/*.py",
        "*/**/grants.py",
        "tenants/isolation/database/*.py",
        "tenants/provisioning/rights.py",
        "tenants/provisioning/template/*.py",
    )
    files = sorted(file for pattern in patterns for file in ROOT.glob(pattern))
    for file in [*files, ROOT / "tests/support/database.py", ROOT / "tests/support/template.py"]:
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _server(database: str = "postgres", *, autocommit: bool = True) -> psycopg.Connection[Any]:
    config = settings.DATABASES["default"]
    return psycopg.connect(
        host=config["HOST"] or None,
        port=config["PORT"] or None,
        user=config["USER"] or None,
        password=config["PASSWORD"] or None,
        dbname=database,
        autocommit=autocommit,
    )


@contextmanager
def another_session(*, autocommit: bool = True) -> Iterator[psycopg.Connection[Any]]:
    """A second session of the test database, of somebody else.

    Its locks are given back before it ends: the server notices a closed connection only a moment later.
    """
    with _server(connections["default"].settings_dict["NAME"], autocommit=autocommit) as session:
        yield session
        session.rollback()
        session.execute("SELECT pg_advisory_unlock_all()")


@contextmanager
def _locked(name: str) -> Iterator[None]:
    path = ROOT / ".estafeta" / "test" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _exists(server: psycopg.Connection[Any], name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _run(server: psycopg.Connection[Any], statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def use_database(name: str) -> None:
    """Point Django's connection at a database."""
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def ensure_template() -> str:
    """Build the template of the present migrations unless it stands; other states' templates are dropped."""
    name = f"estafeta_template_{migrations_hash()}"
    with _locked("template"), _server() as server:
        if _exists(server, name):
            return name
        raw = f"{name}_raw"
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", raw)
        _run(server, "CREATE DATABASE {}", raw)
        use_database(raw)
        from tests.support.template import fill_template

        fill_template()
        connections["default"].close()
        _run(server, "ALTER DATABASE {} RENAME TO {}", raw, name)
    return name


def clone(template: str, name: str) -> None:
    """A new database from the template."""
    from tenants.provisioning.rights import database_statements

    with _locked("clone"), _server() as server:
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        _run(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
        # A copy has its tables' rights; those on the database itself are not copied.
        for statement in database_statements(name):
            server.execute(statement.encode())


def drop(name: str) -> None:
    """Remove a cloned database."""
    with _server() as server:
        _run(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


_clone_of: dict[str, str] = {}


def _commits(item: pytest.Function) -> bool:
    """True for tests whose transactions are real, asked for by fixture or by mark."""
    mark = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(mark and mark.kwargs.get("transaction"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A test with real commits leaves its rows, and Django's flush takes the cast away: clone the template anew."""
    if not (isinstance(item, pytest.Function) and _commits(item)):
        yield
        return
    from tenants.isolation.context import as_owner

    # Only the owner may empty tables.
    with as_owner():
        yield
        connections["default"].close()
        for name, template in _clone_of.items():
            clone(template, name)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: clone the template, drop the clone at the end."""
    original = settings.DATABASES["default"]["NAME"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"estafeta_test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        _clone_of[name] = ensure_template()
        clone(_clone_of[name], name)
        use_database(name)
        yield
        use_database(original)
        drop(name)
