"""Phases of a migration: expand, backfill, contract. They decide which code can work with which tables.

- *expand*: the code written before it goes on working with the tables after it;
- *backfill*: only rows change;
- *contract*: the code written before it does not work with the tables after it.

A migration may declare ``phase = "expand"`` as an attribute of its class; otherwise its operations tell. It may also
declare ``served_without = True``: this code works with a school that does not have it yet. ``fleet check`` (and a
test) holds migrations to their phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import connection, migrations, models
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Phase(StrEnum):
    """What a migration does to the code before it."""

    EXPAND = "expand"
    BACKFILL = "backfill"
    CONTRACT = "contract"


ADDING = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AlterOrderWithRespectTo,
    postgres.CreateExtension,
    postgres.CreateCollation,
)
TIGHTENING = (
    migrations.AddConstraint,
    migrations.AlterUniqueTogether,
    migrations.DeleteModel,
    migrations.RemoveConstraint,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
HARMLESS = (
    migrations.AddIndex,
    migrations.RemoveIndex,
    migrations.RenameIndex,
    migrations.AlterIndexTogether,
    migrations.AlterModelManagers,
    migrations.AlterModelOptions,
    migrations.AlterModelTableComment,
    postgres.ValidateConstraint,
)


def steps_of(migration: Migration, state: ProjectState) -> Iterator[tuple[Operation, ProjectState]]:
    """The migration's operations as the database sees them, each with the state before it.

    ``SeparateDatabaseAndState`` gives way to what it holds for the database. ``state`` is left as it was; a yielded
    state is good until the next step.
    """
    state = state.clone()
    for operation in migration.operations:
        yield from _steps(operation, migration.app_label, state)
        operation.state_forwards(migration.app_label, state)


def _steps(operation: Operation, app_label: str, state: ProjectState) -> Iterator[tuple[Operation, ProjectState]]:
    if not isinstance(operation, migrations.SeparateDatabaseAndState):
        yield operation, state
        return
    state = state.clone()
    for inner in operation.database_operations:
        yield from _steps(inner, app_label, state)
        inner.state_forwards(app_label, state)


def column_type(field: models.Field[Any, Any]) -> str | None:
    """The type of a field's column, for a foreign key the model it leads to."""
    if field.is_relation:
        return f"-> {field.related_model}".lower()
    return field.db_type(connection)


def is_optional(field: models.Field[Any, Any]) -> bool:
    """True when rows can be inserted by code that does not know the field."""
    return field.many_to_many or field.null or field.has_db_default()


def has_index(field: models.Field[Any, Any]) -> bool:
    """True when the field brings an index of its own, a unique one included."""
    return field.unique or bool(getattr(field, "db_index", False))


class FieldChange:
    """What an ``AlterField`` changes in the database."""

    def __init__(self, operation: migrations.AlterField, app_label: str, state: ProjectState) -> None:
        before = state.models[app_label, operation.model_name_lower].fields[operation.name]
        after = operation.field
        self.types = (column_type(before), column_type(after))
        self.requires = before.null and not after.null
        self.relaxes = after.null and not before.null
        self.makes_unique = after.unique and not before.unique
        self.makes_index = has_index(after) and not has_index(before) and not after.unique
        # A field of a state knows its name only once some state was rendered; the operation always does.
        self.renames = (before.db_column or operation.name) != (after.db_column or operation.name)

    @property
    def rewrites(self) -> bool:
        """True when the column's type changes, unless a text only may become longer."""
        before, after = self.types
        return before != after and not _is_longer_text(before, after)

    @property
    def tightens(self) -> bool:
        """True when the code before it may fail on the column after it."""
        return self.rewrites or self.requires or self.makes_unique or self.renames


def _is_longer_text(before: str | None, after: str | None) -> bool:
    def length(kind: str | None) -> int:
        if kind == "text":
            return 2**31
        if kind and kind.startswith("varchar(") and kind[8:-1].isdigit():
            return int(kind[8:-1])
        return 2**31 if kind == "varchar" else 0

    return 0 < length(before) <= length(after)


def phase_of_operation(operation: Operation, app_label: str, state: ProjectState) -> Phase | None:
    """The phase of one operation on ``state``; None where only its author can tell (raw SQL, an own operation)."""
    if isinstance(operation, migrations.RunPython):
        return Phase.BACKFILL
    if isinstance(operation, migrations.AlterField):
        return Phase.CONTRACT if FieldChange(operation, app_label, state).tightens else Phase.EXPAND
    if isinstance(operation, TIGHTENING):
        return Phase.CONTRACT
    if isinstance(operation, ADDING + HARMLESS):
        return Phase.EXPAND
    return None


def phase_of(migration: Migration, state: ProjectState) -> Phase:
    """The declared phase, else the strictest of the operations'. ``state`` is that before the migration.

    What nobody declared and nothing tells counts as *contract*: then no code works with it by mistake.
    """
    declared = getattr(migration, "phase", None)
    if declared is not None:
        return Phase(declared)
    if migration.initial:
        return Phase.EXPAND
    found = {phase_of_operation(one, migration.app_label, before) for one, before in steps_of(migration, state)}
    if found & {Phase.CONTRACT, None}:
        return Phase.CONTRACT
    return Phase.BACKFILL if Phase.BACKFILL in found else Phase.EXPAND


def is_served_without(migration: Migration, state: ProjectState) -> bool:
    """Whether this code works with a school that lacks the migration.

    Not without the columns and tables that its models name; it does without indexes and changed rows, and beside
    columns and tables that it no longer names and need not fill.
    """
    declared = getattr(migration, "served_without", None)
    if declared is not None:
        return bool(declared)
    return not migration.initial and all(
        isinstance(one, (*HARMLESS, migrations.RunPython)) or _leaves_nothing_to_fill(one, migration.app_label, before)
        for one, before in steps_of(migration, state)
    )


def _leaves_nothing_to_fill(operation: Operation, app_label: str, state: ProjectState) -> bool:
    """Whether what the operation takes away can as well stay: nobody has to write it, nothing else hangs on it."""
    if isinstance(operation, migrations.RemoveField):
        return is_optional(state.models[app_label, operation.model_name_lower].fields[operation.name])
    if isinstance(operation, migrations.DeleteModel):
        return not any(field.is_relation for field in state.models[app_label, operation.name_lower].fields.values())
    return False
