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
from .models import LocalName, ParameterValue, RegulationVersion, State
from .view import Reading, RegulationView, SetValue, Word

CACHED_VIEWS = 256


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

    One query when the version was read before in this process, two when not.
    """
    view = current_or_none(on)
    if view is None:
        raise NoRegulation()
    return view


def current_or_none(on: datetime.date | None = None) -> RegulationView | None:
    """As ``current``; None when the school has adopted no regulation."""
    version = in_force(on).first()
    return _view(version) if version is not None else None


def version_view(version_id: int) -> RegulationView:
    """The view of one version, draft or adopted: of the version a pair was formed under, for one."""
    return _view(find_version(version_id))


def view_of_version(version: RegulationVersion) -> RegulationView:
    """The view of a version already read."""
    return _view(version)


class _Key:
    """Key of the cache: the same version unchanged, in the same school. Carries the row without comparing it."""

    def __init__(self, version: RegulationVersion) -> None:
        self.version = version
        self.parts = (schema_name(), version.pk, version.updated_at)

    def __hash__(self) -> int:
        return hash(self.parts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.parts == other.parts


def schema_name() -> str:
    """The schema of the school which the connection is in."""
    return str(getattr(connection, "schema_name", ""))


def _view(version: RegulationVersion) -> RegulationView:
    return _build(_Key(version))


def _rows(model: type[ParameterValue] | type[LocalName], *fields: str) -> ArraySubquery:
    """The rows of a version as JSON objects, so that values and names come in one query."""
    rows = model._default_manager.filter(version=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(row=JSONObject(**{field: field for field in fields})))


@lru_cache(maxsize=CACHED_VIEWS)
def _build(key: _Key) -> RegulationView:
    version = key.version
    settings, words = (
        RegulationVersion.objects.annotate(
            set_rows=_rows(ParameterValue, "key", "value", "clause", "quote", "note", "alternatives"),
            name_rows=_rows(LocalName, "dictionary", "code", "singular", "plural", "definition", "clause", "aliases"),
        )
        .values_list("set_rows", "name_rows")
        .get(pk=version.pk)
    )
    return RegulationView(
        settings={row["key"]: _set_value(row) for row in settings},
        words={(row["dictionary"], row["code"]): _word(row) for row in words},
        version_id=version.pk,
        number=version.number,
        title=version.title,
        effective_from=version.effective_from,
        effective_to=version.effective_to,
        extras=_extras(version),
    )


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
