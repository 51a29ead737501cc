"""Cards that the apps above add to the page of a pair. Register in ``AppConfig.ready``.

@sections.register
def programme(match: Match, actor: Actor) -> Section | None: ...
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from kernel.acting import Actor

from .models import Match


@dataclass(frozen=True, slots=True)
class Section:
    """A card: a title, lines of text, one link. ``is_next``: the link is the pair's next step for this actor."""

    title: str | Promise
    lines: Sequence[str | Promise] = ()
    url: str = ""
    label: str | Promise = ""
    icon: str = "info-circle"
    is_next: bool = False


SectionOf = Callable[[Match, Actor], Section | None]
_sources: list[SectionOf] = []


def register(source: SectionOf) -> SectionOf:
    """Add a card to every pair's page; None from it shows nothing."""
    if source not in _sources:
        _sources.append(source)
    return source


def sections_of(match: Match, actor: Actor) -> list[Section]:
    """The cards for one pair and one viewer."""
    return [section for source in _sources if (section := source(match, actor)) is not None]
