"""What the institute tells the schools: the norms of a day, the region's defaults, what other schools have set."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.db.models import Q
from psycopg import sql

from apps.region.institute.models import LegalAct, ParameterNorm, RegionalDefault, RegulationProfile

JsonValue = Any
MOST_USUAL = 3


@dataclass(frozen=True, slots=True)
class ActFacts:
    """A legal act. ``replaced_by``: the title of what took its place, empty when nothing did."""

    code: str
    title_ru: str
    title_en: str
    level: Literal["federal", "regional"]
    valid_from: datetime.date
    valid_to: datetime.date | None
    replaced_by: str


@dataclass(frozen=True, slots=True)
class NormFacts:
    """A bound on one parameter; see ``ParameterNorm``."""

    parameter: str
    source_ru: str
    source_en: str
    level: Literal["federal", "regional"]
    mandatory: bool
    minimum: int | None
    maximum: int | None
    required: JsonValue
    allowed: JsonValue
    unit: str


@dataclass(frozen=True, slots=True)
class DefaultFacts:
    """A default of the region."""

    parameter: str
    value: JsonValue
    basis: str


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """Everything that stands above a school's regulation on a day."""

    acts: tuple[ActFacts, ...]
    norms: tuple[NormFacts, ...]
    defaults: tuple[DefaultFacts, ...]


STAMP = sql.SQL("SELECT {parts}").format(
    parts=sql.SQL(", ").join(
        sql.SQL("(SELECT concat(count(*), '/', max(updated_at)) FROM {table})").format(
            table=sql.Identifier(model._meta.db_table)
        )
        for model in (LegalAct, ParameterNorm, RegionalDefault)
    )
)


def layer_stamp() -> str:
    """Changes whenever anything of the layer changes (one query): what was built from it may be kept by it."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        return "|".join(cursor.fetchone() or ())


def layer(on: datetime.date) -> LayerFacts:
    """The layer of a day; acts are told whether valid or not, for regulations cite old ones (three queries)."""
    valid = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    in_force = Q(act__valid_from__lte=on) & (Q(act__valid_to__isnull=True) | Q(act__valid_to__gte=on))
    acts = LegalAct.objects.select_related("replaced_by")
    norms = ParameterNorm.objects.filter(valid, in_force).select_related("act")
    return LayerFacts(
        acts=tuple(_act(row) for row in acts),
        norms=tuple(_norm(row) for row in norms),
        defaults=tuple(
            DefaultFacts(row.parameter, row.value, row.basis)
            for row in RegionalDefault.objects.filter(valid).order_by("valid_from")
        ),
    )


def _act(row: LegalAct) -> ActFacts:
    level: Literal["federal", "regional"] = "federal" if row.level == LegalAct.Level.FEDERAL else "regional"
    follower = row.replaced_by.title_ru if row.replaced_by else ""
    return ActFacts(row.code, row.title_ru, row.title_en, level, row.valid_from, row.valid_to, follower)


def _norm(row: ParameterNorm) -> NormFacts:
    return NormFacts(
        parameter=row.parameter,
        source_ru=row.place or row.act.title_ru,
        source_en=row.place_en or row.act.title_en,
        level="federal" if row.act.level == LegalAct.Level.FEDERAL else "regional",
        mandatory=row.binding == ParameterNorm.Binding.MANDATORY,
        minimum=row.minimum,
        maximum=row.maximum,
        required=row.required,
        allowed=row.allowed,
        unit=row.unit,
    )


@dataclass(frozen=True, slots=True)
class Usual:
    """A value and how many other schools have set it."""

    value: JsonValue
    schools: int


USUAL = sql.SQL("""
    SELECT key, value::text, count(*) FROM {profiles} p, jsonb_each(p.values)
     WHERE p.school_id <> %s AND key = ANY(%s)
     GROUP BY key, value ORDER BY count(*) DESC, value::text""").format(
    profiles=sql.Identifier(RegulationProfile._meta.db_table)
)


def usual_values(keys: Sequence[str], *, besides: int) -> Mapping[str, tuple[Usual, ...]]:
    """What other schools have set, the most frequent first, at most three values a key (one query)."""
    found: dict[str, list[Usual]] = {}
    with connection.cursor() as cursor:
        cursor.execute(USUAL, [besides, list(keys)])
        for key, value, count in cursor.fetchall():
            usual = found.setdefault(key, [])
            if len(usual) < MOST_USUAL:
                usual.append(Usual(json.loads(value), count))
    return {key: tuple(usual) for key, usual in found.items()}
