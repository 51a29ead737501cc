"""A hall of a thousand browsers on one process: the clock's lag, a change of rounds, a process killed in a round.

The other side is the channel layer's ``group_send`` with as many browsers. Figures are told, times are not asserted;
what is asserted is that everybody is back with what they had.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin

from apps.region.speed import actions
from runtime.ports import LOOPBACK, free_port
from runtime.programs import LIVE_OPTIONS
from tenants.organisations.models import School
from tests.support.crowds import Crowd, crowd
from tests.support.product import ROOT
from tests.support.speed import ACTING

PAIRS = int(os.environ.get("PAIRS", "500"))
SECONDS = 15
AT_ONCE = 100
HOST = "region.estafeta.localhost"


def database_url() -> str:
    """Of the test's own database, as the product signs in."""
    at = connection.settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"


class Process:
    """A live process that can be killed and started again."""

    def __init__(self, application: str, log: Path) -> None:
        self.port, self._application, self._log = free_port(), application, log
        self.start()

    def start(self) -> None:
        """Start it; nobody waits for it here: the browsers try until they are let in."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}",
        }
        command = (sys.executable, "-m", "uvicorn", self._application, "--host", LOOPBACK, "--port", str(self.port))
        with self._log.open("ab") as output:
            self._running = subprocess.Popen(
                [*command, *LIVE_OPTIONS], cwd=ROOT, env=environment, stdout=output, stderr=output
            )

    def kill(self) -> None:
        """SIGKILL: nothing gets a chance to tidy up."""
        self._running.send_signal(signal.SIGKILL)
        self._running.wait()


@contextmanager
def process(application: str, folder: Path) -> Iterator[Process]:
    running = Process(application, folder / "live.log")
    try:
        yield running
    finally:
        running.kill()


class Browser:
    """One person's window: it comes back by itself, as the page's script does."""

    def __init__(self, port: int, path: str, session: str) -> None:
        self._port, self._path, self._session = port, path, session
        self.state: dict[str, Any] | None = None
        self.ticked = False
        self.came_at = self.told_at = 0.0
        self.lags: list[float] = []

    async def live(self, gate: asyncio.Semaphore) -> None:
        """Be connected until the end."""
        tries = 0
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with gate:
                    socket = await self._open()
                tries = 0
                async with socket:
                    await self._hear(socket)
            tries += 1
            await asyncio.sleep(min(2.0, 0.3 * 2 ** min(tries, 3)) * (0.5 + random.random()))  # a wait

    async def _open(self) -> ClientConnection:
        return await connect(
            f"ws://{HOST}:{self._port}{self._path}",
            host=LOOPBACK,
            port=self._port,
            origin=Origin(f"http://{HOST}:{self._port}"),
            additional_headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={self._session}"},
            compression=None,
            ping_interval=None,
            open_timeout=20,
        )

    async def _hear(self, socket: ClientConnection) -> None:
        async for text in socket:
            moment = time.time()
            content = json.loads(text)
            if content["type"] == "tick":
                self.ticked = True
                self.lags.append(moment * 1000 - content["at"])
            elif content["type"] == "state":
                self.state, self.told_at = content, moment
                self.came_at = self.came_at or moment

    def forget(self) -> None:
        """Begin to measure."""
        self.state, self.came_at, self.told_at, self.ticked = None, 0.0, 0.0, False
        self.lags.clear()


async def until(met: Any, *, seconds: float = 60) -> None:
    """Wait while the browsers hear."""
    async with asyncio.timeout(seconds):
        while not met():
            await asyncio.sleep(0.02)


def lag_of(browsers: Sequence[Browser]) -> tuple[float, float, int]:
    """p50 and p95 in milliseconds, and how many ticks were heard."""
    lags = sorted(lag for browser in browsers for lag in browser.lags)
    return statistics.median(lags), lags[int(0.95 * len(lags))], len(lags)


async def hall(port: int, running: Process, people: Crowd, version: int) -> list[str]:
    """The hall's own side; the lines to be told."""
    path = f"/ws/hall/{people.event.pk}/"
    browsers = [Browser(port, path, session) for session in people.sessions.values()]
    gate, lines = asyncio.Semaphore(AT_ONCE), []
    works = [asyncio.create_task(browser.live(gate)) for browser in browsers]
    began = time.time()
    await until(lambda: all(browser.state for browser in browsers))
    lines.append(f"all {len(browsers)} are in the hall {time.time() - began:.1f} s after the process was started")
    await until(lambda: all(browser.ticked for browser in browsers))
    for browser in browsers:
        browser.lags.clear()
    await asyncio.sleep(SECONDS)
    p50, p95, heard = lag_of(browsers)
    lines.append(f"tick lag p50 {p50:.0f} ms, p95 {p95:.0f} ms ({heard / len(browsers) / SECONDS:.2f} ticks a second)")
    for phase in ("break-2", "round-2"):
        for browser in browsers:
            browser.forget()
        began = time.time()
        version = await sync_to_async(skip)(people, version)
        await until(lambda: all(browser.state for browser in browsers))
        last = max(browser.told_at for browser in browsers) - began
        lines.append(f"{phase}: the last of all was told {last:.2f} s after the coordinator's click")
        assert {f"{b.state['clock']['phase']}-{b.state['clock']['round']}" for b in browsers if b.state} == {phase}
    before = [browser.state["lines"] if browser.state else None for browser in browsers]
    for browser in browsers:
        browser.forget()
    began = time.time()
    running.kill()
    running.start()
    await until(lambda: all(browser.state and browser.ticked for browser in browsers))
    lines.append(f"killed in the round: all are back {max(b.came_at for b in browsers) - began:.1f} s later")
    assert [browser.state["lines"] if browser.state else None for browser in browsers] == before
    assert {browser.state["clock"]["round"] for browser in browsers if browser.state} == {2}
    await leave(works)
    return [*lines, f"p95={p95}"]


def skip(people: Crowd, version: int) -> int:
    """The coordinator ends the present round or break."""
    try:
        return actions.skip_step(event_id=people.event.pk, version=version, acting=ACTING).version
    finally:
        connection.close()


async def group(port: int, count: int) -> tuple[float, float]:
    """The other side: p50 and p95 of the same clock through the channel layer."""
    browsers = [Browser(port, "/ws/", "") for _number in range(count)]
    gate = asyncio.Semaphore(AT_ONCE)
    works = [asyncio.create_task(browser.live(gate)) for browser in browsers]
    await until(lambda: all(browser.ticked for browser in browsers))
    for browser in browsers:
        browser.lags.clear()
    await asyncio.sleep(SECONDS)
    p50, p95, _heard = lag_of(browsers)
    await leave(works)
    return p50, p95


async def leave(works: list[asyncio.Task[None]]) -> None:
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)


def test_hall_of_a_thousand(transactional_db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alpha, beta = School.objects.order_by("pk")
    people = crowd(alpha, beta, pairs=PAIRS)
    run = actions.start_event(event_id=people.event.pk, acting=ACTING)
    with process("config.asgi:application", tmp_path) as running:
        *lines, last = asyncio.run(hall(running.port, running, people, run.version))
    with process("tests.load.group_side:application", tmp_path) as running:
        p50, p95 = asyncio.run(group(running.port, 2 * PAIRS))
    own = float(last.removeprefix("p95="))
    lines.append(f"channel layer's group_send: p50 {p50:.0f} ms, p95 {p95:.0f} ms: {p95 / own:.1f} x the hall's p95")
    with capsys.disabled():
        print("\nhall:", *lines, sep="\n  ")
