"""The school's scheme of numbers: patterns, counters, previews, what cannot be."""

from __future__ import annotations

import datetime
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.school.orders import actions, handlers, numbering
from apps.school.orders.models import IssuedNumber, NumberingScheme, Order
from kernel.acting import system_actor
from kernel.clock import at, now, today
from kernel.errors import Conflict, InputError, NotAllowed
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.orders import draft

SYSTEM = system_actor("tests")
DAY = datetime.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _no_followers(monkeypatch: pytest.MonkeyPatch) -> None:
    """These acts have no pair behind them."""
    monkeypatch.setattr(handlers, "_signed", defaultdict(list))


def scheme(pattern: str = "{number}-од", **changes: Any) -> NumberingScheme:
    values = {"patterns": {}, "counter": "common", "yearly": True, "first": 1, **changes}
    return actions.set_numbering(pattern=pattern, acting=SYSTEM, **values)


def signed(subject: str, **changes: Any) -> Order:
    order = draft(subject)
    Order.objects.filter(pk=order.pk).update(**changes)
    return actions.sign_order(order=Order.objects.get(pk=order.pk), acting=SYSTEM)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{number}-од", "7-од"),
        ("{number:03}/{year}", "007/2026"),
        ("{kind}-{number}/{yy}", "зп-7/26"),
    ],
)
def test_number_is_printed_by_the_pattern(pattern: str, number: str) -> None:
    assert numbering.printed(pattern, sequence=7, day=DAY, kind="pair_formation") == number


@pytest.mark.parametrize("pattern", ["-од", "{numer}-од", "{number}{", "{number} {__class__}", "{number}" + "x" * 60])
def test_pattern_that_cannot_be_is_refused_with_its_place(pattern: str, in_alpha: School) -> None:
    with pytest.raises(InputError) as refusal:
        scheme(pattern)
    assert refusal.value.problems[0]["place"] == "pattern"


def test_own_counters_need_numbers_of_their_own(in_alpha: School) -> None:
    with pytest.raises(InputError):
        scheme("{number}-од", counter="kind")
    scheme("{number}-{kind}", counter="kind")


def test_common_counter_counts_orders_and_directives_together(in_alpha: School) -> None:
    scheme("{number:02}/{year}")
    numbers = [signed("x:1").number, signed("x:2", act_kind="directive").number, signed("x:3").number]
    assert numbers == [f"0{number}/{today().year}" for number in (1, 2, 3)]


def test_kind_with_its_own_counter_and_pattern(in_alpha: School) -> None:
    scheme("{number}-{kind}", counter="kind", patterns={"incentive": "{number}-пощр"})
    order = Order(kind="incentive", act_kind="order")
    assert signed("x:1").number == "1-зп"
    assert numbering.preview(order, today()) == "1-пощр"


def test_preview_is_the_number_that_is_given(in_alpha: School) -> None:
    scheme(first=45)
    order = draft("x:1")
    shown = numbering.preview(order, today())
    assert (shown, actions.sign_order(order=order, acting=SYSTEM).number) == ("45-од", "45-од")
    assert numbering.preview(order, today()) == "46-од"


def test_year_begins_anew_or_goes_on(in_alpha: School) -> None:
    scheme()
    signed("x:1")
    with at(now() + datetime.timedelta(days=366)):
        assert signed("x:2").number == "1-од"
        scheme(yearly=False)
        assert signed("x:3").number == "2-од"
    with at(now() + datetime.timedelta(days=2 * 366)):
        assert signed("x:4").number == "3-од"


def test_scheme_changed_in_the_middle_goes_on_without_twins(in_alpha: School) -> None:
    signed("x:1"), signed("x:2")
    scheme("{number}-н", counter="common")
    assert signed("x:3").number == "3-н"


def test_pattern_that_comes_upon_a_taken_number_is_refused(in_alpha: School) -> None:
    scheme("1{number}-од")
    signed("x:1")
    scheme("{number}-од", first=11)
    for key in range(2, 11):
        signed(f"x:{key}")
    with pytest.raises(Conflict, match="11-од"):
        signed("x:11")
    assert IssuedNumber.objects.count() == 10


def test_database_keeps_numbers_unique(in_alpha: School) -> None:
    first, second = signed("x:1"), signed("x:2")
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedNumber.objects.filter(order=second).update(number=first.number)


def test_kinds_signed_at_once_share_one_counter_without_gaps(transactional_db: None) -> None:
    school = School.objects.get(slug="alpha")
    with enter_school(school):
        scheme()
        waiting = [draft(f"x:{key}").pk for key in range(8)]
        Order.objects.filter(pk__in=waiting[::2]).update(act_kind="directive")

    def sign(key: int) -> int:
        try:
            with enter_school(school):
                order = actions.sign_order(order=Order.objects.get(pk=key), acting=SYSTEM)
                return IssuedNumber.objects.get(order=order).sequence
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        assert sorted(pool.map(sign, waiting)) == list(range(1, 9))


@pytest.mark.parametrize("role", ["mentor", "mentee", "methodical_association"])
def test_only_the_office_changes_the_scheme(role: str, in_alpha: School) -> None:
    with pytest.raises(NotAllowed):
        actions.set_numbering(
            pattern="{number}", patterns={}, counter="common", yearly=True, first=1, acting=acting_as(role, in_alpha)
        )


def test_page_saves_the_scheme_and_names_faults(alpha: School, client_for: Any) -> None:
    curator: Client = client_for("curator", alpha)
    assert "1-н" in curator.get("/orders/numbers/").content.decode()
    sent = {"pattern": "{number}-од", "counter": "common", "yearly": "on", "first": "12"}
    wrong = curator.post("/orders/numbers/", {**sent, "pattern": "{no}"})
    assert wrong.status_code == 422
    assert "{no}" in wrong.content.decode()
    assert curator.post("/orders/numbers/", sent).status_code == 302
    assert "12-од" in curator.get("/orders/numbers/").content.decode()
