"""The signed scan, the cancelling order, an order prepared anew after a return."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.school.orders import actions, handlers, queries, undoing
from apps.school.orders.cancelling import NotCancelled, cancel, prepare_cancellation
from apps.school.orders.changes import changes_of
from apps.school.orders.kinds import ANNUAL_PROGRAMME, CANCELLATION, REGISTER_APPROVAL
from apps.school.orders.models import Cancellation, Order, OrderScan
from apps.school.orders.undoing import Undoing
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed
from kernel.uploads import UnreadableFile
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.orders import draft, signed, uploaded
from tests.support.people import make_person
from tests.support.uploads import PDF, png

SYSTEM = system_actor("tests")

pytestmark = pytest.mark.usefixtures("no_followers")


def cancelled_by(order: Order) -> Order:
    handlers.on_signed(CANCELLATION)(cancel)
    waiting = prepare_cancellation(order=order, reason="Изменилась нагрузка", acting=SYSTEM)
    return actions.sign_order(order=waiting, acting=SYSTEM)


def test_scan_is_checked_and_the_same_one_is_kept_once(in_alpha: School) -> None:
    order = signed()
    first = actions.attach_scan(order=order, file=uploaded(PDF, "подписан.pdf"), acting=SYSTEM)
    again = actions.attach_scan(order=order, file=uploaded(PDF, "подписан.pdf"), acting=SYSTEM)
    other = actions.attach_scan(order=order, file=uploaded(png(), "лист 2.png"), acting=SYSTEM)
    assert (first.pk, first.ending, other.ending) == (again.pk, "pdf", "png")
    with pytest.raises(UnreadableFile):
        actions.attach_scan(order=order, file=uploaded(b"<svg/>", "скан.pdf"), acting=SYSTEM)


def test_only_a_signed_order_has_a_scan(in_alpha: School) -> None:
    with pytest.raises(Conflict):
        actions.attach_scan(order=draft(), file=uploaded(PDF, "a.pdf"), acting=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.attach_scan(order=draft("x:2"), file=uploaded(PDF, "a.pdf"), acting=acting_as("mentor", in_alpha))


def test_scan_is_handed_to_those_who_may_read_the_order(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        mentor = make_person(account_id=account_in("mentor", alpha).pk)
        order = signed(participants=[mentor.pk])
    curator: Client = client_for("curator", alpha)
    assert curator.post(f"/orders/{order.pk}/scan/", {"file": uploaded(PDF, "подписан.pdf")}).status_code == 302
    with enter_school(alpha):
        scan = OrderScan.objects.get()
    address = f"/orders/{order.pk}/scan/{scan.pk}/"
    assert address in client_for("mentor", alpha).get(f"/orders/{order.pk}/").content.decode()
    assert client_for("mentor", alpha).get(address)["Content-Type"] == "application/pdf"
    assert client_for("mentee", alpha).get(address).status_code == 404


def test_order_is_cancelled_by_another_one_and_undone(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    undone: list[int] = []
    own = Undoing(lambda order: [f"Снимается № {order.number}."], lambda order, acting: undone.append(order.pk))
    monkeypatch.setitem(undoing._undoings, REGISTER_APPROVAL, own)
    order = signed(kind=REGISTER_APPROVAL, mentors=[], on="2026-09-01")
    by = cancelled_by(order)
    assert undone == [order.pk]
    assert Cancellation.objects.get().by == by
    assert by.facts["act"]["text"]["heading"].startswith("Об отмене приказа от ")
    assert "Изменилась нагрузка." in by.facts["act"]["text"]["preamble"]
    assert changes_of(by)[:2] == [f"Приказ № {order.number} больше не действует.", f"Снимается № {order.number}."]


def test_order_is_cancelled_once(in_alpha: School) -> None:
    order = signed(kind=REGISTER_APPROVAL, mentors=[], on="2026-09-01")
    by = cancelled_by(order)
    with pytest.raises(Conflict):
        prepare_cancellation(order=order, reason="Ещё раз", acting=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cancellation.objects.create(cancelled=order, by=by)


def test_what_cannot_be_undone_is_not_cancelled_and_says_why(in_alpha: School) -> None:
    with pytest.raises(NotCancelled, match="утвердите новую"):
        prepare_cancellation(order=signed(kind=ANNUAL_PROGRAMME, year="2026/2027"), reason="Ошибка", acting=SYSTEM)


def test_waiting_order_is_not_cancelled_and_a_ground_is_asked(in_alpha: School) -> None:
    with pytest.raises(Conflict):
        prepare_cancellation(order=draft(), reason="Ошибка", acting=SYSTEM)
    with pytest.raises(InputError):
        prepare_cancellation(
            order=signed(kind=REGISTER_APPROVAL, mentors=[], on="2026-09-01"), reason=" ", acting=SYSTEM
        )


def test_pages_lead_to_the_cancelling_order_and_back(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        order = signed("x:1", kind=REGISTER_APPROVAL, mentors=[], on="2026-09-01")
        annual = signed("x:2", kind=ANNUAL_PROGRAMME, year="2026/2027")
    curator: Client = client_for("curator", alpha)
    assert "нельзя отменить" in curator.get(f"/orders/{annual.pk}/cancel/").content.decode()
    answer = curator.post(f"/orders/{order.pk}/cancel/", {"reason": "Уточнён состав"})
    assert answer.status_code == 302
    with enter_school(alpha):
        handlers.on_signed(CANCELLATION)(cancel)
        by = actions.sign_order(order=Order.objects.get(kind=CANCELLATION), acting=SYSTEM)
    page = curator.get(f"/orders/{order.pk}/").content.decode()
    assert f"/orders/{by.pk}/" in page
    assert f"/orders/{order.pk}/cancel/" not in page
    assert f"/orders/{order.pk}/" in curator.get(f"/orders/{by.pk}/").content.decode()
    assert "отменён" in curator.get("/orders/?state=signed").content.decode()


def test_returned_order_and_its_successor_know_each_other(
    alpha: School, client_for: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with enter_school(alpha):
        first = draft("x:1")
        monkeypatch.setitem(handlers._prepared_at, first.kind, lambda order: reverse("orders:numbering"))
        actions.return_order(order=first, reason="Уточните срок", acting=SYSTEM)
    curator: Client = client_for("curator", alpha)
    assert "/orders/numbers/" in curator.get(f"/orders/{first.pk}/").content.decode()
    with enter_school(alpha):
        second = draft("x:1")
        assert queries.returned_before(second) == first
    head: Client = client_for("head", alpha)
    assert "Уточните срок" in head.get(f"/orders/{second.pk}/").content.decode()
    page = curator.get(f"/orders/{first.pk}/").content.decode()
    assert f"/orders/{second.pk}/" in page
    assert "/orders/numbers/" not in page


def test_two_tabs_and_a_lost_answer_sign_once(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        order = draft("x:1")
    tabs = [client_for("head", alpha), client_for("head", alpha)]
    sent = {"dated": f"{today():%d.%m.%Y}", "idempotency_key": "5e0a5c9e-0f0e-4f5e-9a55-1d7c6c1f0a11"}
    answers = [tabs[0].post(f"/orders/{order.pk}/sign/", sent) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    other = tabs[1].post(
        f"/orders/{order.pk}/sign/", {**sent, "idempotency_key": "6e0a5c9e-0f0e-4f5e-9a55-1d7c6c1f0a12"}
    )
    assert other.status_code == 422
    assert "подписан" in other.content.decode()
    with enter_school(alpha):
        assert list(Order.objects.values_list("number", flat=True)) == ["1-н"]


def test_order_is_found_by_the_name_of_somebody_whom_its_line_does_not_name(alpha: School, client_for: Any) -> None:
    with enter_school(alpha):
        person = make_person()
        order = draft("x:1", participants=[person.pk])
    curator: Client = client_for("curator", alpha)
    assert f"/orders/{order.pk}/" in curator.get(f"/orders/?q={person.last_name}").content.decode()
    assert f"/orders/{order.pk}/" not in curator.get("/orders/?q=Незнакомцев").content.decode()
