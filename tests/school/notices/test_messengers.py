"""Messengers: who sets them up, what a person may type, how an address is confirmed, what is sent."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from apprise.plugins.telegram import NotifyTelegram
from django.core.exceptions import ImproperlyConfigured

from apps.school.notices import messengers, outbox
from apps.school.notices.channels import Message, NotDelivered
from apps.school.notices.messengers import MessengerChannel, address_of, configured
from apps.school.notices.models import Delivery, MessengerAddress
from kernel.models import new_uuid
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in
from tests.support.notices import Box, boxed, messenger, tell, wish

BOT = "123456789:abcdefghijklmnopqrstuvwxyz-ABCDEF_12"
TELEGRAM = {"telegram": f"tgram://{BOT}/{{address}}"}


@pytest.fixture
def telegram(settings: Any) -> Iterator[Box]:
    """Telegram is set up; what goes there lands in a box."""
    settings.MESSENGERS = TELEGRAM
    with boxed("telegram") as box:
        yield box


@pytest.mark.parametrize(
    "address",
    [
        "json://10.0.0.1/{address}",
        "file:///etc/{address}",
        "xml://localhost/{address}",
        "mmost://mattermost.example.test/{address}",
        "tgram://{address}",
        "tgram://bot/{address}?verify=no",
        "tgram://bot/chat",
    ],
)
def test_only_known_services_can_be_set_up(settings: Any, address: str) -> None:
    settings.MESSENGERS = {"telegram": address}
    with pytest.raises(ImproperlyConfigured):
        configured()


def test_an_unknown_messenger_cannot_be_set_up(settings: Any) -> None:
    settings.MESSENGERS = {"webhook": "tgram://bot/{address}"}
    with pytest.raises(ImproperlyConfigured):
        configured()


@pytest.mark.parametrize("code", sorted(messengers.SERVICES))
@pytest.mark.parametrize(
    "typed", ["json://10.0.0.1/", "12345@10.0.0.1", "1/../../2", "12345?redirect=yes", "a b", "", "x" * 200, "12345\n"]
)
def test_what_a_person_types_is_never_more_than_an_address(settings: Any, code: str, typed: str) -> None:
    settings.MESSENGERS = {code: "any://host/{address}"}
    assert not messengers.fits(code, typed)
    with pytest.raises(NotDelivered):
        address_of(code, typed)


class Bot(BaseHTTPRequestHandler):
    """What stands for Telegram: keeps what is posted."""

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.said.append((self.path, said))  # type: ignore[attr-defined]  # of the server below
        body = b'{"ok": true, "result": {}}'
        self.send_response(self.server.status)  # type: ignore[attr-defined]  # of the server below
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base's name
        """Nothing."""


@contextmanager
def bot(status: int) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bot)
    server.said, server.status = [], status  # type: ignore[attr-defined]  # what the handler reads
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("status", [200, 500])
def test_apprise_really_sends(settings: Any, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    settings.MESSENGERS = TELEGRAM
    with bot(status) as server:
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://127.0.0.1:{server.server_port}/bot")
        message = Message(new_uuid(), "777000111", "Назначена встреча", "Подробности: https://alpha.test/")
        if status == 200:
            MessengerChannel("telegram").send(message)
        else:
            with pytest.raises(NotDelivered):
                MessengerChannel("telegram").send(message)
    path, said = server.said[0]  # type: ignore[attr-defined]  # what the handler kept
    assert path == f"/bot{BOT}/sendMessage"
    assert said["chat_id"] == 777000111
    assert "Назначена встреча" in said["text"]


def test_a_notice_goes_to_a_confirmed_messenger_only(in_alpha: School, telegram: Box) -> None:
    head, curator, mentor = (account_in(role, in_alpha).pk for role in ("head", "curator", "mentor"))
    messenger(head)
    messenger(curator)
    wish(curator, muted=["orders"])
    MessengerAddress.objects.create(account_id=mentor, service="telegram", value="999999")
    tell(head, curator, mentor, title="Личное Секретовой")
    outbox.deliver_due()
    (message,) = telegram.messages
    assert (message.address, message.title) == ("12345678", "Приказ ждёт вашей подписи")
    assert "/notices/" in message.text
    assert "Секретовой" not in message.text


def test_a_messenger_that_is_unlinked_gets_nothing_more(in_alpha: School, telegram: Box) -> None:
    head = account_in("head", in_alpha).pk
    messenger(head)
    tell(head)
    MessengerAddress.objects.update(value="", confirmed_at=None)
    outbox.deliver_due()
    assert telegram.messages == []
    row = Delivery.objects.get(channel="telegram")
    assert (row.state, row.reason) == ("failed", "no address")


def test_an_address_counts_when_its_code_comes_back(
    alpha: School, telegram: Box, client_for: ClientFor, run_jobs: Callable[[], Any]
) -> None:
    client = client_for("mentor", alpha)
    assert 'href="/notices/settings/telegram/"' in client.get("/notices/settings/").content.decode()
    assert client.post("/notices/settings/telegram/", {"value": "evil.example"}).status_code == 422
    with run_jobs():
        client.post("/notices/settings/telegram/", {"value": "777000111"})
    (message,) = telegram.messages
    found = re.search(r"\d{6}", message.title)
    assert found is not None
    code = found.group()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    assert client.post("/notices/settings/telegram/code/", {"code": wrong}).status_code == 422
    with enter_school(alpha):
        assert MessengerAddress.objects.get().confirmed_at is None
    assert client.post("/notices/settings/telegram/code/", {"code": code}).status_code == 302
    with enter_school(alpha):
        assert MessengerAddress.objects.get().confirmed_at is not None
    assert "777000111" not in client.get("/notices/settings/").content.decode()
    client.post("/notices/settings/telegram/unlink/")
    with enter_school(alpha):
        assert MessengerAddress.objects.get().value == ""


def test_codes_are_neither_guessed_nor_sent_without_end(
    alpha: School, telegram: Box, client_for: ClientFor, run_jobs: Callable[[], Any]
) -> None:
    client = client_for("mentor", alpha)
    with run_jobs():
        client.post("/notices/settings/telegram/", {"value": "777000111"})
        assert client.post("/notices/settings/telegram/", {"value": "777000222"}).status_code == 422
    code = re.findall(r"\d{6}", telegram.messages[0].title)[0]
    for _number in range(5):
        client.post("/notices/settings/telegram/code/", {"code": f"{(int(code) + 7) % 10**6:06}"})
    assert client.post("/notices/settings/telegram/code/", {"code": code}).status_code == 422
    with enter_school(alpha):
        assert MessengerAddress.objects.get().confirmed_at is None
    assert len(telegram.messages) == 1
