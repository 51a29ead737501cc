"""A backup of the embedded cluster, and recovery of the whole to a moment: as ``deploy/runbooks/backup.md`` tells."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime.backup import backup
from runtime.cli import run_verb
from runtime.errors import RefusedError
from runtime.files import write_json
from runtime.places import DataDir
from runtime.processes import wait_until
from runtime.servers import EmbeddedPostgres, Servers

SECONDS = 60.0


@pytest.fixture(autouse=True)
def no_servers_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    places = DataDir(tmp_path / "here" / ".estafeta").create()
    server = EmbeddedPostgres(places.postgres)
    server.start()
    yield server
    Servers(places).stop()


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """Where a backup is put to be started; nothing is there yet."""
    places = DataDir(tmp_path / "there" / ".estafeta").create()
    places.postgres.mkdir()
    places.postgres.chmod(0o711)
    yield EmbeddedPostgres(places.postgres)
    Servers(places).stop()


def run(server: EmbeddedPostgres, *statements: str) -> list[tuple[object, ...]]:
    """The rows of the last statement."""
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def put(server: EmbeddedPostgres, made: Path, password: str, *settings: str) -> None:
    """Put a backup in the place of the data of a server that does not run, with more settings."""
    shutil.move(made, server.data)
    with (server.data / "postgresql.auto.conf").open("a", encoding="utf-8") as stream:
        stream.write("".join(f"{setting}\n" for setting in settings))
    write_json(server.home / "server.json", {"port": 0, "password": password})


def test_a_backup_starts_as_it_is(server: EmbeddedPostgres, elsewhere: EmbeddedPostgres, tmp_path: Path) -> None:
    run(server, "CREATE TABLE note (text text)", "INSERT INTO note VALUES ('до')")
    made = backup(server, tmp_path / "backup")
    run(server, "INSERT INTO note VALUES ('после')")
    put(elsewhere, made, server.password)
    elsewhere.start()
    assert run(elsewhere, "SELECT text FROM note") == [("до",)]


@pytest.mark.parametrize("target", ["name", "time"])
def test_the_whole_is_recovered_to_a_moment(
    server: EmbeddedPostgres, elsewhere: EmbeddedPostgres, tmp_path: Path, target: str
) -> None:
    wal = tmp_path / "wal"
    wal.mkdir()
    server.runner(wal).own(wal)
    run(
        server,
        "ALTER SYSTEM SET archive_mode = on",
        f'ALTER SYSTEM SET archive_command = \'test ! -f "{wal}/%f" && cp "%p" "{wal}/%f"\'',
    )
    server.stop()
    server.start()

    run(server, "CREATE TABLE person (name text)", "INSERT INTO person VALUES ('в копии')")
    made = backup(server, tmp_path / "backup")
    run(server, "INSERT INTO person VALUES ('после копии')")
    run(server, "SELECT pg_create_restore_point('before_the_mistake')")
    moment = str(run(server, "SELECT clock_timestamp()::text")[0][0])
    run(server, "TRUNCATE person", "INSERT INTO person VALUES ('после ошибки')")
    last = str(run(server, "SELECT pg_walfile_name(pg_switch_wal())")[0][0])
    assert wait_until((wal / last).exists, SECONDS), server.log.read_text(encoding="utf-8")

    point = {"name": "recovery_target_name = 'before_the_mistake'", "time": f"recovery_target_time = '{moment}'"}
    put(
        elsewhere,
        made,
        server.password,
        "archive_mode = off",
        f'restore_command = \'cp "{wal}/%f" "%p"\'',
        point[target],
        "recovery_target_action = promote",
    )
    (elsewhere.data / "recovery.signal").touch()
    elsewhere.start()
    assert wait_until(lambda: run(elsewhere, "SELECT pg_is_in_recovery()") == [(False,)], SECONDS)
    assert run(elsewhere, "SELECT name FROM person ORDER BY name") == [("в копии",), ("после копии",)]
    assert run(server, "SELECT name FROM person") == [("после ошибки",)]


def test_the_command_says_where_the_backup_is(
    server: EmbeddedPostgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ESTAFETA_DATA", str(server.home.parent))
    assert run_verb(["servers", "backup", "--to", str(tmp_path / "b"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"backup": str(tmp_path / "b")}
    assert (tmp_path / "b" / "PG_VERSION").exists()
    assert run_verb(["servers", "backup", "--to", str(tmp_path / "b")]) == 1


def test_what_stands_is_not_written_over(server: EmbeddedPostgres, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    with pytest.raises(RefusedError):
        backup(server, tmp_path / "backup")


def test_a_place_that_cannot_be_written_is_refused(server: EmbeddedPostgres, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefusedError):
        backup(server, tmp_path / "file" / "backup")


def test_a_server_that_does_not_run_is_not_backed_up(elsewhere: EmbeddedPostgres, tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        backup(elsewhere, tmp_path / "backup")
