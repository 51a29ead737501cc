"""Whether the database is already what this code needs: asked in milliseconds, without Django.

Loading Django only to learn that there is nothing to migrate costs seconds at every start. So the
first start writes down which migrations it applied and what the database looked like afterwards;
a later start compares both and falls back to asking the migrations themselves when in doubt.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from runtime.errors import RefusedError
from runtime.files import read_json, write_json
from runtime.places import CHECKOUT

SOURCES = (
    "tenants/provisioning/rights.py",
    "*/*/grants.py",
    "*/*/*/grants.py",
    "platform/*/migrations/*.py",
    "tenants/*/migrations/*.py",
    "apps/*/*/migrations/*.py",
    "api/*/migrations/*.py",
)
#: The libraries bring migrations too.
LOCKS = "deploy/locks/*.txt"

STATE = """
SELECT current_database()::text,
       (SELECT oid::int8 FROM pg_database WHERE datname = current_database()),
       to_regclass('public.django_migrations') IS NOT NULL,
       (SELECT count(*) FROM pg_class WHERE relname = 'django_migrations' AND relkind IN ('r', 'p'))
"""
NEWEST = "SELECT coalesce(max(id), 0) FROM public.django_migrations"


@dataclass(frozen=True)
class DatabaseState:
    """What tells one prepared database from another, or from an empty one."""

    name: str
    oid: int
    #: The newest row of the shared schema's table of migrations; 0 when there is none.
    shared: int
    #: How many schemas have a table of migrations: the shared one and one for each school.
    schemas: int

    @property
    def has_schools(self) -> bool:
        return self.schemas > 1


def database_state(url: str) -> DatabaseState:
    """Asks the database. Raises RefusedError when it does not answer."""
    try:
        with psycopg.connect(url, connect_timeout=10, autocommit=True) as connection:
            name, oid, known, schemas = _one_row(connection, STATE)
            shared = _one_row(connection, NEWEST)[0] if known else 0
    except psycopg.OperationalError as error:
        raise RefusedError(
            f"The database does not answer: {error}".strip(), "Look at DATABASE_URL and at the server it names."
        ) from error
    return DatabaseState(name=name, oid=oid, shared=shared, schemas=schemas)


def code_digest(checkout: Path = CHECKOUT) -> str:
    """A digest of every migration's text, of the rights of database roles and of the locked libraries."""
    digest = hashlib.sha256()
    for pattern in (*SOURCES, LOCKS):
        for path in sorted(checkout.glob(pattern)):
            digest.update(f"{path.relative_to(checkout)}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Stamp:
    """The file in which a start writes what it prepared."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fits(self, digest: str, state: DatabaseState) -> bool:
        """Whether this code already prepared this very database. Schools may have come since."""
        data = read_json(self._path)
        known = data.get("state", {})
        return (
            data.get("digest") == digest
            and not data.get("loading")
            and {**asdict(state), "schemas": 0} == {**known, "schemas": 0}
            and state.schemas >= int(known.get("schemas", 0))
        )

    def is_half_loaded(self, state: DatabaseState) -> bool:
        """Whether loading the demo region into this database was begun and not finished."""
        data = read_json(self._path)
        return bool(data.get("loading")) and data.get("state", {}).get("oid") == state.oid

    def write(self, digest: str, state: DatabaseState, *, loading: bool = False, **more: Any) -> None:
        write_json(self._path, {**more, "digest": digest, "state": asdict(state), "loading": loading})

    def more(self, name: str) -> Any:
        """What was written beside the state under this name, or None."""
        return read_json(self._path).get(name)


def _one_row(connection: psycopg.Connection[tuple[Any, ...]], query: str) -> tuple[Any, ...]:
    row = connection.execute(query.encode()).fetchone()
    if row is None:
        raise RefusedError("The database answered nothing where it always answers one row.")
    return row
