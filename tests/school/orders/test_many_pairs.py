"""One order for many pairs: prepared together, signed together, returned together."""

from __future__ import annotations

import pytest

from apps.school.consents.models import Consent
from apps.school.consents.rules import EXTRA_DUTIES
from apps.school.orders import actions as orders
from apps.school.orders import queries
from apps.school.orders.changes import changes_of
from apps.school.orders.handlers import address_of_preparing
from apps.school.orders.models import Order
from apps.school.pairs import actions
from apps.school.pairs.models import Match
from kernel.acting import system_actor
from kernel.errors import RuleViolation
from tenants.organisations.models import School
from tests.support.pairs import make_pair, order_of

ACTING = system_actor("tests")


@pytest.fixture
def cohort(in_alpha: School) -> list[Match]:
    return [make_pair("agreed") for _each in range(3)]


def states(cohort: list[Match]) -> set[str]:
    return set(Match.objects.filter(pk__in=[match.pk for match in cohort]).values_list("state", flat=True))


def test_signature_begins_every_pair_and_each_finds_its_order(cohort: list[Match]) -> None:
    order = actions.prepare_order_of_many(matches=cohort, acting=ACTING)
    assert states(cohort) == {"ordered"}
    assert len([line for line in changes_of(order) if " – " in line]) == len(cohort)
    signed = orders.sign_order(order=order, acting=ACTING)
    assert states(cohort) == {"active"}
    assert Order.objects.count() == 1
    assert len(signed.facts["act"]["text"]["points"]) == len(cohort) + 2
    assert all(queries.latest_about(match) == signed for match in cohort)


def test_return_gives_every_pair_back(cohort: list[Match]) -> None:
    order = actions.prepare_order_of_many(matches=cohort, acting=ACTING)
    orders.return_order(order=order, reason="Проверьте сроки", acting=ACTING)
    assert states(cohort) == {"agreed"}


def test_what_one_pair_lacks_stops_the_order_and_nothing_is_prepared(cohort: list[Match]) -> None:
    person = cohort[1].current_mentors[0].card.person
    Consent.objects.filter(person=person, type=EXTRA_DUTIES).delete()
    with pytest.raises(RuleViolation):
        actions.prepare_order_of_many(matches=cohort, acting=ACTING)
    assert states(cohort) == {"agreed"}
    assert not Order.objects.exists()


def test_returned_order_of_a_pair_leads_to_its_preparing(in_alpha: School) -> None:
    match = make_pair("ordered")
    order = order_of(match)
    assert address_of_preparing(order).endswith(f"/pairs/{match.pk}/order/")
