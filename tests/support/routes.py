"""All routes of the three kinds of host, with the access each declares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kernel.doors import Access

URLCONFS = {"front": "FRONT_URLCONF", "region": "REGION_URLCONF", "school": "SCHOOL_URLCONF"}


@dataclass(frozen=True)
class Route:
    """One route: where it is, its full name, the names of its parameters, who may enter (None: undeclared)."""

    place: str
    pattern: str
    name: str
    parameters: tuple[str, ...]
    access: Access | None

    @property
    def is_api(self) -> bool:
        """Endpoints answer anonymous callers 401, pages send them to sign in."""
        return self.pattern.startswith("api/")

    def path(self, values: dict[str, object]) -> str:
        """The address with the values filled in."""
        urlconf = getattr(settings, URLCONFS[self.place])
        return reverse(self.name, urlconf=urlconf, kwargs={name: values[name] for name in self.parameters})


def access_of(callback: Any) -> Access | None:
    """What a view declares: function, class view or API view."""
    for holder in (callback, getattr(callback, "view_class", None), getattr(callback, "cls", None)):
        access = getattr(holder, "access", None)
        if isinstance(access, Access):
            return access
    return None


def _walk(patterns: list[Any], place: str, prefix: str, space: str) -> Iterator[Route]:
    for item in patterns:
        if isinstance(item, URLResolver):
            inner = f"{space}{item.namespace}:" if item.namespace else space
            yield from _walk(item.url_patterns, place, prefix + str(item.pattern), inner)
        elif isinstance(item, URLPattern):
            yield Route(
                place=place,
                pattern=prefix + str(item.pattern),
                name=f"{space}{item.name}" if item.name else "",
                parameters=tuple(item.pattern.regex.groupindex),
                access=access_of(item.callback),
            )


def routes(place: str) -> list[Route]:
    """Every route of a kind of host."""
    urlconf = getattr(settings, URLCONFS[place])
    return list(_walk(get_resolver(urlconf).url_patterns, place, "", ""))
