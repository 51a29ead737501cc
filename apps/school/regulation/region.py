"""The region's layer through a port: this room may not reach the region, the liaison fills it at the start."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from .catalogue import JsonValue
from .layers import Layer, catalogue_layer

CACHED_LAYERS = 16


@dataclass(frozen=True, slots=True)
class UsualValue:
    """A value that other schools have set, and how many of them."""

    value: JsonValue
    schools: int


class Region(Protocol):
    """What the liaison gives downwards."""

    def stamp(self) -> str:
        """Changes whenever the layer does (one query)."""

    def layer(self, on: datetime.date) -> Layer:
        """The norms, defaults and acts of a day."""

    def usual(self, keys: Sequence[str]) -> Mapping[str, tuple[UsualValue, ...]]:
        """The most frequent values of the other schools (one query)."""


_region: list[Region] = []


def use_region(region: Region) -> None:
    """Fill the port; called once, when the product starts."""
    _region[:] = [region]


def layer_on(day: datetime.date) -> tuple[str, Layer]:
    """The stamp of the layer and the layer of a day: one query when it was read before in this process."""
    if not _region:
        return "", catalogue_layer()
    stamp = _region[0].stamp()
    return stamp, _layer(stamp, day)


@lru_cache(maxsize=CACHED_LAYERS)
def _layer(stamp: str, day: datetime.date) -> Layer:
    """``stamp`` is the key: it changes with the rows."""
    return _region[0].layer(day)


def usual_values(keys: Sequence[str]) -> Mapping[str, tuple[UsualValue, ...]]:
    """What other schools have set for each of the parameters; nothing without a region."""
    return _region[0].usual(keys) if _region else {}
