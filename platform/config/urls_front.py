"""The front door: sign in, choose a school."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from config.urls_common import common

urlpatterns = [*common, path("", include("tenants.identity.urls_front"))]
if settings.DEMO_MAILBOX:
    urlpatterns.append(path(settings.DEMO_MAILBOX, include("config.demo.mailbox")))
