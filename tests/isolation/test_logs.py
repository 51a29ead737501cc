"""Log lines say whose work it was and which request caused it, and hold neither secrets nor people."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from kernel.tracing import HEADER, current_request_id, traced
from tenants.identity.mail import password_link
from tenants.identity.models import Account
from tenants.isolation.context import enter_school
from tenants.isolation.trail import REQUEST_HEADER
from tenants.journal.tasks import heartbeat
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in, host_of
from tests.support.worker import LINE, written

HEX = re.compile(r"[0-9a-f]{32}")


def test_a_request_gets_an_id_and_tells_it(client_for: ClientFor, alpha: School) -> None:
    answers = [client_for("curator", alpha).get("/pairs/") for _number in range(2)]
    ids = [answer.headers[HEADER] for answer in answers]
    assert all(HEX.fullmatch(each) for each in ids)
    assert ids[0] != ids[1]


@pytest.mark.parametrize("host", ["alpha", "region", "", "nowhere"])
def test_the_id_of_a_proxy_is_taken_up_on_every_host(db: None, host: str) -> None:
    answer = Client(HTTP_HOST=host_of(host)).get("/accounts/login/", headers={HEADER: "proxy-0123456789"})
    assert answer.headers[HEADER] == "proxy-0123456789"


@pytest.mark.parametrize(
    "offered", ["", "short", "a" * 65, "with space 123", "x\r\nSet-Cookie: a=b", "кириллица", "%0a%0a%0a%0a"]
)
def test_an_id_that_could_spoil_a_line_is_replaced(db: None, offered: str) -> None:
    answer = Client(HTTP_HOST=host_of("alpha")).get("/accounts/login/", headers={HEADER: offered})
    assert HEX.fullmatch(answer.headers[HEADER])


def test_the_id_ends_with_the_request(client_for: ClientFor, alpha: School) -> None:
    client_for("curator", alpha).get("/pairs/")
    assert current_request_id() == ""


@pytest.mark.parametrize(("place", "said"), [("alpha", "s_alpha"), ("beta", "s_beta"), ("region", "region")])
def test_the_frameworks_line_about_an_answer_says_place_and_id(db: None, place: str, said: str) -> None:
    """It is written when all middleware is over and the place has been left."""
    with written("django.request") as lines:
        Client(HTTP_HOST=host_of(place)).get("/no-such-page/", headers={HEADER: "proxy-0123456789"})
    assert lines == [f"WARNING django.request [{said} proxy-0123456789] Not Found: /no-such-page/"]


def test_a_line_written_in_a_school_says_so(in_alpha: School) -> None:
    with written("tests.isolation") as lines, traced("request-1"):
        logging.getLogger("tests.isolation").info("hello")
    assert lines == ["INFO tests.isolation [s_alpha request-1] hello"]


def test_the_product_writes_lines_as_the_tests_read_them() -> None:
    logs: dict[str, Any] = settings.LOGGING
    (formatter,) = logs["formatters"].values()
    assert formatter["format"] == LINE
    for handler in logs["handlers"].values():
        assert "place" in handler["filters"]


def test_the_id_travels_with_a_message(in_alpha: School) -> None:
    with current_app.connection_for_write() as broker, traced("request-0001"):
        queue = broker.SimpleQueue("tests-isolation-logs")
        heartbeat.apply_async(queue="tests-isolation-logs")
        message = queue.get(timeout=20)
        message.ack()
        queue.close()
    assert message.headers[REQUEST_HEADER] == "request-0001"


# ---- neither secrets nor people


def test_a_link_of_a_mail_is_not_logged(alpha: School) -> None:
    """A refused POST to it (no CSRF cookie) is logged with its path, and the link still works afterwards."""
    link = password_link(account_in("mentor", alpha), "")
    client = Client(HTTP_HOST=host_of("alpha"), enforce_csrf_checks=True)
    with written("django.security.csrf", "django.request") as lines:
        assert client.post(link).status_code == 403
    assert any("/password/reset/key/***" in line for line in lines)
    assert not any(link.rsplit("/", 2)[-2] in line for line in lines)


def test_a_broken_constraint_does_not_tell_the_row(alpha: School) -> None:
    email = account_in("mentor", alpha).email
    with written("tests.isolation") as lines, enter_school(alpha):
        try:
            with transaction.atomic():
                Account.objects.create(email=email)
        except IntegrityError:
            logging.getLogger("tests.isolation").exception("it failed")
    assert "IntegrityError" in lines[0]
    assert "DETAIL:  ***" in lines[0]
    assert email not in lines[0]


def test_pages_write_no_names_into_the_log(client_for: ClientFor, alpha: School) -> None:
    client = client_for("curator", alpha)
    client.raise_request_exception = False
    with written("") as lines:
        client.get("/people/?q=Секретова")
        client.get("/people/999/?q=Секретова")
        client.post("/people/add/", {"last_name": "Секретова"})
    assert not any("Секретова" in line for line in lines)
