"""The verbs of the ``estafeta`` command that work before, and without, the product itself."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from runtime import demo
from runtime.announce import say
from runtime.backup import backup
from runtime.errors import RefusedError
from runtime.places import data_dir
from runtime.servers import Servers, ensure_servers
from runtime.testing import ensure_test_servers, stop_test_servers

VERBS = {
    ("demo", "up"): "run the demo until Ctrl-C: servers, migrations, demo region, processes",
    ("demo", "down"): "stop the demo of this checkout, wherever it runs",
    ("demo", "reset"): "stop everything of this checkout and delete its data",
    ("servers", "up"): "start the embedded PostgreSQL and Valkey, leave them running, print their addresses",
    ("servers", "down"): "stop the embedded servers",
    ("servers", "status"): "say which embedded servers run",
    ("servers", "backup"): "write a backup of the whole embedded PostgreSQL into a new folder",
    ("test-servers", "up"): "start the servers of the tests, leave them running, print their addresses",
    ("test-servers", "down"): "stop the servers of the tests",
}


BACKUP = ("servers", "backup")


def run_verb(words: Sequence[str]) -> int | None:
    """Runs ``demo up`` and its like; the exit code, or None when the verb is not the runtime's.

    ``words`` are the command's arguments without the program's name.
    """
    verb = tuple(words[:2])
    if verb not in VERBS:
        return None
    parser = argparse.ArgumentParser(prog=f"estafeta {' '.join(verb)}", description=VERBS[verb])
    parser.add_argument("--json", action="store_true", help="answer as one JSON object")
    if verb == BACKUP:
        parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="must not exist yet")
    options = parser.parse_args(words[2:])
    try:
        if verb == BACKUP:
            return _servers_backup(options.json, options.to)
        return _RUNS[verb](options.json)
    except RefusedError as refusal:
        say(f"estafeta: {refusal}", sys.stderr)
        return 1


def use_embedded_servers() -> dict[str, str]:
    """``DATABASE_URL`` and ``REDIS_URL`` of servers that answer; embedded ones are started when needed."""
    return ensure_servers(data_dir()).environment()


def running_servers() -> dict[str, str]:
    """Like ``use_embedded_servers``, but starts nothing: only what is given or runs now is named.

    For a command typed while the demo runs: it works on the demo's data.
    """
    servers = Servers(data_dir())
    addresses = servers.addresses().environment()
    ours = {"DATABASE_URL": servers.postgres, "REDIS_URL": servers.redis}
    return {name: url for name, url in addresses.items() if servers.given[name] or ours[name].is_running()}


def _up(_as_json: bool) -> int:
    return demo.up()


def _down(as_json: bool) -> int:
    stopped = demo.down()
    _tell(as_json, {"stopped": stopped}, f"Stopped: {', '.join(stopped)}." if stopped else "Nothing ran.")
    return 0


def _reset(as_json: bool) -> int:
    done = demo.reset()
    _tell(as_json, {"done": done}, "\n".join(done))
    return 0


def _servers_up(as_json: bool) -> int:
    addresses = use_embedded_servers()
    _tell(as_json, addresses, "\n".join(f"{name}={value}" for name, value in addresses.items()))
    return 0


def _servers_down(as_json: bool) -> int:
    stopped = Servers(data_dir()).stop()
    _tell(as_json, {"stopped": stopped}, f"Stopped: {', '.join(stopped)}." if stopped else "Nothing ran.")
    return 0


def _servers_status(as_json: bool) -> int:
    running = {server.title: server.is_running() for server in Servers(data_dir()).embedded}
    words = "\n".join(f"{title}: {'runs' if runs else 'does not run'}" for title, runs in running.items())
    _tell(as_json, running, words or "DATABASE_URL and REDIS_URL name other servers.")
    return 0


def _servers_backup(as_json: bool, to: Path) -> int:
    made = backup(Servers(data_dir()).postgres, to)
    _tell(as_json, {"backup": str(made)}, f"Backup: {made}")
    return 0


def _test_servers_up(as_json: bool) -> int:
    database_url, redis_url = ensure_test_servers()
    _tell(
        as_json,
        {"DATABASE_URL": database_url, "REDIS_URL": redis_url},
        f"DATABASE_URL={database_url}\nREDIS_URL={redis_url}",
    )
    return 0


def _test_servers_down(as_json: bool) -> int:
    stopped = stop_test_servers()
    _tell(as_json, {"stopped": stopped}, f"Stopped: {', '.join(stopped)}." if stopped else "Nothing ran.")
    return 0


def _tell(as_json: bool, data: object, words: str) -> None:
    say(json.dumps(data, ensure_ascii=False) if as_json else words)


_RUNS: dict[tuple[str, ...], Callable[[bool], int]] = {
    ("demo", "up"): _up,
    ("demo", "down"): _down,
    ("demo", "reset"): _reset,
    ("servers", "up"): _servers_up,
    ("servers", "down"): _servers_down,
    ("servers", "status"): _servers_status,
    ("test-servers", "up"): _test_servers_up,
    ("test-servers", "down"): _test_servers_down,
}
