"""Every endpoint x every role x {own school, other school, foreign ids}, as the route walker does with pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tenants.identity.models import REGION_ROLES, SCHOOL_ROLES
from tests.api.conftest import Work
from tests.support.api import program_of
from tests.support.cases import make_case
from tests.support.cast import account_in
from tests.support.routes import Route, routes

SCHOOL = [route for route in routes("school") if route.is_api]
REGION = [route for route in routes("region") if route.is_api]


@dataclass(frozen=True)
class Expected:
    """What a route answers to a role: the object behind an open door may still be somebody else's."""

    route: Route
    role: str

    @property
    def statuses(self) -> set[int]:
        """Allowed statuses."""
        access = self.route.access
        assert access is not None, f"{self.route.pattern} declares no access"
        if access.anyone:
            return {200, 404}
        if access.signed_in or self.role in access.roles:
            return {200, 404} if self.route.parameters else {200}
        return {403}


def values_of(work: Work) -> dict[str, object]:
    return {"pair": work.pair.pk, "programme": work.programme.pk}


@pytest.mark.parametrize("role", sorted(SCHOOL_ROLES))
def test_school_endpoints_admit_whom_they_declare(work: Work, role: str) -> None:
    client = program_of(role, work.school)
    for route in SCHOOL:
        status = client.get(route.path(values_of(work))).status_code
        assert status in Expected(route, role).statuses, f"{route.pattern} as {role}: {status}"


@pytest.mark.parametrize("role", [*sorted(REGION_ROLES), *sorted(SCHOOL_ROLES)])
def test_region_endpoints_admit_whom_they_declare(work: Work, role: str) -> None:
    client = program_of(role, work.school if role in SCHOOL_ROLES else None, at="region")
    values: dict[str, object] = {"case": make_case(work.school).pk}
    for route in REGION:
        status = client.get(route.path(values)).status_code
        assert status in Expected(route, role).statuses, f"{route.pattern} as {role}: {status}"


@pytest.mark.parametrize("role", sorted(SCHOOL_ROLES))
def test_endpoints_of_another_school_do_not_exist(
    work: Work, foreign: Work, role: str, record_property: Callable[[str, object], None]
) -> None:
    stranger = program_of(role, work.school, at="beta")
    member = program_of(role, work.school)
    probes = 0
    for route in SCHOOL:
        assert route.access is not None
        if route.access.anyone:
            continue
        path = route.path(values_of(foreign))
        for method in ("get", "post"):
            status = getattr(stranger, method)(path).status_code
            assert status == 404, f"{method} {route.pattern} as {role} of another school: {status}"
            probes += 1
        if route.parameters:
            status = member.get(path).status_code
            assert status in {403, 404}, f"{route.pattern} as {role} with a foreign id: {status}"
            probes += 1
    record_property("probes", probes)
    assert probes > 15


def test_one_account_has_in_each_school_the_roles_of_that_school(work: Work, foreign: Work) -> None:
    """A curator of alpha who is a mentor in beta reads banks in alpha and not in beta."""
    account = account_in("curator", work.school)
    account.memberships.create(school=foreign.school, role="mentor")
    asked = {
        at: program_of("curator", work.school, at=at).get("/api/v1/mentors/").status_code for at in ("alpha", "beta")
    }
    assert asked == {"alpha": 200, "beta": 403}
