"""What every host has: sign-in, language, health, jobs, pages of the design system."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import health
from kernel.doors import ANYONE, door
from tenants.identity.entrance import change_language

common: list[URLPattern | URLResolver] = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("i18n/setlang/", door(ANYONE)(change_language), name="set_language"),
    path("accounts/", include("tenants.identity.urls")),
    path("jobs/", include("tenants.journal.urls")),
]
if settings.DEBUG:
    common.append(path("ui/", include("ui.urls")))
