"""The demo on one's own machine: servers, migrations, the demo region, and the product's processes.

``up`` is what ``make demo`` runs. It holds a lock while it runs, so that one checkout has one demo;
whatever killed it, the next ``up`` finds the servers again, ends leftover processes and goes on.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from signal import SIGKILL, SIGTERM

from runtime.announce import announcement, boxed, coloured, say
from runtime.errors import RefusedError
from runtime.files import held_or_refused
from runtime.leftovers import Records
from runtime.places import CHECKOUT, DataDir, data_dir
from runtime.ports import free_port, is_free
from runtime.preparation import Preparation, timed
from runtime.processes import Process, end, find
from runtime.programs import first_programs, later_programs
from runtime.readiness import Readiness
from runtime.servers import Addresses, Servers
from runtime.signals import StopRequested, stop_signals
from runtime.supervisor import Log, Supervisor
from runtime.testing import stop_test_servers

SUPERVISOR = "demo"
STOP_SECONDS = 12.0
READY_SECONDS = 180.0
SERVER_CHECK_SECONDS = 2.0


@dataclass(frozen=True)
class DemoSettings:
    """What the environment says about the demo."""

    port: int
    base_domain: str
    places: DataDir

    @classmethod
    def from_environment(cls) -> "DemoSettings":
        port = os.environ.get("PORT", "") or "8000"
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise RefusedError(f"PORT={port} is no port.", "Choose a number from 1024 to 65535: PORT=8100 make demo")
        return cls(int(port), os.environ.get("ESTAFETA_BASE_DOMAIN") or "estafeta.localhost", data_dir())

    def environment(self, addresses: Addresses) -> dict[str, str]:
        """The environment of every process of the demo."""
        return {
            **addresses.environment(),
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE") or "config.settings.dev",
            "ESTAFETA_BASE_DOMAIN": self.base_domain,
            "ESTAFETA_DATA": str(self.places.root),
            "ESTAFETA_DEMO": "1",
            "ESTAFETA_LIVE_PORT": str(free_port()),
            "PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
        }


def up() -> int:
    """Runs the demo until a signal stops it; the exit code. Raises RefusedError when it cannot run."""
    settings = DemoSettings.from_environment()
    began = time.monotonic()
    with stop_signals():
        try:
            with _alone(settings):
                _run(settings, began)
        except StopRequested:
            say("Everything is stopped; the data stay.")
    return 0


def down() -> list[str]:
    """Stops whatever of this checkout's demo runs; what was stopped."""
    places = data_dir()
    stopped = []
    supervisor = Records(places.run).process(SUPERVISOR)
    if supervisor is not None and supervisor.is_running():
        _end_supervisor(supervisor)
        stopped.append("the demo")
    stopped += Records(places.programs).end_leftovers()
    return [*stopped, *Servers(places).stop()]


def reset() -> list[str]:
    """Stops everything of this checkout and deletes its data; what was done, in sentences."""
    places = data_dir()
    done = [f"Stopped: {title}." for title in (*down(), *(f"{title} of the tests" for title in stop_test_servers()))]
    existed = places.root.is_dir()
    try:
        strangers = places.remove()
    except PermissionError as error:
        raise RefusedError(f"{error.filename} belongs to another user.", "Run make demo-reset as that user.") from error
    if strangers:
        done.append(f"Left alone, not ours: {', '.join(map(str, strangers))}.")
    return [*done, f"Deleted: {places.root}." if existed else f"There was nothing to delete in {places.root}."]


@contextmanager
def _alone(settings: DemoSettings) -> Iterator[None]:
    """Makes this the only demo of the checkout, ends what a killed one left, and checks the port."""
    places = settings.places.create()
    records = Records(places.run)
    _take_over_from_orphan(records)
    refusal = RefusedError(
        f"The demo of this checkout already runs, on port {records.more(SUPERVISOR).get('port', '?')}.",
        "Stop it where it runs with Ctrl-C, or from here: make demo-down",
    )
    with held_or_refused(places.run / "demo.lock", refusal):
        left = Records(places.programs).end_leftovers()
        if left:
            say(f"Ended what an earlier run left behind: {', '.join(left)}")
        if not is_free(settings.port):
            raise RefusedError(
                f"Port {settings.port} is taken by another program.", "Choose another: PORT=8100 make demo"
            )
        _remember_ourselves(records, settings.port)
        try:
            yield
        finally:
            records.forget(SUPERVISOR)


def _remember_ourselves(records: Records, port: int) -> None:
    ourselves, starter = find(os.getpid()), find(os.getppid())
    if ourselves is None or starter is None:
        return
    records.remember(SUPERVISOR, ourselves, port=port, starter_pid=starter.pid, starter_started=starter.started)


def _take_over_from_orphan(records: Records) -> None:
    """Stops a demo whose ``make`` was killed: nobody at a terminal is left who could stop it."""
    running, more = records.process(SUPERVISOR), records.more(SUPERVISOR)
    if running is None or not running.is_running():
        return
    starter = Process(int(more.get("starter_pid", 0)), str(more.get("starter_started", "")))
    if not starter.is_running():
        say("Stopping the earlier demo of this checkout: whoever started it is gone.")
        _end_supervisor(running)


def _end_supervisor(supervisor: Process) -> None:
    end([supervisor.pid], (SIGTERM, STOP_SECONDS), (SIGKILL, 1.0))


def _run(settings: DemoSettings, began: float) -> None:
    """Everything from the first server to the last log line; nothing is left running afterwards."""
    servers = Servers(settings.places)
    log = Log(width=len("worker"))
    supervisor = Supervisor(Records(settings.places.programs), log, directory=CHECKOUT)
    try:
        for server in servers.embedded:
            with timed(server.title):
                server.start()
        addresses = servers.addresses()
        environment = settings.environment(addresses)
        preparation = Preparation(settings.places, environment, addresses.admin_url, supervisor)
        preparation.run()
        supervisor.start(first_programs(settings.port, settings.places, environment))
        watch = _Watch(servers, log)
        _await_ready(settings, supervisor, watch)
        _announce(settings, preparation, time.monotonic() - began)
        supervisor.start(later_programs(environment))
        supervisor.run(watch.turn)
    except StopRequested:
        say("Stopping …")
        raise
    finally:
        supervisor.stop()
        servers.stop()


def _announce(settings: DemoSettings, preparation: Preparation, seconds: float) -> None:
    lines = announcement(preparation.places(), base_domain=settings.base_domain, port=settings.port, seconds=seconds)
    say(boxed(lines, colours=coloured(sys.stdout)))


def _await_ready(settings: DemoSettings, supervisor: Supervisor, watch: "_Watch") -> None:
    readiness = Readiness(settings.port, settings.base_domain)
    deadline = time.monotonic() + READY_SECONDS
    while not readiness.is_ready():
        if hopeless := supervisor.cannot_start():
            raise RefusedError(f"Does not start: {', '.join(hopeless)}.", "The log above says why.")
        if time.monotonic() > deadline:
            raise RefusedError(
                f"The demo was not ready after {READY_SECONDS:.0f} s. Its last answer: {readiness.last_answer}",
                "The log above says why. make demo-reset starts with empty data.",
            )
        supervisor.turn()
        watch.turn()
        time.sleep(0.1)


class _Watch:
    """Brings an embedded server back when it dies while the demo runs."""

    def __init__(self, servers: Servers, log: Log) -> None:
        self._servers = servers
        self._log = log
        self._due = 0.0

    def turn(self) -> None:
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + SERVER_CHECK_SECONDS
        for server in self._servers.embedded:
            if not server.is_running():
                self._log.line("system", f"{server.title} ended; starting it again")
                server.start()
