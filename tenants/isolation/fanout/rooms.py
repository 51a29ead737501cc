"""The people of one process in one topic: what they are told, and by whom."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from channels.db import database_sync_to_async

from kernel.acting import Actor, Place
from kernel.doors import Access
from tenants.identity.queries import actors_for
from tenants.isolation.context import enter_region, enter_school
from tenants.isolation.hosts import locate
from tenants.isolation.serving import is_servable
from tenants.isolation.sessions import accounts_of
from tenants.isolation.sockets import REFUSED, Send

logger = logging.getLogger(__name__)

MOST_WAITING = 32
"""Messages that wait for a slow browser; then it is let go and comes back for the present state."""
LET_IN, SLOW, TRY_AGAIN = 0, 4408, 1013


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told. ``name``: the person in this topic; ``watches``: is told who is there."""

    name: str
    content: Mapping[str, Any]
    watches: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A topic as it was read: what each session is told (no entry: may not be there), and what the clock says to all,
    a pure function of milliseconds since 1970."""

    told: Mapping[str, Told]
    tick: Callable[[int], Mapping[str, Any]]


R = TypeVar("R")
"""What a board has read of a topic."""


class Board(ABC, Generic[R]):
    """What an app says of its topics. ``access`` and ``at`` are asked first: who may enter, on which kind of host.

    Both methods are synchronous and run inside the place; nothing lazy may leave them.
    """

    access: ClassVar[Access]
    at: ClassVar[Place]

    @abstractmethod
    def topic(self, arguments: Mapping[str, Any]) -> str:
        """The topic that an address names."""

    @abstractmethod
    def read(self, arguments: Mapping[str, Any]) -> R:
        """Read the whole topic. It serves until something changes, also those who come in between."""

    @abstractmethod
    def look(self, reading: R, people: Mapping[str, Actor]) -> Look:
        """What these sessions are told of it."""


class Client:
    """One connection. Messages wait in ``_waiting`` until its own task has sent them: nobody waits for another."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.verdict: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.told: Told | None = None
        self._waiting: deque[str] = deque()
        self._more = asyncio.Event()
        self._code = 0

    def put(self, text: str) -> None:
        """A message that must arrive."""
        if len(self._waiting) >= MOST_WAITING:
            self.leave(SLOW)
            return
        self._waiting.append(text)
        self._more.set()

    def tick(self, text: str) -> None:
        """A message that is worth nothing later: not for who is behind."""
        if not self._waiting:
            self.put(text)

    def leave(self, code: int) -> None:
        """End the connection."""
        self._code = code
        self._more.set()

    async def write(self, send: Send) -> None:
        """Send what waits until the connection is to end."""
        while not self._code:
            await self._more.wait()
            self._more.clear()
            while self._waiting and not self._code:
                await send({"type": "websocket.send", "text": self._waiting.popleft()})
        await send({"type": "websocket.close", "code": self._code})


class Room:
    """The people of this process in one topic on one host. ``members``: also those who have not been let in yet."""

    def __init__(self, board: Board[Any], host: str, arguments: Mapping[str, Any]) -> None:
        self.board, self.host, self.arguments = board, host, arguments
        self.topic = board.topic(arguments)
        self.members: set[Client] = set()
        self.clients: set[Client] = set()
        self.arriving: list[Client] = []
        self.here: set[str] | None = None
        self._look: Look | None = None
        self._kept: Any = None
        self._is_changed = False
        self._reading: asyncio.Task[None] | None = None

    def change(self) -> None:
        """Read anew for everybody, as soon as the present reading is over."""
        self._is_changed = True
        self.read()

    def read(self) -> None:
        """Let a reading begin unless one is going on, which then goes on itself."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while self._is_changed or self.arriving:
            arriving, self.arriving = self.arriving, []
            to_all, self._is_changed = self._is_changed, False
            asked = {*arriving, *(self.clients if to_all else ())}
            try:
                sessions = sorted({client.session for client in asked})
                look = await database_sync_to_async(self._ask)(sessions, anew=to_all)
            except Exception:  # of whatever reading: it is logged, nothing of it is kept, and the room lives on
                self._kept = None
                logger.exception("the topic %s could not be read", self.topic)
                for client in arriving:
                    client.verdict.set_result(TRY_AGAIN)
                continue
            self._look = look
            for client in asked:
                self._tell(client, look.told.get(client.session))

    def _ask(self, sessions: list[str], *, anew: bool) -> Look:
        """Who may be there is asked for every session; the topic is read when it has changed, or does not know one."""
        with enter_region():
            location = locate(self.host)
            people: dict[str, Actor] = {}
            if location.place == self.board.at and (location.school is None or is_servable(location.school)):
                accounts = accounts_of(sessions)
                actors = actors_for([*accounts.values()], place=self.board.at, school=location.school)
                people = {session: actors[account.pk] for session, account in accounts.items()}
        people = {session: actor for session, actor in people.items() if self.board.access.admits(actor)}
        with enter_school(location.school) if location.school is not None else enter_region():
            if self._kept is not None and not anew:
                look = self.board.look(self._kept, people)
                if look.told.keys() >= people.keys():
                    return look
            self._kept = self.board.read(self.arguments)
            return self.board.look(self._kept, people)

    def _tell(self, client: Client, told: Told | None) -> None:
        client.told = told
        if told is not None and client in self.members:
            self.clients.add(client)
            client.put(_text({"type": "state", "at": _moment(), **told.content}))
            if told.watches and self.here is not None:
                client.put(_text({"type": "here", "names": sorted(self.here)}))
        if not client.verdict.done():
            client.verdict.set_result(REFUSED if told is None else LET_IN)
        elif told is None:
            client.leave(REFUSED)

    def tick(self) -> None:
        """Say to all what the clock says."""
        if self._look is not None and self.clients:
            moment = _moment()
            text = _text({"type": "tick", "at": moment, **self._look.tick(moment)})
            for client in self.clients:
                client.tick(text)

    def names(self) -> set[str]:
        """Who is here in this process."""
        return {client.told.name for client in self.clients if client.told is not None}

    def watchers(self) -> list[Client]:
        """Who is told who is there."""
        return [client for client in self.clients if client.told is not None and client.told.watches]

    def show(self, here: set[str]) -> None:
        """Tell the watchers who is there, when that has changed."""
        if here != self.here:
            self.here = here
            for client in self.watchers():
                client.put(_text({"type": "here", "names": sorted(here)}))


def _moment() -> int:
    return time.time_ns() // 1_000_000


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
