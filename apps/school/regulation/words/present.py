"""Whose words are spoken now. A leaf: imports nothing, so that the catalogue itself may ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Say = Callable[[str], str]

_present: ContextVar[Say | None] = ContextVar("words", default=None)


def say(text: str) -> str:
    """A Russian text of the product in the words of the school whose page is made; as it is outside such a page."""
    speaker = _present.get()
    return text if speaker is None else speaker(text)


@contextmanager
def speaking(speaker: Say | None) -> Iterator[None]:
    """Texts made inside the block are said by ``speaker``; with None in the common words."""
    token = _present.set(speaker)
    try:
        yield
    finally:
        _present.reset(token)
