"""A TURN server on loopback, for rooms whose people cannot reach each other directly."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runtime.ports import LOOPBACK, free_port

READY_SECONDS = 20.0
# coturn's own words. Peers on loopback are allowed here alone: in production they would open the server's inside.
CONFIGURATION = """listening-ip={host}
relay-ip={host}
listening-port={port}
use-auth-secret
static-auth-secret={secret}
realm=estafeta.test
fingerprint
allow-loopback-peers
no-cli
no-tls
no-dtls
userdb={folder}/turn.db
pidfile={folder}/turn.pid
log-file={folder}/turn.log
simple-log
verbose
"""


@dataclass(frozen=True)
class Relay:
    """A running relay: what the product is told of it, and what it says itself."""

    port: int
    secret: str
    log: Path

    @property
    def environment(self) -> dict[str, str]:
        """The product's settings of it."""
        address = f"turn:{LOOPBACK}:{self.port}"
        return {
            "ESTAFETA_TURN_URLS": f"{address}?transport=udp {address}?transport=tcp",
            "ESTAFETA_TURN_SECRET": self.secret,
        }


def turnserver() -> str | None:
    """The program's path; None, with a warning that says what is left out, where there is none or none is wanted."""
    if os.environ.get("ESTAFETA_NO_TURN") == "1":
        reason = "ESTAFETA_NO_TURN=1"
    else:
        for candidate in (os.environ.get("ESTAFETA_TURNSERVER", ""), "turnserver"):
            if candidate and (path := shutil.which(candidate)):
                return path
        reason = "there is no turnserver, see deploy/turn.sh"
    warnings.warn(f"Left out, {reason}: rooms through a relay are not tested", stacklevel=2)
    return None


@contextmanager
def running_relay(program: str, folder: Path) -> Iterator[Relay]:
    """coturn with a secret of its own, on a free port, until the block ends."""
    relay = Relay(free_port(), os.urandom(12).hex(), folder / "turn.log")
    configuration = folder / "turn.conf"
    configuration.write_text(
        CONFIGURATION.format(host=LOOPBACK, port=relay.port, secret=relay.secret, folder=folder), encoding="utf-8"
    )
    process = subprocess.Popen(
        [program, "-c", str(configuration)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _await(process, relay.port)
        yield relay
    finally:
        process.terminate()
        process.wait(timeout=10)


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as knocking:
            if knocking.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"coturn does not answer on port {port}; it ended with {process.poll()}")
