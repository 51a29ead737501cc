"""One world for all probes of this folder: built once, in a transaction that is never committed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test.utils import override_settings

from tenants.isolation.context import stand_in_region
from tests.support.probing import Callers
from tests.support.world import World, build_world


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The tests of the folder run in savepoints of its transaction."""
    with (
        override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield build_world()
        stand_in_region()
        transaction.set_rollback(True)
        cache.clear()


@pytest.fixture(scope="package")
def callers(world: World, django_db_blocker: Any) -> Callers:
    """Sessions and tokens of the whole cast, made before any test, so that they outlive its savepoint."""
    with django_db_blocker.unblock():
        made = Callers()
        made.sign_everybody_in()
    return made


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Iterator[list[str]]:
    """Each probe is noted here; their number is told at the end of the run."""
    probes: list[str] = []
    yield probes
    record_property("probes", len(probes))
