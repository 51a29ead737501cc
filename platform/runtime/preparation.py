"""The steps between running servers and running processes: migrations and the demo region."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from runtime.announce import places_from, say
from runtime.errors import RefusedError
from runtime.places import DataDir
from runtime.stamp import Stamp, code_digest, database_state
from runtime.supervisor import Program, Supervisor

ESTAFETA = (sys.executable, "-m", "config")


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Says that a step begins and, when it went well, how long it took."""
    began = time.monotonic()
    say(f"· {title} …")
    yield
    say(f"  {title}: {time.monotonic() - began:.1f} s")


class Preparation:
    """Brings a database to what the code needs, once; a later start only checks the stamp."""

    def __init__(self, places: DataDir, environment: Mapping[str, str], admin_url: str, supervisor: Supervisor) -> None:
        self._environment = environment
        self._admin_url = admin_url
        self._supervisor = supervisor
        self._stamp = Stamp(places.stamp)

    def run(self) -> None:
        url = self._environment["DATABASE_URL"]
        digest, state = code_digest(), database_state(url)
        if self._stamp.fits(digest, state):
            return
        half_loaded = self._stamp.is_half_loaded(state)
        login = urlsplit(url).username or ""
        self._step("Database roles", "roles", "database", "install", "--login", login, as_administrator=True)
        self._step("Migrations", "migrate", "migrate_schemas", "--shared")
        if state.has_schools:
            self._step("Migrations of the schools", "migrate", "migrate_schemas", "--tenant")
        state = database_state(url)
        if half_loaded or not state.has_schools:
            self._stamp.write(digest, state, loading=True)
            self._step("The demo region (once)", "demo", "demo", "load")
        places = places_from(self._answer("demo", "places", "--json"))
        self._stamp.write(digest, database_state(url), places=places)

    def places(self) -> dict[str, Any]:
        """Titles, hosts and accounts of the demo, as the preparation learned them."""
        return self._stamp.more("places") or {}

    def _step(self, title: str, name: str, *words: str, as_administrator: bool = False) -> None:
        environment = dict(self._environment)
        if as_administrator:
            environment["DATABASE_URL"] = self._admin_url
        with timed(title):
            code, _ = self._supervisor.run_once(Program(name, (*ESTAFETA, *words), environment))
            if code:
                raise RefusedError(
                    f"{title}: estafeta {' '.join(words)} ended with code {code}.",
                    "Its log is above. make demo-reset starts with empty data.",
                )

    def _answer(self, *words: str) -> str:
        code, output = self._supervisor.run_once(Program("demo", (*ESTAFETA, *words), self._environment), quiet=True)
        if code:
            raise RefusedError(f"estafeta {' '.join(words)} ended with code {code}:\n{output.strip()}")
        return output
