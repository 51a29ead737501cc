"""What does not fit among the schools: found, repaired where nothing is lost, explained where a person must decide."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kernel.acting import system_actor
from kernel.errors import Conflict, InputError
from tenants.isolation.context import as_owner
from tenants.journal.models import Job
from tenants.organisations.models import School
from tenants.provisioning import actions, reconciling
from tenants.provisioning.building import build_schema, schema_exists
from tenants.provisioning.locks import opening_lock, schools_being_opened
from tenants.provisioning.models import BuiltSchema
from tenants.provisioning.reconciling import find_leftovers
from tenants.provisioning.regulations import preset_document
from tests.support.cast import ClientFor, acting_as

RunJobs = Callable[[], Any]


@pytest.fixture(autouse=True)
def _no_idle_roles(db: None) -> None:
    """Roles belong to the server: other test runs left some. They are gone for this test only."""
    reconciling.reconcile(acting=system_actor())


def found() -> list[tuple[str, str]]:
    return [(finding.kind, finding.name) for finding in find_leftovers()]


def run(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def order(slug: str = "gamma") -> School:
    return actions.order_school(slug=slug, name="Гамма", municipality="Город", acting=system_actor())


def failed_job(school: School) -> Job:
    return Job.objects.create(
        task=actions.OPENING_TASK,
        title="Создание",
        arguments={"school": school.pk, "regulation": preset_document("lenskaya")},
        state=Job.State.FAILED,
        message="диск полон",
    )


def test_where_everything_fits_nothing_is_found(alpha: School, beta: School) -> None:
    assert found() == []


def test_a_stopped_creation_is_started_again(db: None, run_jobs: RunJobs) -> None:
    failed_job(order())
    (finding,) = find_leftovers()
    assert (finding.kind, finding.name) == ("stopped_opening", "gamma")
    assert "диск полон" in finding.message
    with run_jobs():
        (repaired,) = reconciling.reconcile(acting=acting_as("platform_operator"))
    assert repaired.is_repaired
    assert School.objects.get(slug="gamma").state == School.State.READY
    assert found() == []


def test_a_creation_under_way_is_no_finding(db: None) -> None:
    job = failed_job(order())
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    assert found() == []


def test_a_creation_by_a_command_is_left_to_the_command(db: None) -> None:
    school = order()
    with opening_lock(school):
        assert schools_being_opened() == {school.pk}
        assert found() == []
    (finding,) = reconciling.reconcile(acting=system_actor())
    assert (finding.kind, finding.repair, finding.is_repaired) == ("stopped_opening", "", False)
    assert finding.next_step


def test_a_schema_without_a_school_is_told_and_dropped_on_demand(db: None) -> None:
    run("CREATE SCHEMA s_left")
    run("CREATE TABLE s_left.words (word text)")
    assert found() == [("schema_without_school", "s_left")]
    assert [finding.is_repaired for finding in reconciling.reconcile(acting=system_actor())] == [False]
    assert schema_exists("s_left")
    reconciling.drop_leftover(schema="s_left", acting=system_actor())
    assert found() == []


def test_a_schema_that_nobody_recorded_stops_the_creation_until_it_is_dropped(db: None) -> None:
    school = order()
    run(f"CREATE SCHEMA {school.schema_name}")
    with pytest.raises(Conflict, match="s_gamma"):
        build_schema(school)
    assert found() == [("unfinished_schema", "gamma")]
    reconciling.drop_leftover(schema="s_gamma", acting=system_actor())
    build_schema(school)
    assert BuiltSchema.objects.of(school.pk).exists()


def test_the_schema_of_a_school_is_never_dropped(alpha: School) -> None:
    build_schema(order())
    for schema in (alpha.schema_name, "s_gamma"):
        with pytest.raises(Conflict):
            reconciling.drop_leftover(schema=schema, acting=system_actor())


@pytest.mark.parametrize("schema", ["public", "pg_catalog", "s_none", 's_"; DROP SCHEMA public; --'])
def test_what_is_no_schema_of_a_school_is_not_dropped(db: None, schema: str) -> None:
    with pytest.raises(InputError):
        reconciling.drop_leftover(schema=schema, acting=system_actor())


def test_a_school_that_lost_its_schema_is_told(alpha: School) -> None:
    run("ALTER SCHEMA s_alpha RENAME TO s_astray")
    assert set(found()) == {("missing_schema", "alpha"), ("schema_without_school", "s_astray")}


def test_a_lost_schema_of_a_school_not_yet_opened_is_built_again(db: None) -> None:
    school = order()
    build_schema(school)
    run("DROP SCHEMA s_gamma CASCADE")
    build_schema(school)
    assert schema_exists("s_gamma")


def test_a_role_that_no_school_has_is_removed(alpha: School) -> None:
    for statement in ("CREATE ROLE estafeta_s_left", "CREATE ROLE estafeta_s_needed"):
        run(statement)
    run("GRANT SELECT ON organisations_school TO estafeta_s_needed")
    assert found() == [("role_without_school", "estafeta_s_left")]
    assert [finding.is_repaired for finding in reconciling.reconcile(acting=system_actor())] == [True]
    assert found() == []


def test_the_page_tells_and_repairs(client_for: ClientFor, run_jobs: RunJobs, alpha: School) -> None:
    operator = client_for("platform_operator")
    assert "Всё сходится" in operator.get("/platform/check/").content.decode()
    run("CREATE SCHEMA s_left")
    failed_job(order())
    page = operator.get("/platform/check/").content.decode()
    assert "s_left" in page
    assert "диск полон" in page
    with run_jobs():
        assert operator.post("/platform/check/repair/")["Location"] == "/platform/check/"
    page = operator.get("/platform/check/").content.decode()
    assert "диск полон" not in page
    assert "/platform/check/repair/" not in page


def command(*options: str) -> tuple[list[dict[str, Any]], bool]:
    """The findings, and whether the command ended with success."""
    out = StringIO()
    try:
        call_command("school", "reconcile", "--json", *options, stdout=out)
    except CommandError:
        return json.loads(out.getvalue()), False
    return json.loads(out.getvalue()), True


def test_the_command_fails_while_something_is_left(db: None) -> None:
    assert command() == ([], True)
    run("CREATE SCHEMA s_left")
    findings, ok = command("--dry-run")
    assert (findings[0]["kind"], ok) == ("schema_without_school", False)
    assert command("--drop", "s_left") == ([], True)
