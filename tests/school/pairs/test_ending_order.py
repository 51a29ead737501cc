"""The end of a pair by an order of the head."""

from __future__ import annotations

from typing import Any

import pytest

from apps.school.orders import actions as orders
from apps.school.orders.handlers import address_of_preparing
from apps.school.orders.kinds import PAIR_END
from apps.school.orders.models import Order
from apps.school.pairs import actions
from apps.school.pairs.models import Match, MentorSeat
from apps.school.programmes.models import Programme
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import Conflict, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.pairs import make_pair

SYSTEM = system_actor("tests")
State = Match.State


def prepared(match: Match, ground: str = "mentor_initiative", **terms: Any) -> Order:
    return actions.order_end(match=match, ground=ground, closed_on=today(), completed=False, acting=SYSTEM, **terms)


def ended(match: Match) -> Match:
    return actions.end_pair(match=match, ground="mentor_initiative", closed_on=today(), completed=False, acting=SYSTEM)


def test_pair_works_on_until_the_head_signs_its_end(in_alpha: School) -> None:
    match = make_pair()
    order = prepared(match, note="По заявлению")
    assert Match.objects.get().state == State.ACTIVE
    with pytest.raises(Conflict, match="отзовите"):
        ended(match)
    orders.sign_order(order=order, acting=SYSTEM)
    over = Match.objects.get()
    assert (over.state, over.closed_on, over.closing_ground) == (State.ENDED, today(), "mentor_initiative")
    assert over.closing_note == "По заявлению"
    assert not MentorSeat.objects.exists()
    assert Programme.objects.get().state == Programme.State.ENDED
    text = Order.objects.get(pk=order.pk).facts["act"]["text"]
    assert text["heading"] == "О прекращении наставничества"


def test_returned_order_leaves_the_pair_at_work_and_is_prepared_anew(in_alpha: School) -> None:
    match = make_pair()
    order = prepared(match)
    orders.return_order(order=order, reason="Уточните основание", acting=SYSTEM)
    assert Match.objects.get().state == State.ACTIVE
    order.refresh_from_db()
    assert address_of_preparing(order) == f"/pairs/{match.pk}/end/"
    again = actions.order_end(match=match, ground="plan_completed", closed_on=today(), completed=True, acting=SYSTEM)
    assert "Завершить" in orders.sign_order(order=again, acting=SYSTEM).facts["act"]["text"]["points"][0]
    assert Match.objects.get().state == State.COMPLETED


def test_order_of_the_end_keeps_the_closed_list_of_grounds(in_alpha: School) -> None:
    match = make_pair()
    with pytest.raises(RuleViolation):
        prepared(match, ground="boredom")
    assert not Order.objects.filter(kind=PAIR_END).exists()


def test_order_is_not_dated_before_the_last_day_of_the_work(in_alpha: School) -> None:
    order = prepared(make_pair())
    Order.objects.filter(pk=order.pk).update(facts={**order.facts, "closed_on": "2999-01-01"})
    with pytest.raises(Conflict):
        orders.sign_order(order=Order.objects.get(pk=order.pk), acting=SYSTEM)
    assert Order.objects.get(pk=order.pk).state == Order.State.WAITING


def test_curator_sends_the_end_to_the_head(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        match = make_pair()
    sheet = {"ground": "mutual_decision", "closed_on": f"{today():%d.%m.%Y}", "note": "", "by_order": "on"}
    curator = client_for("curator", alpha)
    assert curator.post(f"/pairs/{match.pk}/end/", sheet).status_code == 302
    page = curator.get(f"/pairs/{match.pk}/").content.decode()
    with enter_school(alpha):
        order = Order.objects.get(kind=PAIR_END)
        assert Match.objects.get().state == State.ACTIVE
    assert f"/orders/{order.pk}/" in page
    head = client_for("head", alpha)
    assert "Пара завершает работу" in head.get(f"/orders/{order.pk}/").content.decode()
    assert head.post(f"/orders/{order.pk}/sign/", {"dated": f"{today():%d.%m.%Y}"}).status_code == 302
    with enter_school(alpha):
        assert Match.objects.get().state == State.ENDED
