"""From host to place, and from account to actor: the first steps of the order that fails closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from tenants.identity.queries import actor_for
from tenants.isolation.backend import PlacedRequest
from tenants.isolation.context import enter_school, stand_in_region
from tenants.isolation.hosts import Location, address_of, locate

GetResponse = Callable[[HttpRequest], HttpResponseBase]

HEALTH_PREFIX = "/health/"


class HostMiddleware:
    """Enters the place that the host names: schema, URL configuration, time zone. Unknown hosts get a 404 page."""

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
            request.urlconf = settings.FRONT_URLCONF
            return render(request, "unknown_host.html", {"front": address_of()}, status=404)
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
