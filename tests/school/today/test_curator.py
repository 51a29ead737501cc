"""The curator's lines: each appears with its cause and goes with it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.region.cases.models import PracticeCase
from apps.school.orders import actions as orders
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.people.models import StaffImport
from apps.school.programmes.models import Programme
from apps.school.regulation import actions as regulation
from apps.school.regulation.catalogue import preset
from kernel.acting import system_actor
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look
from tests.support.cases import make_case
from tests.support.cast import ClientFor, account_in
from tests.support.consents import give_needed
from tests.support.exchange import make_offer, make_request, open_for_business
from tests.support.pairs import agree, make_pair, order_of
from tests.support.people import counted, make_mentee, make_mentor
from tests.support.programmes import close, fill, make_draft, make_item, make_meeting, make_running
from tests.support.regulation import adopted
from tests.support.selection import appoint_curator
from tests.support.today import aged, busy

ACTING = system_actor("tests")
DAY = datetime.timedelta(days=1)


def test_links_of_a_busy_school_open(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        busy()
    shown = look("curator")
    assert len(shown.lines) > 7
    assert {link: shown.client.get(link).status_code for link in shown.links()} == dict.fromkeys(shown.links(), 200)


def test_shared_lines_of_a_very_busy_school_lead_to_lists(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        busy(4)
    shown = look("curator")
    assert len(shown.codes) == len(set(shown.codes))
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}


def test_page_asks_the_same_number_of_queries_for_more_rows(alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    found = []
    for times in (1, 7):
        with enter_school(alpha):
            busy(times)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/?all=1")
        found.append(counted(captured.captured_queries))
    assert len(response.content) < 100_000
    # One or two for each list that may wait; the session, the account and the switcher of places.
    assert found[0] == found[1] <= 67


def test_more_than_twelve_lines_are_shown_on_demand(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        busy(3)
    client = client_for("curator", alpha)
    short = client.get("/").content.decode()
    assert short.count("waiting-line ") == 12
    assert "?all=1#waiting" in short
    assert client.get("/?all=1").content.decode().count("waiting-line ") > 12


def test_overdue_lines_come_first(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        make_pair(Match.State.AGREED)
        make_draft()
    shown = look("curator")
    assert shown.codes.index("programmes.unapproved") < shown.codes.index("pairs.without_order")


def test_mentee_without_a_pair_waits_until_there_is_one(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        mentee = make_mentee()
    assert mentee.person.full_name in look("curator").line("mentees.unpaired")
    with enter_school(alpha):
        make_pair(Match.State.PROPOSED, mentee=mentee)
    assert "mentees.unpaired" not in look("curator").codes


def test_proposal_is_slow_after_five_days_and_not_before(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        match = aged(make_pair(Match.State.PROPOSED), 5)
    assert "pairs.unanswered" not in look("curator").codes
    with enter_school(alpha):
        aged(match, 1)
    assert "pairs.unanswered" in look("curator").codes
    with enter_school(alpha):
        agree(match)
    assert "pairs.unanswered" not in look("curator").codes


def test_agreed_pair_waits_for_its_order(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        match = make_pair(Match.State.AGREED)
    assert f"/pairs/{match.pk}/order/" in look("curator").line("pairs.without_order")
    with enter_school(alpha):
        pairs.prepare_order(match=match, acting=ACTING)
    assert "pairs.without_order" not in look("curator").codes


def test_missing_consent_holds_an_order_up_until_it_is_given(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        mentee = make_mentee(consents=False)
        make_pair(Match.State.AGREED, mentee=mentee)
    shown = look("curator")
    assert f"/consents/people/{mentee.person_id}/record/" in shown.line("consents.block_order")
    assert "pairs.without_order" not in shown.codes
    with enter_school(alpha):
        give_needed(mentee.person, "mentee")
    codes = look("curator").codes
    assert "consents.block_order" not in codes
    assert "pairs.without_order" in codes


def test_returned_order_says_why_until_a_new_one_is_prepared(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        match = make_pair(Match.State.ORDERED)
        orders.return_order(order=order_of(match), reason="Нет основания", acting=ACTING)
    shown = look("curator")
    assert "Нет основания" in shown.line("orders.returned")
    assert "pairs.without_order" not in shown.codes
    with enter_school(alpha):
        pairs.prepare_order(match=match, acting=ACTING)
    assert "orders.returned" not in look("curator").codes


def test_consents_missing_in_the_banks_are_counted(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        card = make_mentor(consents=False)
    assert card.person.short_name in look("curator").line("consents.missing")
    with enter_school(alpha):
        give_needed(card.person, "mentor")
    assert "consents.missing" not in look("curator").codes


@pytest.mark.parametrize(("days", "waits"), [(14, False), (15, True)])
def test_draft_is_late_after_fourteen_days(alpha: School, look: Look, days: int, waits: bool) -> None:
    with enter_school(alpha):
        begun = today() - days * DAY
        make_draft(starts_on=begun, ends_on=begun + 200 * DAY)
    assert ("programmes.unapproved" in look("curator").codes) is waits


def test_approved_programme_is_no_late_draft(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = fill(make_draft())
    assert "programmes.unapproved" in look("curator").codes
    with enter_school(alpha):
        Programme.objects.filter(pk=programme.pk).update(state=Programme.State.RUNNING, approved_on=today())
    assert "programmes.unapproved" not in look("curator").codes


def test_quiet_programme_is_told_until_a_meeting_is_held(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = make_running()
        make_meeting(programme, days=-22, held=True)
    assert "programmes.quiet" in look("curator").codes
    with enter_school(alpha):
        make_meeting(programme, days=-20, held=True)
    assert "programmes.quiet" not in look("curator").codes


@pytest.mark.parametrize(("days", "waits"), [(15, False), (14, True), (-3, True)])
def test_end_of_a_term_is_told_two_weeks_ahead(alpha: School, look: Look, days: int, waits: bool) -> None:
    with enter_school(alpha):
        make_meeting(make_running(ends_on=today() + days * DAY), days=-4, held=True)
    assert ("programmes.ending" in look("curator").codes) is waits


def test_closed_programme_asks_nothing_of_the_curator(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        close(make_running(ends_on=today() + 3 * DAY))
    assert not [code for code in look("curator").codes if code.startswith("programmes.")]


def test_overdue_activity_is_told_until_its_programme_is_closed(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = make_running()
        make_item(programme, due_on=today() - DAY)
    assert f"/programmes/{programme.pk}/plan/" in look("curator").line("plan.overdue")
    with enter_school(alpha):
        close(programme)
    assert "plan.overdue" not in look("curator").codes


def test_loaded_list_waits_for_confirmation(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        row = StaffImport.objects.create(file_name="список.xlsx", state=StaffImport.State.CHECKED)
    assert row.get_absolute_url() in look("curator").line("imports.waiting")
    with enter_school(alpha):
        StaffImport.objects.update(state=StaffImport.State.DONE)
    assert "imports.waiting" not in look("curator").codes


def test_school_without_a_regulation_begins_with_it(alpha: School, look: Look) -> None:
    assert "regulation.absent" in look("curator").codes
    with enter_school(alpha):
        adopted()
    assert "regulation.absent" not in look("curator").codes


def test_regulation_is_told_before_it_expires(alpha: School, look: Look) -> None:
    last = (today() + 20 * DAY).isoformat()
    with enter_school(alpha):
        adopted("gymnasium-35", act__validity={"from": "2020-09-01", "to": last, "basis": "dates"})
    assert "п. 99" in look("curator").line("regulation.expires")


def test_draft_of_the_regulation_is_told_to_both_and_adopted_by_the_head(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted()
        regulation.load_version(data=preset("cit"), acting=ACTING)
    assert "/adopt/" not in look("curator").line("regulation.draft")
    assert "/adopt/" in look("head").line("regulation.draft")


def test_requests_between_schools_wait_for_the_curator_whose_turn_it_is(
    alpha: School, beta: School, look: Look
) -> None:
    open_for_business(alpha)
    open_for_business(beta)
    make_request(beta, make_offer(alpha))
    assert "remote.incoming" in look("curator").codes
    assert "remote.own" not in look("curator").codes


def test_returned_case_is_told_with_the_comment(alpha: School, beta: School, look: Look) -> None:
    make_case(beta, state=PracticeCase.State.RETURNED)
    assert "cases.returned" not in look("curator").codes
    case = make_case(alpha, state=PracticeCase.State.RETURNED)
    assert f"/liaison/cases/{case.pk}/" in look("curator").line("cases.returned")


def test_empty_banks_are_the_first_step(alpha: School, look: Look) -> None:
    assert "people.absent" in look("curator").codes
    with enter_school(alpha):
        make_mentor()
    assert "people.absent" not in look("curator").codes


def test_nothing_waits_is_said_warmly(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted()
        make_mentor(trained_on=datetime.date(2025, 9, 1))
        appoint_curator(account_in("curator", alpha))
    shown = look("curator")
    assert shown.lines == []
    assert "/monitoring/" in shown.text


def test_numbers_lead_to_lists(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        make_running()
    shown = look("curator")
    for link in ("/pairs/?state=active", "/programmes/?state=running", "/people/mentees/", "/monitoring/"):
        assert f'class="tile" href="{link}"' in shown.text
        assert shown.client.get(link).status_code == 200
