"""Paths of this room's pages for texts that are made where there is no request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import get_urlconf, reverse, set_urlconf


def path_to(name: str, **kwargs: object) -> str:
    """The path of a page on the school's host."""
    return reverse(f"notices:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


@contextmanager
def on_school_host() -> Iterator[None]:
    """Addresses made inside the block are those of a school's host, as in a request there."""
    before = get_urlconf()
    set_urlconf(settings.SCHOOL_URLCONF)
    try:
        yield
    finally:
        set_urlconf(before)
