"""The demo as a person sees it: a command that runs until Ctrl-C and can always be started again."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.leftovers import Records
from runtime.places import DataDir
from runtime.ports import free_port
from runtime.processes import send, started, wait_until
from runtime.servers import Servers
from tests.runtime.stand_in import write_stand_in

PLATFORM = Path(__file__).parents[2] / "platform"
SECONDS = 60.0
FIRST_CALLS = ["database install --login estafeta_app", "migrate_schemas --shared", "demo load", "demo places --json"]


class Demo:
    """One checkout's demo, with a stand-in for the product."""

    def __init__(self, folder: Path) -> None:
        self.places = DataDir(folder / ".estafeta")
        self.port = free_port()
        self.calls_file = folder / "calls"
        self.log = folder / "log"
        self.running: subprocess.Popen[bytes] | None = None
        self.product = folder / "product"
        write_stand_in(self.product)

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}  # of these tests, not of the stand-in
        kept = {key: value for key, value in os.environ.items() if key not in own}
        return {
            **kept,
            "PYTHONPATH": f"{self.product}:{PLATFORM}",
            "ESTAFETA_DATA": str(self.places.root),
            "PORT": str(self.port),
            "STAND_IN_CALLS": str(self.calls_file),
        }

    def verb(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "runtime", *words],
            env={**self.environment, **more},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "runtime", "demo", "up"]
            self.running = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        assert wait_until(lambda: "is ready" in self.said() or self.has_ended(), SECONDS), self.said()
        assert not self.has_ended(), self.said()
        return self.running

    def has_ended(self) -> bool:
        return self.running is None or self.running.poll() is not None

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def calls(self) -> list[str]:
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def stop(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()
        self.verb("demo", "down")

    def pids(self) -> list[int]:
        records = Records(self.places.programs)
        found = [process for name in records.names() if (process := records.process(name))]
        programs = [process.pid for process in found if process.is_running()]
        servers = [pid for server in Servers(self.places).embedded if (pid := server.pid())]
        return [*programs, *servers]


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    demo = Demo(tmp_path)
    yield demo
    demo.stop()


def test_the_first_start_prepares_and_the_second_only_starts(demo: Demo) -> None:
    first = demo.start()
    assert demo.calls() == FIRST_CALLS
    said = demo.said()
    assert "asked to demo load" in said
    assert f"http://school.estafeta.localhost:{demo.port}/" in said
    assert "head@school.demo" in said
    assert "demo-password" in said
    assert "\033" not in said
    assert answer(demo.port) == f"estafeta.localhost:{demo.port}"
    assert " ended (" not in said
    first.terminate()
    assert first.wait(timeout=10) == 0

    demo.start()
    assert demo.calls() == FIRST_CALLS
    ready = re.search(r"is ready \(([\d.]+) s\)", demo.said())
    assert ready is not None
    assert float(ready[1]) < 10


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_servers_and_programs_within_10_seconds(demo: Demo, signum: signal.Signals) -> None:
    running = demo.start()
    assert wait_until(lambda: "celery@" in demo.said(), SECONDS), demo.said()
    pids = demo.pids()
    assert len(pids) == 5
    asked = time.monotonic()
    running.send_signal(signum)
    assert running.wait(timeout=10) == 0
    assert time.monotonic() - asked < 10
    assert not any(started(pid) for pid in pids)


def test_kill_9_of_the_supervisor_hinders_no_start(demo: Demo) -> None:
    running = demo.start()
    before = demo.pids()
    running.kill()
    running.wait()
    demo.start()
    assert demo.calls() == FIRST_CALLS
    programs_before = before[:3]
    assert not any(started(pid) for pid in programs_before)
    assert answer(demo.port)


def test_kill_9_of_worker_and_servers_brings_them_back(demo: Demo) -> None:
    demo.start()
    assert wait_until(lambda: "ready." in demo.said() and len(demo.pids()) == 5, SECONDS), demo.said()
    before = demo.pids()
    for pid in before:
        send(pid, signal.SIGKILL)
    assert wait_until(lambda: len(demo.pids()) == 5 and not set(before) & set(demo.pids()), SECONDS), demo.said()
    assert wait_until(lambda: answer(demo.port) != "", SECONDS)


def test_a_signal_during_the_preparation_leaves_nothing_running(demo: Demo) -> None:
    with demo.log.open("wb") as log:
        command = [sys.executable, "-m", "runtime", "demo", "up"]
        demo.running = subprocess.Popen(command, env=demo.environment, stdout=log, stderr=log)
    assert wait_until(lambda: "Migrations" in demo.said(), SECONDS)
    pids = demo.pids()
    demo.running.terminate()
    assert demo.running.wait(timeout=10) == 0
    assert not any(started(pid) for pid in pids)
    assert "Traceback" not in demo.said()


def test_an_interrupted_load_is_taken_up_again(demo: Demo) -> None:
    broken = demo.calls_file.with_name("calls.break")
    broken.touch()
    refused = demo.verb("demo", "up")
    assert refused.returncode == 1
    assert "estafeta demo load ended with code 3" in refused.stderr
    broken.unlink()
    demo.start()
    assert demo.calls()[-2:] == ["demo load", "demo places --json"]


def test_a_database_with_schools_gets_no_demo_region(demo: Demo) -> None:
    demo.start()
    assert demo.running is not None
    demo.running.terminate()
    demo.running.wait(timeout=10)
    demo.places.stamp.unlink()
    demo.calls_file.unlink()
    demo.start()
    assert demo.calls() == [
        "database install --login estafeta_app",
        "migrate_schemas --shared",
        "fleet migrate",
        "demo places --json",
    ]


def test_a_second_demo_of_one_checkout_is_refused(demo: Demo) -> None:
    demo.start()
    refused = demo.verb("demo", "up")
    assert refused.returncode == 1
    assert f"already runs, on port {demo.port}" in refused.stderr
    assert "make demo-down" in refused.stderr
    assert demo.verb("demo", "down").stdout.startswith("Stopped: the demo")


def test_a_demo_whose_starter_is_gone_gives_way(demo: Demo) -> None:
    """make killed by -9 leaves its supervisor running, with nobody at a terminal to stop it."""
    shell = subprocess.Popen(
        ["/bin/sh", "-c", f"{sys.executable} -m runtime demo up >{demo.log} 2>&1 & wait"], env=demo.environment
    )
    assert wait_until(lambda: demo.log.exists() and "is ready" in demo.said(), SECONDS)
    orphan = Records(demo.places.run).process("demo")
    assert orphan is not None
    shell.kill()
    shell.wait()
    assert orphan.is_running()
    demo.start()
    assert not orphan.is_running()
    assert "whoever started it is gone" in demo.said()


def test_a_taken_port_is_refused_with_a_way_out(demo: Demo) -> None:
    with socket.socket() as taker:
        taker.bind(("127.0.0.1", demo.port))
        taker.listen()
        refused = demo.verb("demo", "up")
    assert refused.returncode == 1
    assert f"Port {demo.port} is taken" in refused.stderr
    assert "PORT=8100 make demo" in refused.stderr
    assert demo.verb("demo", "up", PORT="many").stderr.startswith("estafeta: PORT=many is no port.")


def test_a_program_that_cannot_start_ends_the_start(demo: Demo) -> None:
    (demo.product / "config" / "wsgi.py").write_text("raise RuntimeError('no pages today')\n")
    refused = demo.verb("demo", "up")
    assert refused.returncode == 1
    assert "Does not start: web." in refused.stderr
    assert "no pages today" in refused.stdout
    assert demo.pids() == []


def test_reset_stops_and_deletes_what_is_ours_alone(demo: Demo) -> None:
    demo.start()
    (demo.places.root / "diary.txt").write_text("not ours")
    done = demo.verb("demo", "reset")
    assert "Stopped: the demo." in done.stdout
    assert "Left alone, not ours" in done.stdout
    assert [path.name for path in demo.places.root.iterdir()] == ["diary.txt"]
    assert demo.has_ended()


def test_two_checkouts_run_side_by_side(demo: Demo, tmp_path: Path) -> None:
    other = Demo(tmp_path / "other")
    try:
        demo.start()
        other.start()
        assert answer(demo.port) == f"estafeta.localhost:{demo.port}"
        assert answer(other.port) == f"estafeta.localhost:{other.port}"
    finally:
        other.stop()


def answer(port: int) -> str:
    """What the stand-in's pages say; empty when nothing answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": f"estafeta.localhost:{port}"})
        return connection.getresponse().read().decode()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()
