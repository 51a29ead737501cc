"""A signed-in person in a place where he has no role: 404 as for everybody, with the way to his own places."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from kernel.acting import Actor
from kernel.errors import NotFound

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class StrangerMiddleware:
    """Answers a refusal to a member of other places with a page that says so. Stands inside ``RefusalMiddleware``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of strangers, for signed-in people without any role in this place."""
        actor = getattr(request, "actor", None)
        if not isinstance(exception, NotFound) or not isinstance(actor, Actor):
            return None
        if not actor.is_known or actor.roles or actor.place not in {"school", "region"}:
            return None
        return render(request, "identity/stranger.html", status=404)
