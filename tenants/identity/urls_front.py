"""The front door's own page."""

from __future__ import annotations

from django.urls import path

from tenants.identity import pages

urlpatterns = [path("", pages.FrontDoor.as_view(), name="front_door")]
