"""Addresses, on a school's host under ``/roadmap/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "roadmap"

urlpatterns: tuple[URLPattern, ...] = ()
