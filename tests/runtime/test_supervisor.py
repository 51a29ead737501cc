"""The supervisor: everything it starts ends with it, and a program that dies comes back."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runtime.leftovers import Records
from runtime.processes import Process, find, group_members, send, started, wait_until
from runtime.supervisor import Log, Program, Supervisor

PLATFORM = Path(__file__).parents[2] / "platform"
SECONDS = 15.0

#: Says its name, starts a child of its own, and then waits; deaf to SIGTERM when asked to be.
CHILD = """
import os, signal, subprocess, sys, time
if "deaf" in sys.argv: signal.signal(signal.SIGTERM, signal.SIG_IGN)
pool = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("ready", os.getpid(), pool.pid, flush=True)
time.sleep(600)
"""

#: A supervisor of two programs in a process of its own, as the demo runs it.
SUPERVISING = """
import sys
from pathlib import Path
from runtime.leftovers import Records
from runtime.signals import StopRequested, stop_signals
from runtime.supervisor import Log, Program, Supervisor
folder, child = Path(sys.argv[1]), sys.argv[2]
supervisor = Supervisor(Records(folder), Log(), directory=folder)
with stop_signals():
    try:
        command = (sys.executable, "-u", "-c", child, *sys.argv[3:])
        supervisor.start([Program("web", command), Program("worker", command)])
        supervisor.run()
    except StopRequested as stop:
        sys.exit(stop.exit_code)
    finally:
        supervisor.stop()
"""


def program(name: str = "web", *words: str) -> Program:
    return Program(name, (sys.executable, "-u", "-c", CHILD, *words))


@pytest.fixture
def output() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def supervisor(tmp_path: Path, output: io.StringIO) -> Iterator[Supervisor]:
    supervisor = Supervisor(Records(tmp_path), Log(output, width=6), directory=tmp_path)
    yield supervisor
    supervisor.stop()


def turning(supervisor: Supervisor, condition: Callable[[], bool]) -> bool:
    def turn() -> bool:
        supervisor.turn()
        return condition()

    return wait_until(turn, SECONDS)


def group_of(tmp_path: Path, name: str) -> list[int]:
    process = Records(tmp_path).process(name)
    return group_members(process.pid) if process else []


def supervise(tmp_path: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SUPERVISING, str(tmp_path), CHILD, *words],
        env={**os.environ, "PYTHONPATH": str(PLATFORM)},
        stdout=subprocess.DEVNULL,
    )


def both_full(tmp_path: Path) -> bool:
    return all(len(group_of(tmp_path, name)) == 2 for name in ("web", "worker"))


def test_lines_carry_the_name_of_their_program(supervisor: Supervisor, output: io.StringIO) -> None:
    supervisor.start([program("web"), program("worker")])
    assert turning(supervisor, lambda: output.getvalue().count("ready") == 2)
    assert {line.split()[1] for line in output.getvalue().splitlines()} == {"web", "worker"}
    assert "\033" not in output.getvalue()


def test_programs_get_their_environment(supervisor: Supervisor, output: io.StringIO) -> None:
    command = (sys.executable, "-c", "import os; print('port', os.environ['PORT'])")
    supervisor.start([Program("web", command, {"PORT": "8123"})])
    assert turning(supervisor, lambda: "port 8123" in output.getvalue())


def test_a_killed_program_comes_back_without_its_old_pool(
    supervisor: Supervisor, output: io.StringIO, tmp_path: Path
) -> None:
    supervisor.start([program("worker")])
    assert turning(supervisor, lambda: "ready" in output.getvalue())
    old = Records(tmp_path).process("worker")
    assert old is not None
    pool = [pid for pid in group_members(old.pid) if pid != old.pid]
    assert pool

    send(old.pid, signal.SIGKILL)

    assert turning(supervisor, lambda: output.getvalue().count("ready") == 2)
    new = Records(tmp_path).process("worker")
    assert new is not None
    assert new.pid != old.pid
    assert not any(started(pid) for pid in pool)
    assert "worker ended (by signal 9)" in output.getvalue()


def test_a_program_that_keeps_dying_is_started_ever_later(supervisor: Supervisor, output: io.StringIO) -> None:
    supervisor.start([Program("web", (sys.executable, "-c", "print(0 / 0)"))])
    times: list[float] = []

    def third_death() -> bool:
        if output.getvalue().count("ended (with code 1)") > len(times):
            times.append(time.monotonic())
        return len(times) == 3

    assert turning(supervisor, third_death)
    assert times[2] - times[1] > times[1] - times[0]
    assert supervisor.cannot_start() == []
    assert turning(supervisor, lambda: supervisor.cannot_start() == ["web"])


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything_within_10_seconds(tmp_path: Path, signum: signal.Signals) -> None:
    supervising = supervise(tmp_path, "deaf")
    assert wait_until(lambda: both_full(tmp_path), SECONDS)
    members = [*group_of(tmp_path, "web"), *group_of(tmp_path, "worker")]
    asked = time.monotonic()
    supervising.send_signal(signum)
    assert supervising.wait(timeout=10) == 128 + signum
    assert time.monotonic() - asked < 10
    assert not any(started(pid) for pid in members)
    assert Records(tmp_path).names() == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_kill_9_of_the_supervisor_ends_its_programs(tmp_path: Path) -> None:
    supervising = supervise(tmp_path)
    assert wait_until(lambda: both_full(tmp_path), SECONDS)
    leaders = [process.pid for name in ("web", "worker") if (process := Records(tmp_path).process(name))]
    supervising.kill()
    supervising.wait()
    assert wait_until(lambda: not any(started(pid) for pid in leaders), SECONDS)
    assert Records(tmp_path).end_leftovers() == ["web", "worker"]
    assert not any(group_members(pid) for pid in leaders)


def test_leftovers_deaf_to_the_leash_are_ended_by_the_next_start(tmp_path: Path) -> None:
    supervising = supervise(tmp_path, "deaf")
    assert wait_until(lambda: both_full(tmp_path), SECONDS)
    supervising.kill()
    supervising.wait()
    members = [*group_of(tmp_path, "web"), *group_of(tmp_path, "worker")]
    assert len(members) == 4
    assert Records(tmp_path).end_leftovers() == ["web", "worker"]
    assert not any(started(pid) for pid in members)


def test_a_record_naming_a_stranger_harms_nobody(tmp_path: Path) -> None:
    records = Records(tmp_path)
    myself = find(os.getpid())
    assert myself is not None
    records.remember("web", Process(myself.pid, "another-boot:1"))
    assert records.end_leftovers() == []
    assert started(myself.pid)


def test_an_unfinished_record_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "web.json").write_text('{"pid": 12')
    (tmp_path / "worker.json").write_text(json.dumps(["odd"]))
    assert Records(tmp_path).end_leftovers() == []
    assert Records(tmp_path).names() == []
