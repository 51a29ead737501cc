"""Migrating all schools at once: each kind of migration, schools that fail, what is left of a stop half-way."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test.utils import CaptureQueriesContext

from kernel.locks import LockSpace
from tenants.isolation.backend import connection
from tenants.isolation.lineage import lineage
from tenants.isolation.serving import is_servable
from tenants.organisations.models import School
from tenants.provisioning.fleet.models import UnfinishedMigration
from tenants.provisioning.fleet.planning import make_plan
from tenants.provisioning.fleet.reading import read_fleet
from tenants.provisioning.locks import SCHOOLS
from tests.support.database import another_session
from tests.support.fleet import NOTE, Probe, columns, fleet, rows_of, run, scratch_schools

pytestmark = pytest.mark.django_db(transaction=True)

ADD_NUMBER = 'migrations.AddField("note", "number", models.IntegerField(null=True))'


@pytest.fixture
def schools(probe: Probe) -> list[School]:
    """Alpha, beta and three scratch schools with a table of notes."""
    scratch_schools(3)
    probe.add("0001_initial", NOTE, more="initial = True")
    answer, code = fleet("migrate")
    assert (answer["done"], answer["failed"], code) == (5, [], 0)
    return list(School.objects.order_by("id"))


def test_nothing_to_do_is_read_and_not_written(schools: list[School]) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer, code = fleet("migrate")
    assert (answer["done"], answer["current"], code) == (0, 5, 0)
    words = {one["sql"].split()[0] for one in queries}
    assert words == {
        "SELECT",
        "BEGIN",
        "INSERT",
        "COMMIT",
    }  # the insert: what the version consists of, ignored if known


def test_a_new_column_reaches_every_school(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    plan, _ = fleet("plan")
    assert [len(group["schools"]) for group in plan["groups"]] == [5]
    assert plan["groups"][0]["missing"] == [{"migration": "today.0002_number", "phase": "expand", "how": "SQL"}]
    answer, code = fleet("migrate")
    assert (answer["done"], answer["failed"], answer["current"], code) == (5, [], 5, 0)
    assert {tuple(columns(school.schema_name)) for school in schools} == {("id", "text", "number")}
    assert set(School.objects.values_list("version", flat=True)) == {lineage().version}
    assert make_plan(read_fleet()).is_clean


def test_the_plan_changes_nothing(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    fleet("plan")
    assert columns("s_alpha") == ["id", "text"]


def test_the_tables_are_those_that_django_itself_makes(probe: Probe, schools: list[School]) -> None:
    probe.add(
        "0002_number", 'migrations.AddField("note", "code", models.CharField(max_length=9, null=True, unique=True))'
    )
    probe.add("0003_index", 'migrations.AddIndex("note", models.Index(fields=["text"], name="note_by_text"))')
    probe.add("0004_text", 'migrations.AlterField("note", "text", models.CharField(max_length=80, db_default="–"))')
    probe.add("0005_code", 'migrations.AlterField("note", "code", models.TextField(null=True))')
    call_command("migrate_schemas", schema_name="s_beta", interactive=False, verbosity=0)
    fleet("migrate")
    described = (
        "SELECT replace(pg_get_indexdef(indexrelid), %s, '') FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
        " WHERE relnamespace = %s::regnamespace AND relname = 'today_note' ORDER BY 1"
    )
    columns_of = (
        "SELECT column_name, data_type, character_maximum_length, is_nullable, column_default"
        " FROM information_schema.columns WHERE table_schema = %s AND table_name = 'today_note' ORDER BY 1"
    )
    for query in (described, columns_of):
        ours, theirs = (
            rows_of(query, *((f"{schema}.", schema) if query is described else (schema,)))
            for schema in ("s_alpha", "s_beta")
        )
        assert ours == theirs
        assert ours
    assert School.objects.get(slug="beta").version == lineage().version


def test_python_runs_in_each_school_with_its_rows(probe: Probe, schools: list[School]) -> None:
    for number, school in enumerate(schools):
        run(f"INSERT INTO {school.schema_name}.today_note (text) SELECT 'x' FROM generate_series(1, {number})")
    probe.add(
        "0002_mark",
        "migrations.RunPython(mark)",
        before="def mark(apps, editor):\n    apps.get_model('today', 'Note').objects.update(text='marked')\n",
    )
    answer, code = fleet("migrate", "--jobs", "3")
    assert (answer["done"], code) == (5, 0)
    for number, school in enumerate(schools):
        marked = rows_of(f"SELECT count(*) FROM {school.schema_name}.today_note WHERE text = 'marked'")
        assert marked == [(number,)]


def test_python_that_fails_leaves_its_school_untouched(probe: Probe, schools: list[School]) -> None:
    run("INSERT INTO s_beta.today_note (text) VALUES ('bad')")
    probe.add(
        "0002_mark",
        "migrations.RunPython(mark)",
        before=(
            "def mark(apps, editor):\n"
            "    notes = apps.get_model('today', 'Note').objects\n"
            "    notes.create(text='half')\n"
            "    if notes.filter(text='bad'):\n"
            "        raise ValueError('a bad note')\n"
        ),
    )
    answer, code = fleet("migrate")
    assert (answer["done"], code) == (4, 1)
    assert [(one["school"], one["sqlstate"], one["message"]) for one in answer["failed"]] == [
        ("beta", "ValueError", "a bad note")
    ]
    assert rows_of("SELECT text FROM s_beta.today_note") == [("bad",)]


def test_raw_statements_with_values_reach_every_school(probe: Probe, schools: list[School]) -> None:
    probe.add(
        "0002_rows",
        """migrations.RunSQL([
            ("INSERT INTO today_note (text) VALUES (%s), ('50%%')", ["it's; -- 1"]),
            "INSERT INTO today_note (text) VALUES ('100%') -- the last",
        ])""",
        more='phase = "backfill"',
    )
    assert fleet("migrate")[1] == 0
    for school in schools:
        texts = rows_of(f"SELECT text FROM {school.schema_name}.today_note ORDER BY id")
        assert texts == [("it's; -- 1",), ("50%",), ("100%",)]


def test_database_and_state_may_go_apart(probe: Probe, schools: list[School]) -> None:
    probe.add(
        "0002_apart",
        f"""migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(["ALTER TABLE today_note ADD COLUMN number integer"])],
            state_operations=[{ADD_NUMBER}],
        )""",
        more='phase = "expand"',
    )
    probe.add("0003_index", 'migrations.AddIndex("note", models.Index(fields=["number"], name="note_by_number"))')
    assert fleet("migrate")[1] == 0
    assert columns("s_probe_01") == ["id", "text", "number"]


def test_python_inside_of_separate_state_is_not_run_while_sql_is_written(probe: Probe, schools: list[School]) -> None:
    probe.add(
        "0002_apart",
        "migrations.SeparateDatabaseAndState(database_operations=[migrations.RunPython(note)])",
        before="def note(apps, editor):\n    apps.get_model('today', 'Note').objects.create(text='once')\n",
    )
    assert fleet("plan")[0]["groups"][0]["missing"][0]["how"] == "Python"
    assert fleet("migrate")[1] == 0
    assert [rows_of(f"SELECT count(*) FROM {one.schema_name}.today_note") for one in schools] == [[(1,)]] * 5


def test_a_failing_school_does_not_stop_the_others(probe: Probe, schools: list[School]) -> None:
    run("ALTER TABLE s_probe_01.today_note ADD COLUMN number text")
    probe.add("0002_number", ADD_NUMBER)
    probe.add("0003_index", 'migrations.AddIndex("note", models.Index(fields=["text"], name="note_by_text"))')
    answer, code = fleet("migrate")
    assert (answer["done"], code) == (8, 1)
    (failed,) = answer["failed"]
    assert (failed["school"], failed["migration"], failed["sqlstate"]) == ("probe-01", "today.0002_number", "42701")
    assert "already exists" in failed["message"]
    status, _ = fleet("status")
    assert status["not_served"] == ["probe-01"]
    assert [(one["school"], one["state"]) for one in status["unfinished"]] == [("probe-01", "failed")]
    run("ALTER TABLE s_probe_01.today_note DROP COLUMN number")
    answer, code = fleet("migrate")
    assert (answer["done"], answer["current"], code) == (2, 5, 0)
    assert fleet("status")[0]["unfinished"] == []


def test_a_damaged_first_school_does_not_stop_the_others(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_unique", 'migrations.AlterUniqueTogether("note", {("text", "id")})')
    fleet("migrate")
    (name,) = rows_of(
        "SELECT conname FROM pg_constraint WHERE conrelid = 's_alpha.today_note'::regclass AND contype = 'u'"
    )
    run(f"ALTER TABLE s_alpha.today_note DROP CONSTRAINT {name[0]}")
    probe.add("0003_no_unique", 'migrations.AlterUniqueTogether("note", set())')
    answer, code = fleet("migrate")
    assert ([one["school"] for one in answer["failed"]], answer["done"], code) == (["alpha"], 4, 1)


def test_only_named_schools_are_migrated(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    answer, code = fleet("migrate", "--school", "alpha", "--school", "probe-02")
    assert (answer["done"], code) == (2, 0)
    assert columns("s_beta") == ["id", "text"]


def test_a_table_in_use_is_waited_for_and_then_told(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    with another_session(autocommit=False) as other:
        other.execute("LOCK TABLE s_beta.today_note IN ACCESS SHARE MODE")
        answer, code = fleet("migrate", "--lock-timeout", "50ms")
    assert ([one["sqlstate"] for one in answer["failed"]], answer["done"], code) == (["55P03"], 4, 1)
    assert fleet("migrate")[1] == 0


def test_two_runs_do_not_cross(schools: list[School]) -> None:
    with another_session() as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [LockSpace.PROVISIONING, SCHOOLS])
        with pytest.raises(CommandError):
            call_command("fleet", "migrate", stderr=StringIO())


def test_the_shared_schema_goes_first(probe: Probe, schools: list[School]) -> None:
    run("DELETE FROM public.django_migrations WHERE app = 'organisations' AND name LIKE '0003%'")
    with pytest.raises(CommandError, match="migrate_schemas --shared"):
        call_command("fleet", "migrate", stderr=StringIO())


def test_a_school_of_another_lineage_is_named_and_left_alone(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    run("INSERT INTO s_beta.django_migrations (app, name, applied) VALUES ('today', '0002_of_others', now())")
    answer, code = fleet("migrate")
    assert (answer["done"], code) == (4, 1)
    assert answer["foreign"] == [{"schools": ["beta"], "unknown": ["today.0002_of_others"]}]
    assert columns("s_beta") == ["id", "text"]
    assert not is_servable(School.objects.get(slug="beta"))


def test_a_working_school_without_tables_is_named(schools: list[School]) -> None:
    run("DROP SCHEMA s_beta CASCADE")
    answer, code = fleet("migrate")
    assert (answer["without_tables"], code) == (["beta"], 1)


def test_a_migration_that_replaces_others_is_only_recorded(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    fleet("migrate")
    replaced = 'replaces = [("today", "0001_initial"), ("today", "0002_number")]\n    initial = True'
    probe.names.clear()
    probe.add("0001_squashed", NOTE, ADD_NUMBER, more=replaced)
    assert fleet("plan")[0]["groups"][0]["missing"] == [
        {"migration": "today.0001_squashed", "phase": "expand", "how": "only recorded"}
    ]
    answer, code = fleet("migrate")
    assert (answer["done"], code) == (5, 0)
    assert rows_of("SELECT name FROM s_beta.django_migrations WHERE app = 'today' ORDER BY id") == [
        ("0001_initial",),
        ("0002_number",),
        ("0001_squashed",),
    ]


def test_schools_that_had_a_part_of_what_is_replaced_get_the_rest(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    replaced = 'replaces = [("today", "0001_initial"), ("today", "0002_number")]\n    initial = True'
    probe.names.clear()
    probe.add("0001_squashed", NOTE, ADD_NUMBER, more=replaced)
    answer, code = fleet("migrate")
    assert (answer["current"], answer["failed"], code) == (5, [], 0)
    assert columns("s_beta") == ["id", "text", "number"]


def test_a_row_that_somebody_recorded_twice_counts_once(schools: list[School]) -> None:
    run("INSERT INTO s_beta.django_migrations (app, name, applied) VALUES ('today', '0001_initial', now())")
    assert fleet("plan")[0]["current"] == 5


def test_a_recorded_version_that_is_wrong_is_corrected(schools: list[School]) -> None:
    School.objects.filter(slug="alpha").update(version="")
    assert fleet("migrate")[0]["repaired"] == 1
    assert is_servable(School.objects.get(slug="alpha"))


def test_records_of_what_somebody_finished_otherwise_go(schools: list[School]) -> None:
    UnfinishedMigration.objects.create(school=schools[0], migration="today.0001_initial", state="failed")
    fleet("migrate")
    assert fleet("status")[0]["unfinished"] == []


def test_people_get_sentences(probe: Probe, schools: list[School]) -> None:
    probe.add("0002_number", ADD_NUMBER)
    out = StringIO()
    call_command("fleet", "plan", stdout=out)
    assert "5 schools lack 1 (alpha, beta, probe-01, probe-02, probe-03):" in out.getvalue()
    call_command("fleet", "migrate", stdout=out, stderr=out)
    assert "5 migrations done, 0 failed; 5 schools have all" in out.getvalue()
    call_command("fleet", "status", stdout=out)
    assert "5 schools of this code's version" in out.getvalue()
