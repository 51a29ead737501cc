"""Every migration of the product keeps to expand, backfill, contract; each rule finds what it is for."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.postgres import operations as postgres
from django.core.management import CommandError, call_command
from django.db import migrations, models
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.signals import post_migrate, pre_migrate

from tenants.isolation.phases import Phase, is_served_without, phase_of
from tenants.provisioning.fleet import checking
from tenants.provisioning.fleet.checking import findings, own_findings

CHECK = models.CheckConstraint(condition=models.Q(number__gt=0), name="number_positive")
UNIQUE = models.UniqueConstraint(fields=["text"], name="text_once")
INDEX = models.Index(fields=["text"], name="by_text")
TWICE = models.GeneratedField(expression=models.F("count") * 2, output_field=models.IntegerField(), db_persist=True)
FIELDS: dict[str, models.Field[Any, Any]] = {
    "text": models.CharField(max_length=50),
    "number": models.IntegerField(null=True),
    "count": models.IntegerField(db_default=0),
}


def nothing(apps: object, editor: object) -> None:
    """What a data migration would do."""


def before() -> ProjectState:
    """A table of notes."""
    state = ProjectState()
    state.add_model(ModelState("today", "Note", [("id", models.BigAutoField(primary_key=True)), *FIELDS.items()]))
    return state


def migration(*operations: Operation, **attributes: object) -> Migration:
    """A migration in memory."""
    made = type("Migration", (Migration,), {"operations": list(operations), **attributes})("0002_probe", "today")
    assert isinstance(made, Migration)
    return made


def codes(*operations: Operation, of_school: bool = True, **attributes: object) -> set[str]:
    """The rules that a migration breaks."""
    return {found.code for found in findings(migration(*operations, **attributes), before(), of_school=of_school)}


def add(name: str, field: models.Field[Any, Any]) -> Operation:
    return migrations.AddField("note", name, field)


def alter(name: str, field: models.Field[Any, Any]) -> Operation:
    return migrations.AlterField("note", name, field)


def test_the_product_keeps_to_the_rules() -> None:
    assert [str(finding) for finding in own_findings()] == []


def test_the_command_names_what_is_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("fleet", "check", stdout=StringIO())
    bad = findings(migration(migrations.RenameField("note", "text", "words")), before(), of_school=True)
    monkeypatch.setattr(checking, "own_findings", lambda: bad)
    out = StringIO()
    with pytest.raises(CommandError, match="1 unsafe"):
        call_command("fleet", "check", stdout=out)
    assert "today.0002_probe: Rename field text on note to words" in out.getvalue()
    assert "[rename]" in out.getvalue()


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (add("more", models.IntegerField()), "required_field"),
        (add("more", models.IntegerField(default=1)), "required_field"),
        (
            add(
                "twice",
                models.GeneratedField(
                    expression=models.F("count") * 2, output_field=models.IntegerField(), db_persist=True
                ),
            ),
            "rewrite",
        ),
        (migrations.RemoveField("note", "text"), "required_column"),
        (migrations.RenameField("note", "text", "words"), "rename"),
        (migrations.RenameModel("Note", "Remark"), "rename"),
        (migrations.AlterModelTable("note", "remark"), "rename"),
        (alter("number", models.BigIntegerField(null=True)), "type_change"),
        (alter("text", models.CharField(max_length=20)), "type_change"),
        (alter("number", models.IntegerField()), "not_null"),
        (alter("text", models.CharField(max_length=50, unique=True)), "unique"),
        (alter("text", models.CharField(max_length=50, db_column="words")), "rename"),
        (migrations.AddConstraint("note", CHECK), "check"),
        (migrations.AddConstraint("note", UNIQUE), "unique"),
        (migrations.RunSQL("UPDATE today_note SET number = 1; UPDATE today_note SET text = ''"), "several_statements"),
        (migrations.RunSQL(["SELECT 1; SELECT 2"]), "several_statements"),
        (migrations.RunSQL(["SELECT 1"]), "undeclared"),
        (
            migrations.SeparateDatabaseAndState(database_operations=[migrations.RenameField("note", "text", "words")]),
            "rename",
        ),
    ],
)
def test_an_unsafe_operation_is_named(operation: Operation, code: str) -> None:
    assert code in codes(operation)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.DeleteModel("Note"),
        add("more", models.IntegerField(null=True)),
        add("more", models.IntegerField(db_default=0)),
        migrations.RemoveField("note", "number"),
        migrations.RemoveField("note", "count"),
        alter("text", models.CharField(max_length=80)),
        alter("text", models.TextField()),
        alter("text", models.CharField(max_length=50, null=True, verbose_name="words")),
        migrations.AddIndex("note", INDEX),
        postgres.AddConstraintNotValid("note", CHECK),
        postgres.ValidateConstraint("note", "number_positive"),
        migrations.RunPython(nothing, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RenameField("note", "text", "words")]),
    ],
)
def test_a_safe_operation_passes(operation: Operation) -> None:
    assert codes(operation) == set()


def test_a_big_shared_table_is_not_locked_for_an_index() -> None:
    assert codes(migrations.AddIndex("note", INDEX), of_school=False) == {"locking_index"}
    assert codes(postgres.AddIndexConcurrently("note", INDEX), of_school=False, atomic=False) == set()
    assert codes(add("more", models.IntegerField(null=True, db_index=True)), of_school=False) == {"locking_index"}
    assert codes(alter("number", models.IntegerField(null=True, db_index=True)), of_school=False) == {"locking_index"}


def test_what_is_added_and_taken_away_at_once_is_named() -> None:
    both = (add("more", models.IntegerField(null=True)), migrations.RemoveField("note", "number"))
    assert codes(*both) == {"mixed_phases"}


def test_rows_and_tables_are_changed_apart() -> None:
    assert codes(add("more", models.IntegerField(null=True)), migrations.RunPython(nothing)) == {"mixed_python"}


def test_a_check_is_not_validated_where_it_is_added() -> None:
    both = (postgres.AddConstraintNotValid("note", CHECK), postgres.ValidateConstraint("note", "number_positive"))
    assert "check" in codes(*both)


def test_what_can_stop_halfway_does_one_thing() -> None:
    indexes = [postgres.AddIndexConcurrently("note", models.Index(fields=[name], name=name)) for name in FIELDS]
    assert codes(*indexes, atomic=False) == {"not_atomic"}


def test_a_new_table_may_have_anything() -> None:
    made = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    more = migrations.AddField("other", "more", models.IntegerField())
    assert codes(made, more, migrations.AddConstraint("other", UNIQUE)) <= {"mixed_phases"}
    assert codes(made, more, migrations.AddIndex("other", INDEX), of_school=False) == set()


def test_a_first_migration_meets_no_rows() -> None:
    assert codes(migrations.AddConstraint("note", CHECK), initial=True) == set()
    assert codes(migrations.RunSQL("SELECT 1; SELECT 2"), initial=True) == {"several_statements"}


def test_a_phase_is_declared_truly() -> None:
    assert codes(migrations.RunSQL(["SELECT 1"]), phase="expand") == set()
    assert codes(migrations.RemoveField("note", "number"), phase="expand") == {"phase"}
    assert codes(migrations.RunSQL(["SELECT 1"]), phase="sometimes") == {"phase"}


def test_an_author_answers_for_a_finding_with_a_reason() -> None:
    assert codes(alter("number", models.IntegerField()), accepted={"not_null": "0003 filled every row"}) == set()
    assert codes(alter("number", models.IntegerField()), accepted={"not_null": ""}) == {"not_null"}


@pytest.mark.parametrize(
    ("operation", "phase", "is_dispensable"),
    [
        (add("more", models.IntegerField(null=True)), Phase.EXPAND, False),
        (migrations.AddIndex("note", INDEX), Phase.EXPAND, True),
        (migrations.RunPython(nothing), Phase.BACKFILL, True),
        (migrations.RemoveField("note", "number"), Phase.CONTRACT, True),
        (migrations.RemoveField("note", "text"), Phase.CONTRACT, False),
        (migrations.DeleteModel("Note"), Phase.CONTRACT, True),
        (alter("text", models.CharField(max_length=90)), Phase.EXPAND, False),
        (alter("number", models.BigIntegerField(null=True)), Phase.CONTRACT, False),
        (migrations.RunSQL(["SELECT 1"]), Phase.CONTRACT, False),
    ],
)
def test_a_phase_is_inferred(operation: Operation, phase: Phase, is_dispensable: bool) -> None:
    made = migration(operation)
    assert phase_of(made, before()) is phase
    assert is_served_without(made, before()) is is_dispensable


def test_code_may_promise_to_work_without_a_migration() -> None:
    made = migration(add("more", models.IntegerField(null=True)), served_without=True)
    assert is_served_without(made, before())


def test_only_what_fills_shared_tables_listens_to_migrations() -> None:
    """The fleet sends these signals to no school: who wants to be told of schools must be told otherwise."""
    listeners = [entry[1]() for signal in (pre_migrate, post_migrate) for entry in signal.receivers]
    assert {one.__module__ for one in listeners if one is not None} == {
        "django.contrib.auth.management",
        "django.contrib.contenttypes.management",
        "apps.region.institute.seeds",
    }
    assert len(listeners) == 4
