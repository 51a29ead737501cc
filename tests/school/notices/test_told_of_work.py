"""What meetings, programmes, lesson visits, calls for help, growth and papers tell whom."""

from __future__ import annotations

import datetime

import pytest

from apps.school.consents.actions import ensure_texts
from apps.school.growth import actions as growth
from apps.school.meetings import actions
from apps.school.meetings.actions.diary import Words
from apps.school.notices.models import Delivery, Notice
from apps.school.orders.labour import actions as labour
from apps.school.programmes import amending, releasing, visiting
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.clock import now, today
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, cast, seat
from tests.support.cast import account_in, acting_as
from tests.support.growth import (
    agree,
    give,
    make_couple,
    make_framework,
    make_route,
    make_session,
    mentee_of,
    mentor_of,
)
from tests.support.labour import open_pack, sign
from tests.support.meetings import ACTING, TERMS, make_proposal, make_series, open_school
from tests.support.notices import heard, last_of
from tests.support.people import make_person
from tests.support.programmes import make_agreed, make_release, make_running, make_visit, propose_row

__all__ = ["cast"]

SECRET = "тайные-слова"


@pytest.fixture
def running(cast: Cast, in_alpha: School) -> Programme:
    """A programme of the cast at work; what came before is forgotten."""
    programme = seat(make_running(), in_alpha)
    Notice.objects.all().delete()
    return programme


def test_times_are_offered_answered_and_agreed(running: Programme, cast: Cast, in_alpha: School) -> None:
    first = make_proposal(running, acting=cast.mentor)
    assert (heard("mentor", in_alpha), heard("mentee", in_alpha)) == ([], ["meeting.proposed"])
    starts = [now() + datetime.timedelta(days=5)]
    second = actions.make_proposal(programme=running, starts=starts, terms=TERMS, answers_to=first, acting=cast.mentee)
    assert heard("mentor", in_alpha) == ["meeting.countered"]
    option = second.options.get().pk
    mentor = people_of(running).mentors[0]
    actions.answer_proposal(proposal=second, person=mentor, options=[option], acting=cast.mentor)
    assert heard("mentee", in_alpha) == ["meeting.proposed", "meeting.agreed"]
    assert heard("mentor", in_alpha) == ["meeting.countered"]


def test_whoever_offered_hears_that_no_time_suits(running: Programme, cast: Cast, in_alpha: School) -> None:
    proposal = make_proposal(running, acting=cast.mentor)
    mentee = people_of(running).mentees[0]
    actions.answer_proposal(proposal=proposal, person=mentee, options=[], reason="Олимпиада", acting=cast.mentee)
    assert heard("mentor", in_alpha) == ["meeting.not_agreed"]
    assert "Олимпиада" in last_of("mentor", in_alpha).text


def test_a_series_is_told_once(running: Programme, cast: Cast, in_alpha: School) -> None:
    open_school()
    series = make_series(running)
    assert series.rows.count() > 1
    assert heard("mentee", in_alpha) == ["meeting.series"]
    actions.end_series(series=series, acting=cast.mentor)
    assert heard("mentee", in_alpha) == ["meeting.series", "meeting.series_ended"]
    assert heard("mentor", in_alpha) == ["meeting.series"]


def test_a_call_for_help_is_told_to_the_one_chosen_and_says_nothing(
    running: Programme, cast: Cast, in_alpha: School
) -> None:
    psychologist = make_person(account_id=account_in("methodical_association", in_alpha).pk)
    actions.name_contact(person=psychologist, kind="psychologist", acting=ACTING)
    assert psychologist.account_id is not None
    signal = actions.send_signal(addressee=psychologist.account_id, words=Words(SECRET), acting=cast.mentee)
    helper = acting_as("methodical_association", in_alpha)
    assert heard("methodical_association", in_alpha) == ["help.sent"]
    assert last_of("methodical_association", in_alpha).urgent
    actions.take_signal(signal=signal, acting=helper)
    actions.answer_signal(signal=signal, words=Words(SECRET), acting=helper)
    actions.answer_signal(signal=signal, words=Words(SECRET), acting=cast.mentee)
    assert heard("mentee", in_alpha) == ["help.taken", "help.answered"]
    assert heard("methodical_association", in_alpha) == ["help.sent", "help.answered"]
    assert heard("curator", in_alpha) == heard("head", in_alpha) == heard("mentor", in_alpha) == []
    name = people_of(running).mentees[0].last_name
    for notice in Notice.objects.all():
        assert SECRET not in f"{notice.title}{notice.text}{notice.outside}"
        assert name not in f"{notice.title}{notice.text}{notice.outside}"


def test_a_change_of_a_programme_is_asked_and_settled(running: Programme, cast: Cast, in_alpha: School) -> None:
    amendment = propose_row(running, cast.mentor)
    rows = list(amendment.agreements.filter(accepted=None))
    assert rows
    assert "programme.change_asked" in [*heard("mentee", in_alpha), *heard("curator", in_alpha)]
    assert "programme.change_asked" not in heard("mentor", in_alpha)
    for row in rows[1:]:
        amending.answer_amendment(amendment=amendment, agreement=row, accepted=True, acting=ACTING)
    amending.answer_amendment(amendment=amendment, agreement=rows[0], accepted=False, note="Рано", acting=ACTING)
    assert heard("mentor", in_alpha) == ["programme.change_declined"]
    assert "Рано" in last_of("mentor", in_alpha).text


def test_visits_are_told_to_the_other_side(running: Programme, cast: Cast, in_alpha: School) -> None:
    plan = visiting.plan_visit(programme=running, on_day=today(), lesson="Физика, 8 «А»", acting=cast.mentor)
    later = today() + datetime.timedelta(days=1)
    plan = visiting.move_visit(plan=plan, on_day=later, reason="Контрольная", acting=cast.mentor)
    visiting.cancel_visit(plan=plan, reason="Карантин", acting=cast.mentee)
    make_visit(running)
    assert heard("mentee", in_alpha) == ["visit.planned", "visit.moved", "visit.analysed"]
    assert heard("mentor", in_alpha) == ["visit.cancelled"]


def test_a_release_is_asked_of_the_head_and_answered(running: Programme, cast: Cast, in_alpha: School) -> None:
    release = make_release(running)
    assert heard("head", in_alpha) == ["release.asked"]
    releasing.decide_release(release=release, granted=False, answer="Идёт экзамен", acting=cast.head)
    assert heard("mentor", in_alpha) == ["release.decided"]
    assert "Идёт экзамен" in last_of("mentor", in_alpha).text


def test_diagnostics_ask_those_who_assess_and_tell_the_result(cast: Cast, in_alpha: School) -> None:
    match = make_couple(cast.mentor, cast.mentee)
    person, framework = mentee_of(match), make_framework()
    Notice.objects.all().delete()
    session = make_session(person, framework, sides=["self", "mentor", "curator"])
    for role in ("mentee", "mentor", "curator"):
        assert heard(role, in_alpha) == ["growth.asked"]
    for side in ("self", "mentor"):
        give(session, (1, 2, 4), side)
    assert "growth.filled" not in heard("curator", in_alpha)
    give(session, (1, 2, 4), "curator")
    assert heard("curator", in_alpha) == ["growth.asked", "growth.filled"]
    keys = framework.competencies.values_list("pk", flat=True)
    growth.sum_up(session=session, levels=dict.fromkeys(keys, 2), acting=cast.curator)
    assert heard("mentee", in_alpha) == ["growth.asked", "growth.summed_up"]


def test_a_route_goes_between_its_person_and_the_tutor(cast: Cast, in_alpha: School) -> None:
    match = make_couple(cast.mentor, cast.mentee)
    route = make_route(mentee_of(match))
    Notice.objects.all().delete()
    route = growth.propose_route(route=route, acting=cast.mentor)
    assert heard("mentee", in_alpha) == ["growth.route_asked"]
    route = growth.answer_route(route=route, agrees=False, words="Меньше курсов", acting=cast.mentee)
    assert heard("mentor", in_alpha) == ["growth.route_returned"]
    assert "Меньше курсов" in last_of("mentor", in_alpha).text
    route = agree(route)
    growth.change_route(
        route=route,
        goal="Иначе",
        starts_on=route.starts_on,
        ends_on=route.ends_on,
        tutor=route.tutor,
        acting=cast.mentor,
    )
    assert heard("mentee", in_alpha).count("growth.route_asked") == 3


def test_papers_of_labour_law_tell_the_mentor_and_a_notice_its_day(cast: Cast, in_alpha: School) -> None:
    match = make_couple(cast.mentor, cast.mentee)
    pack = open_pack(match)
    ensure_texts(acting=ACTING)
    Notice.objects.all().delete()
    paper = labour.prepare_consent(pack=pack, acting=cast.curator)
    assert heard("mentor", in_alpha) == ["labour.to_sign"]
    sign(paper)
    end = labour.earliest_after(today())
    notice = labour.prepare_notice(pack=pack, side="mentor", given_on=today(), ends_on=end, acting=cast.curator)
    sign(notice)
    assert heard("mentor", in_alpha) == ["labour.to_sign", "labour.signed", "labour.to_sign", "labour.notice_given"]
    assert heard("head", in_alpha) == ["labour.notice_given"]
    assert f"{end.day} " in last_of("head", in_alpha).outside
    told = Delivery.objects.get(notice__kind="labour.notice_given", notice__account_id=account_in("head", in_alpha).pk)
    assert mentor_of(match).last_name not in told.notice.title + told.notice.outside


def test_an_agreed_visit_of_the_office_is_told_to_both(running: Programme, in_alpha: School) -> None:
    make_agreed(running)
    assert heard("mentor", in_alpha) == heard("mentee", in_alpha) == ["visit.planned"]
