"""Mentors, mentees and guardians: the pair at a glance, and lines that come and go with their causes."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.region.exchange.models import Offer
from apps.school.consents.models import ConsentText
from apps.school.liaison import actions as liaison
from apps.school.monitoring import actions as monitoring
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.programmes import actions as programmes
from apps.school.programmes.queries import people_of
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look
from tests.support.cast import ClientFor, account_in
from tests.support.consents import give, text_of
from tests.support.exchange import make_offer, make_remote_pair, mentee_of, mentor_of, open_for_business
from tests.support.pairs import make_pair
from tests.support.people import counted, make_guardian, make_mentee, make_pupil
from tests.support.programmes import ACTING, close, fill, make_draft, make_item, make_meeting, make_running
from tests.support.regulation import adopted
from tests.support.today import seat

DAY = datetime.timedelta(days=1)


@pytest.fixture
def cards(alpha: School) -> tuple[MentorCard, MenteeCard]:
    """The cast's mentor and mentee in the banks of alpha, with their consents."""
    with enter_school(alpha):
        adopted("gymnasium-35")
        return mentor_of(alpha, capacity=9), mentee_of(alpha)


@pytest.mark.parametrize("role", ["mentor", "mentee"])
def test_proposal_waits_until_it_is_answered(
    alpha: School, look: Look, cards: tuple[MentorCard, MenteeCard], role: str
) -> None:
    with enter_school(alpha):
        match = make_pair(Match.State.PROPOSED, mentor=cards[0], mentee=cards[1])
    shown = look(role)
    other, mine = (cards[1], cards[0]) if role == "mentor" else (cards[0], cards[1])
    assert other.person.full_name in shown.line("proposals.answer")
    assert [shown.client.get(link).status_code for link in shown.links()] == [200]
    with enter_school(alpha):
        pairs.answer(match=match, person=mine.person, accepted=True, acting=ACTING)
    assert "proposals.answer" not in look(role).codes


def test_lines_of_others_are_not_shown(alpha: School, look: Look, cards: tuple[MentorCard, MenteeCard]) -> None:
    with enter_school(alpha):
        make_pair(Match.State.PROPOSED)
        other = make_running()
        make_meeting(other, days=-2)
        make_item(other, due_on=today() - DAY)
        make_draft()
    for role in ("mentor", "mentee", "guardian"):
        shown = look(role)
        assert shown.lines == []
        assert "pair-card" not in shown.text


def test_next_meeting_stands_on_top_with_its_link(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = seat(make_running(), mentor=account_in("mentor", alpha), mentee=account_in("mentee", alpha))
        make_meeting(programme, days=3, topic="Разбор урока", mode="online", link="https://meet.example.ru/a")
        make_meeting(programme, days=6, link="https://meet.example.ru/b")
        people = people_of(programme)
    for role, other in (("mentor", people.mentees[0]), ("mentee", people.mentors[0])):
        text = look(role).text
        assert other.full_name in text
        assert 'href="https://meet.example.ru/a"' in text
        assert "https://meet.example.ru/b" not in text


def test_pair_without_a_meeting_is_asked_to_agree_one(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = seat(make_running(), mentor=account_in("mentor", alpha))
    shown = look("mentor")
    link = f"/programmes/{programme.pk}/meetings/new/"
    assert link in shown.text
    assert shown.client.get(link).status_code == 200


def test_passed_meeting_waits_for_its_record_then_for_a_note(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = seat(make_running(), mentor=account_in("mentor", alpha))
        meeting = make_meeting(programme, days=-2)
    shown = look("mentor")
    assert meeting.get_absolute_url() in shown.line("meetings.unrecorded")
    with enter_school(alpha):
        programmes.record_meeting(meeting=meeting, held=True, acting=ACTING)
    shown = look("mentor")
    assert "meetings.unrecorded" not in shown.codes
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    assert "meetings.unwritten" in shown.codes
    with enter_school(alpha):
        programmes.record_meeting(meeting=meeting, held=True, mentor_note="Разобрали урок", acting=ACTING)
    assert "meetings.unwritten" not in look("mentor").codes


def test_activity_is_told_a_week_ahead_until_it_is_done(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = seat(make_running(), mentee=account_in("mentee", alpha))
        programme.plan.update(due_on=today() + 8 * DAY)
    assert "plan.due" not in look("mentee").codes
    with enter_school(alpha):
        item = make_item(programme, title="Открытый урок", due_on=today() + 7 * DAY)
    shown = look("mentee")
    assert "Открытый урок" in shown.line("plan.due")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    with enter_school(alpha):
        programmes.mark_item(item=item, acting=ACTING)
    assert "plan.due" not in look("mentee").codes


def test_draft_waits_for_its_authors_until_it_is_filled(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted(programme__authors=[{"actor": "mentor", "part": "author"}])
        programme = seat(make_draft(), mentor=account_in("mentor", alpha), mentee=account_in("mentee", alpha))
    shown = look("mentor")
    assert f"/programmes/{programme.pk}/note/edit/" in shown.line("programmes.draft")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    assert "programmes.draft" not in look("mentee").codes
    with enter_school(alpha):
        fill(programme)
    assert "programmes.draft" not in look("mentor").codes


def test_satisfaction_is_asked_after_the_end_until_it_is_answered(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        programme = seat(make_running(), mentee=account_in("mentee", alpha))
        person = people_of(programme).mentees[0]
    assert "satisfaction.answer" not in look("mentee").codes
    with enter_school(alpha):
        programme = close(programme)
    shown = look("mentee")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    assert "satisfaction.answer" in shown.codes
    with enter_school(alpha):
        monitoring.answer_satisfaction(programme=programme, person=person, side="mentee", score=9, acting=ACTING)
    assert "satisfaction.answer" not in look("mentee").codes


def test_own_consents_are_asked_until_they_are_given(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        person = mentor_of(alpha, consents=False).person
        text_of("pd_processing")
    shown = look("mentor")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    assert "/consents/mine/" in shown.line("consents.give")
    with enter_school(alpha):
        for code in ("pd_processing", "participation", "extra_duties"):
            give(person, code)
    assert "consents.give" not in look("mentor").codes


def test_one_consent_is_asked_by_its_text(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        person = mentor_of(alpha).person
        person.consents.filter(type="extra_duties").delete()
        text = ConsentText.objects.get(type="extra_duties")
    shown = look("mentor")
    assert f"/consents/mine/{text.pk}/{person.pk}/" in shown.line("consents.give")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}


def test_offer_to_other_schools_waits_for_the_mentors_consent(alpha: School, beta: School, look: Look) -> None:
    open_for_business(alpha)
    open_for_business(beta)
    offer = make_offer(alpha, agreed=False)
    shown = look("mentor")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    assert f"/liaison/mine/{offer}/agree/" in shown.line("remote.offer")
    with enter_school(alpha):
        row = Offer.objects.of_all_schools().get(pk=offer)
        liaison.withdraw_offer(offer=row.pk, acting=ACTING)
    assert "remote.offer" not in look("mentor").codes


def test_remote_pair_leads_to_the_regions_host(alpha: School, beta: School, look: Look, client_for: ClientFor) -> None:
    make_remote_pair(alpha, beta)
    assert "/exchange/" in look("mentor").line("remote.pairs")
    assert client_for("mentor", alpha, at="region").get("/exchange/").status_code == 200


def test_mentor_asks_the_same_number_of_queries_for_more_pairs(alpha: School, client_for: ClientFor) -> None:
    client = client_for("mentor", alpha)
    with enter_school(alpha):
        adopted()
        card = mentor_of(alpha)
    found = []
    for times in (1, 9):
        with enter_school(alpha):
            for _number in range(times):
                programme = make_running(mentor=card)
                make_meeting(programme, days=-2)
                make_meeting(programme, days=2)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/?all=1")
        found.append(counted(captured.captured_queries))
    assert found[0] == found[1] <= 40


# ---- guardians


def test_guardian_consents_for_the_ward_until_it_is_given(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        ward = make_pupil()
        guardian = make_guardian(ward, account_id=account_in("guardian", alpha).pk)
        make_mentee(person=ward, category="pupil", consents=False)
    shown = look("guardian")
    assert ward.full_name in shown.line("consents.give")
    assert {shown.client.get(link).status_code for link in shown.links()} == {200}
    with enter_school(alpha):
        for code in ("pd_processing_guardian", "participation_guardian"):
            give(ward, code, signer=guardian)
    assert "consents.give" not in look("guardian").codes


@pytest.mark.parametrize(("age", "asked"), [(12, True), (15, False)])
def test_guardian_answers_for_a_ward_under_fourteen(alpha: School, look: Look, age: int, asked: bool) -> None:
    with enter_school(alpha):
        programme = make_running()
        ward = make_pupil(birth_date=today().replace(month=1, day=1, year=today().year - age))
        make_guardian(ward, account_id=account_in("guardian", alpha).pk)
        card = make_mentee(person=ward, category="pupil")
        programme.match.mentees.update(card=card, accepted=None)
        Match.objects.filter(pk=programme.match_id).update(state=Match.State.PROPOSED)
    shown = look("guardian")
    assert ("proposals.answer" in shown.codes) is asked
    assert {shown.client.get(link).status_code for link in shown.links()} <= {200}


@pytest.mark.parametrize("side", ["mentors", "mentees"])
def test_guardian_sees_the_wards_pair_and_writes_nothing(side: str, alpha: School, look: Look) -> None:
    """A ward may be a mentor: pupils mentor pupils."""
    with enter_school(alpha):
        programme = make_running()
        [ward] = getattr(people_of(programme), side)
        make_guardian(ward, account_id=account_in("guardian", alpha).pk)
        make_meeting(programme, days=-2)
    shown = look("guardian")
    assert "pair-card" in shown.text
    assert "meetings.unrecorded" not in shown.codes
    assert f"/programmes/{programme.pk}/meetings/new/" not in shown.text
    assert shown.client.get(programme.get_absolute_url()).status_code == 200


def test_person_without_a_pair_is_told_what_comes(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted()
    for role in ("mentor", "mentee", "guardian"):
        shown = look(role)
        assert shown.lines == []
        assert 'class="empty"' in shown.text
