"""The websocket application of a board: one subscription and one clock for all people of the process."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import redis
import redis.asyncio
from django.conf import settings
from redis.exceptions import RedisError

from tenants.isolation.fanout import presence
from tenants.isolation.fanout.rooms import LET_IN, Board, Client, Room
from tenants.isolation.sockets import Receive, Scope, Send, host_of

logger = logging.getLogger(__name__)

ASK_AGAIN_SECONDS = 30
"""How long somebody who may no longer be there can go on hearing the clock."""
LEAST_SECONDS = 0.5
"""Between two beats, however many people come and go."""


def _channel() -> str:
    return f"{settings.CACHES['default']['KEY_PREFIX']}.fanout"


def announce(topic: str) -> None:
    """Something of the topic has changed: every process reads it anew. Call it when the change is committed."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.publish(_channel(), topic)


class Fanout:
    """The websocket application of a board. Its tasks and its one subscription live while anybody is connected."""

    def __init__(self, board: Board[Any]) -> None:
        self.board = board
        self.access = board.access
        self._rooms: dict[tuple[str, str], Room] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._stirred = asyncio.Event()

    def as_asgi(self) -> Any:
        """The application for a route, in the word that consumers have for it."""
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        arguments = scope["url_route"]["kwargs"]
        room = self._room(host_of(scope), arguments)
        client = Client(scope["session"].session_key or "")
        room.members.add(client)
        room.arriving.append(client)
        room.read()
        try:
            verdict = await client.verdict
            if verdict != LET_IN:
                await send({"type": "websocket.close", "code": verdict})
                return
            self._stirred.set()
            await send({"type": "websocket.accept"})
            await _until_either_ends(client.write(send), _until_gone(receive))
        finally:
            room.members.discard(client)
            room.clients.discard(client)
            await self._leave(room, client)

    def _room(self, host: str, arguments: Mapping[str, Any]) -> Room:
        if not self._tasks:
            self._stirred = asyncio.Event()
            self._tasks = [
                asyncio.create_task(work()) for work in (self._listen, self._tick, self._beat, self._ask_again)
            ]
        key = host, self.board.topic(arguments)
        if key not in self._rooms:
            self._rooms[key] = Room(self.board, host, arguments)
        return self._rooms[key]

    async def _leave(self, room: Room, client: Client) -> None:
        if not room.members:
            self._rooms.pop((room.host, room.topic), None)
        if not self._rooms:
            tasks, self._tasks = self._tasks, []
            for task in tasks:
                task.cancel()
        if client.told is not None and client.told.name not in room.names():
            with suppress(RedisError, OSError):
                async with _redis() as server:
                    await presence.say_gone(server, room.topic, client.told.name)
            self._stirred.set()

    async def _listen(self) -> None:
        """Hear what has changed. After a gap everything may have: all is read anew."""
        while True:
            try:
                async with _redis() as server, server.pubsub() as heard:
                    await heard.subscribe(_channel())
                    for room in self._rooms.values():
                        room.change()
                    async for message in heard.listen():
                        if message["type"] == "message":
                            self._changed(message["data"].decode())
            except (RedisError, OSError) as error:
                logger.warning("nothing is heard of Redis: %s", error)
            await asyncio.sleep(1)

    def _changed(self, topic: str) -> None:
        for room in self._rooms.values():
            if room.topic == topic:
                room.change()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(1 - time.time() % 1)
            for room in self._rooms.values():
                room.tick()

    async def _beat(self) -> None:
        """Say who is here, learn who is elsewhere: again and again, and soon after somebody has come or gone."""
        while True:
            try:
                async with _redis() as server:
                    while True:
                        self._stirred.clear()
                        for room in [*self._rooms.values()]:
                            await self._beat_once(server, room)
                        with suppress(TimeoutError):
                            await asyncio.wait_for(self._stirred.wait(), presence.BEAT_SECONDS)
                        await asyncio.sleep(LEAST_SECONDS)
            except (RedisError, OSError) as error:
                logger.warning("nobody is told who is there: %s", error)
            await asyncio.sleep(1)

    async def _beat_once(self, server: redis.asyncio.Redis, room: Room) -> None:
        await presence.say_here(server, room.topic, room.names())
        if room.watchers():
            room.show(await presence.names_here(server, room.topic))

    async def _ask_again(self) -> None:
        while True:
            await asyncio.sleep(ASK_AGAIN_SECONDS)
            for room in self._rooms.values():
                room.change()


def _redis() -> redis.asyncio.Redis:
    # Without a time limit: redis-py would end a quiet subscription after some seconds.
    return redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=None)


async def _until_gone(receive: Receive) -> None:
    """Nothing is asked of the browser: all it does goes through pages."""
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def _until_either_ends(*works: Any) -> None:
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
