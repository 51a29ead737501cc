"""The front door: sign in, choose a school."""

from __future__ import annotations

from django.urls import include, path

from config.urls_common import common

urlpatterns = [*common, path("", include("tenants.identity.urls_front"))]
