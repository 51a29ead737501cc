"""The rules for those who write migrations: a thousand schools are not migrated at one moment, nor without traffic.

So the code must work with tables a step behind it and a step before it, no statement may hold a lock for long or fail
on rows that some school has, and what stops half-way must have one cause. ``fleet check`` and a test name what breaks
a rule. A migration's author may answer for a finding: ``accepted = {"code": "why it is safe here"}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import sqlparse
from django.apps import apps
from django.contrib.postgres import operations as postgres
from django.db import migrations, models
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tenants.isolation.lineage import KnownLoader, school_labels
from tenants.isolation.phases import FieldChange, Phase, has_index, is_optional, phase_of_operation, steps_of

OWN = ("tenants.", "apps.", "api.")
Problem = tuple[str, str]
STRICTNESS = (Phase.EXPAND, Phase.BACKFILL, Phase.CONTRACT)


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken rule. ``migration``: "app.name"; ``operation``: as Django describes it; ``code``: of the rule."""

    migration: str
    operation: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.operation}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True)
class Case:
    """One operation to be judged: where it stands and what was before it."""

    migration: Migration
    operation: Operation
    state: ProjectState
    of_school: bool
    created: frozenset[str]

    @property
    def on_new_table(self) -> bool:
        """True when its table was made by the same migration: nobody's rows are in it."""
        return getattr(self.operation, "model_name_lower", "") in self.created


def own_findings() -> list[Finding]:
    """Everything that breaks a rule in the product's own migrations."""
    own = {config.label for config in apps.get_app_configs() if config.name.startswith(OWN)}
    found: list[Finding] = []
    for migration, state in KnownLoader().with_states():
        if migration.app_label in own:
            found += findings(migration, state, of_school=migration.app_label in school_labels())
    return found


def findings(migration: Migration, state: ProjectState, *, of_school: bool) -> list[Finding]:
    """What breaks a rule in one migration; ``state`` is that before it. A first migration meets no rows: only its SQL
    is judged.
    """
    name = f"{migration.app_label}.{migration.name}"
    accepted = getattr(migration, "accepted", {})
    found = [Finding(name, "", code, message) for code, message in _of_whole(migration, state)]
    created: set[str] = set()
    for operation, before in steps_of(migration, state):
        case = Case(migration, operation, before, of_school, frozenset(created))
        for rule in SQL_RULES if migration.initial else (*SQL_RULES, *RULES):
            found += [Finding(name, operation.describe(), code, message) for code, message in rule(case)]
        if isinstance(operation, migrations.CreateModel):
            created.add(operation.name_lower)
    return [finding for finding in found if not accepted.get(finding.code)]


# ---- the migration as a whole


def _of_whole(migration: Migration, state: ProjectState) -> Iterator[Problem]:
    steps = [(one, phase_of_operation(one, migration.app_label, before)) for one, before in steps_of(migration, state)]
    found = {phase for _, phase in steps if phase is not None}
    declared = getattr(migration, "phase", None)
    if declared is not None and declared not in list(Phase):
        yield "phase", f"“{declared}” is no phase: expand, backfill or contract"
        return
    if migration.initial:
        return
    if any(phase is None for _, phase in steps) and declared is None:
        yield "undeclared", "only its author can tell what raw SQL or an own operation does: declare its phase"
    strictest = max(found, key=STRICTNESS.index, default=Phase.EXPAND)
    if declared is not None and STRICTNESS.index(Phase(declared)) < STRICTNESS.index(strictest):
        yield "phase", f"it declares {declared} and does what is {strictest}"
    if {Phase.EXPAND, Phase.CONTRACT} <= found:
        yield "mixed_phases", "it adds and takes away: split it, so that code can be changed in between"
    if Phase.BACKFILL in found and found != {Phase.BACKFILL}:
        yield "mixed_python", "rows are changed by a migration of their own: its locks would be held for all of them"
    if not migration.atomic and len(steps) > 1:
        yield "not_atomic", "a migration that can stop half-way does one thing: split it"


# ---- each operation


def _statements(case: Case) -> Iterator[Problem]:
    if not isinstance(case.operation, migrations.RunSQL):
        return
    sql = case.operation.sql
    for item in sql if isinstance(sql, list | tuple) else [sql]:
        text = item if isinstance(item, str) else item[0]
        if len([part for part in sqlparse.split(text) if part.strip(" ;\n")]) > 1:
            yield "several_statements", "each statement is an item of a list"


def _added_field(case: Case) -> Iterator[Problem]:
    operation = case.operation
    if not isinstance(operation, migrations.AddField) or case.on_new_table or operation.field.many_to_many:
        return
    field = operation.field
    if not is_optional(field) and not isinstance(field, models.GeneratedField):
        yield (
            "required_field",
            "the code before it cannot insert rows: db_default, or null=True and fill it later",
        )
    if isinstance(field, models.GeneratedField) and getattr(field, "db_persist", False):
        yield "rewrite", "a stored generated column rewrites the whole table under a lock"
    if has_index(field) and not case.of_school:
        yield "locking_index", "its index is built while nobody can write: add the field, then AddIndexConcurrently"


def _removed(case: Case) -> Iterator[Problem]:
    operation = case.operation
    if not isinstance(operation, migrations.RemoveField):
        return
    field = case.state.models[case.migration.app_label, operation.model_name_lower].fields[operation.name]
    if not is_optional(field):
        yield (
            "required_column",
            "code without it cannot insert rows where it still is: first null=True or db_default",
        )


def _renamed(case: Case) -> Iterator[Problem]:
    names = (migrations.RenameField, migrations.RenameModel, migrations.AlterModelTable)
    if isinstance(case.operation, names):
        yield "rename", "no code works with both names: keep it by db_column or db_table, or add, copy and remove"


def _altered(case: Case) -> Iterator[Problem]:
    if not isinstance(case.operation, migrations.AlterField) or case.on_new_table:
        return
    change = FieldChange(case.operation, case.migration.app_label, case.state)
    if change.rewrites:
        yield "type_change", f"{change.types[0]} to {change.types[1]} may rewrite the table: add, copy and remove"
    if change.requires:
        yield "not_null", "it fails on a school with an empty value and reads the table under a lock: check rows first"
    if change.renames:
        yield "rename", "no code works with both names of the column"
    if change.makes_unique:
        yield "unique", "it fails on a school with two equal values: look for them by a migration before it"
    if change.makes_index and not case.of_school:
        yield "locking_index", "its index is built while nobody can write: AddIndexConcurrently"


def _indexed(case: Case) -> Iterator[Problem]:
    # A school's tables are small: there an index in the transaction is built in milliseconds and never half-way.
    adds = isinstance(case.operation, migrations.AddIndex) and not case.on_new_table and not case.of_school
    if adds and not isinstance(case.operation, postgres.AddIndexConcurrently):
        yield "locking_index", "the table cannot be written while it is built: AddIndexConcurrently"


def _constrained(case: Case) -> Iterator[Problem]:
    operation = case.operation
    if not isinstance(operation, migrations.AddConstraint) or case.on_new_table:
        return
    if isinstance(operation, postgres.AddConstraintNotValid):
        return
    if isinstance(operation.constraint, models.CheckConstraint):
        yield "check", "it fails on a school with one wrong row: AddConstraintNotValid, then ValidateConstraint"
    else:
        yield "unique", "it fails on a school with two equal rows: look for them by a migration before it"


def _validated(case: Case) -> Iterator[Problem]:
    if isinstance(case.operation, postgres.ValidateConstraint):
        added = [one for one in case.migration.operations if isinstance(one, migrations.AddConstraint)]
        if any(one.constraint.name == case.operation.name for one in added):
            yield "check", "validating in the transaction that adds it holds the lock that NOT VALID spares"


Rule = Callable[[Case], Iterable[Problem]]
SQL_RULES: tuple[Rule, ...] = (_statements,)
RULES: tuple[Rule, ...] = (_added_field, _removed, _renamed, _altered, _indexed, _constrained, _validated)
