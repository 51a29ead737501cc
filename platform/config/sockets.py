"""All websocket routes: each a ``PlacedConsumer`` or a ``Fanout`` that declares its ``access`` (a test walks them)."""

from __future__ import annotations

from django.urls import URLPattern, path

from apps.region.rooms.consumers import RoomConsumer
from apps.region.speed.consumers import HallBoard
from tenants.isolation.fanout import Fanout

websocket_routes: list[URLPattern] = [
    path("ws/rooms/<uuid:room>/", RoomConsumer.as_asgi()),
    path("ws/hall/<uuid:event>/", Fanout(HallBoard()).as_asgi()),
]
