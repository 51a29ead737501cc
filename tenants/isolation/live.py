"""Where pages find the live process, and which pages it hears.

In production both are one host and one port. In the demo and in tests the live process listens beside the pages
(``LIVE_PORT``): then a page's origin is the same host name with the pages' own port.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from tenants.isolation.hosts import host_name


def live_url(request: HttpRequest, path: str) -> str:
    """The websocket address of a path on the host of this request."""
    host = request.get_host()
    if settings.LIVE_PORT:
        host = f"{host_name(host)}:{settings.LIVE_PORT}"
    return f"{'wss' if request.is_secure() else 'ws'}://{host}{path}"


def is_own_origin(host: str, origin: str) -> bool:
    """True when a page of this very host asks: a sibling school's page shares the cookie, not the host."""
    if not host:
        return False
    pages = host.lower()
    if settings.LIVE_PORT:
        port = settings.PUBLIC_PORT
        pages = host_name(host) + (f":{port}" if port else "")
    return urlsplit(origin).netloc.lower() == pages
