"""The embedded servers: started, found again, cleared away after a kill, kept apart, stopped."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import redis

from runtime.places import DataDir
from runtime.processes import started, wait_until
from runtime.servers import EmbeddedPostgres, EmbeddedRedis, Servers, ensure_servers
from runtime.wheels import postgres_programs

SECONDS = 20.0


@pytest.fixture(autouse=True)
def no_servers_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[DataDir]:
    # Deeper than a socket path may be, with the characters that break careless quoting.
    places = DataDir(tmp_path / ("deep " * 12).strip() / 'it\'s "data"' / ".estafeta")
    yield places
    Servers(places).stop()


@pytest.fixture
def postgres(places: DataDir) -> EmbeddedPostgres:
    return EmbeddedPostgres(places.create().postgres, for_tests=True)


@pytest.fixture
def valkey(places: DataDir) -> EmbeddedRedis:
    return EmbeddedRedis(places.create().redis)


def query(url: str, statement: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not started(pid), SECONDS)


def test_both_servers_answer_and_stop(places: DataDir) -> None:
    addresses = ensure_servers(places, for_tests=True)
    assert query(addresses.database_url, "SELECT upper('ёж')") == "ЁЖ"
    assert query(addresses.database_url, "SELECT to_tsvector('russian', 'наставников')::text") == "'наставник':1"
    with redis.Redis.from_url(addresses.redis_url) as client:
        assert client.ping()

    servers = Servers(places)
    pids = [server.pid() for server in servers.embedded]
    assert sorted(servers.stop()) == ["PostgreSQL", "Valkey"]
    assert not any(pid is None or started(pid) for pid in pids)
    assert servers.stop() == []


def test_postgres_asks_for_its_password_and_listens_on_loopback_alone(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgres.url.replace(postgres.password, "guess"))
    assert query(postgres.url, "SHOW listen_addresses") == "127.0.0.1"


def test_start_twice_takes_the_running_server(postgres: EmbeddedPostgres, valkey: EmbeddedRedis) -> None:
    for server in (postgres, valkey):
        assert server.start() is True
        pid, url = server.pid(), server.url
        assert server.start() is False
        assert (server.pid(), server.url) == (pid, url)


def test_parallel_starts_make_one_server(valkey: EmbeddedRedis) -> None:
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda _: EmbeddedRedis(valkey.home).start(), range(4)))
    assert sorted(outcomes) == [False, False, False, True]


def test_postgres_starts_after_kill_9_and_keeps_its_data(postgres: EmbeddedPostgres) -> None:
    postgres.start()
    query(postgres.admin_url, "CREATE TABLE kept AS SELECT 7 AS n")
    query(postgres.admin_url, "CHECKPOINT")
    kill(postgres.pid())
    assert not postgres.is_running()
    assert postgres.start() is True
    assert query(postgres.admin_url, "SELECT n FROM kept") == 7


def test_valkey_starts_after_kill_9_and_keeps_its_queue(valkey: EmbeddedRedis) -> None:
    valkey.start()
    with redis.Redis.from_url(valkey.url) as client:
        client.rpush("queue", "task")
        # Waits until the append-only file is on the disk.
        client.execute_command("WAITAOF", 1, 0, 5000)
    kill(valkey.pid())
    assert valkey.start() is True
    with redis.Redis.from_url(valkey.url) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]


def test_a_pid_file_naming_a_stranger_does_not_hinder(postgres: EmbeddedPostgres, valkey: EmbeddedRedis) -> None:
    """After a reboot the number in the pid file belongs to any other process: here, to this one."""
    for server in (postgres, valkey):
        server.start()
        kill(server.pid())
    lines = (postgres.data / "postmaster.pid").read_text().splitlines()
    (postgres.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    (valkey.home / "server.pid").write_text(f"{os.getpid()}\n")
    for server in (postgres, valkey):
        assert not server.is_running()
        assert server.start() is True


def test_a_kill_during_initdb_leaves_nothing_in_the_way(postgres: EmbeddedPostgres) -> None:
    half_made = postgres.home / "data.new"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    assert postgres.start() is True


def test_a_taken_port_is_left_to_its_taker(valkey: EmbeddedRedis, tmp_path: Path) -> None:
    valkey.start()
    port = valkey.port
    valkey.stop()
    stranger = EmbeddedRedis(tmp_path / "stranger")
    stranger.home.mkdir()
    (stranger.home / "server.json").write_text(f'{{"port": {port}, "password": "other"}}')
    stranger.start()
    try:
        assert stranger.port == port
        valkey.start()
        assert valkey.port != port
    finally:
        stranger.stop()


def test_two_data_directories_side_by_side(places: DataDir, tmp_path: Path) -> None:
    other = DataDir(tmp_path / "other")
    try:
        here = ensure_servers(places, for_tests=True)
        there = ensure_servers(other, for_tests=True)
        query(here.admin_url, "CREATE TABLE only_here ()")
        assert query(there.admin_url, "SELECT to_regclass('only_here')") is None
        assert here.redis_url != there.redis_url
    finally:
        Servers(other).stop()
    assert query(here.admin_url, "SELECT to_regclass('only_here')::text") == "only_here"


def test_servers_outlive_a_killed_starter_and_are_found_again(places: DataDir) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from runtime.places import DataDir; "
        "from runtime.servers import ensure_servers; "
        "ensure_servers(DataDir(Path(sys.argv[1])), for_tests=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    platform_root = Path(__file__).parents[2] / "platform"
    starter = subprocess.run(
        [sys.executable, "-c", code, str(places.root)],
        env={**os.environ, "PYTHONPATH": str(platform_root)},
        check=False,
    )
    assert starter.returncode == -signal.SIGKILL
    servers = Servers(places, for_tests=True)
    before = [server.pid() for server in servers.embedded]
    assert None not in before
    servers.start()
    assert [server.pid() for server in servers.embedded] == before


def test_given_servers_replace_the_embedded(places: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/estafeta")
    servers = Servers(places)
    assert servers.embedded == [servers.redis]
    assert servers.addresses().database_url == "postgresql://db.example/estafeta"
    monkeypatch.setenv("REDIS_URL", "redis://broker.example/0")
    assert Servers(places).embedded == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for PostgreSQL")
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_root_runs_postgres_as_nobody_and_opens_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(mode)
    before = {folder: folder.stat().st_mode for folder in (closed, *closed.parents)}
    programs = closed_copy_of_the_wheel(postgres_programs(closed / "postgres"), closed)
    monkeypatch.setattr("runtime.servers.postgres_programs", lambda _data: programs)
    server = EmbeddedPostgres(closed / "postgres", for_tests=True)
    server.start()
    try:
        pid = server.pid()
        assert pid is not None
        assert Path(f"/proc/{pid}").stat().st_uid != 0
        assert {folder: folder.stat().st_mode for folder in before} == before
    finally:
        server.stop()


def closed_copy_of_the_wheel(programs: Path, closed: Path) -> Path:
    """Copies the programs, with the libraries that lie beside their package, and says where they are now."""
    package, installation = programs.parents[1], programs.parent
    for source in (installation, *package.parent.glob(f"{package.name}.libs")):
        shutil.copytree(source, closed / source.relative_to(package.parent), symlinks=True)
    return closed / programs.relative_to(package.parent)
