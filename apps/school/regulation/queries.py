"""Reads. A view of a version is built once per process and change: adopted versions never change."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from apps.school.journal.models import SchoolAudit
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import NotFound
from tenants.isolation.context import current_school

from .catalogue import JsonValue
from .conflicts import Contradiction, conflicts_of
from .errors import NoRegulation
from .layers import Layer, catalogue_layer
from .models import LocalName, ParameterValue, RegulationVersion, State
from .region import layer_on
from .view import Reading, RegulationView, SetValue, Word
from .words.table import WordTable, table_from

CACHED_VIEWS = 256
CONTENT = "content"  # in the place of the layer's stamp: nothing above a version has a part in it


def versions() -> QuerySet[RegulationVersion]:
    """All versions, the newest first, with the number of parameters each sets."""
    return RegulationVersion.objects.annotate(set_values=Count("values")).order_by("-number")


def drafts() -> QuerySet[RegulationVersion]:
    """Versions prepared and not yet brought into force: they wait for the head."""
    return RegulationVersion.objects.filter(state=State.DRAFT).order_by("-number")


def find_version(version_id: int) -> RegulationVersion:
    """One version; ``NotFound`` when this school has none of that id."""
    found = RegulationVersion.objects.filter(pk=version_id).first()
    if found is None:
        raise NotFound()
    return found


def in_force(on: datetime.date | None = None) -> QuerySet[RegulationVersion]:
    """The version which applies on a day (today by default), as a queryset of at most one row."""
    day = on or today()
    return RegulationVersion.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day), state=State.ADOPTED, effective_from__lte=day
    ).order_by("-effective_from")[:1]


def current(on: datetime.date | None = None) -> RegulationView:
    """The regulation in force on a day (today by default). ``NoRegulation`` when none is.

    Two queries when the version was read before in this process (which one, and what stands above it), three when not.
    """
    view = current_or_none(on)
    if view is None:
        raise NoRegulation()
    return view


def current_or_none(on: datetime.date | None = None) -> RegulationView | None:
    """As ``current``; None when the school has adopted no regulation."""
    day = on or today()
    version = in_force(day).first()
    return _view(version, day) if version is not None else None


def version_view(version_id: int) -> RegulationView:
    """The view of one version, draft or adopted: of the version a pair was formed under, for one.

    What stands above it is today's: a law or a default of the region binds running pairs too.
    """
    return _view(find_version(version_id), today())


def view_of_version(version: RegulationVersion) -> RegulationView:
    """The view of a version already read."""
    return _view(version, today())


class _Key:
    """Key of the cache: the same version unchanged, in the same school, under the same layer on the same day.

    Carries the row and the layer without comparing them.
    """

    def __init__(self, version: RegulationVersion, stamp: str, layer: Layer, day: datetime.date) -> None:
        self.version, self.layer = version, layer
        self.parts = (schema_name(), version.pk, version.updated_at, stamp, day)

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.parts == other.parts


def schema_name() -> str:
    """The schema of the school which the connection is in."""
    return str(getattr(connection, "schema_name", ""))


def _view(version: RegulationVersion, day: datetime.date) -> RegulationView:
    stamp, layer = layer_on(day)
    return _build(_Key(version, stamp, layer, day))


def _rows(model: type[ParameterValue] | type[LocalName], *fields: str) -> ArraySubquery:
    """The rows of a version as JSON objects, so that values and names come in one query."""
    rows = model._default_manager.filter(version=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(**{field: field for field in fields})))


@lru_cache(maxsize=CACHED_VIEWS)
def _build(key: _Key) -> RegulationView:
    version = key.version
    settings, words = _content(_content_key(version))
    return RegulationView(
        settings=settings,
        words=words,
        version_id=version.pk,
        number=version.number,
        title=version.title,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        extras=_extras(version),
        defaults=key.layer.defaults,
        bounds=key.layer.bounds,
        acts=key.layer.acts,
    )


def _content_key(version: RegulationVersion) -> _Key:
    """What a version itself says: whatever stands above it, on whatever day."""
    return _Key(version, CONTENT, catalogue_layer(), datetime.date.min)


@lru_cache(maxsize=CACHED_VIEWS)
def _content(key: _Key) -> tuple[Mapping[str, SetValue], Mapping[tuple[str, str], Word]]:
    settings, words = (
        RegulationVersion.objects.annotate(
            set_rows=_rows(ParameterValue, "key", "value", "clause", "quote", "note", "alternatives"),
            name_rows=_rows(LocalName, "dictionary", "code", "singular", "plural", "definition", "clause", "aliases"),
        )
        .values_list("set_rows", "name_rows")
        .get(pk=key.version.pk)
    )
    return (
        {row["key"]: _set_value(row) for row in settings},
        {(row["dictionary"], row["code"]): _word(row) for row in words},
    )


def words_in_force() -> WordTable:
    """The school's own words today, empty without a regulation. One query once the version was read before."""
    return words_of(in_force().first())


def words_of(version: RegulationVersion | None) -> WordTable:
    """The own words of a version already read; no query once its words were read before."""
    return _words(_content_key(version)) if version is not None else WordTable({}, {})


@lru_cache(maxsize=CACHED_VIEWS)
def _words(key: _Key) -> WordTable:
    settings, words = _content(key)
    return table_from(settings, words)


def _extras(version: RegulationVersion) -> Mapping[str, JsonValue]:
    return {
        "role_lists": version.role_lists,
        "roadmaps": version.roadmaps,
        "programme_templates": version.programme_templates,
        "rules": version.other_rules,
    }


def _set_value(row: Mapping[str, JsonValue]) -> SetValue:
    readings = tuple(Reading(item["value"], item["clause"], item.get("note", "")) for item in row["alternatives"])
    return SetValue(row["value"], row["clause"], row["quote"], row["note"], readings)


def _word(row: Mapping[str, JsonValue]) -> Word:
    return Word(row["singular"], row["plural"], row["definition"], row["clause"], tuple(row["aliases"]))


def version_before(version: RegulationVersion) -> RegulationVersion | None:
    """What a version is compared with: the one it was made from, else the one with the number before."""
    if version.based_on is not None:
        return version.based_on
    return RegulationVersion.objects.filter(number__lt=version.number).order_by("-number").first()


def conflicts_in(view: RegulationView) -> list[Contradiction]:
    """Every conflict of a regulation of this school, as of today."""
    return conflicts_of(view, own_names=own_names(), on=today())


def own_names() -> tuple[str, ...]:
    """What this school is called; empty outside of a school."""
    school = current_school()
    return (school.name, school.short_name) if school is not None else ()


def last_editors(version: RegulationVersion, keys: Collection[str]) -> dict[str, str]:
    """Parameter -> who changed it last in this draft, by the journal (one query)."""
    rows = SchoolAudit.objects.filter(
        code__in=("regulation.set_value", "regulation.clear_value"),
        facts__version=reference(version),
        facts__key__in=list(keys),
    ).order_by("at", "id")
    return {str(row.facts["key"]): row.actor_name for row in rows}


def next_number() -> int:
    """The number of the version to be made."""
    last = RegulationVersion.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
