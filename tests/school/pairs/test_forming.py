"""Forming, answering, the order: the way of a pair."""

from __future__ import annotations

import pytest

from apps.school.pairs.models import Match
from tenants.organisations.models import School
from tests.support.pairs import make_pair


@pytest.mark.parametrize("state", Match.State.values)
def test_pair_reaches_every_state(state: str, in_alpha: School) -> None:
    assert make_pair(state).state == state
