"""Reads for the pages of norms; what the schools are told stands in ``outlook``."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Q, QuerySet

from apps.region.institute.desk import ParameterFacts, desk
from apps.region.institute.models import LegalAct, ParameterNorm, RegionalDefault
from kernel.errors import NotFound


def acts() -> QuerySet[LegalAct]:
    """All acts with the number of their norms."""
    return LegalAct.objects.select_related("replaced_by").annotate(norm_count=Count("norms"))


def act(pk: int) -> LegalAct:
    """One act; ``NotFound``."""
    found = acts().filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def norm(pk: int) -> ParameterNorm:
    """One norm with its act; ``NotFound``."""
    found = ParameterNorm.objects.select_related("act").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def parameter(key: str) -> ParameterFacts:
    """One parameter of the catalogue; ``NotFound``."""
    for found in desk().parameters():
        if found.key == key:
            return found
    raise NotFound


def current_default(key: str, on: datetime.date) -> RegionalDefault | None:
    """The region's own default of a day."""
    return _valid(RegionalDefault.objects.filter(parameter=key), on).order_by("-valid_from").first()


def _valid(rows: QuerySet[RegionalDefault], on: datetime.date) -> QuerySet[RegionalDefault]:
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


@dataclass(frozen=True, slots=True)
class DefaultLine:
    """What applies in a silent school. ``own``: the region's default, None while the product's own applies."""

    parameter: ParameterFacts
    text: str
    basis: str
    own: RegionalDefault | None


@dataclass(frozen=True, slots=True)
class DefaultSection:
    """A section of the catalogue with its lines."""

    title: str
    lines: tuple[DefaultLine, ...]


def defaults(on: datetime.date, query: str = "") -> Iterator[DefaultSection]:
    """What applies in a silent school, by sections (one query); ``query``: words that the title or the value holds."""
    own = {row.parameter: row for row in _valid(RegionalDefault.objects.all(), on).order_by("valid_from")}
    words = query.casefold().split()
    lines = [_line(found, own.get(found.key)) for found in desk().parameters()]
    kept = [line for line in lines if _holds(line, words)]
    for title, group in groupby(kept, key=attrgetter("parameter.section")):
        yield DefaultSection(title, tuple(group))


def _line(found: ParameterFacts, own: RegionalDefault | None) -> DefaultLine:
    value = own.value if own else found.default
    return DefaultLine(found, desk().render(found.key, value), own.basis if own else found.basis, own)


def _holds(line: DefaultLine, words: list[str]) -> bool:
    text = f"{line.parameter.title} {line.parameter.key} {line.text} {line.basis}".casefold()
    return all(word in text for word in words)
