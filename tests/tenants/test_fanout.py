"""Big live rooms: one reading for all people of a process, and nobody stays who may not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from channels.sessions import SessionMiddlewareStack
from django.contrib.sessions.models import Session
from django.urls import path

from kernel.acting import Actor
from kernel.doors import Access
from tenants.identity.models import Account, Membership
from tenants.isolation.backend import connection
from tenants.isolation.fanout import Board, Fanout, Look, Told, announce, who_is_here
from tenants.isolation.fanout.rooms import MOST_WAITING, Client
from tenants.isolation.sockets import SocketPlaceMiddleware
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.tenants.test_sockets import cookie_of

communicator: Any = ApplicationCommunicator
REGION, ALPHA = "region.estafeta.localhost", "alpha.estafeta.localhost"
OPEN, SHUT = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"

Socket = Any


class Notes(Board[str]):
    """Tells everybody their name and the schema it was read in; nobody is told of the second topic."""

    access = Access({"mentor", "mentee", "regional_coordinator"})
    at = "region"

    def __init__(self) -> None:
        self.readings: list[int] = []
        self.reads = 0
        self.is_broken = False

    def topic(self, arguments: Mapping[str, Any]) -> str:
        return f"notes.{arguments['note']}"

    def read(self, arguments: Mapping[str, Any]) -> str:
        self.reads += 1
        if self.is_broken:
            raise RuntimeError("the topic cannot be read")
        return str(arguments["note"])

    def look(self, reading: str, people: Mapping[str, Actor]) -> Look:
        self.readings.append(len(people))
        told = {
            session: Told(
                str(actor.account_id),
                {"name": actor.name, "schema": connection.schema_name},
                watches=actor.has("regional_coordinator"),
            )
            for session, actor in people.items()
            if reading == OPEN
        }
        return Look(told, lambda at: {"second": at // 1000})


@pytest.fixture
def people(transactional_db: None) -> list[Account]:
    alpha, beta = School.objects.order_by("pk")
    return [account_in("mentor", alpha), account_in("mentee", beta), account_in("regional_coordinator", None)]


@pytest.fixture
def board() -> Notes:
    return Notes()


class Talk:
    """Browsers of several people at one process."""

    def __init__(self, board: Notes) -> None:
        self._app = SocketPlaceMiddleware(
            SessionMiddlewareStack(URLRouter([path("ws/<uuid:note>/", Fanout(board).as_asgi())]))
        )

    async def open(self, cookie: bytes, *, host: str = REGION, note: str = OPEN, origin: str = "") -> Socket:
        """A socket that was accepted; None where it was refused."""
        headers = [(b"host", host.encode()), (b"origin", (origin or f"http://{host}").encode()), (b"cookie", cookie)]
        scope = {"type": "websocket", "path": f"/ws/{note}/", "headers": headers, "query_string": b""}
        socket = communicator(self._app, {**scope, "subprotocols": []})
        await socket.send_input({"type": "websocket.connect"})
        answer = await socket.receive_output(timeout=10)
        return socket if answer["type"] == "websocket.accept" else None


async def heard(socket: Socket, kind: str) -> dict[str, Any]:
    """The next message of a kind; the end of the connection is one too."""
    while True:
        answer = await socket.receive_output(timeout=10)
        if answer["type"] == "websocket.close":
            return {"type": "closed", "code": answer["code"]}
        content: dict[str, Any] = json.loads(answer["text"])
        if content["type"] == kind:
            return content


async def changed(socket: Socket, note: str = OPEN) -> dict[str, Any]:
    """What is told after an announcement; the first states are those of coming in and of the subscription."""
    await asyncio.to_thread(announce, f"notes.{note}")
    return await heard(socket, "state")


async def leave(*sockets: Socket) -> None:
    for socket in sockets:
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=10)


def run(scene: Callable[[], Awaitable[Any]]) -> Any:
    return async_to_sync(scene)()


def test_everybody_is_told_their_own_from_one_reading(people: list[Account], board: Notes) -> None:
    cookies = [cookie_of(account) for account in people]

    async def scene() -> list[dict[str, Any]]:
        talk = Talk(board)
        sockets = [await talk.open(cookie) for cookie in cookies]
        for socket in sockets:
            await heard(socket, "tick")
        board.readings.clear()
        told = [await changed(sockets[0]), *[await heard(socket, "state") for socket in sockets[1:]]]
        await leave(*sockets)
        return told

    told = run(scene)
    assert [each["name"] for each in told] == [str(account) for account in people]
    assert {each["schema"] for each in told} == {"public"}
    assert board.readings == [3]


def test_who_comes_in_between_is_told_of_the_same_reading(people: list[Account], board: Notes) -> None:
    cookies = [cookie_of(account) for account in people[:2]]

    async def scene() -> tuple[int, int]:
        talk = Talk(board)
        first = await talk.open(cookies[0])
        await heard(first, "state")
        await heard(first, "state")  # the subscription begins: what was missed before it is read
        board.reads = 0
        second = await talk.open(cookies[1])
        await heard(second, "state")
        between = board.reads
        await changed(first)
        await leave(first, second)
        return between, board.reads

    assert run(scene) == (0, 1)


def test_of_a_reading_that_failed_nothing_is_kept(people: list[Account], board: Notes) -> None:
    cookies = [cookie_of(account) for account in people[:2]]

    async def scene() -> int:
        talk = Talk(board)
        first = await talk.open(cookies[0])
        await heard(first, "state")
        await heard(first, "state")
        board.is_broken, board.reads = True, 0
        await asyncio.to_thread(announce, f"notes.{OPEN}")
        while not board.reads:
            await heard(first, "tick")
        board.is_broken, board.reads = False, 0
        second = await talk.open(cookies[1])
        await heard(second, "state")
        await leave(first, second)
        return board.reads

    assert run(scene) == 1


def test_clock_is_told_without_reading_anything(people: list[Account], board: Notes) -> None:
    cookie = cookie_of(people[0])

    async def scene() -> list[int]:
        socket = await Talk(board).open(cookie)
        first = await heard(socket, "tick")
        board.readings.clear()
        second = await heard(socket, "tick")
        await leave(socket)
        return [first["second"], second["second"]]

    first, second = run(scene)
    assert second == first + 1
    assert board.readings == []


def take_the_role(account: Account) -> None:
    Membership.objects.filter(account=account).update(is_active=False)


def switch_off(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)


def change_password(account: Account) -> None:
    changed = Account.objects.get(pk=account.pk)
    changed.set_password("another-password")
    changed.save()


def sign_out(account: Account) -> None:
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


ENDINGS = [take_the_role, switch_off, change_password, sign_out]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda each: each.__name__)
def test_who_may_no_longer_be_there_is_put_out_and_the_others_stay(
    people: list[Account], board: Notes, ending: Callable[[Account], None]
) -> None:
    cookies = [cookie_of(account) for account in people[:2]]

    async def scene() -> tuple[dict[str, Any], dict[str, Any]]:
        talk = Talk(board)
        stays, goes = [await talk.open(cookie) for cookie in cookies]
        for socket in (stays, goes):
            await heard(socket, "tick")
        await sync_to_async(ending)(people[1])
        told = await changed(stays)
        end = await heard(goes, "state")
        await leave(stays)
        return told, end

    told, end = run(scene)
    assert told["name"] == str(people[0])
    assert end == {"type": "closed", "code": 4401}


WAYS = {
    "a school's host": {"host": ALPHA},
    "a sibling's page": {"origin": f"http://{ALPHA}"},
    "another topic": {"note": SHUT},
    "an unknown host": {"host": "gamma.estafeta.localhost"},
}


def test_nobody_comes_in_by_another_way(people: list[Account], board: Notes) -> None:
    cookie = cookie_of(people[0])
    guardian = cookie_of(account_in("guardian", School.objects.order_by("pk")[0]))

    async def scene() -> list[str]:
        talk = Talk(board)
        let_in = [name for name, way in WAYS.items() if await talk.open(cookie, **way) is not None]
        strangers = {"nobody": b"", "a forged session": b"estafeta_session=forged", "another role": guardian}
        return let_in + [name for name, each in strangers.items() if await talk.open(each) is not None]

    assert run(scene) == []


def test_presence_is_seen_by_watchers_and_ends_with_the_connection(people: list[Account], board: Notes) -> None:
    cookies = [cookie_of(account) for account in (people[0], people[2])]

    async def scene() -> tuple[list[set[str]], set[str], set[str]]:
        talk = Talk(board)
        person, watcher = [await talk.open(cookie) for cookie in cookies]
        seen = [set((await heard(watcher, "here"))["names"])]
        while str(people[0].pk) not in seen[-1]:
            seen.append(set((await heard(watcher, "here"))["names"]))
        during = await asyncio.to_thread(who_is_here, f"notes.{OPEN}")
        await leave(person)
        while str(people[0].pk) in seen[-1]:
            seen.append(set((await heard(watcher, "here"))["names"]))
        await leave(watcher)
        return seen, during, await asyncio.to_thread(who_is_here, f"notes.{OPEN}")

    seen, during, after = run(scene)
    assert str(people[0].pk) in during
    assert str(people[0].pk) not in seen[-1]
    assert after == set()


def test_slow_browser_is_let_go_and_holds_nobody_up() -> None:
    sent: list[dict[str, Any]] = []

    async def scene() -> None:
        client = Client("session")
        for number in range(MOST_WAITING):
            client.put(str(number))
        client.tick("a clock that nobody needs later")
        client.put("one too many")

        async def send(message: Any) -> None:
            sent.append(message)

        await client.write(send)

    run(scene)
    assert [message["type"] for message in sent] == ["websocket.close"]
    assert sent[0]["code"] == 4408
