"""PostgreSQL refuses to run as root: as root its programs run as ``nobody``.

No user is created and no directory of the machine is opened up. Where the way to the checkout is
closed to others (``/root`` usually is), the programs keep the one capability that passes closed
directories; where the way is open, none.
"""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from runtime.errors import RefusedError

UNPRIVILEGED = "nobody"

_BECOME = (
    "import os, sys; uid, gid, *command = sys.argv[1:]; "
    "os.setgroups([]); os.setgid(int(gid)); os.setuid(int(uid)); os.execv(command[0], command)"
)


@dataclass(frozen=True)
class Runner:
    """Runs programs as an ordinary user: the present one, or ``nobody`` when that one is root."""

    #: A program that must be startable, used to find out how far ``nobody`` gets.
    program: Path
    #: A directory of that user's that must be reachable.
    directory: Path

    @cached_property
    def _user(self) -> pwd.struct_passwd | None:
        return pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None

    @cached_property
    def prefix(self) -> tuple[str, ...]:
        """The words before a command that make it run as the right user."""
        if self._user is None:
            return ()
        tried = [prefix for prefix in self._ways(self._user) if self._passes(prefix)]
        if tried:
            return tried[0]
        raise RefusedError(
            f"The user {UNPRIVILEGED}, as whom PostgreSQL runs here, cannot reach {self.directory} or {self.program}.",
            "Open the way (chmod o+x on the directories above), work as an ordinary user, "
            "or set DATABASE_URL to a PostgreSQL of your own.",
        )

    def own(self, path: Path) -> None:
        """Gives a file or directory to the user as whom the programs run."""
        if self._user is not None:
            os.chown(path, self._user.pw_uid, self._user.pw_gid)

    def _ways(self, user: pwd.struct_passwd) -> list[tuple[str, ...]]:
        ways: list[tuple[str, ...]] = [(sys.executable, "-I", "-c", _BECOME, str(user.pw_uid), str(user.pw_gid))]
        setpriv = shutil.which("setpriv")
        if setpriv is not None:
            # PostgreSQL looks for its own programs by access(), which honours the capability only with this bit.
            kept = (
                "--securebits=+no_setuid_fixup",
                "--inh-caps=-all,+dac_override",
                "--ambient-caps=-all,+dac_override",
            )
            identity = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
            ways.append((setpriv, *identity, *kept, "--"))
        return ways

    def _passes(self, prefix: tuple[str, ...]) -> bool:
        probe = ("/bin/sh", "-c", 'cd "$1" && exec "$2" --version', "sh", str(self.directory), str(self.program))
        return subprocess.run((*prefix, *probe), capture_output=True, check=False).returncode == 0
