"""A product of its own on servers of its own, which the tests may kill."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from runtime.places import DataDir
from runtime.servers import EmbeddedPostgres, EmbeddedRedis
from tests.faults.ledger import Ledger
from tests.support.product import Stack

FILL = "from tests.faults.scene import fill; print(fill())"


@dataclass
class Patient:
    """The product, its servers, and what is needed to write to it."""

    stack: Stack
    postgres: EmbeddedPostgres
    redis: EmbeddedRedis
    scene: dict[str, str]
    written: int = 0

    def ledger(self) -> Ledger:
        """A new ledger; its meetings begin after those of the ledgers before."""
        self.written += 1
        first = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(days=1, seconds=self.written)
        name, programme = f"ledger-{self.written}", int(self.scene["programme"])
        return Ledger(name, self.stack.port, self.scene["token"], programme, first.replace(microsecond=0))


@pytest.fixture(scope="session")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    """Servers as durable as the demo's; pages, worker and beat before them."""
    home = tmp_path_factory.mktemp("faults")
    for folder in [home, *home.parents][:3]:
        folder.chmod(folder.stat().st_mode | 0o011)
    places = DataDir(home).create()
    postgres, redis = EmbeddedPostgres(places.postgres), EmbeddedRedis(places.redis)
    try:
        postgres.start()
        redis.start()
        stack = Stack(postgres.url, postgres.admin_url, redis.url, home)
        stack.install_roles()
        stack.manage("migrate_schemas", "--shared")
        scene = json.loads(stack.manage("shell", "-v", "0", "-c", FILL).splitlines()[-1])
        try:
            stack.start()
            yield Patient(stack, postgres, redis, scene)
        finally:
            stack.stop()
    finally:
        redis.stop()
        postgres.stop()
