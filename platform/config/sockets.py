"""All websocket routes. Each consumer is a ``PlacedConsumer`` and declares its ``access`` (a test walks them)."""

from __future__ import annotations

from django.urls import URLPattern

websocket_routes: list[URLPattern] = []
