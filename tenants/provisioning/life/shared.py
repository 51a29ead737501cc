"""Shared rows of a school, out and in, as their declarations say."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.db.models import AutoField, Field, ForeignKey, Model, QuerySet

from tenants.organisations.models import School
from tenants.provisioning.life.declared import SharedRows

OWN = {"own": True}
"""Stands in an archive for the school itself: it may arrive under another slug."""


class _Exact(DjangoJSONEncoder):
    """Django's cuts a time to milliseconds; rows are found again by their times."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime.datetime) else super().default(value)


def encode(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """One JSON object a line."""
    for row in rows:
        yield (json.dumps(row, ensure_ascii=False, sort_keys=True, cls=_Exact) + "\n").encode()


def decode(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The objects of the lines."""
    for line in lines:
        yield json.loads(line)


def carried_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """All columns but a counted key, which means nothing elsewhere."""
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    return [field for field in fields if not isinstance(field, AutoField)]


def dump_rows(rule: SharedRows, school_id: int, *, using: str) -> Iterator[dict[str, Any]]:
    """The school's rows: column -> value. Schools are named by slug, this school by ``OWN``."""
    slugs = dict(School.objects.using(using).values_list("pk", "slug"))
    fields = carried_fields(rule.model)
    for row in rule.rows(school_id, using=using):
        yield {field.attname: _out(field, field.value_from_object(row), school_id, slugs) for field in fields}


def _out(field: Field[Any, Any], value: Any, school_id: int, slugs: Mapping[int, str]) -> Any:
    if field.related_model is School and value is not None:
        return OWN if value == school_id else {"slug": slugs[value]}
    return value


def load_rows(rule: SharedRows, rows: Iterable[Mapping[str, Any]], school: School) -> tuple[int, int]:
    """Bring rows back: how many were taken, how many stay out.

    Out stay rows that refer to what is not here (another school, an event of the region) and rows that stand here and
    belong to another school. A row that stands and is this school's gets back what ``clear`` may have taken from it.
    """
    taken = left = 0
    for row in rows:
        values = _in(rule.model, row, school)
        if values is not None and _put(rule, values, school):
            taken += 1
        else:
            left += 1
    return taken, left


def _in(model: type[Model], row: Mapping[str, Any], school: School) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    for field in carried_fields(model):
        value = row[field.attname]
        if field.related_model is School and value is not None:
            found = School.objects.filter(slug=value["slug"]).first() if value != OWN else school
            if found is None:
                return None
            value = found.pk
        elif isinstance(field, ForeignKey) and value is not None:
            target = field.related_model
            assert isinstance(target, type)
            if not target._base_manager.filter(pk=value).exists():
                return None
        values[field.attname] = field.to_python(value)
    return values


def _put(rule: SharedRows, values: dict[str, Any], school: School) -> bool:
    by_key = {_attname(rule.model, name): values[_attname(rule.model, name)] for name in rule.key}
    standing = rule.model._base_manager.filter(**by_key).first()
    if standing is None:
        return _insert(rule, values, school)
    mine = [owner for owner in rule.owners if rule.owned_by(school.pk, owner).filter(pk=standing.pk).exists()]
    back = {name for owner in mine for name in rule.clear.get(owner, ())}
    if back:
        names = {_attname(rule.model, name) for name in back}
        rule.model._base_manager.filter(pk=standing.pk).update(**{name: values[name] for name in names})
    return bool(mine)


def _insert(rule: SharedRows, values: dict[str, Any], school: School) -> bool:
    row = rule.model(**values)
    try:
        with transaction.atomic():
            # Raw: dates of creation and change come from the archive, not from now.
            row.save_base(raw=True, force_insert=True)
    except IntegrityError:
        # Something that stands here took its place meanwhile.
        return False
    if rule.rows(school.pk).filter(pk=row.pk).exists():
        return True
    # An archive is somebody's file: it brings no rows of other schools.
    rule.model._base_manager.filter(pk=row.pk).delete()
    return False


def _attname(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return str(field.attname)


def destroy_rows(rule: SharedRows, school_id: int) -> int:
    """Do to the school's rows what is declared; how many were touched."""
    if rule.fate == "destroyed":
        return _delete(rule.rows(school_id))
    touched = 0
    if rule.fate == "cleared":
        for owner, condition in rule.drop.items():
            touched += _delete(rule.owned_by(school_id, owner).filter(condition))
        for owner, values in rule.clear.items():
            # By keys: an update cannot follow an owner that is reached over another table.
            ids = list(rule.owned_by(school_id, owner).values_list("pk", flat=True))
            touched += rule.model._base_manager.filter(pk__in=ids).update(**values)
    return touched


def _delete(rows: QuerySet[Model]) -> int:
    ids = list(rows.values_list("pk", flat=True))
    rows.model._base_manager.filter(pk__in=ids).delete()
    return len(set(ids))
