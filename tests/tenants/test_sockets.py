"""Websockets know their school from the host, for every message anew."""

from __future__ import annotations

import json
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.urls import path

from config.sockets import websocket_routes
from kernel.acting import Actor
from kernel.doors import Access
from tenants.identity.models import Account, Membership
from tenants.isolation.backend import connection
from tenants.isolation.sockets import PlacedConsumer, SocketPlaceMiddleware, is_own_origin
from tenants.organisations.models import School
from tenants.provisioning.fleet.recording import note_current
from tests.support.cast import account_in

communicator: Any = ApplicationCommunicator
"""asgiref publishes no types for its testing module."""


class Where(PlacedConsumer):
    """Answers with the schema its query would run in and the roles it sees."""

    access = Access({"curator"})

    def handle(self, content: Any, actor: Actor) -> None:
        self.send_json({"schema": connection.schema_name, "roles": sorted(actor.roles)})


class Knows:
    """Stands for the session: the account is on the scope."""

    def __init__(self, app: Any, user: Any) -> None:
        self.app, self.user = app, user

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app({**scope, "user": self.user}, receive, send)


def talk(host: str, user: Any, *, origin: str | None = None, messages: int = 1, between: Any = None) -> list[Any]:
    """Connect, send messages, return the answers; an empty list when the connection was refused."""

    async def run() -> list[Any]:
        app = SocketPlaceMiddleware(Knows(URLRouter([path("ws/where/", Where.as_asgi())]), user))
        headers = [(b"host", host.encode()), (b"origin", (origin or f"http://{host}").encode())]
        scope = {"type": "websocket", "path": "/ws/where/", "headers": headers, "query_string": b"", "subprotocols": []}
        socket = communicator(app, scope)
        await socket.send_input({"type": "websocket.connect"})
        if (await socket.receive_output(timeout=10))["type"] != "websocket.accept":
            return []
        answers: list[Any] = []
        for number in range(messages):
            if number and between is not None:
                await between()
            await socket.send_input({"type": "websocket.receive", "text": json.dumps({"n": number})})
            answer = await socket.receive_output(timeout=10)
            answers.append(answer["type"] if answer["type"] != "websocket.send" else answer["text"])
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=10)
        return answers

    return list(async_to_sync(run)())


@pytest.fixture
def curator(transactional_db: None) -> Account:
    return account_in("curator", School.objects.get(slug="alpha"))


def test_message_runs_in_the_school_of_the_host(curator: Account) -> None:
    [answer] = talk("alpha.estafeta.localhost:8000", curator)
    assert '"s_alpha"' in answer
    assert '"curator"' in answer


@pytest.mark.parametrize("host", ["beta.estafeta.localhost", "gamma.estafeta.localhost", "localhost"])
def test_other_hosts_are_closed(curator: Account, host: str) -> None:
    assert talk(host, curator) == []


def test_page_of_a_sibling_school_is_refused(curator: Account) -> None:
    assert talk("alpha.estafeta.localhost", curator, origin="http://beta.estafeta.localhost") == []


def test_anonymous_is_refused(transactional_db: None) -> None:
    assert talk("alpha.estafeta.localhost", AnonymousUser()) == []


def test_revoked_member_is_out_at_the_next_message(curator: Account) -> None:
    async def revoke() -> None:
        await Membership.objects.filter(account=curator).aupdate(is_active=False)

    answers = talk("alpha.estafeta.localhost", curator, messages=2, between=revoke)
    assert '"s_alpha"' in answers[0]
    assert answers[1] == "websocket.close"


@pytest.mark.parametrize(
    ("host", "origin", "own"),
    [
        ("a.estafeta.localhost:80", "http://a.estafeta.localhost:80", True),
        ("a.estafeta.localhost", "http://b.estafeta.localhost", False),
        ("a.estafeta.localhost", "", False),
        ("", "", False),
    ],
)
def test_origin_is_compared_with_the_very_host(host: str, origin: str, own: bool) -> None:
    assert is_own_origin(host, origin) is own


def test_every_websocket_route_declares_its_access() -> None:
    for route in websocket_routes:
        consumer = getattr(route.callback, "consumer_class", None)
        assert isinstance(consumer, type), route
        assert issubclass(consumer, PlacedConsumer), route
        assert isinstance(getattr(consumer, "access", None), Access), route


def test_a_school_that_waits_for_its_migrations_takes_no_sockets(curator: Account) -> None:
    School.objects.filter(slug="alpha").update(version="")
    assert talk("alpha.estafeta.localhost", curator) == []
    note_current(School.objects.get(slug="alpha"))
    assert len(talk("alpha.estafeta.localhost", curator)) == 1
