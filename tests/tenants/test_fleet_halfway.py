"""Migrations that are not one transaction: statement by statement, and what is left when one of them stops."""

from __future__ import annotations

import pytest

from tenants.isolation.serving import is_servable
from tenants.organisations.models import School
from tenants.provisioning.fleet.models import UnfinishedMigration
from tests.support.database import another_session
from tests.support.fleet import NOTE, Probe, columns, fleet, rows_of, run, scratch_schools

pytestmark = pytest.mark.django_db(transaction=True)

INDEX = """postgres.AddIndexConcurrently("note", models.Index(fields=["text"], name="note_by_text"))"""
UNIQUE = """migrations.RunSQL([
    "CREATE UNIQUE INDEX CONCURRENTLY note_once ON today_note (text)",
    "ALTER TABLE today_note ADD COLUMN number integer",
    "ALTER TABLE today_note ADD COLUMN more integer",
])"""
CONTRACT = 'atomic = False\n    phase = "contract"'
EXPAND = 'atomic = False\n    phase = "expand"'


@pytest.fixture
def notes(probe: Probe) -> Probe:
    """Alpha, beta and a scratch school with a table of notes."""
    scratch_schools(1)
    probe.add("0001_initial", NOTE, more="initial = True")
    assert fleet("migrate")[1] == 0
    return probe


def beta() -> School:
    return School.objects.get(slug="beta")


def record() -> UnfinishedMigration:
    return UnfinishedMigration.objects.of(beta().pk).get()


def test_an_index_is_built_beside_readers(notes: Probe) -> None:
    notes.add("0002_index", INDEX, more="atomic = False")
    with another_session() as other:
        other.execute("PREPARE reading AS SELECT * FROM s_beta.today_note")
        assert fleet("migrate")[1] == 0
        assert other.execute("EXECUTE reading").fetchall() == []
    valid = rows_of("SELECT indisvalid FROM pg_index WHERE indexrelid = 's_beta.note_by_text'::regclass")
    assert valid == [(True,)]
    assert not UnfinishedMigration.objects.of_all_schools().exists()


def test_a_stop_is_told_with_what_to_do(notes: Probe) -> None:
    run("ALTER TABLE s_beta.today_note ADD COLUMN number integer")
    notes.add("0002_unique", UNIQUE, more=EXPAND)
    answer, code = fleet("migrate")
    assert (answer["done"], code) == (2, 1)
    (failed,) = answer["failed"]
    assert (failed["school"], failed["sqlstate"]) == ("beta", "42701")
    assert "stopped at statement 2 of 3, those before it are done: ALTER TABLE" in failed["message"]
    assert "--school beta" in failed["message"]
    assert "already exists" in failed["message"]
    assert (record().state, record().position, record().is_halfway) == ("failed", 1, True)
    assert rows_of("SELECT name FROM s_beta.django_migrations WHERE name = '0002_unique'") == []


def test_the_next_run_goes_on_with_the_statement_that_failed(notes: Probe) -> None:
    run("ALTER TABLE s_beta.today_note ADD COLUMN number integer")
    notes.add("0002_unique", UNIQUE, more=EXPAND)
    fleet("migrate")
    run("ALTER TABLE s_beta.today_note DROP COLUMN number")
    answer, code = fleet("migrate", "--school", "beta")
    assert (answer["done"], answer["failed"], code) == (1, [], 0)
    assert columns("s_beta") == columns("s_alpha") == ["id", "text", "number", "more"]
    assert not UnfinishedMigration.objects.of_all_schools().exists()


def test_a_statement_done_by_hand_is_passed_over(notes: Probe) -> None:
    run("ALTER TABLE s_beta.today_note ADD COLUMN number integer")
    notes.add("0002_unique", UNIQUE, more=EXPAND)
    fleet("migrate")
    assert fleet("migrate", "--school", "beta")[1] == 1
    answer, code = fleet("migrate", "--school", "beta", "--past-stopped")
    assert (answer["done"], code) == (1, 0)
    assert columns("s_beta") == ["id", "text", "number", "more"]


def test_an_index_that_could_not_be_built_is_removed_and_built_again(notes: Probe) -> None:
    run("INSERT INTO s_beta.today_note (text) VALUES ('same'), ('same')")
    notes.add("0002_unique", UNIQUE, more=EXPAND)
    answer, _ = fleet("migrate")
    assert [(one["school"], one["sqlstate"]) for one in answer["failed"]] == [("beta", "23505")]
    broken = rows_of("SELECT indisvalid FROM pg_index WHERE indexrelid = 's_beta.note_once'::regclass")
    assert broken == [(False,)]
    run("DELETE FROM s_beta.today_note WHERE id = (SELECT max(id) FROM s_beta.today_note)")
    assert fleet("migrate")[1] == 0
    assert rows_of("SELECT indisvalid FROM pg_index WHERE indexrelid = 's_beta.note_once'::regclass") == [(True,)]


def test_an_index_that_was_built_before_the_kill_is_not_built_twice(notes: Probe) -> None:
    notes.add("0002_unique", UNIQUE, more=EXPAND)
    run("CREATE UNIQUE INDEX note_once ON s_beta.today_note (text)")
    fleet("migrate")
    assert record().position == 0
    assert fleet("migrate")[1] == 0
    assert columns("s_beta") == ["id", "text", "number", "more"]


def test_a_school_half_way_to_a_contraction_is_served_by_nobody(notes: Probe) -> None:
    run("ALTER TABLE s_beta.today_note ADD COLUMN number integer")
    notes.add("0002_unique", UNIQUE, more=CONTRACT)
    fleet("migrate")
    assert beta().version == ""
    notes.remove("0002_unique")
    assert not is_servable(beta())
    fleet("migrate")
    assert not is_servable(beta())


def test_a_school_half_way_to_an_expansion_is_served_by_the_code_before(notes: Probe) -> None:
    run("ALTER TABLE s_beta.today_note ADD COLUMN number integer")
    notes.add("0002_unique", UNIQUE, more=EXPAND)
    fleet("migrate")
    assert not is_servable(beta())
    notes.remove("0002_unique")
    assert is_servable(beta())


def test_python_that_is_not_atomic_begins_again(notes: Probe) -> None:
    run("INSERT INTO s_beta.today_note (text) VALUES ('bad')")
    notes.add(
        "0002_mark",
        "migrations.RunPython(mark)",
        more="atomic = False",
        before=(
            "def mark(apps, editor):\n"
            "    notes = apps.get_model('today', 'Note').objects\n"
            "    notes.get_or_create(text='first')\n"
            "    if notes.filter(text='bad'):\n"
            "        raise ValueError('a bad note')\n"
        ),
    )
    answer, code = fleet("migrate")
    assert ([one["school"] for one in answer["failed"]], answer["done"], code) == (["beta"], 2, 1)
    assert record().is_halfway
    assert rows_of("SELECT text FROM s_beta.today_note ORDER BY id") == [("bad",), ("first",)]
    run("DELETE FROM s_beta.today_note WHERE text = 'bad'")
    assert fleet("migrate")[1] == 0
    assert rows_of("SELECT text FROM s_beta.today_note") == [("first",)]
