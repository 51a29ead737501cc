"""Live connections of tests: what a browser sends and hears, without a browser, through the whole ASGI application."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.test import Client

from config.asgi import application
from tenants.identity.models import Account

communicator: Any = ApplicationCommunicator
"""asgiref publishes no types for its testing module."""
WAIT = 10


def cookie_of(account: Account | None) -> bytes:
    """The cookie of a browser in which the account is signed in (or nobody)."""
    client = Client()
    if account is not None:
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return "; ".join(f"{name}={item.value}" for name, item in client.cookies.items()).encode()


@dataclass
class Line:
    """One connection. ``closed``: the code with which the server has ended it."""

    path: str
    cookie: bytes
    host: str
    origin: str = ""
    closed: int | None = None
    heard: list[dict[str, Any]] = field(default_factory=list)

    async def open(self) -> bool:
        """True when the server let it in."""
        headers = [(b"host", self.host.encode()), (b"cookie", self.cookie)]
        headers.append((b"origin", (self.origin or f"http://{self.host}").encode()))
        scope = {"type": "websocket", "path": self.path, "headers": headers, "query_string": b"", "subprotocols": []}
        self._socket = communicator(application, scope)
        await self._socket.send_input({"type": "websocket.connect"})
        answer = await self._socket.receive_output(timeout=WAIT)
        self.closed = answer.get("code")
        return bool(answer["type"] == "websocket.accept")

    async def send(self, **frame: Any) -> None:
        """Say something."""
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str) -> None:
        """Say something that need not make sense."""
        await self._socket.send_input({"type": "websocket.receive", "text": text})

    async def hear(self, kind: str) -> dict[str, Any]:
        """The next frame of the kind; what comes before it is kept in ``heard``. "closed": the end of the line."""
        while True:
            answer = await self._socket.receive_output(timeout=WAIT)
            if answer["type"] == "websocket.close":
                self.closed = answer.get("code")
                frame: dict[str, Any] = {"type": "closed"}
            else:
                frame = json.loads(answer["text"])
            self.heard.append(frame)
            if frame["type"] == kind:
                return frame
            assert frame["type"] != "closed", f"closed with {self.closed} before {kind}; heard {self.heard}"

    async def find(self, kind: str) -> dict[str, Any]:
        """A frame of the kind that has been heard already, or the next one."""
        return next((frame for frame in self.heard if frame["type"] == kind), None) or await self.hear(kind)

    async def hears_nothing(self) -> bool:
        """True when nothing waits to be heard."""
        return bool(await self._socket.receive_nothing(timeout=0.2))

    async def close(self) -> None:
        """The browser goes."""
        await self._socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._socket.wait(timeout=WAIT)


def live(scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Carry out a conversation."""
    async_to_sync(scenario)()


async def meanwhile(change: Callable[[], object]) -> None:
    """Something happens in the database between two frames."""
    await sync_to_async(change)()
