"""Two people of two schools in their room, in real browsers with real media: directly and through a relay."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.stack import PASSWORD
from tests.support.browser import Visitor
from tests.support.product import Stack
from tests.support.relay import Relay, running_relay, turnserver

# Connections of the page, for their statistics; and, where it is asked for, only addresses of the relay.
REMEMBER = """(() => {
  const Own = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Own {
    constructor(configuration) {
      super(__RELAY__ ? {...configuration, iceTransportPolicy: "relay"} : configuration);
      window.connections.push(this);
    }
  };
})()"""
# What comes in, looked at ten times a second: a question that waits cannot wait for an answer itself.
WATCH = """setInterval(async () => {
  const video = document.querySelector("#room-tiles video");
  const connection = window.connections.filter(one => one.connectionState === "connected").at(-1);
  window.incoming = {bytes: 0, frames: 0, time: 0, way: ""};
  if (!video || !connection) return;
  const stats = [...(await connection.getStats()).values()];
  const inbound = stats.find(one => one.type === "inbound-rtp" && one.kind === "video") || {};
  const pair = stats.find(one => one.type === "candidate-pair" && one.nominated) || {};
  const local = stats.find(one => one.id === pair.localCandidateId) || {};
  window.incoming = {
    bytes: inbound.bytesReceived || 0, frames: inbound.framesDecoded || 0, time: video.currentTime,
    way: local.candidateType || "",
  };
}, 100);"""
SEEN = "() => window.incoming?.frames > 0 && window.incoming.time > 0 ? window.incoming : null"
FURTHER = """before => {
  const now = window.incoming;
  return now.bytes > before.bytes && now.frames > before.frames && now.time > before.time ? now : null;
}"""


@dataclass(frozen=True)
class PairOfTwoSchools:
    """A remote pair of the demo, with the addresses by which its people sign in."""

    id: str
    mentor: str
    mentee: str


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay | None]:
    program = turnserver()
    if program is None:
        yield None
        return
    with running_relay(program, tmp_path_factory.mktemp("relay")) as running:
        yield running


@pytest.fixture(scope="module")
def live(stack: Stack, relay: Relay | None) -> Iterator[Stack]:
    """The product with its live process, which knows the relay."""
    stack.besides.update(relay.environment if relay else {})
    stack.start_live()
    yield stack
    stack.stop_live()


@pytest.fixture(scope="module")
def pair(live: Stack) -> PairOfTwoSchools:
    statement = (
        "SELECT p.id, mentor.email, mentee.email FROM exchange_remotepair p"
        " JOIN identity_account mentor ON mentor.id = p.mentor_account"
        " JOIN identity_account mentee ON mentee.id = p.mentee_account WHERE p.state = 'active' ORDER BY p.created_at"
    )
    found = live.rows(statement)[0]
    return PairOfTwoSchools(str(found[0]), str(found[1]), str(found[2]))


class Guest(Visitor):
    """Somebody with a window whose connections are remembered."""

    def __init__(self, browser: Browser, stack: Stack, email: str, *, relayed: bool = False, width: int = 1280) -> None:
        super().__init__(browser, stack.address, width=width)
        self.browser, self.email = browser, email
        self.page.add_init_script(REMEMBER.replace("__RELAY__", json.dumps(relayed)))
        self.page.add_init_script(WATCH)
        self.sign_in(email, PASSWORD)

    def _hear(self, message: Any) -> None:
        # The browser itself says so of every try to reach a process or a network that a test has taken away.
        if not re.search("ERR_(CONNECTION_REFUSED|INTERNET_DISCONNECTED)", message.text):
            super()._hear(message)

    def enter(self, pair: PairOfTwoSchools) -> None:
        """From the pair's page to the room's door."""
        self.go("region", f"/exchange/{pair.id}/")
        self.press("Войти в комнату")

    def join(self, *, record: bool = True) -> None:
        """Through the door."""
        self.page.wait_for_function("() => document.querySelector('#room-own').srcObject !== null")
        if record:
            self.tick("Записать, что я здесь был(а)")
        self.page.get_by_role("main").get_by_role("button", name="Войти", exact=True).click()

    def sees_moving(self) -> dict[str, Any]:
        """The other side's picture comes and moves: what has come in since, and by which way."""
        first = self.page.wait_for_function(SEEN).json_value()
        return dict(self.page.wait_for_function(FURTHER, arg=first).json_value())


@pytest.fixture
def two(browser: Browser, live: Stack, pair: PairOfTwoSchools, request: pytest.FixtureRequest) -> Iterator[list[Guest]]:
    """The mentor and the mentee before the door of their room."""
    relayed = getattr(request, "param", False)
    people = [Guest(browser, live, email, relayed=relayed) for email in (pair.mentor, pair.mentee)]
    for person in people:
        person.enter(pair)
    yield people
    for person in people:
        person.close()


def status(page: Page) -> Any:
    return page.locator("#room-status")


def test_two_schools_people_see_each_other_and_find_each_other_again(live: Stack, two: list[Guest]) -> None:
    mentor, mentee = two
    mentor.join()
    expect(status(mentor.page)).to_contain_text("Собеседник ещё не пришёл")
    mentee.join(record=False)
    ways = {person.sees_moving()["way"] for person in two}
    assert ways <= {"host", "prflx"}, ways
    for person in two:
        person.look()
        person.turn_to(390)
        person.look()

    # A line and a note reach the other side, as text.
    mentor.page.get_by_role("textbox", name="Сообщение").fill("Добрый день! <b>Слышно?</b>")
    mentor.page.keyboard.press("Enter")
    expect(mentee.page.get_by_text("Добрый день! <b>Слышно?</b>").filter(visible=True).first).to_be_visible()
    mentee.page.locator("#room-notes-text").fill("1. Знакомство")
    expect(mentor.page.locator("#room-notes-text")).to_have_value("1. Знакомство")

    # What is switched off is said in words.
    mentee.page.get_by_role("button", name="Выключить микрофон").click()
    expect(mentor.page.locator("figcaption")).to_contain_text("микрофон выключен")
    mentee.page.get_by_role("button", name="Выключить камеру").click()
    expect(mentor.page.locator("figcaption")).to_contain_text("камера выключена")
    mentee.page.get_by_role("button", name="Включить камеру").click()

    # A reload leads back through the door, and to the same talk.
    mentee.page.reload()
    expect(status(mentor.page)).to_contain_text("Оставайтесь")
    mentee.join(record=False)
    for person in two:
        person.sees_moving()
    expect(mentee.page.get_by_text("Добрый день!").filter(visible=True).first).to_be_visible()
    expect(mentee.page.locator("#room-notes-text")).to_have_value("1. Знакомство")

    # The live process dies: both say so and are back by themselves when it is.
    live.stop_live()
    for person in two:
        expect(status(person.page)).to_contain_text("Связь потеряна")
    mentor.page.get_by_role("textbox", name="Сообщение").fill("Написано без связи")
    mentor.page.keyboard.press("Enter")
    live.start_live()
    expect(mentee.page.get_by_text("Написано без связи").filter(visible=True).first).to_be_visible(timeout=20_000)
    for person in two:
        person.sees_moving()

    # No network for one of them.
    mentee.page.context.set_offline(True)
    expect(status(mentee.page)).to_contain_text("Нет сети")
    mentee.page.context.set_offline(False)
    expect(status(mentee.page)).to_contain_text("Связь установлена")
    for person in two:
        person.sees_moving()

    # The end makes the record: who agreed is named, the other is not.
    mentor.page.get_by_role("button", name="Завершить встречу").click()
    mentor.page.get_by_role("dialog").get_by_role("button", name="Завершить встречу").click()
    expect(status(mentee.page)).to_contain_text("Встреча завершена")
    mentee.follow("Открыть запись о встрече")
    mentee.sees("1. Знакомство", "Написано без связи")
    present = mentee.page.locator("section.card", has_text="Названы только те")
    assert present.locator("dt").count() == 1


@pytest.mark.parametrize("two", [True], indirect=True, ids=["relay only"])
def test_through_a_relay_alone_they_see_each_other_too(relay: Relay | None, two: list[Guest]) -> None:
    if relay is None:
        return
    for person in two:
        person.join()
    assert {person.sees_moving()["way"] for person in two} == {"relay"}
    assert "ALLOCATE processed, success" in relay.log.read_text(encoding="utf-8")


KNOCK = """address => new Promise(resolve => {
  const socket = new WebSocket(address);
  socket.onopen = () => resolve("open");
  socket.onclose = () => resolve("refused");
})"""


def test_only_the_two_come_in_and_only_from_the_regions_page(live: Stack, two: list[Guest]) -> None:
    mentor, mentee = two
    room, address = mentor.page.url, mentor.page.locator("#room").get_attribute("data-live")
    assert mentor.page.evaluate(KNOCK, address) == "open"
    mentor.page.goto(mentor.address("lenskaya", "/"))  # a page of a school has the same cookie
    assert mentor.page.evaluate(KNOCK, address) == "refused"

    third = Guest(mentee.browser, live, "curator@lenskaya.demo")
    answer = third.page.goto(room)
    assert answer is not None
    assert answer.status == 404
    assert third.page.evaluate(KNOCK, address) == "refused"
    third.close()

    # A role that is taken away ends the talk at the next message, be it the page's own sign of life; they are told why.
    mentee.join()
    of_account = "account_id = (SELECT id FROM identity_account WHERE email = %s)"
    take = f"UPDATE identity_membership SET is_active = %s WHERE {of_account} RETURNING 1"
    live.rows(take, False, mentee.email)
    try:
        expect(status(mentee.page)).to_contain_text("Вы больше не участник этой комнаты", timeout=20_000)
    finally:
        live.rows(take, True, mentee.email)
