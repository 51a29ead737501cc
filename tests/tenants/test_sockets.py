"""Websockets know their school from the host, for every message anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import path

from config.sockets import websocket_routes
from kernel.acting import Actor
from kernel.doors import Access
from tenants.identity.actions import sign_out_everywhere
from tenants.identity.models import Account, Membership
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.isolation.fanout import Fanout
from tenants.isolation.live import is_own_origin
from tenants.isolation.sockets import PlacedConsumer, SocketPlaceMiddleware, group_name, push
from tenants.organisations.models import School
from tenants.provisioning.fleet.recording import note_current
from tests.support.cast import account_in
from tests.support.identity import actor_of_account

communicator: Any = ApplicationCommunicator
"""asgiref publishes no types for its testing module."""


class Where(PlacedConsumer):
    """Answers with the schema its query would run in and the roles it sees."""

    access = Access({"curator"})
    pushed_groups = ("news",)

    def tell(self, content: Any, actor: Actor) -> None:
        self.send_json({"told": connection.schema_name, "content": content})

    def handle(self, content: Any, actor: Actor) -> None:
        self.send_json({"schema": connection.schema_name, "roles": sorted(actor.roles)})


def cookie_of(account: Account | None) -> bytes:
    """The cookie of a browser in which the account is signed in (or nobody)."""
    client = Client()
    if account is not None:
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={item.value}" for name, item in client.cookies.items()).encode()


def talk(
    host: str,
    account: Account | None,
    *,
    origin: str | None = None,
    messages: int = 1,
    between: Callable[[], object] | None = None,
    pushed: bool = False,
) -> list[Any]:
    """Connect, send messages, return the answers; an empty list when the connection was refused.

    ``between`` happens before every message but the first; ``pushed``: those come from the server.
    """
    cookie = cookie_of(account)

    async def run() -> list[Any]:
        app = SocketPlaceMiddleware(AuthMiddlewareStack(URLRouter([path("ws/where/", Where.as_asgi())])))
        headers = [(b"host", host.encode()), (b"origin", (origin or f"http://{host}").encode()), (b"cookie", cookie)]
        scope = {"type": "websocket", "path": "/ws/where/", "headers": headers, "query_string": b"", "subprotocols": []}
        socket = communicator(app, scope)
        await socket.send_input({"type": "websocket.connect"})
        if (await socket.receive_output(timeout=10))["type"] != "websocket.accept":
            return []
        answers: list[Any] = []
        for number in range(messages):
            content = json.dumps({"n": number})
            if number and between is not None:
                await sync_to_async(between)()
            if number and pushed:
                await sync_to_async(push_in_alpha)(content)
            else:
                await socket.send_input({"type": "websocket.receive", "text": content})
            answer = await socket.receive_output(timeout=10)
            answers.append(answer["type"] if answer["type"] != "websocket.send" else answer["text"])
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=10)
        return answers

    return list(async_to_sync(run)())


def push_in_alpha(content: str) -> None:
    with enter_school(School.objects.get(slug="alpha")):
        push("news", content)


@pytest.fixture(autouse=True)
def _layer(settings: Any) -> None:
    """The layer of one process: what is pushed reaches the sockets of this test."""
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


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
    assert talk("alpha.estafeta.localhost", None) == []


def take_the_role(account: Account) -> None:
    Membership.objects.filter(account=account).update(is_active=False)


def switch_off(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)


def change_password(account: Account) -> None:
    changed = Account.objects.get(pk=account.pk)
    changed.set_password("another-password")
    changed.save()


def leave_everywhere(account: Account) -> None:
    sign_out_everywhere(account=account, acting=actor_of_account(account))


def sign_out(account: Account) -> None:
    Session.objects.all().delete()


def suspend(account: Account) -> None:
    School.objects.filter(slug="alpha").update(state=School.State.SUSPENDED)


ENDINGS = [take_the_role, switch_off, change_password, leave_everywhere, sign_out, suspend]


@pytest.mark.parametrize("pushed", [False, True], ids=["asks", "is told"])
@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
def test_who_may_no_longer_be_there_is_out_at_the_next_message(
    curator: Account, ending: Callable[[Account], None], pushed: bool
) -> None:
    answers = talk("alpha.estafeta.localhost", curator, messages=2, between=lambda: ending(curator), pushed=pushed)
    assert '"s_alpha"' in answers[0]
    assert answers[1] == "websocket.close"


def test_what_the_server_says_is_told_inside_the_place(curator: Account) -> None:
    answers = talk("alpha.estafeta.localhost", curator, messages=2, pushed=True)
    assert '"told": "s_alpha"' in answers[1]


def test_what_is_said_in_one_school_is_not_heard_in_another(curator: Account) -> None:
    beta = School.objects.get(slug="beta")

    def say_it_in_beta() -> None:
        with enter_school(beta):
            push("news", "a secret of beta")

    answers = talk("alpha.estafeta.localhost", curator, messages=3, between=say_it_in_beta, pushed=True)
    assert len(answers) == 3
    assert "secret" not in "".join(answers)


def test_groups_of_two_schools_and_of_the_region_are_three(alpha: School, beta: School) -> None:
    names = {group_name("news")}
    for school in (alpha, beta):
        with enter_school(school):
            names.add(group_name("news"))
    assert names == {"region.news", "s_alpha.news", "s_beta.news"}


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


@pytest.mark.parametrize(
    ("host", "origin", "own"),
    [
        ("a.estafeta.localhost:9100", "http://a.estafeta.localhost:8000", True),
        ("a.estafeta.localhost:9100", "http://a.estafeta.localhost:9100", False),
        ("a.estafeta.localhost:9100", "http://a.estafeta.localhost", False),
        ("a.estafeta.localhost:9100", "http://b.estafeta.localhost:8000", False),
        ("", "", False),
    ],
)
def test_beside_the_pages_an_origin_is_the_same_name_with_their_port(
    settings: Any, host: str, origin: str, own: bool
) -> None:
    settings.LIVE_PORT, settings.PUBLIC_PORT = "9100", "8000"
    assert is_own_origin(host, origin) is own


def test_every_websocket_route_declares_its_access() -> None:
    for route in websocket_routes:
        if isinstance(route.callback, Fanout):
            assert isinstance(route.callback.access, Access), route
            continue
        consumer = getattr(route.callback, "consumer_class", None)
        assert isinstance(consumer, type), route
        assert issubclass(consumer, PlacedConsumer), route
        assert isinstance(getattr(consumer, "access", None), Access), route


def test_a_school_that_waits_for_its_migrations_takes_no_sockets(curator: Account) -> None:
    School.objects.filter(slug="alpha").update(version="")
    assert talk("alpha.estafeta.localhost", curator) == []
    note_current(School.objects.get(slug="alpha"))
    assert len(talk("alpha.estafeta.localhost", curator)) == 1
