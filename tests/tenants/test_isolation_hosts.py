"""Hosts lead to places; unknown hosts lead nowhere."""

from __future__ import annotations

import pytest

from tenants.isolation.hosts import host_name, locate
from tenants.organisations.models import School


@pytest.mark.parametrize(
    ("raw", "name"),
    [("Alpha.Estafeta.localhost:8000", "alpha.estafeta.localhost"), ("[::1]:80", "[::1]"), ("localhost", "localhost")],
)
def test_host_name_drops_the_port_and_case(raw: str, name: str) -> None:
    assert host_name(raw) == name


def test_locate_finds_school_by_slug(alpha: School) -> None:
    location = locate("alpha.estafeta.localhost:8000")
    assert location.place == "school"
    assert location.school == alpha


@pytest.mark.parametrize("host", ["gamma.estafeta.localhost", "estafeta.example", "a.alpha.estafeta.localhost", ""])
def test_locate_refuses_unknown_hosts(db: None, host: str) -> None:
    assert locate(host).place is None


def test_locate_refuses_a_suspended_school(alpha: School) -> None:
    alpha.state = School.State.SUSPENDED
    alpha.save()
    assert locate("alpha.estafeta.localhost").place is None
