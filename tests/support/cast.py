"""The recurring cast: schools alpha and beta, the region; one account per role in each, and an outsider."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from kernel.acting import Actor
from tenants.identity.models import REGION_ROLES, Account, Membership, Role
from tenants.identity.queries import actor_for
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.organisations.models import School

PASSWORD = "test-cast-password"
BASE = "estafeta.localhost"


@pytest.fixture
def alpha(db: None) -> School:
    """The first school (Europe/Moscow)."""
    return School.objects.select_related("municipality").get(slug="alpha")


@pytest.fixture
def beta(db: None) -> School:
    """The second school (Asia/Yekaterinburg)."""
    return School.objects.select_related("municipality").get(slug="beta")


@pytest.fixture
def in_alpha(alpha: School) -> Iterator[School]:
    """The test body runs inside alpha's schema."""
    with enter_school(alpha):
        yield alpha


@pytest.fixture(autouse=True)
def _clean_places(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test starts in a school that an earlier one entered, nor with its cache, nor in its visitor's language."""
    translation.activate(settings.LANGUAGE_CODE)
    yield
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        connection.set_schema_to_public()
        cache.clear()


def account_in(role: str, school: School | None = None) -> Account:
    """The cast's account of a role: ``<role>@<slug>.test`` or ``<role>@region.test``; made when first asked for."""
    place = school.slug if school else "region"
    email = f"{role}@{place}.test"
    account = Account.objects.filter(email=email).first()
    if account is None:
        account = Account.objects.create_user(email, PASSWORD, last_name=role.title(), first_name=place.title())
    municipality = None
    if role == Role.MUNICIPAL_COORDINATOR:
        municipality = School.objects.get(slug="alpha").municipality
    Membership.objects.get_or_create(account=account, school=school, role=role, defaults={"municipality": municipality})
    return account


def acting_as(role: str, school: School | None = None) -> Actor:
    """An actor of the cast in its own place."""
    return actor_for(account_in(role, school), place="school" if school else "region", school=school)


def host_of(place: str) -> str:
    """Host header of a place: "" front door, "region", or a school's slug."""
    return f"{place}.{BASE}" if place else BASE


ClientFor = Callable[..., Client]


@pytest.fixture
def client_for(db: None) -> ClientFor:
    """``client_for("curator", alpha)``: a signed-in client on the school's host; ``at=`` asks another host."""

    def make(role: str | None = None, school: School | None = None, *, at: str | None = None) -> Client:
        default = school.slug if school else ("region" if role else "")
        client = Client(HTTP_HOST=host_of(at if at is not None else default))
        if role is not None:
            if role in REGION_ROLES and school is not None:
                raise ValueError(f"{role} is a role of the region")
            client.force_login(account_in(role, school), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return make


@pytest.fixture
def run_jobs(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """``with run_jobs(): ...`` carries out in this process, by the real tasks, what is dispatched after commit."""
    monkeypatch.setitem(current_app.conf, "task_always_eager", True)
    monkeypatch.setitem(current_app.conf, "task_eager_propagates", True)

    def capture() -> Any:
        return django_capture_on_commit_callbacks(execute=True)

    return capture
