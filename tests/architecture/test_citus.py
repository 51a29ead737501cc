"""What keeps the way open to a database on several machines (deploy/runbooks/citus.md), over models, migrations
and code. Each check of a migration is also shown something that it must find."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlparse
from django.apps import apps
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.state import ProjectState

from config import citus

ROOT = Path(settings.ROOT)
OWN = {"tenants", "apps", "api"}
KEYS = (models.BigAutoField, models.UUIDField, models.OneToOneField)

UNIQUE_CAUGHT = {
    "apps/school/programmes/paper_templates.py": "number of a version of the school's template, unique",
    "apps/school/programmes/sheet_versions.py": "number of a version of the analysis sheet, unique",
    "tenants/journal/sinks.py": "digest of a claimed request, unique",
    "apps/region/exchange/actions/complaints.py": "remote_complaint_one_open",
    "apps/region/exchange/actions/work.py": "remote_meeting_once_at_a_time",
    "apps/region/rooms/actions.py": "room_note_number",
    "apps/region/speed/actions/signing.py": "registration_once",
    "tenants/organisations/actions.py": "title and code of a municipality, unique",
    "tenants/provisioning/actions.py": "slug and schema of a school, unique",
    "tenants/provisioning/life/shared.py": "a restored row whose place was taken meanwhile, whatever its unique key",
}
"""The only modules that catch IntegrityError, and the unique key that each means: none waits until commit."""


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OWN]


def is_of_a_school(app_label: str) -> bool:
    return apps.get_app_config(app_label).name in settings.TENANT_APPS


def sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("platform", "tenants", "apps", "api"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


# ---- rules over models


def test_keys_are_big_or_uuid() -> None:
    for model in own_models():
        assert isinstance(model._meta.pk, KEYS), model._meta.label


def test_no_model_inherits_the_table_of_another() -> None:
    assert [model._meta.label for model in own_models() if model._meta.parents] == []


def test_every_shared_model_is_in_exactly_one_list() -> None:
    shared = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not is_of_a_school(model._meta.app_label) and "tests" not in model.__module__
    }
    assert not set(citus.REFERENCE) & set(citus.LOCAL)
    assert shared == {*citus.REFERENCE, *citus.LOCAL}


def test_reference_tables_need_no_local_one() -> None:
    """A key from a reference table to a local one is refused; so the referred ones come first in the list."""
    before: set[type[models.Model]] = set()
    for label in citus.REFERENCE:
        model = apps.get_model(label)
        before.add(model)
        keys = [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]
        assert {field.related_model for field in keys} <= before, label


# ---- rules over migrations


def unsafe(operation: Operation, state: ProjectState, app_label: str) -> list[str]:
    """What a step of a migration does that cannot be done on several machines. ``state``: before the step."""
    if isinstance(operation, migrations.RunSQL):
        return [fault for text in statements_of(operation) for fault in _of_sql(text)]
    if isinstance(operation, migrations.CreateModel):
        return _of_bases(operation) + [fault for _name, field in operation.fields for fault in _of(field, app_label)]
    if not isinstance(operation, FieldOperation):
        return []
    fields = state.models[app_label, operation.model_name_lower].fields
    old, new = fields.get(operation.name), getattr(operation, "field", None)
    was, becomes = (field is not None and field.primary_key for field in (old, new))
    found = ["another primary key"] if (was or becomes) and type(old) is not type(new) else []
    return found + (_of(new, app_label) if new is not None else [])


def statements_of(operation: migrations.RunSQL) -> list[str]:
    """The texts, each of which goes to the database as one."""
    sides = [side if isinstance(side, list | tuple) else [side] for side in (operation.sql, operation.reverse_sql)]
    texts = [text for side in sides for text in side if text]
    return [str(text[0]) if isinstance(text, list | tuple) else str(text) for text in texts]


def _of_sql(text: str) -> list[str]:
    found = ["several statements in one text"] if len(sqlparse.split(text)) > 1 else []
    if re.search(r"\b(unlogged|inherits|create\s+(or\s+replace\s+)?(constraint\s+)?trigger)\b", text, re.IGNORECASE):
        found.append("an unlogged or inheriting table, or a trigger")
    return found


def _of_bases(operation: migrations.CreateModel) -> list[str]:
    """A base named by a text is a model with a table."""
    return [f"a table that inherits {base}" for base in operation.bases or () if isinstance(base, str)]


def _of(field: models.Field[Any, Any], app_label: str) -> list[str]:
    """A key that the database holds from a school's schema to the shared one."""
    if not isinstance(field, models.ForeignKey) or not is_of_a_school(app_label):
        return []
    target = field.remote_field.model
    label = target.split(".")[0] if isinstance(target, str) else target._meta.app_label
    if label.lower() == app_label or is_of_a_school(label) or not getattr(field, "db_constraint", True):
        return []
    return [f"a key to the shared table {label}"]


def steps() -> Iterator[tuple[str, Operation, ProjectState, str]]:
    """Every step of every own migration, with the state before it."""
    loader = MigrationLoader(None)
    for key, migration in sorted(loader.graph.nodes.items()):
        if migration is None or migration.__module__.split(".")[0] not in OWN:
            continue
        state = loader.project_state(key, at_end=False)
        for operation in migration.operations:
            yield f"{key[0]}.{key[1]}", operation, state.clone(), key[0]
            operation.state_forwards(key[0], state)


def test_migrations_do_nothing_that_one_machine_alone_can_do() -> None:
    walked = list(steps())
    assert len(walked) > 50
    assert [(where, found) for where, step, state, label in walked if (found := unsafe(step, state, label))] == []


BIG = models.BigAutoField(primary_key=True)
PLAIN = ProjectState()
PLAIN.add_model(migrations.state.ModelState("people", "Card", [("id", BIG), ("name", models.TextField())]))


@pytest.mark.parametrize(
    "step",
    [
        migrations.RunSQL("UPDATE a SET b = 1; UPDATE c SET d = 1"),
        migrations.RunSQL(["SELECT 1", "SELECT 1; SELECT 2"]),
        migrations.RunSQL([("UPDATE a SET b = %s; SELECT 1", [1])]),
        migrations.RunSQL("SELECT 1", reverse_sql="SELECT 1; SELECT 2"),
        migrations.RunSQL("CREATE UNLOGGED TABLE a (b int)"),
        migrations.RunSQL("CREATE TRIGGER a AFTER INSERT ON b EXECUTE FUNCTION c()"),
        migrations.CreateModel("Special", [], bases=("people.Card",)),
        migrations.CreateModel("Note", [("school", models.ForeignKey("organisations.School", models.CASCADE))]),
        migrations.AddField("card", "account", models.ForeignKey("identity.Account", models.CASCADE)),
        migrations.AddField("card", "key", models.UUIDField(primary_key=True)),
        migrations.AlterField("card", "id", models.UUIDField(primary_key=True)),
        migrations.AlterField("card", "id", models.AutoField(primary_key=True)),
        migrations.RemoveField("card", "id"),
    ],
)
def test_an_unsafe_step_is_found(step: Operation) -> None:
    assert unsafe(step, PLAIN, "people")


@pytest.mark.parametrize(
    "step",
    [
        migrations.RunSQL(["UPDATE a SET b = 'x;y'", "SELECT 1"]),
        migrations.AlterField("card", "id", models.BigAutoField(primary_key=True, verbose_name="key")),
        migrations.AddField("card", "other", models.ForeignKey("people.Card", models.CASCADE)),
        migrations.AddField(
            "card", "school", models.ForeignKey("organisations.School", models.CASCADE, db_constraint=False)
        ),
    ],
)
def test_a_safe_step_is_let_through(step: Operation) -> None:
    assert unsafe(step, PLAIN, "people") == []


# ---- rules over the code


def texts_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_upsert_changes_a_row_to_the_time_of_the_server() -> None:
    for where, tree in sources():
        for line, text in texts_of(tree):
            _insert, _word, update = text.upper().partition("ON CONFLICT")
            assert not re.search(r"\bNOW\s*\(|CURRENT_TIMESTAMP", update), f"{where}:{line}"


VARIABLE = re.compile(
    r"set_config\(\s*'([\w.]+)'|(?:^|;)\s*SET\s+(?:LOCAL\s+|SESSION\s+)?([\w.]+)\s*(?:=|TO\b)", re.IGNORECASE
)


def test_sessions_carry_a_place_and_nothing_else() -> None:
    """The acting person travels in a column of the audit row, never in a variable of the session."""
    found = {
        (first or second).lower()
        for _where, tree in sources()
        for _line, text in texts_of(tree)
        for first, second in VARIABLE.findall(text)
    }
    of_the_database = {"citus.enable_schema_based_sharding"}
    of_written_values = {"timezone", "datestyle", "intervalstyle", "extra_float_digits", "bytea_output"}
    assert found - of_the_database - of_written_values == {"search_path", "role", "lock_timeout"}


def test_no_code_decides_on_the_name_of_a_constraint() -> None:
    """On a shard it has a number behind it: decide on SQLSTATE, and by which statement failed."""
    names = {item.name for model in own_models() for item in (*model._meta.constraints, *model._meta.indexes)}
    assert len(names) > 20
    for where, tree in sources():
        if where.endswith("models.py") or "/models/" in where or "migrations" in where:
            continue
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.Attribute) and node.attr == "constraint_name"), f"{where}:{node.lineno}"
        for line, text in texts_of(tree):
            assert text not in names, f"{where}:{line}"


def test_an_error_of_the_database_is_caught_in_named_places_only() -> None:
    catching = {
        where
        for where, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type is not None and "IntegrityError" in ast.unparse(node.type)
    }
    assert catching == set(UNIQUE_CAUGHT)
