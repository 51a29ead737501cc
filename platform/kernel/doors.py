"""Doors: every page, endpoint and consumer declares who may enter, and is checked in one place.

The order fails closed: host -> school -> schema -> membership -> permission -> object. The middleware has done the
first three steps when a door is reached; the door does membership and permission; the object is the query's business.
A foreign school answers 404, a role that does not allow 403, an anonymous person is sent to sign in (401 in the API).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.views import View

from kernel.acting import Actor
from kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class Access:
    """Who may enter: anybody, any member of this place, or holders of one of ``roles``."""

    roles: frozenset[str] = frozenset()
    anyone: bool = False
    signed_in: bool = False

    def __init__(self, roles: Collection[str] = (), *, anyone: bool = False, signed_in: bool = False) -> None:
        object.__setattr__(self, "roles", frozenset(roles))
        object.__setattr__(self, "anyone", anyone)
        object.__setattr__(self, "signed_in", signed_in)
        if not (self.roles or anyone or signed_in):
            raise ValueError("an Access lets somebody in: name roles, or anyone=True, or signed_in=True")

    def admits(self, actor: Actor) -> bool:
        """True when the actor may enter; says nothing of why not."""
        if self.anyone:
            return True
        if not actor.is_known:
            return False
        if self.signed_in:
            return actor.place == "front" or bool(actor.roles)
        return actor.has(*self.roles)

    def refuse(self, actor: Actor) -> None:
        """Raise the refusal for a known person who is not admitted: 404 for strangers to the place, else 403."""
        if not actor.roles:
            raise NotFound()
        raise NotAllowed()


ANYONE = Access(anyone=True)
SIGNED_IN = Access(signed_in=True)

ViewFunction = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the host middleware put on the request."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise TypeError("the request has not passed tenants.isolation's middleware: it has no actor")
    return actor


def enter(access: Access, request: HttpRequest) -> HttpResponseBase | None:
    """None when the actor may enter, a redirect to sign-in for an anonymous person; else raises the refusal."""
    actor = actor_of(request)
    if access.admits(actor):
        return None
    if not actor.is_known:
        return redirect_to_login(request.get_full_path())
    access.refuse(actor)
    raise AssertionError("refuse() always raises")


def door(access: Access) -> Callable[[ViewFunction], ViewFunction]:
    """Declare the access of a function view (or of a third party's view)."""

    def decorate(view: ViewFunction) -> ViewFunction:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return enter(access, request) or view(request, *args, **kwargs)

        checked.access = access  # type: ignore[attr-defined]  # read by the route walker
        return checked

    return decorate


class Door(View):
    """Base of class views: declares ``access`` and checks it before anything else runs."""

    access: ClassVar[Access]

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request)

    def find_objects(self) -> None:
        """Find what the address names, before anything is shown or done: ``NotFound`` for somebody else's."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refusal = enter(self.access, request)
        if refusal is not None:
            return refusal
        self.find_objects()
        return super().dispatch(request, *args, **kwargs)
