"""A school with a regulation in force and a draft of the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from apps.school.regulation import actions
from apps.school.regulation.models import RegulationVersion
from kernel.acting import system_actor
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.regulation import adopted


@pytest.fixture
def inside(alpha: School) -> Callable[[Callable[[], Any]], Any]:
    """Run something inside alpha's schema, as requests do by themselves."""

    def run(body: Callable[[], Any]) -> Any:
        with enter_school(alpha):
            return body()

    return run


@pytest.fixture
def version(inside: Any) -> RegulationVersion:
    found: RegulationVersion = inside(lambda: adopted("ozono-chepetskaya"))
    return found


@pytest.fixture
def draft(inside: Any, version: RegulationVersion) -> RegulationVersion:
    found: RegulationVersion = inside(lambda: actions.copy_version(version=version, acting=system_actor("tests")))
    return found
