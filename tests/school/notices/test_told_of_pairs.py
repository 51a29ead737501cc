"""What requests for a mentor and the life of a pair tell whom."""

from __future__ import annotations

import datetime

import pytest

from apps.school.notices import days
from apps.school.notices.models import Delivery, Notice
from apps.school.pairs import actions
from apps.school.pairs.actions.daily import pass_days
from apps.school.pairs.models import Match, Petition
from apps.school.pairs.queries import open_term_change
from kernel import clock
from kernel.acting import system_actor
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.notices import heard, is_of, last_of, of_the_cast
from tests.support.pairs import ask, ask_longer, asked_now, file_petition, make_pair, pause
from tests.support.people import make_mentee, make_mentor

SYSTEM = system_actor("tests")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def running(in_alpha: School) -> Match:
    """A pair of the cast at work; what its beginning told is forgotten."""
    account_in("curator", in_alpha)
    match = of_the_cast(make_pair(), in_alpha)
    Notice.objects.all().delete()
    return match


def test_a_request_goes_from_mentor_to_mentor(in_alpha: School) -> None:
    account_in("curator", in_alpha)
    first, second, mentee = make_mentor(), make_mentor(), make_mentee()
    mentor = is_of(first.person, "mentor", in_alpha)
    next_one = is_of(second.person, "methodical_association", in_alpha)
    author = is_of(mentee.person, "mentee", in_alpha)
    request = ask(first, second, mentee=mentee, acting=author)
    assert (heard("mentor", in_alpha), heard("methodical_association", in_alpha)) == (["mentor_request.asked"], [])
    assert last_of("mentor", in_alpha).url == request.get_absolute_url()
    actions.decline_request(choice=asked_now(request), note="Веду выпускной класс", acting=mentor)
    assert heard("mentee", in_alpha) == ["mentor_request.moved_on", "mentor_request.declined"]
    declined = last_of("mentee", in_alpha)
    assert "Веду выпускной класс" in declined.text
    assert "Веду" not in declined.title + declined.outside
    assert heard("methodical_association", in_alpha) == ["mentor_request.asked"]
    match = actions.accept_request(choice=asked_now(request), acting=next_one)
    assert last_of("mentee", in_alpha).kind == "mentor_request.accepted"
    assert last_of("mentee", in_alpha).url == match.get_absolute_url()
    assert heard("curator", in_alpha) == ["pair.agreed"]


def test_a_request_that_lapses_tells_both_and_in_the_end_the_curator(in_alpha: School) -> None:
    account_in("curator", in_alpha)
    mentor, mentee = make_mentor(), make_mentee()
    is_of(mentor.person, "mentor", in_alpha)
    request = ask(mentor, mentee=mentee, acting=is_of(mentee.person, "mentee", in_alpha))
    with clock.at(clock.now() + (request.answer_days + 1) * DAY):
        assert [pass_days(acting=SYSTEM), pass_days(acting=SYSTEM)] == [1, 0]
    assert heard("mentor", in_alpha) == ["mentor_request.asked", "mentor_request.lapsed"]
    assert sorted(heard("mentee", in_alpha)) == ["mentor_request.exhausted", "mentor_request.lapsed"]
    assert heard("curator", in_alpha) == ["mentor_request.exhausted"]


def test_who_is_asked_hears_that_no_answer_is_needed_any_more(in_alpha: School) -> None:
    mentor, mentee = make_mentor(), make_mentee()
    is_of(mentor.person, "mentor", in_alpha)
    author = is_of(mentee.person, "mentee", in_alpha)
    actions.withdraw_request(request=ask(mentor, mentee=mentee, acting=author), acting=author)
    assert heard("mentor", in_alpha) == ["mentor_request.asked", "mentor_request.over"]


def test_a_pause_is_told_moved_and_ended_and_why_is_not(running: Match, in_alpha: School) -> None:
    pause(running, days=10)
    for role in ("mentor", "mentee", "curator"):
        assert heard(role, in_alpha) == ["pair.paused"]
    assert "отпуск" not in last_of("mentee", in_alpha).text
    for number in (7, 8, 8, 9):
        with clock.at(clock.now() + number * DAY):
            days.tell()
    assert heard("mentee", in_alpha).count("pair.pause_ending") == 1
    actions.move_pause(match=running, last_day=today() + 12 * DAY, acting=SYSTEM)
    with clock.at(clock.now() + 13 * DAY):
        pass_days(acting=SYSTEM)
    told = ["pair.pause_moved", "pair.paused", "pair.resumed"]
    assert sorted(kind for kind in heard("mentee", in_alpha) if kind in told) == told


def test_petitions_reach_who_decides_and_the_answer_its_author(running: Match, in_alpha: School) -> None:
    account_in("head", in_alpha)
    petition = file_petition(running)
    decides = petition.to_role if petition.to_role == "head" else "curator"
    assert heard(decides, in_alpha) == ["petition.filed"]
    actions.decide_petition(petition=petition, granted=False, answer="Сначала встретимся втроём", acting=SYSTEM)
    assert heard("mentee", in_alpha)[-1] == "petition.decided"
    assert "Сначала встретимся втроём" in last_of("mentee", in_alpha).text
    assert Petition.objects.get().state == Petition.State.REFUSED


def test_who_was_to_decide_hears_that_a_petition_is_withdrawn(running: Match, in_alpha: School) -> None:
    account_in("head", in_alpha)
    petition = file_petition(running)
    actions.withdraw_petition(petition=petition, acting=SYSTEM)
    assert heard("head" if petition.to_role == "head" else "curator", in_alpha)[-1] == "petition.withdrawn"


def test_a_longer_term_is_asked_agreed_or_declined(running: Match, in_alpha: School) -> None:
    match = ask_longer(running)
    change = open_term_change(match)
    assert change is not None
    asked = {row.role for row in change.agreements.all()}
    assert asked
    for role in asked & {"mentor", "mentee"}:
        assert heard(role, in_alpha) == ["pair.term_asked"]
    first, *others = change.agreements.all()
    for row in others:
        actions.answer_term_change(match=match, agreement=row, accepted=True, acting=SYSTEM)
    actions.answer_term_change(match=match, agreement=first, accepted=False, note="Хватит и года", acting=SYSTEM)
    assert last_of("mentee", in_alpha).kind == "pair.term_declined"
    assert "Хватит и года" in last_of("mentee", in_alpha).text


def test_the_end_of_a_pair_is_told_ahead_and_when_it_has_come(running: Match, in_alpha: School) -> None:
    left = (running.ends_on - today()).days
    for before in (31, 30, 29, 7, 6):
        with clock.at(clock.now() + (left - before) * DAY):
            days.tell()
    assert heard("mentee", in_alpha).count("pair.ending") == 2
    actions.end_pair(match=running, ground="plan_completed", closed_on=today(), completed=True, acting=SYSTEM)
    assert heard("mentor", in_alpha).count("pair.ended") == 1


def test_a_mail_of_a_pair_names_nobody(running: Match, in_alpha: School) -> None:
    pause(running)
    ask_longer(running)
    name = running.current_mentees[0].card.person.last_name
    for row in Delivery.objects.select_related("notice"):
        assert name not in row.notice.title + row.notice.outside
    assert acting_as("curator", in_alpha).account_id in {row.notice.account_id for row in Delivery.objects.all()}
