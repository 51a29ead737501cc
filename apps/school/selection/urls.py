"""Addresses, on a school's host under ``/selection/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "selection"

urlpatterns: tuple[URLPattern, ...] = ()
