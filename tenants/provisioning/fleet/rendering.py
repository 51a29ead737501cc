"""From a migration to what is done in every school of a group: its SQL, written once, or its Python.

A migration is written after the group's first school has everything before it: Django looks some names up in the
database (a constraint to drop), and they must be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.postgres import operations as postgres
from django.db import migrations
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner, enter_school
from tenants.isolation.lineage import Key, dotted, recorded_as, version_of
from tenants.isolation.phases import Phase, phase_of, steps_of
from tenants.organisations.models import School

KNOWN_MODULES = (migrations.AddField.__module__.rpartition(".")[0], postgres.__name__)


@dataclass(frozen=True, slots=True)
class PythonStep:
    """One operation with the models before and after it, shared by all schools of the group."""

    operation: Operation
    before: ProjectState
    after: ProjectState
    atomic: bool


@dataclass(frozen=True, slots=True)
class Script:
    """A migration made ready. Either ``statements`` or ``steps`` say what to do; with neither it is only recorded.

    ``records``: rows for the school's table of migrations; ``version``, ``contents``: what the school then has;
    ``after``: the models then.
    """

    migration: Migration
    records: tuple[Key, ...]
    version: str
    contents: Mapping[str, Phase]
    phase: Phase
    after: ProjectState = field(repr=False)
    statements: Sequence[str] = ()
    steps: Sequence[PythonStep] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """``app.name``."""
        return dotted((self.migration.app_label, self.migration.name))

    @property
    def is_atomic(self) -> bool:
        """True when it is one transaction in each school."""
        return self.migration.atomic or not (self.statements or self.steps)


def is_sql(migration: Migration, state: ProjectState) -> bool:
    """Whether all of it can be written as SQL. An operation not of Django's own may look at rows: it cannot."""
    return all(
        type(one).__module__.startswith(KNOWN_MODULES) and not isinstance(one, migrations.RunPython)
        for one, _ in steps_of(migration, state)
    )


def how(migration: Migration, state: ProjectState) -> str:
    """How it will be carried out, in two words."""
    return f"{'SQL' if is_sql(migration, state) else 'Python'}{'' if migration.atomic else ', not atomic'}"


def statements_of(migration: Migration, state: ProjectState, school: School) -> list[str]:
    """The migration's SQL as of a school that lacks it and nothing before it. ``state`` is moved past it."""
    _ = state.apps  # rendered once here, Django then renders anew only what an operation touches
    with enter_school(school), as_owner():
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            migration.apply(state, editor)
        return [bare(statement) for statement in editor.collected_sql]


def bare(statement: str) -> str:
    """Without the semicolon at its end: what sends several puts one on a line of its own, past any comment."""
    return statement.rstrip().removesuffix(";").rstrip()


def python_steps(migration: Migration, state: ProjectState) -> list[PythonStep]:
    """The migration's operations with their states. ``state`` is moved past it.

    The states are made while none is rendered, and each is rendered here, once: schools in several threads read them.
    """
    state.__dict__.pop("apps", None)
    state.is_delayed = False
    steps = []
    for operation in migration.operations:
        before = state.clone()
        operation.state_forwards(migration.app_label, state)
        atomic = bool(operation.atomic or (migration.atomic and operation.atomic is not False))
        steps.append(PythonStep(operation, before, state.clone(), atomic))
    for step in steps:
        _ = step.before.apps, step.after.apps
    return steps


def render(
    migration: Migration, state: ProjectState, contents: Mapping[str, Phase], school: School, *, is_replaced: bool
) -> Script:
    """Make a migration ready for a group; ``state`` and ``contents`` are those before it.

    ``school``: one that has everything before it. ``is_replaced``: other migrations did the work.
    """
    phase, records, after = phase_of(migration, state), recorded_as(migration), state.clone()
    has = {**contents, **{dotted(key): phase for key in records}}
    statements: list[str] = []
    steps: list[PythonStep] = []
    if not is_replaced and is_sql(migration, state):
        statements = statements_of(migration, after, school)
    elif not is_replaced:
        steps = python_steps(migration, after)
    return Script(
        migration=migration,
        records=tuple(key for key in records if dotted(key) not in contents),
        version=version_of(has),
        contents=has,
        phase=phase,
        after=after,
        statements=statements,
        steps=steps,
    )
