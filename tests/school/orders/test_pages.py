"""Pages of the register."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.school.orders.models import Order
from apps.school.pairs.models import Match
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.orders import draft
from tests.support.pairs import make_pair, order_of

ClientFor = Callable[..., Client]


def ordered(school: School, state: str = "ordered") -> tuple[Match, Order]:
    with enter_school(school):
        match = make_pair(state)
        return match, order_of(match)


def test_head_finds_what_waits_for_the_signature(alpha: School, client_for: ClientFor) -> None:
    _match, order = ordered(alpha)
    answer = client_for("head", alpha).get("/orders/")
    assert answer.status_code == 200
    assert order.title in answer.content.decode()
    assert "На подпись" in answer.content.decode()


def test_order_says_what_it_changes(alpha: School, client_for: ClientFor) -> None:
    _match, order = ordered(alpha)
    page = client_for("head", alpha).get(f"/orders/{order.pk}/").content.decode()
    assert "Что изменит подпись" in page
    assert "Закрепить наставника" in page


def test_head_signs_on_the_page(alpha: School, client_for: ClientFor) -> None:
    match, order = ordered(alpha)
    answer = client_for("head", alpha).post(f"/orders/{order.pk}/sign/", {"dated": f"{today():%d.%m.%Y}"})
    assert answer.status_code == 302
    with enter_school(alpha):
        assert Match.objects.get(pk=match.pk).state == Match.State.ACTIVE


def test_wrong_date_keeps_the_form(alpha: School, client_for: ClientFor) -> None:
    _match, order = ordered(alpha)
    day = today() + datetime.timedelta(days=3)
    answer = client_for("head", alpha).post(f"/orders/{order.pk}/sign/", {"dated": f"{day:%d.%m.%Y}"})
    assert answer.status_code == 422
    assert f"{day:%d.%m.%Y}" in answer.content.decode()


def test_head_returns_with_a_reason(alpha: School, client_for: ClientFor) -> None:
    match, order = ordered(alpha)
    client_for("head", alpha).post(f"/orders/{order.pk}/return/", {"reason": "Исправьте срок"})
    with enter_school(alpha):
        assert Match.objects.get(pk=match.pk).state == Match.State.AGREED
    assert "Исправьте срок" in client_for("curator", alpha).get(f"/orders/{order.pk}/").content.decode()


def test_head_signs_many_and_hears_of_each_refusal(alpha: School, client_for: ClientFor) -> None:
    first, second = ordered(alpha), ordered(alpha)
    with enter_school(alpha):
        consents = second[0].current_mentors[0].card.person.consents.filter(type="extra_duties")
        consents.update(withdrawn_on=today())
    chosen = {"selected": [first[1].pk, second[1].pk]}
    page = client_for("head", alpha).post("/orders/sign/", chosen, follow=True).content.decode()
    assert "Подписан 1 приказ" in page
    with enter_school(alpha):
        states = Order.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == [Order.State.SIGNED, Order.State.WAITING]


def test_curator_does_not_sign(alpha: School, client_for: ClientFor) -> None:
    _match, order = ordered(alpha)
    assert client_for("curator", alpha).get(f"/orders/{order.pk}/sign/").status_code == 403


def test_curator_withdraws(alpha: School, client_for: ClientFor) -> None:
    match, order = ordered(alpha)
    client_for("curator", alpha).post(f"/orders/{order.pk}/withdraw/")
    with enter_school(alpha):
        assert Match.objects.get(pk=match.pk).state == Match.State.AGREED


def test_preview_is_a_pdf(alpha: School, client_for: ClientFor) -> None:
    _match, order = ordered(alpha)
    answer = client_for("head", alpha).get(f"/orders/{order.pk}/preview.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a FileResponse


@pytest.mark.parametrize("file", ["order.pdf", "order.docx"])
def test_participant_downloads_and_a_stranger_does_not(
    file: str, alpha: School, client_for: ClientFor, run_jobs: Callable[[], Any]
) -> None:
    with run_jobs():
        match, order = ordered(alpha, "active")
    with enter_school(alpha):
        person = match.current_mentors[0].card.person
        person.account_id = account_in("mentor", alpha).pk
        person.save(update_fields=["account_id"])
    answer = client_for("mentor", alpha).get(f"/orders/{order.pk}/{file}")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert client_for("mentee", alpha).get(f"/orders/{order.pk}/{file}").status_code == 404


def test_participant_does_not_see_an_unsigned_order(alpha: School, client_for: ClientFor) -> None:
    match, order = ordered(alpha)
    with enter_school(alpha):
        person = match.current_mentors[0].card.person
        person.account_id = account_in("mentor", alpha).pk
        person.save(update_fields=["account_id"])
    assert client_for("mentor", alpha).get(f"/orders/{order.pk}/").status_code == 404


def test_order_of_another_school_is_not_found(alpha: School, beta: School, client_for: ClientFor) -> None:
    _match, order = ordered(alpha)
    assert client_for("head", beta).get(f"/orders/{order.pk}/").status_code == 404


def test_list_asks_as_many_queries_for_many_rows_as_for_one(alpha: School, client_for: ClientFor) -> None:
    client = client_for("head", alpha)
    numbers = []
    for made in (1, 29):
        with enter_school(alpha):
            for key in range(made):
                draft(f"x:{made}{key}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/orders/").status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_list_is_exported(alpha: School, client_for: ClientFor) -> None:
    ordered(alpha)
    answer = client_for("curator", alpha).get("/orders/?export=xlsx&state=all")
    assert answer.status_code == 200
