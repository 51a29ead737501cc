"""Where the runtime keeps its things: one data directory per checkout."""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class DataDir:
    """The directory ``.estafeta/`` (or ``ESTAFETA_DATA``) and the names inside it."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def redis(self) -> Path:
        return self.root / "redis"

    @property
    def run(self) -> Path:
        """Records of running processes; worthless once nothing runs."""
        return self.root / "run"

    @property
    def beat_schedule(self) -> Path:
        return self.root / "beat" / "schedule"

    @property
    def stamp(self) -> Path:
        """What the database was last brought up to; see ``runtime.stamp``."""
        return self.root / "prepared.json"

    @property
    def tests(self) -> "DataDir":
        """The servers of the test runs: a data directory of their own inside this one."""
        return DataDir(self.root / "test")

    def create(self) -> "DataDir":
        """Makes the directories. 0711: the unprivileged owner of the cluster must pass through."""
        for folder in (self.root, self.run, self.beat_schedule.parent):
            make_passable(folder)
        return self


def data_dir() -> DataDir:
    """The data directory of this checkout, or the one named by ``ESTAFETA_DATA``."""
    named = os.environ.get("ESTAFETA_DATA")
    return DataDir(Path(named).expanduser().resolve() if named else CHECKOUT / ".estafeta")


def make_passable(folder: Path) -> None:
    """Makes a directory that others may pass through but not list, whatever the umask."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
