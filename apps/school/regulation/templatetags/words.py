"""Template tags of the school's own words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from ..view import RegulationView, Word

register = template.Library()


@register.inclusion_tag("regulation/definitions.html")
def definitions(view: RegulationView, *keys: str) -> dict[str, Any]:
    """What the words offered beside mean in this school's act; nothing in English, for the act is Russian."""
    shown: list[Word] = (
        [] if (get_language() or "ru").startswith("en") else [word for key in keys for word in view.definitions(key)]
    )
    return {"words": shown}
