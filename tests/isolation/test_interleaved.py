"""2,000 requests, websocket messages and tasks of two schools at once, in many threads: each in its own school."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from celery import shared_task
from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from django.db import connection
from django.test import Client
from django.urls import path

from apps.school.people.models import ColumnMemory, Person
from kernel.acting import Actor
from kernel.doors import Access
from tenants.isolation.context import enter_school, require_school
from tenants.isolation.sockets import PlacedConsumer, SocketPlaceMiddleware
from tenants.isolation.tasks import SchoolTask
from tenants.organisations.models import School
from tests.support.canaries import canary_of, hears, text_of
from tests.support.cast import account_in, host_of
from tests.support.identity import token_of
from tests.support.people import make_mentor, make_person
from tests.support.probing import BACKEND, Caller
from tests.support.regulation import adopted
from tests.support.worker import working
from tests.support.world import OTHER, SLUGS

SEED = 20261127
REQUESTS, MESSAGES, TASKS = 900, 600, 500
THREADS, SOCKETS = 3, 4

communicator: Any = ApplicationCommunicator
"""asgiref publishes no types for its testing module."""

told_by_tasks: list[tuple[str, str]] = []


def work(key: str) -> str:
    """Write a row and read the school's names; what one operation of a consumer or a task does."""
    ColumnMemory.objects.create(title=f"{key} {canary_of(require_school().slug)}", field="email")
    return " ".join(Person.objects.order_by("pk").values_list("last_name", flat=True)[:5])


@shared_task(base=SchoolTask, name="tests.isolation.interleaved")
def carry_out(slug: str, number: int) -> None:
    """``slug``: whose message it was when it was sent."""
    told_by_tasks.append((slug, work(f"task {number}")))


class Names(PlacedConsumer):
    """Answers with the names of its school."""

    access = Access({"curator"})

    def handle(self, content: Any, actor: Actor) -> None:
        self.send_json({"names": work(f"socket {content['n']}")})


def order_of(count: int, salt: int) -> list[str]:
    """Whose turn it is, so many times: the same in every run."""
    chooser = random.Random(SEED + salt)
    return [chooser.choice(SLUGS) for _number in range(count)]


def wrong(slug: str, text: str) -> bool:
    """True unless the school's own word is there and the other's is not."""
    return not hears(text, canary_of(slug)) or hears(text, canary_of(OTHER[slug]))


class Browsing:
    """One thread's requests: a page, its workbook, an endpoint, a form that writes."""

    def __init__(self, cookies: dict[str, str], secrets: dict[str, str]) -> None:
        self._pages = {slug: Caller(HTTP_HOST=host_of(slug)) for slug in SLUGS}
        for slug in SLUGS:
            self._pages[slug].cookies.load({"estafeta_session": cookies[slug]})
        self._programs = {
            slug: Caller(HTTP_HOST=host_of(slug), HTTP_AUTHORIZATION=f"Bearer {secrets[slug]}") for slug in SLUGS
        }

    def ask(self, slug: str, number: int) -> tuple[int, str]:
        """(status, everything that the answer says)."""
        kinds: list[Callable[[], Any]] = [
            lambda: self._pages[slug].get("/people/"),
            lambda: self._programs[slug].get("/api/v1/mentors/"),
            lambda: self._pages[slug].get("/people/mentors/", {"export": "xlsx"}),
            lambda: self._programs[slug].get("/api/v1/mentors/"),
            lambda: self._pages[slug].post("/people/add/", self._person(slug, number), follow=False),
        ]
        answer = kinds[number % len(kinds)]()
        text = text_of(answer)
        if answer.status_code == 302:
            with enter_school(School.objects.get(slug=slug)):
                text = str(Person.objects.get(staff_number=f"I-{number}").last_name)
        return answer.status_code, text

    def _person(self, slug: str, number: int) -> dict[str, str]:
        first = "Ольга" + "".join("абвгдежзик"[int(digit)] for digit in str(number))  # twins are refused
        name = {"last_name": canary_of(slug), "first_name": first, "sex": "f", "staff_number": f"I-{number}"}
        return {"kind": "employee", **name}


def browse(cookies: dict[str, str], secrets: dict[str, str], first: int) -> list[str]:
    """Every third request from ``first`` on; what was wrong."""
    browsing, faults = Browsing(cookies, secrets), []
    try:
        for number, slug in list(enumerate(order_of(REQUESTS, 1)))[first::THREADS]:
            status, text = browsing.ask(slug, number)
            if status not in (200, 302) or wrong(slug, text):
                faults.append(f"request {number} of {slug}: {status}")
    finally:
        connection.close()
    return faults


def talk(cookies: dict[str, str]) -> list[str]:
    """Several sockets of both schools at once; what was wrong."""

    async def one(app: Any, slug: str, numbers: list[int]) -> list[str]:
        host, cookie = host_of(slug).encode(), f"estafeta_session={cookies[slug]}".encode()
        headers = [(b"host", host), (b"origin", b"http://" + host), (b"cookie", cookie)]
        scope = {"type": "websocket", "path": "/ws/", "headers": headers, "query_string": b"", "subprotocols": []}
        socket, faults = communicator(app, scope), []
        await socket.send_input({"type": "websocket.connect"})
        assert (await socket.receive_output(timeout=60))["type"] == "websocket.accept"
        for number in numbers:
            await socket.send_input({"type": "websocket.receive", "text": json.dumps({"n": number})})
            answer = await socket.receive_output(timeout=60)
            if wrong(slug, answer.get("text") or ""):
                faults.append(f"message {number} of {slug}")
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=60)
        return faults

    async def all_at_once() -> list[str]:
        app = SocketPlaceMiddleware(AuthMiddlewareStack(URLRouter([path("ws/", Names.as_asgi())])))
        talks = [one(app, SLUGS[socket % 2], list(range(socket, MESSAGES, SOCKETS))) for socket in range(SOCKETS)]
        return [fault for faults in await asyncio.gather(*talks) for fault in faults]

    try:
        return list(async_to_sync(all_at_once)())
    finally:
        connection.close()


def send_tasks() -> list[str]:
    """Half of them from inside the school, half from outside; nothing can be wrong here yet."""
    schools = {school.slug: school for school in School.objects.filter(slug__in=SLUGS)}
    try:
        for number, slug in enumerate(order_of(TASKS, 2)):
            if number % 2:
                carry_out.send_to(schools[slug], slug, number)
            else:
                with enter_school(schools[slug]):
                    carry_out.send(slug, number)
    finally:
        connection.close()
    return []


def test_two_thousand_operations_of_two_schools_at_once(
    transactional_db: None, settings: Any, record_property: Callable[[str, object], None]
) -> None:
    told_by_tasks.clear()
    cookies, secrets = {}, {}
    for school in School.objects.filter(slug__in=SLUGS):
        account = account_in("curator", school)
        client = Client()
        client.force_login(account, backend=BACKEND)
        cookies[school.slug] = client.cookies[settings.SESSION_COOKIE_NAME].value
        secrets[school.slug] = token_of(account).secret
        with enter_school(school):
            adopted("gymnasium-35")
            for _number in range(3):
                make_mentor(person=make_person(last_name=canary_of(school.slug)), consents=False)

    with working(threads=2) as worker, ThreadPoolExecutor(THREADS + 2) as pool:
        running = [pool.submit(browse, cookies, secrets, first) for first in range(THREADS)]
        running += [pool.submit(talk, cookies), pool.submit(send_tasks)]
        worker.wait(TASKS)
        faults = [fault for each in running for fault in each.result()]

    faults += [f"task of {slug}: {text}" for slug, text in told_by_tasks if wrong(slug, text)]
    assert faults == []
    assert len(told_by_tasks) == TASKS
    record_property("operations", REQUESTS + MESSAGES + TASKS)
    expected = Counter(order_of(TASKS, 2))
    for number, school in enumerate(School.objects.filter(slug__in=SLUGS).order_by("slug")):
        with enter_school(school):
            titles = list(ColumnMemory.objects.values_list("title", flat=True))
        assert len(titles) == expected[school.slug] + len(range(number, MESSAGES, 2)), school.slug
        assert all(title.endswith(canary_of(school.slug)) for title in titles)
