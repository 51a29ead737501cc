"""Addresses, on a school's host under ``/questionnaires/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "questionnaires"

urlpatterns: tuple[URLPattern, ...] = ()
