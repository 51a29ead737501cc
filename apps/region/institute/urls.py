"""Addresses, on the region's host under ``/institute/``."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "institute"

urlpatterns: list[URLPattern] = []
