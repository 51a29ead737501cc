"""Every route x every role of the cast x {own school, other school, anonymous}.

The expectations come from what each route declares; a route that declares nothing fails. Two schools have disjoint
keys, so a foreign id can only answer 404.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from kernel.doors import Access
from tenants.identity.models import REGION_ROLES, SCHOOL_ROLES
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.routes import Route, routes
from tests.support.samples import Samples, region_samples, school_samples

SCHOOL_ROUTES = routes("school")
REGION_ROUTES = routes("region")
FRONT_ROUTES = routes("front")
ROLES_OF_SCHOOL = sorted(SCHOOL_ROLES)
ROLES_OF_REGION = sorted(REGION_ROLES)
OBJECT_STATUSES = {200, 204, 302, 400, 404, 405, 409, 422}
READINESS = {"health_ready"}  # says 503 by design where no worker runs
EVERYWHERE = {"accounts", "jobs", "i18n", "health"}


def title(route: Route) -> str:
    return f"{route.place}:{route.name or route.pattern}"


def is_login_redirect(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and "/accounts/login/" in response.headers["Location"]


@pytest.mark.parametrize("route", [*SCHOOL_ROUTES, *REGION_ROUTES, *FRONT_ROUTES], ids=title)
def test_route_declares_who_may_enter(route: Route) -> None:
    assert isinstance(route.access, Access), f"{route.pattern} declares no access"
    assert route.name, f"{route.pattern} has no name"


@pytest.fixture
def alpha_values(alpha: School) -> Samples:
    return {**region_samples(), **school_samples(alpha)}


@pytest.fixture
def beta_values(beta: School) -> Samples:
    return school_samples(beta)


def ask(client: Client, route: Route, values: Samples) -> HttpResponseBase:
    client.raise_request_exception = False
    missing = set(route.parameters) - set(values)
    assert not missing, f"{title(route)}: no sample object for {missing}"
    response = client.get(route.path(dict(values)))
    if route.name not in READINESS:
        assert response.status_code < 500, f"{title(route)} fails with {response.status_code}"
    return response


def must_be_refused(client: Client, route: Route, values: Samples, status: int) -> None:
    response = ask(client, route, values)
    assert response.status_code == status, f"{title(route)}: {response.status_code} instead of {status}"


def walk(client: Client, role: str, place_routes: list[Route], values: Samples) -> Iterator[str]:
    for route in place_routes:
        assert route.access is not None
        if route.is_api:
            continue
        response = ask(client, route, values)
        if route.name in READINESS:
            continue
        if route.access.anyone or route.access.signed_in or role in route.access.roles:
            assert response.status_code in OBJECT_STATUSES, f"{title(route)} as {role}: {response.status_code}"
            assert not is_login_redirect(response), f"{title(route)} as {role} asks to sign in"
        else:
            assert response.status_code == 403, f"{title(route)} as {role}: {response.status_code} instead of 403"
        yield route.name


@pytest.mark.parametrize("role", ROLES_OF_SCHOOL)
def test_school_routes_admit_whom_they_declare(
    role: str, alpha: School, client_for: ClientFor, alpha_values: Samples
) -> None:
    walked = list(walk(client_for(role, alpha), role, SCHOOL_ROUTES, alpha_values))
    assert walked


@pytest.mark.parametrize("role", [*ROLES_OF_REGION, *ROLES_OF_SCHOOL])
def test_region_routes_admit_whom_they_declare(
    role: str, alpha: School, client_for: ClientFor, alpha_values: Samples
) -> None:
    client = client_for(role, alpha, at="region") if role in SCHOOL_ROLES else client_for(role, at="region")
    assert list(walk(client, role, REGION_ROUTES, alpha_values))


@pytest.mark.parametrize("role", ROLES_OF_SCHOOL)
def test_other_school_does_not_exist_for_a_member_of_this_one(
    role: str,
    alpha: School,
    client_for: ClientFor,
    beta_values: Samples,
    alpha_values: Samples,
    record_property: Callable[[str, object], None],
) -> None:
    """A member of alpha on beta's host: whatever is not open to everybody answers 404."""
    client = client_for(role, alpha, at="beta")
    probes = 0
    for route in SCHOOL_ROUTES:
        assert route.access is not None
        if route.access.anyone or route.is_api or route.pattern.split("/")[0] in EVERYWHERE:
            continue
        must_be_refused(client, route, {**alpha_values, **beta_values}, 404)
        probes += 1
    record_property("probes", probes)
    assert probes > 30


OF_ALL_SCHOOLS = frozenset({"key", "job", "school", "account", "registry", "material_kind", "order_kind"})
"""Parameters of addresses that name no object of a school: codes of the product, accounts, jobs."""


@pytest.mark.parametrize("role", ROLES_OF_SCHOOL)
def test_foreign_object_does_not_exist_in_this_school(
    role: str,
    alpha: School,
    client_for: ClientFor,
    beta_values: Samples,
    record_property: Callable[[str, object], None],
) -> None:
    """A member of alpha on alpha's host with the ids of beta's objects: 404 (403 or 405 where the door is closed)."""
    client = client_for(role, alpha)
    probes = 0
    for route in SCHOOL_ROUTES:
        assert route.access is not None
        named = set(route.parameters) & set(beta_values)
        if not named or route.is_api or named <= OF_ALL_SCHOOLS:
            continue
        response = ask(client, route, beta_values)
        admitted = route.access.anyone or route.access.signed_in or role in route.access.roles
        assert response.status_code in ({404, 405} if admitted else {403}), f"{title(route)}: {response.status_code}"
        probes += 1
    record_property("probes", probes)
    assert probes > 15


@pytest.mark.parametrize("place", ["front", "region", "school"])
def test_anonymous_is_sent_to_sign_in(place: str, alpha: School, client_for: ClientFor, alpha_values: Samples) -> None:
    client = client_for(at={"front": "", "region": "region", "school": "alpha"}[place])
    for route in {"front": FRONT_ROUTES, "region": REGION_ROUTES, "school": SCHOOL_ROUTES}[place]:
        assert route.access is not None
        response = ask(client, route, alpha_values)
        if route.access.anyone:
            assert response.status_code not in {401, 403}, title(route)
        elif route.is_api:
            assert response.status_code == 401, f"{title(route)}: {response.status_code}"
        else:
            assert is_login_redirect(response), f"{title(route)}: {response.status_code}"
