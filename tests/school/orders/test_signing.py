"""Numbers, dates and the states of an act."""

from __future__ import annotations

import datetime
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.school.orders import actions, handlers
from apps.school.orders.models import IssuedNumber, Order
from kernel.acting import Actor, system_actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.orders import draft

SYSTEM = system_actor("tests")


@pytest.fixture(autouse=True)
def _no_followers(monkeypatch: pytest.MonkeyPatch) -> None:
    """These acts have no pair behind them."""
    monkeypatch.setattr(handlers, "_signed", defaultdict(list))
    monkeypatch.setattr(handlers, "_returned", defaultdict(list))


def test_numbers_follow_each_other_by_year_and_kind_of_act(in_alpha: School) -> None:
    numbers = [actions.sign_order(order=draft(f"x:{key}"), acting=SYSTEM).number for key in range(3)]
    assert numbers == ["1-н", "2-н", "3-н"]
    other = draft("x:9")
    Order.objects.filter(pk=other.pk).update(act_kind="directive")
    assert actions.sign_order(order=other, acting=SYSTEM).number == "1-н"


def test_refused_signature_leaves_no_gap(in_alpha: School) -> None:
    def refuse(*, order: Order, acting: Actor) -> None:
        raise Conflict("нет")

    handlers.on_signed("pair_formation")(refuse)
    with pytest.raises(Conflict):
        actions.sign_order(order=draft("x:1"), acting=SYSTEM)
    handlers._signed.clear()
    assert actions.sign_order(order=draft("x:2"), acting=SYSTEM).sequence == 1


def test_numbers_given_at_once_have_no_twins_and_no_gaps(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school):
        waiting = [draft(f"x:{key}").pk for key in range(8)]

    def sign(key: int) -> int:
        try:
            with enter_school(school):
                return actions.sign_order(order=Order.objects.get(pk=key), acting=SYSTEM).sequence or 0
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sorted(pool.map(sign, waiting)) == list(range(1, 9))


def test_order_is_signed_once(in_alpha: School) -> None:
    order = draft()
    actions.sign_order(order=order, acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.sign_order(order=order, acting=SYSTEM)
    assert IssuedNumber.objects.get().sequence == 1


def test_date_is_not_in_the_future(in_alpha: School) -> None:
    with pytest.raises(InputError):
        actions.sign_order(order=draft(), dated=today() + datetime.timedelta(days=1), acting=SYSTEM)


def test_date_does_not_go_back_behind_the_last_number(in_alpha: School) -> None:
    actions.sign_order(order=draft("x:1"), acting=SYSTEM)
    with pytest.raises(InputError) as refusal:
        actions.sign_order(order=draft("x:2"), dated=today() - datetime.timedelta(days=1), acting=SYSTEM)
    assert "1-н" in str(refusal.value.message)


@pytest.mark.parametrize("role", ["curator", "mentor", "mentee", "methodical_association"])
def test_only_the_head_signs(role: str, in_alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.sign_order(order=draft(), acting=acting_as(role, in_alpha))


def test_return_needs_a_reason(in_alpha: School) -> None:
    with pytest.raises(InputError):
        actions.return_order(order=draft(), reason="  ", acting=SYSTEM)


def test_returned_order_is_not_signed(in_alpha: School) -> None:
    order = draft()
    actions.return_order(order=order, reason="Ошибка", acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.sign_order(order=order, acting=SYSTEM)


def test_one_order_about_a_thing_waits_at_a_time(in_alpha: School) -> None:
    draft("x:1")
    with pytest.raises(Conflict):
        draft("x:1")


def test_facts_are_frozen_with_the_signature(in_alpha: School) -> None:
    signed = actions.sign_order(order=draft(), acting=SYSTEM)
    act = signed.facts["act"]
    assert act["institution"] == in_alpha.name
    assert act["number"] == signed.number
    assert act["text"]["heading"] == "О закреплении наставнической пары"
