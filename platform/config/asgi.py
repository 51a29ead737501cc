"""Live connections: uvicorn's entry (pages go through ``config.wsgi``)."""

from __future__ import annotations

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

pages = get_asgi_application()

from channels.sessions import SessionMiddlewareStack  # after the settings: it reads them

from config.sockets import websocket_routes
from tenants.isolation.sockets import SocketPlaceMiddleware

application = ProtocolTypeRouter(
    {
        "http": pages,
        "websocket": SocketPlaceMiddleware(SessionMiddlewareStack(URLRouter(websocket_routes))),
    }
)
