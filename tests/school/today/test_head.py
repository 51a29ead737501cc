"""The head's lines, and what the methodical association sees."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.orders import actions as orders
from apps.school.pairs.models import Match
from kernel.acting import system_actor
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look
from tests.support.cast import ClientFor
from tests.support.pairs import make_pair, order_of
from tests.support.people import counted
from tests.support.regulation import adopted
from tests.support.today import busy

ACTING = system_actor("tests")


def test_order_waits_for_the_head_with_what_it_changes(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        match = make_pair(Match.State.ORDERED)
        order = order_of(match)
        mentor = match.current_mentors[0].card.person.full_name
    shown = look("head")
    assert mentor in shown.line("orders.sign")
    assert order.get_absolute_url() in shown.line("orders.sign")
    with enter_school(alpha):
        orders.sign_order(order=order, acting=ACTING)
    assert "orders.sign" not in look("head").codes


def test_sidebar_counts_orders_for_the_head_alone(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        make_pair(Match.State.ORDERED)
    assert b"nav-count" in client_for("head", alpha).get("/").content
    assert b"nav-count" not in client_for("curator", alpha).get("/").content


def test_head_is_not_told_of_the_curators_work(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        busy()
    shown = look("head")
    assert set(shown.codes) == {"orders.sign"}
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}


def test_curator_is_not_asked_to_sign(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        make_pair(Match.State.ORDERED)
    assert "orders.sign" not in look("curator").codes


def test_nothing_to_sign_is_said(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted()
    shown = look("head")
    assert shown.lines == []
    assert "/orders/?state=signed" in shown.text


def test_page_asks_the_same_number_of_queries_for_more_orders(alpha: School, client_for: ClientFor) -> None:
    client = client_for("head", alpha)
    found = []
    for times in (1, 11):
        with enter_school(alpha):
            for _number in range(times):
                make_pair(Match.State.ORDERED)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/?all=1")
        found.append(counted(captured.captured_queries))
    assert found[0] == found[1]


def test_methodical_association_sees_numbers_and_nobodys_lines(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        busy()
    shown = look("methodical_association")
    assert shown.lines == []
    assert 'href="/monitoring/"' not in shown.text
    for link in ("/pairs/?state=active", "/programmes/?state=running", "/people/mentees/", "/people/mentors/"):
        assert f'href="{link}"' in shown.text
        assert shown.client.get(link).status_code == 200
