"""Context processor ``ui.context.look``: the theme, before anything is painted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def look(request: HttpRequest) -> dict[str, Any]:
    """``theme`` ("light", "dark" or "" for the system's), ``cookie_domain`` (one choice for all hosts)."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": theme if theme in THEMES else "",
        "cookie_domain": settings.SESSION_COOKIE_DOMAIN or "",
    }
