"""Records of the processes a supervisor started, so that its successor can end what a kill left."""

import signal
from pathlib import Path

from runtime.files import read_json, write_json
from runtime.processes import Process, end, find, group_members, same_boot

GRACE = ((signal.SIGTERM, 3.0), (signal.SIGKILL, 1.0))


class Records:
    """One file for each running process: ``<name>.json`` with pid and start time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def remember(self, name: str, process: Process, **more: str | int) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_json(self._file(name), {**more, "pid": process.pid, "started": process.started})

    def forget(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def process(self, name: str) -> Process | None:
        """The recorded process, running or not."""
        data = read_json(self._file(name))
        return Process(int(data["pid"]), str(data["started"])) if "pid" in data and "started" in data else None

    def more(self, name: str) -> dict[str, str | int]:
        """What was remembered beside the process."""
        return {key: value for key, value in read_json(self._file(name)).items() if key not in ("pid", "started")}

    def names(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def end_leftovers(self) -> list[str]:
        """Ends the recorded process groups that still run; their names. Forgets all records."""
        chosen = self.names()
        left = {name: process for name in chosen if (process := self.process(name)) and _lives_on(process)}
        end([process.pid for process in left.values()], *GRACE, group=True)
        for name in chosen:
            self.forget(name)
        return sorted(left)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.json"


def _lives_on(process: Process) -> bool:
    """Whether the process, or the group it led, still runs.

    A number stays reserved while its group has members: with the leader dead, a group of that
    number is the recorded one, unless the machine was started anew since.
    """
    if process.is_running():
        return True
    if find(process.pid) is not None or not same_boot(process):
        return False
    return bool(group_members(process.pid))
