"""By which servers browsers find each other: STUN tells an address, TURN passes media on where nothing else goes.

Credentials of TURN live short and are counted, not kept: coturn's ``use-auth-secret`` (draft-uberti-behave-turn-rest).
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
from typing import Any

from django.conf import settings


def credentials(secret: str, person: str, expires_at: datetime.datetime) -> tuple[str, str]:
    """User name "<expiry>:<person>" and password (base64 of HMAC-SHA1) for a TURN server that knows the secret."""
    name = f"{int(expires_at.timestamp())}:{person}"
    digest = hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()
    return name, base64.b64encode(digest).decode()


def ice_servers(person: str, at: datetime.datetime) -> list[dict[str, Any]]:
    """``iceServers`` of RTCPeerConnection as the installation has them; none is enough within one network."""
    servers: list[dict[str, Any]] = []
    if settings.STUN_URLS:
        servers.append({"urls": settings.STUN_URLS})
    if settings.TURN_URLS and settings.TURN_SECRET:
        name, password = credentials(settings.TURN_SECRET, person, at + settings.TURN_LIVES)
        servers.append({"urls": settings.TURN_URLS, "username": name, "credential": password})
    return servers
