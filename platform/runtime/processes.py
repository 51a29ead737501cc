"""What the runtime asks of processes it may not have started itself.

A pid alone proves nothing: after a reboot, or in a fresh container, the number belongs to somebody
else. Every question here therefore goes together with an identity: the start time of the process,
or the directory it works in.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Process:
    """A process of this machine: its pid and the start time that tells it from a later namesake."""

    pid: int
    started: str

    def is_running(self) -> bool:
        return started(self.pid) == self.started


def find(pid: int) -> Process | None:
    """The running process with this pid, or None."""
    when = started(pid)
    return Process(pid, when) if when else None


def started(pid: int) -> str:
    """When the process started, in the system's own words; empty when it is gone or a zombie."""
    if not (PROC / "self" / "stat").exists():
        return _ask_ps(pid, "lstart=")
    try:
        # The command name in brackets may itself hold spaces and brackets: read after the last one.
        fields = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    state, start_ticks = fields[0], fields[19]
    return "" if state in "ZX" else f"{_boot_id()}:{start_ticks}"


def works_in(pid: int, directory: Path) -> bool:
    """Whether a running process lives in this directory (servers change into their data directory)."""
    if not started(pid):
        return False
    try:
        return directory.samefile(PROC / str(pid) / "cwd")
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        # No /proc (macOS), or a container in which even root may not look into others' processes.
        return str(directory) in _command_line(pid)


def end(pids: Sequence[int], *steps: tuple[signal.Signals, float], group: bool = False) -> None:
    """Ends processes: each step is a signal and the seconds granted before the next one.

    ``group`` signals the whole process group of each pid, so that pool children go too.
    Returns as soon as all are gone.
    """
    alive = list(pids)
    for signum, seconds in steps:
        for pid in alive:
            send(pid, signum, group=group)
        alive = _survivors(alive, seconds, group)
        if not alive:
            return


def send(pid: int, signum: signal.Signals, *, group: bool = False) -> None:
    """Sends a signal; a process (or group) that is gone already is no error."""
    try:
        if group:
            os.killpg(pid, signum)
        else:
            os.kill(pid, signum)
    except (ProcessLookupError, PermissionError):
        # macOS answers EPERM for a group of zombies.
        return


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Polls until the condition holds; False when the time is over."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def same_boot(process: Process) -> bool:
    """Whether the process was started since the machine was; False where that is not known."""
    return bool(_boot_id()) and process.started.startswith(f"{_boot_id()}:")


def group_members(group: int) -> list[int]:
    """The pids of the running processes of a process group."""
    return [pid for pid in _numbered(group) if started(pid)]


def _survivors(pids: Sequence[int], seconds: float, group: bool) -> list[int]:
    """Those that still run when the seconds are over, or as soon as none does."""
    wait_until(lambda: not any(_remains(pid, group) for pid in pids), seconds)
    return [pid for pid in pids if _remains(pid, group)]


def _remains(pid: int, group: bool) -> bool:
    return bool(group_members(pid)) if group else bool(started(pid))


def _numbered(group: int) -> list[int]:
    if not (PROC / "self" / "stat").exists():
        listing = subprocess.run(
            ["/bin/ps", "-A", "-o", "pid=,pgid="], capture_output=True, text=True, check=True
        ).stdout
        pairs = [line.split() for line in listing.splitlines()]
        return [int(pid) for pid, pgid in pairs if int(pgid) == group]
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit() and _group_of(int(entry.name)) == group]


def _group_of(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except (ProcessLookupError, PermissionError):
        return -1


def _boot_id() -> str:
    try:
        return (PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except (FileNotFoundError, PermissionError):
        return ""


def _command_line(pid: int) -> str:
    try:
        return (PROC / str(pid) / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return _ask_ps(pid, "command=")


def _ask_ps(pid: int, column: str) -> str:
    answer = subprocess.run(
        ["/bin/ps", "-o", f"stat=,{column}", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, words = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else words.strip()
