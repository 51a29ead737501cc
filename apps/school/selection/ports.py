"""What selection needs from the rooms above and may not import: they register it in their ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise
Count = Callable[[Collection[int]], Mapping[int, float]]

MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class RatingSource:
    """Something that a rating of mentors can count.

    ``count``: ids of persons -> value of each (absent: none), in a fixed number of queries, whoever they are.
    """

    code: str
    title: Text
    count: Count


_sources: dict[str, RatingSource] = {}


def rate_by(source: RatingSource) -> None:
    """Offer a source to the criteria; the same code registered again replaces the former one."""
    _sources[source.code] = source


def rating_sources() -> Mapping[str, RatingSource]:
    """Every source by its code, in the order of registration."""
    return _sources
