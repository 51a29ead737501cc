"""A backup of the whole embedded cluster, by PostgreSQL's own ``pg_basebackup``.

The folder is a data directory: put in the place of ``postgres/data`` it starts as it is. With the cluster's archive of
WAL it is also the base of a point-in-time recovery: see ``deploy/runbooks/backup.md``.
"""

import os
import shutil
import subprocess
from pathlib import Path

from runtime.errors import RefusedError
from runtime.ports import LOOPBACK
from runtime.servers import ADMINISTRATOR, EmbeddedPostgres


def backup(server: EmbeddedPostgres, target: Path) -> Path:
    """Write a backup into a new folder; under its name it is there whole or not at all. Raises RefusedError."""
    target = target.absolute()
    beside = target.with_name(f"{target.name}.part")
    if not server.is_running():
        raise RefusedError("The embedded PostgreSQL does not run.", "Start it first: estafeta servers up")
    if target.exists():
        raise RefusedError(f"{target} stands already.", "Choose another name.")
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(mode=0o700)
        runner = server.runner(beside)
        runner.own(beside)
        place = [f"--host={LOOPBACK}", f"--port={server.port}", f"--username={ADMINISTRATOR}", f"--pgdata={beside}"]
        options = ["--checkpoint=fast", "--wal-method=stream", "--no-password"]
        command = [*runner.prefix, str(server.programs / "pg_basebackup"), *place, *options]
        # Not in the command: every user of the machine can read commands.
        environment = {**os.environ, "PGPASSWORD": server.password}
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=os.sep, env=environment)
        if done.returncode:
            shutil.rmtree(beside, ignore_errors=True)
            raise RefusedError(
                f"PostgreSQL made no backup:\n{done.stderr.strip()}", "Free some space, or choose another place."
            )
        beside.rename(target)
    except OSError as error:
        raise RefusedError(f"{target} cannot be written: {error.strerror}.", "Choose another place.") from error
    return target
