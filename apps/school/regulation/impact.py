"""«What would change»: the rooms above tell what a new version of the regulation would mean for what they hold.

A room registers a function when the product starts. It is given the view in force (None before the first regulation)
and the one to come, and asks its tables in a fixed number of queries, whatever their size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from .view import RegulationView

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Affected:
    """One pair or person: who, where to look, what is the matter (a sentence)."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What one parameter changes. ``title``: a sentence without the number; ``affected``: everybody concerned."""

    key: str
    title: Text
    affected: tuple[Affected, ...]

    @property
    def count(self) -> int:
        """How many are concerned."""
        return len(self.affected)


ImpactOf = Callable[[RegulationView | None, RegulationView], Sequence[Impact]]
_sources: list[ImpactOf] = []


def register(source: ImpactOf) -> ImpactOf:
    """Add a source; the same one registered again counts once."""
    if source not in _sources:
        _sources.append(source)
    return source


def impacts(old: RegulationView | None, new: RegulationView) -> list[Impact]:
    """Everything that would change, those first that concern the most; what concerns nobody is left out."""
    found = [impact for source in _sources for impact in source(old, new) if impact.affected]
    return sorted(found, key=lambda impact: -impact.count)
