"""Websockets: the school comes from the host, and every message enters it anew.

A schema set once at connect leaks: other work on the same thread changes it between two messages. So the consumer
enters its place inside the same synchronous call as the query, for each message of either direction, and asks again
who is there: whoever signed out, lost the role or whose school was suspended is out at the next message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, ClassVar

from asgiref.sync import async_to_sync, sync_to_async
from channels.generic.websocket import JsonWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import constant_time_compare

from kernel.acting import Actor, Place
from kernel.doors import Access
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.isolation.context import current_school, enter_region, enter_school
from tenants.isolation.hosts import Location, locate
from tenants.isolation.live import is_own_origin
from tenants.isolation.serving import is_servable

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

UNKNOWN_HOST, FOREIGN_ORIGIN, REFUSED, UPDATING = 4404, 4403, 4401, 4503


def host_of(scope: Scope) -> str:
    """The host that the browser asked."""
    return _header(scope, b"host")


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _locate(host: str) -> tuple[Location, bool]:
    with enter_region():
        location = locate(host)
        return location, location.school is None or is_servable(location.school)


class SocketPlaceMiddleware:
    """Lets a websocket through that a page of the very host opens, on a host that leads to a place."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = host_of(scope)
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
        await self.app(scope, receive, send)


def group_name(name: str) -> str:
    """The channel layer's name of a group of the present place: two schools' groups are never one."""
    school = current_school()
    return f"{school.schema_name if school else 'region'}.{name}"


def push(name: str, content: Any) -> None:
    """Tell every consumer of the present place that joined the group; each asks anew whether its person may know."""
    layer = get_channel_layer()
    async_to_sync(layer.group_send)(group_name(name), {"type": "place.pushed", "content": content})


class PlacedConsumer(JsonWebsocketConsumer):
    """Base of live consumers: declares ``access``; ``handle`` and ``tell`` run inside the place with a fresh actor.

    ``at``: the kind of host on which the consumer answers, None for any. ``pushed_groups``: what it listens to, without
    the place (see ``push``); ``groups_for`` where that depends on the address or on the person.
    """

    access: ClassVar[Access]
    at: ClassVar[Place | None] = None
    pushed_groups: ClassVar[tuple[str, ...]] = ()
    is_out: bool = False

    @contextmanager
    def placed(self) -> Iterator[Actor | None]:
        """Enter the host's place for one synchronous call; yields who asks, None when nobody may be here any more."""
        with enter_region():
            location = locate(host_of(self.scope))
            actor = None
            if location.place is not None and (location.school is None or is_servable(location.school)):
                actor = actor_for(self._account(), place=location.place, school=location.school)
        with enter_school(location.school) if location.school is not None else enter_region():
            yield actor if actor is not None and self._is_let_in(actor) else None

    def _is_let_in(self, actor: Actor) -> bool:
        is_here = self.at is None or actor.place == self.at
        return is_here and actor.is_known and self.access.admits(actor) and self.admits(actor)

    def admits(self, actor: Actor) -> bool:
        """What ``access`` cannot say: is the person a member of what the address names? Asked at every message."""
        return True

    def groups_for(self, actor: Actor) -> Iterable[str]:
        """Names of the groups to listen to, asked once, inside the place."""
        return self.pushed_groups

    def _account(self) -> Account | AnonymousUser:
        """The session's account as both are now: a new password and «sign out everywhere» end the session."""
        session = import_module(settings.SESSION_ENGINE).SessionStore(self.scope["session"].session_key)
        account = Account.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
        kept = session.get(HASH_SESSION_KEY, "")
        if account is None or not constant_time_compare(kept, account.get_session_auth_hash()):
            return AnonymousUser()
        return account

    def connect(self) -> None:
        """Let in whom ``access`` and ``admits`` let in."""
        with self.placed() as actor:
            if actor is not None:
                self._join(self.groups_for(actor))
        if actor is not None:
            self.accept()
        else:
            self.is_out = True
            self.close(REFUSED)

    def _join(self, names: Iterable[str]) -> None:
        for name in names:
            group = group_name(name)
            self.groups.append(group)
            async_to_sync(self.channel_layer.group_add)(group, self.channel_name)

    def receive_json(self, content: Any, **kwargs: Any) -> None:
        """Ask the access again, then hand the message over inside the place."""
        self._pass_on(self.handle, content)

    def place_pushed(self, message: MutableMapping[str, Any]) -> None:
        """The same for what the server says: nobody hears more than they might ask for."""
        self._pass_on(self.tell, message["content"])

    def _pass_on(self, to: Callable[[Any, Actor], None], content: Any) -> None:
        if self.is_out:
            return
        with self.placed() as actor:
            if actor is not None:
                to(content, actor)
        if actor is None:
            self.put_out()

    def put_out(self) -> None:
        """The person may not be here any more."""
        self.is_out = True
        self.close(REFUSED)

    def handle(self, content: Any, actor: Actor) -> None:
        """One message. Materialise answers here: a lazy queryset must not leave the place."""
        raise TypeError(f"{type(self).__name__} does not say what it does with a message")

    def tell(self, content: Any, actor: Actor) -> None:
        """One pushed message, to be sent on as it suits this person."""
        raise TypeError(f"{type(self).__name__} does not say what it does with a pushed message")
