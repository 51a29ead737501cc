"""The other side of the hall's benchmark: the same clock told through the channel layer, as it is usually done.

To be kind to it: nobody is asked who they are, and nothing is read.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from django.urls import path

GROUP = "bench.clock"


class Clock(AsyncJsonWebsocketConsumer):
    """A member of one group."""

    ticking: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        if Clock.ticking is None:
            Clock.ticking = asyncio.create_task(tick())
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def told(self, message: dict[str, Any]) -> None:
        """One second."""
        await self.send_json(message["content"])


async def tick() -> None:
    """Tell the group the time, once a second."""
    layer = get_channel_layer()
    while True:
        await asyncio.sleep(1 - time.time() % 1)
        content = {
            "type": "tick",
            "at": time.time_ns() // 1_000_000,
            "phase": "round",
            "round": 1,
            "left": 1,
            "length": 1,
        }
        await layer.group_send(GROUP, {"type": "told", "content": content})


application: Any = URLRouter([path("ws/", Clock.as_asgi())])
