"""Icons: the SVG files of bootstrap-icons, put into the page so that they take the text's colour."""

from __future__ import annotations

import functools
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html
from django.utils.safestring import SafeString

PREFIX = "npm/bootstrap-icons/icons"
NAME = re.compile(r"[a-z0-9-]+")
KIND_ICONS = {
    "neutral": "circle",
    "info": "info-circle",
    "success": "check-circle",
    "warning": "exclamation-triangle",
    "danger": "exclamation-octagon",
    "waiting": "hourglass-split",
    "active": "play-circle",
    "accent": "stars",
}
BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


def icon_svg(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG. With ``label`` it is an image with that name, else hidden from screen readers."""
    body = _body(name)
    if label:
        return format_html('<svg class="icon" viewBox="0 0 16 16" role="img" aria-label="{}">{}</svg>', label, body)
    return format_html('<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{}</svg>', body)


def badge(text: str, kind: str = "neutral", icon: str = "") -> SafeString:
    """A state as icon and word: what ``<c-badge>`` shows, for Python code (table columns)."""
    return format_html(
        '<span class="tag tag-{}">{}<span>{}</span></span>', kind, icon_svg(icon or KIND_ICONS[kind]), text
    )


@functools.cache
def _body(name: str) -> SafeString:
    """The paths of an icon (text of the pinned package, never of a request); an unknown name is told at once."""
    if not NAME.fullmatch(name):
        raise ImproperlyConfigured(f"not an icon name: {name!r}")
    match = BODY.search(_source(f"{PREFIX}/{name}.svg"))
    if match is None:
        raise ImproperlyConfigured(f"icon {name!r} is not an SVG file")
    return SafeString(re.sub(r"\s*\n\s*", "", match[1]))  # nosec B703


def _source(path: str) -> str:
    """Read from node_modules in development, from the collected files in production."""
    found = finders.find(path)
    if isinstance(found, str):
        return Path(found).read_text(encoding="utf-8")
    if staticfiles_storage.exists(path):
        with staticfiles_storage.open(path) as stream:
            return bytes(stream.read()).decode()
    raise ImproperlyConfigured(f"no icon file {path}: unknown name, or `npm ci` has not run in platform/ui")
