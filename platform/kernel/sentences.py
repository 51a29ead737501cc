"""Sentences put together from templates and names."""

from __future__ import annotations

import re

AFTER_INITIALS = re.compile(r"(?<=\b[A-ZА-ЯЁ]\.)\.(?!\.)")


def one_stop(text: str) -> str:
    """The text in which a sentence that ends with initials has one full stop: «Иванова С. Ф.», not «С. Ф..»."""
    return AFTER_INITIALS.sub("", text)
