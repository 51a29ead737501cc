"""What keeps the way open to a database on several machines, over the catalogue that the real migrations have made,
and the command of the runbook (deploy/runbooks/citus.md)."""

from __future__ import annotations

import json
import re
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from config import citus
from tenants.isolation.backend import connection
from tenants.isolation.context import as_owner
from tenants.isolation.database.operations import LONGEST_NAME
from tenants.organisations.models import Municipality, School


def test_the_catalogue_of_every_school_can_be_sharded(alpha: School, beta: School) -> None:
    assert citus.faults([alpha.schema_name, beta.schema_name]) == []


def test_no_unique_key_of_a_shared_table_waits_until_commit(db: None) -> None:
    assert [fault for fault in citus.faults(["public"]) if "until commit" in fault] == []


def test_reference_tables_can_be_copied_to_each_machine(db: None) -> None:
    found = citus.faults(["public"])
    tables = citus.tables_of(citus.REFERENCE)
    assert [fault for fault in found if any(table in fault for table in tables)] == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("CREATE TABLE s_alpha.t (id int PRIMARY KEY)", "bigint or uuid"),
        ("CREATE TABLE s_alpha.t (a bigint, b bigint, PRIMARY KEY (a, b))", "bigint or uuid"),
        ("CREATE TABLE s_alpha.t (a bigint)", "bigint or uuid"),
        (f"CREATE TABLE s_alpha.t (id bigint CONSTRAINT {'k' * (LONGEST_NAME + 1)} PRIMARY KEY)", "too long"),
        (f"CREATE TABLE s_alpha.{'t' * (LONGEST_NAME + 1)} (id bigint PRIMARY KEY)", "too long"),
        ("CREATE UNLOGGED TABLE s_alpha.t (id bigint PRIMARY KEY)", "unlogged"),
        ("CREATE TABLE s_alpha.t (PRIMARY KEY (id)) INHERITS (s_alpha.people_person)", "inherits"),
        ("ALTER TABLE s_alpha.people_person ADD FOREIGN KEY (account_id) REFERENCES identity_account", "leads out"),
        ("CREATE FUNCTION s_alpha.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "function"),
        ("ALTER TABLE s_alpha.people_person ADD UNIQUE (position) DEFERRABLE", "until commit"),
    ],
)
def test_what_cannot_be_sharded_is_found(alpha: School, statement: str, says: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(says in fault for fault in citus.faults([alpha.schema_name]))


def test_a_trigger_is_found(alpha: School) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        cursor.execute("CREATE TRIGGER t AFTER INSERT ON s_alpha.people_person EXECUTE FUNCTION public.f()")
    assert any("trigger" in fault for fault in citus.faults([alpha.schema_name]))


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("citus", *arguments, stdout=out)
    return out.getvalue()


def test_check_says_that_nothing_is_in_the_way(alpha: School, beta: School) -> None:
    assert "2 schools: nothing stands in the way" in said("check")
    assert json.loads(said("check", "--json")) == {"schools": 2, "faults": []}


def test_check_fails_with_what_is_in_the_way(alpha: School) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE UNLOGGED TABLE s_alpha.t (id bigint PRIMARY KEY)")
    with pytest.raises(CommandError, match="stand in the way"):
        said("check")


def test_a_school_without_a_schema_is_left_out(alpha: School, beta: School) -> None:
    School.objects.create(
        schema_name="s_new", slug="new-one", name="n", short_name="n", municipality=alpha.municipality
    )
    assert citus.schemas_of_schools() == ["s_alpha", "s_beta"]
    assert "s_made_1" not in said("statements")


def test_statements_come_in_the_order_of_the_move(alpha: School, beta: School) -> None:
    lines = said("statements").splitlines()
    kinds = [re.sub(r"[('].*", "", line) for line in lines]

    def first(text: str) -> int:
        return next(number for number, kind in enumerate(kinds) if text in kind)

    order = [first(text) for text in ("create_reference_table", "setval", "citus_schema_distribute", "ALTER DATABASE")]
    assert order == sorted(order)
    assert "SELECT citus_schema_distribute('s_alpha');" in lines
    assert lines[-1].endswith("SET citus.enable_schema_based_sharding = on;")


def test_identities_are_told_where_they_stood(alpha: School) -> None:
    """As conversion leaves them: each begins anew at 1, and the next row would collide."""
    known = max(Municipality.objects.values_list("pk", flat=True))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE organisations_municipality ALTER COLUMN id RESTART WITH 1")
        for statement in citus.identity_statements():
            cursor.execute(statement)
    assert Municipality.objects.create(code="next", title="Следующий").pk == known + 1
    assert Permission.objects.latest("pk").pk > 1
