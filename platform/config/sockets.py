"""All websocket routes. Each consumer is a ``PlacedConsumer`` and declares its ``access`` (a test walks them)."""

from __future__ import annotations

from django.urls import URLPattern, path

from apps.region.rooms.consumers import RoomConsumer

websocket_routes: list[URLPattern] = [
    path("ws/rooms/<uuid:room>/", RoomConsumer.as_asgi()),
]
