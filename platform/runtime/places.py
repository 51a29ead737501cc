"""Where the runtime keeps its things: one data directory per checkout."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from runtime.errors import RefusedError

CHECKOUT = Path(__file__).resolve().parents[2]
OTHER_USER = "Work as its owner, or name a directory of your own: ESTAFETA_DATA=~/estafeta-data make demo"

#: Everything the product makes in its data directory: a mistaken ESTAFETA_DATA must not cost a home directory.
OWN_NAMES = ("beat", "mail", "media", "postgres", "prepared.json", "redis", "run", "static", "test")


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
    def programs(self) -> Path:
        """Records of the programs a supervisor started."""
        return self.run / "programs"

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
        try:
            for folder in (self.root, self.run, self.beat_schedule.parent):
                make_passable(folder)
        except PermissionError as error:
            raise RefusedError(f"{error.filename} may not be made by this user.", OTHER_USER) from error
        if not os.access(self.root, os.W_OK):
            raise RefusedError(f"{self.root} belongs to another user.", OTHER_USER)
        return self

    def remove(self) -> list[Path]:
        """Deletes what the product keeps here. What it does not know stays, and is returned."""
        for name in OWN_NAMES:
            path = self.root / name
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        strangers = sorted(self.root.iterdir()) if self.root.is_dir() else []
        if not strangers and self.root.is_dir():
            self.root.rmdir()
        return strangers


def data_dir() -> DataDir:
    """The data directory of this checkout, or the one named by ``ESTAFETA_DATA``."""
    named = os.environ.get("ESTAFETA_DATA")
    return DataDir(Path(named).expanduser().resolve() if named else CHECKOUT / ".estafeta")


def make_passable(folder: Path) -> None:
    """Makes a directory that others may pass through but not list, whatever the umask."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
