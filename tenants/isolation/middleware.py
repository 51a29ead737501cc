"""From host to place, and from account to actor: the first steps of the order that fails closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from tenants.identity.queries import actor_for
from tenants.isolation.backend import PlacedRequest
from tenants.isolation.context import enter_school, stand_in_region
from tenants.isolation.hosts import Location, address_of, locate
from tenants.isolation.serving import RETRY_AFTER_SECONDS, is_servable

GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEALTH_PREFIX = "/health/"


def _page(request: PlacedRequest, template: str, *, status: int, **facts: str) -> HttpResponse:
    """A page in the reader's language: the middleware that finds it out comes later and is not reached."""
    request.urlconf = settings.FRONT_URLCONF
    with translation.override(translation.get_language_from_request(request)):
        return render(request, template, {"front": address_of(), **facts}, status=status)


class HostMiddleware:
    """Enters the place that the host names: schema, URL configuration, time zone. Unknown hosts get a 404 page.

    A school whose tables this code cannot work with gets a 503 page; the others go on.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, http_request: HttpRequest) -> HttpResponseBase:
        request = cast(PlacedRequest, http_request)
        stand_in_region()
        location = locate(request.META.get("HTTP_HOST", ""))
        if request.path.startswith(HEALTH_PREFIX):
            location = Location(place="front")
        if location.redirect:
            return HttpResponseRedirect(f"{address_of()}{request.get_full_path()}")
        if location.place is None:
            return _page(request, "unknown_host.html", status=404)
        if location.school is not None and not is_servable(location.school):
            answer = _page(request, "updating.html", status=503, school=location.school.short_name)
            answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
            return answer
        request.place = location.place
        request.school = location.school
        request.urlconf = {
            "front": settings.FRONT_URLCONF,
            "region": settings.REGION_URLCONF,
            "school": settings.SCHOOL_URLCONF,
        }[location.place]
        if location.school is None:
            return self.get_response(request)
        with enter_school(location.school):
            return self.get_response(request)


class ActorMiddleware:
    """Puts ``request.actor`` on every request; memberships are read anew each time, so a revoked one is out at once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, http_request: HttpRequest) -> HttpResponseBase:
        request = cast(PlacedRequest, http_request)
        key = request.headers.get("Idempotency-Key", "")
        if request.method == "POST" and not key and not request.path.startswith("/api/"):
            key = request.POST.get("idempotency_key", "")
        request.actor = actor_for(
            request.user,
            place=request.place,
            school=request.school,
            request_key=key[:64],
        )
        return self.get_response(request)
