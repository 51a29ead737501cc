"""Sections that rooms above add to a person's card, which may not know them.

A room registers a function when the product starts; it gives the section for one person, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from kernel.acting import Actor

from .models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """A card on the page: ``template`` is rendered with ``section`` (this) and ``person``."""

    title: str | Promise
    template: str
    icon: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


Maker = Callable[[Person, Actor], Section | None]
_makers: dict[str, tuple[int, Maker]] = {}


def register(name: str, maker: Maker, *, order: int = 50) -> None:
    """Add a section; the same name registered again replaces the former one. Lower ``order`` comes first."""
    _makers[name] = (order, maker)


def sections_for(person: Person, actor: Actor) -> list[Section]:
    """The sections of a person's card for an actor."""
    made = (maker(person, actor) for _order, maker in sorted(_makers.values(), key=lambda item: item[0]))
    return [section for section in made if section is not None]
