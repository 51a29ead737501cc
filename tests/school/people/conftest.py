from __future__ import annotations

import pytest

from tenants.organisations.models import School
from tests.support.regulation import adopted


@pytest.fixture
def in_school(in_alpha: School) -> School:
    """The test runs inside alpha, which lives by lenskaya's regulation: pedagogues only."""
    adopted("lenskaya")
    return in_alpha


@pytest.fixture
def with_pupils(in_alpha: School) -> School:
    """The test runs inside alpha, which lives by ozono-chepetskaya's regulation: pupils from ten years too."""
    adopted("ozono-chepetskaya")
    return in_alpha
