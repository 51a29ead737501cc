"""Who probes, and where: the cast's browsers and programs, and the routes they try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from tenants.identity.models import REGION_ROLES, SCHOOL_ROLES
from tenants.organisations.models import School
from tests.support.canaries import canary_of, hears, text_of
from tests.support.cast import account_in, host_of
from tests.support.identity import token_of
from tests.support.routes import Route, routes
from tests.support.world import OTHER, SLUGS, STRANGERS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

Member = tuple[str, str]
"""(role, slug of the school; "" for a role of the region)."""

SCHOOL_MEMBERS: list[Member] = [(role, slug) for slug in SLUGS for role in sorted(SCHOOL_ROLES)]
REGION_MEMBERS: list[Member] = [(role, "") for role in sorted(REGION_ROLES)]
MEMBERS = [*SCHOOL_MEMBERS, *REGION_MEMBERS]

ENDING = {"account_logout", "account_sign_out_everywhere", "account_change_password", "set_language"}
"""Posting there ends or changes the session that the other probes use."""

PLACES_OF_ALL = {"accounts", "jobs", "i18n", "health"}
"""Routes of one's own account, the same on every host."""


def is_everywhere(route: Route) -> bool:
    """True for routes that are not the place's own."""
    return route.pattern.split("/")[0] in PLACES_OF_ALL and "members" not in route.pattern


def title(member: Member) -> str:
    """For the names of tests."""
    return "-".join(filter(None, member))


def words_unheard(slug: str) -> tuple[str, ...]:
    """Words that nobody of the school may hear; for the region ("") those of both schools."""
    if not slug:
        return tuple(canary_of(each) for each in SLUGS)
    return canary_of(OTHER[slug]), STRANGERS


def heard(response: Any, words: tuple[str, ...]) -> list[str]:
    """Which of the words the answer holds."""
    text = text_of(response)
    return [word for word in words if hears(text, word)]


def own_routes(place: str) -> Iterator[Route]:
    """Routes of a kind of host, without those that end a session."""
    return (route for route in routes(place) if route.name not in ENDING)


class Caller(RequestFactory):
    """A browser or a program: Django's test client without its copies of every template's context."""

    _handler = ClientHandler(enforce_csrf_checks=False)

    def __init__(self, **defaults: str) -> None:
        super().__init__(**defaults)  # type: ignore[arg-type]  # META of every request

    def request(self, **request: Any) -> Any:
        """The answer; an error of the program is an answer with 500."""
        return self._handler(self._base_environ(**request))  # type: ignore[attr-defined]  # missing in the stubs

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """As the test client's: the answer."""
        return super().get(*args, **kwargs)

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """As the test client's: the answer."""
        return super().post(*args, **kwargs)

    def send(self, path: str) -> Any:
        """Post an empty form; to an endpoint an empty object."""
        if path.startswith("/api/"):
            return self.post(path, "{}", content_type="application/json")
        return self.post(path)


class Callers:
    """Browsers and programs of the cast, signed in once."""

    def __init__(self) -> None:
        self._cookies: dict[Member, dict[str, str]] = {}
        self._secrets: dict[Member, str] = {}
        schools = School.objects.filter(slug__in=SLUGS)
        self._schools: dict[str, School] = {school.slug: school for school in schools}

    def browser(self, member: Member | None, at: str) -> Caller:
        """A browser of the member (of nobody) on a host."""
        caller = Caller(HTTP_HOST=host_of(at))
        if member is not None:
            if member not in self._cookies:
                client = Client()
                client.force_login(self._account(member), backend=BACKEND)
                self._cookies[member] = {name: cookie.value for name, cookie in client.cookies.items()}
            caller.cookies.load(self._cookies[member])
        return caller

    def program(self, member: Member, at: str) -> Caller:
        """A program of the member."""
        if member not in self._secrets:
            self._secrets[member] = token_of(self._account(member)).secret
        return Caller(HTTP_HOST=host_of(at), HTTP_AUTHORIZATION=f"Bearer {self._secrets[member]}")

    def _account(self, member: Member) -> Any:
        role, slug = member
        return account_in(role) if role in REGION_ROLES else account_in(role, self._schools[slug])

    def sign_everybody_in(self) -> None:
        """Make all sessions and tokens now."""
        for member in MEMBERS:
            self.browser(member, member[1] or "region")
            self.program(member, member[1] or "region")
