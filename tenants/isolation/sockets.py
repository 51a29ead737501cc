"""Websockets: the school comes from the host, and every message enters it anew.

A schema set once at connect leaks: other work on the same thread changes it between two messages. So the consumer
enters its place inside the same synchronous call as the query, for each message, and reads the memberships again: a
revoked member is out at the next message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from channels.generic.websocket import JsonWebsocketConsumer

from kernel.acting import Actor
from kernel.doors import Access
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import enter_region, enter_school
from tenants.isolation.hosts import Location, locate
from tenants.isolation.serving import is_servable

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

UNKNOWN_HOST, FOREIGN_ORIGIN, REFUSED, UPDATING = 4404, 4403, 4401, 4503


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def is_own_origin(host: str, origin: str) -> bool:
    """True when a page of this very host asks: a sibling school's page shares the cookie, not the host."""
    return bool(host) and urlsplit(origin).netloc.lower() == host.lower()


def _locate(host: str) -> tuple[Location, bool]:
    with enter_region():
        location = locate(host)
        return location, location.school is None or is_servable(location.school)


class SocketPlaceMiddleware:
    """Puts ``place`` and ``school`` on a websocket's scope; closes unknown hosts and foreign origins at once."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _header(scope, b"host")
        if not is_own_origin(host, _header(scope, b"origin")):
            await send({"type": "websocket.close", "code": FOREIGN_ORIGIN})
            return
        location, is_ready = await sync_to_async(_locate)(host)
        if location.place is None or location.redirect:
            await send({"type": "websocket.close", "code": UNKNOWN_HOST})
            return
        if not is_ready:
            await send({"type": "websocket.close", "code": UPDATING})
            return
        await self.app({**scope, "place": location.place, "school": location.school}, receive, send)


class PlacedConsumer(JsonWebsocketConsumer):
    """Base of live consumers: declares ``access``; ``handle`` runs inside the place with a fresh actor."""

    access: ClassVar[Access]

    @contextmanager
    def placed(self) -> Iterator[Actor]:
        """Enter the host's place for one synchronous call; yields who asks, memberships read now."""
        school, user = self.scope["school"], self.scope["user"]
        with enter_region():
            account = Account.objects.filter(pk=user.pk, is_active=True).first() if user.is_authenticated else None
            actor = actor_for(account or user, place=self.scope["place"], school=school)
        with enter_school(school) if school is not None else enter_region():
            yield actor

    def connect(self) -> None:
        """Let in whom ``access`` admits."""
        with self.placed() as actor:
            admitted = actor.is_known and self.access.admits(actor)
        if admitted:
            self.accept()
        else:
            self.close(REFUSED)

    def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Ask the access again, then hand the message over inside the place."""
        with self.placed() as actor:
            admitted = actor.is_known and self.access.admits(actor)
            if admitted:
                self.handle(content, actor)
        if not admitted:
            self.close(REFUSED)

    def handle(self, content: Any, actor: Actor) -> None:
        """One message. Materialise answers here: a lazy queryset must not leave the place."""
        raise TypeError(f"{type(self).__name__} does not say what it does with a message")
