"""Proposals, series and the steps of the first meetings: what is planned, what is refused and by which clause."""

from __future__ import annotations

import datetime
from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils.timezone import localtime

from apps.school.meetings import actions, errors, queries
from apps.school.meetings.models import Proposal, SeriesMeeting
from apps.school.people.models import Person
from apps.school.programmes import meetings
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.queries import get_visible, people_of
from kernel.clock import at, now, today
from kernel.errors import NotAllowed, NotFound, RuleViolation
from tenants.organisations.models import School
from tests.school.meetings.conftest import Cast
from tests.support.cast import acting_as
from tests.support.meetings import ACTING, TERMS, hours, make_proposal, make_series, open_school, tell
from tests.support.people import make_mentee
from tests.support.programmes import make_meeting, make_running
from tests.support.regulation import adopted


def options(proposal: Proposal) -> list[int]:
    return list(proposal.options.order_by("starts_at").values_list("pk", flat=True))


def mentee_of(programme: Programme) -> Person:
    return people_of(programme).mentees[0]


def test_mentee_chooses_a_time_and_the_meeting_is_planned(running: Programme, cast: Cast) -> None:
    proposal = make_proposal(running, acting=cast.mentor)
    chosen = options(proposal)[1]
    agreed = actions.answer_proposal(proposal=proposal, person=mentee_of(running), options=[chosen], acting=cast.mentee)
    assert agreed.state == Proposal.State.AGREED
    meeting = running.meetings.get()
    assert meeting == agreed.meeting
    assert meeting.starts_at == proposal.options.get(pk=chosen).starts_at
    with pytest.raises(errors.ProposalOver):
        actions.answer_proposal(proposal=proposal, person=mentee_of(running), options=[chosen], acting=cast.mentee)


def test_decline_needs_a_reason_and_ends_the_proposal_of_a_pair(running: Programme, cast: Cast) -> None:
    proposal = make_proposal(running, acting=cast.mentor)
    person = mentee_of(running)
    with pytest.raises(errors.WrongTerms):
        actions.answer_proposal(proposal=proposal, person=person, options=[], acting=cast.mentee)
    declined = actions.answer_proposal(
        proposal=proposal, person=person, options=[], reason="Контрольная", acting=cast.mentee
    )
    assert declined.state == Proposal.State.DECLINED
    assert not running.meetings.exists()


def test_other_times_take_the_place_of_a_proposal_and_go_back_to_its_author(running: Programme, cast: Cast) -> None:
    first = make_proposal(running, acting=cast.mentor)
    with pytest.raises(errors.AnotherProposal):
        make_proposal(running, acting=cast.mentee)
    starts = [now() + datetime.timedelta(days=5)]
    second = actions.make_proposal(programme=running, starts=starts, terms=TERMS, answers_to=first, acting=cast.mentee)
    first.refresh_from_db()
    assert first.state == Proposal.State.COUNTERED
    asked = queries.asked_of(queries.get_proposal(running, second.pk), people_of(running))
    assert [each.person for each in asked] == [people_of(running).mentors[0]]
    with pytest.raises(errors.ProposalOver):
        actions.make_proposal(programme=running, starts=starts, terms=TERMS, answers_to=first, acting=cast.mentee)


def test_nobody_answers_for_another_but_the_office(running: Programme, cast: Cast) -> None:
    proposal = make_proposal(running, acting=cast.mentor)
    with pytest.raises(NotAllowed):
        actions.answer_proposal(
            proposal=proposal, person=mentee_of(running), options=options(proposal)[:1], acting=cast.mentor
        )
    with pytest.raises(errors.NotAsked):
        actions.answer_proposal(proposal=proposal, person=people_of(running).mentors[0], options=[], acting=cast.mentor)
    done = actions.answer_proposal(
        proposal=proposal, person=mentee_of(running), options=options(proposal)[:1], acting=cast.curator
    )
    assert done.state == Proposal.State.AGREED


def test_lapsed_proposal_is_not_answered_and_makes_room(running: Programme, cast: Cast) -> None:
    proposal = make_proposal(running, days=(5,), acting=cast.mentor)
    with at(now() + datetime.timedelta(days=4)):
        with pytest.raises(errors.ProposalOver):
            actions.answer_proposal(
                proposal=proposal, person=mentee_of(running), options=options(proposal), acting=cast.mentee
            )
        make_proposal(running, acting=cast.mentee)
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.LAPSED


def test_only_the_author_or_the_office_withdraws(running: Programme, cast: Cast) -> None:
    proposal = make_proposal(running, acting=cast.mentor)
    with pytest.raises(NotAllowed):
        actions.withdraw_proposal(proposal=proposal, acting=cast.mentee)
    assert actions.withdraw_proposal(proposal=proposal, acting=cast.mentor).state == Proposal.State.WITHDRAWN


def test_times_behind_us_or_beyond_the_pair_are_not_offered(running: Programme, cast: Cast) -> None:
    late = (running.match.ends_on - today()).days + 2
    for days in ((-1,), (late,), ()):
        with pytest.raises(errors.WrongTerms):
            make_proposal(running, days=days, acting=cast.mentor)


@pytest.mark.usefixtures("in_alpha")
def test_group_waits_for_everybody_and_takes_what_suits_all() -> None:
    programme = make_running(mentees=[make_mentee(consents=False) for _number in range(2)], type="group")
    programme = get_visible(programme.pk, ACTING)
    mentor = people_of(programme).mentors[0]
    mentor.account_id = uuid4()
    mentor.save(update_fields=["account_id"])
    acting = replace(ACTING, account_id=mentor.account_id)
    proposal = make_proposal(programme, days=(2, 3, 4), acting=acting)
    first, second, third = options(proposal)
    one, two = people_of(programme).mentees
    waiting = actions.answer_proposal(proposal=proposal, person=one, options=[second, third], acting=ACTING)
    assert waiting.state == Proposal.State.OPEN
    waiting = actions.answer_proposal(proposal=proposal, person=two, options=[first], acting=ACTING)
    assert waiting.state == Proposal.State.OPEN
    assert not programme.meetings.exists()
    agreed = actions.answer_proposal(proposal=proposal, person=two, options=[first, third], acting=ACTING)
    assert agreed.meeting is not None
    assert agreed.meeting.starts_at == proposal.options.get(pk=third).starts_at


@pytest.mark.usefixtures("in_alpha")
def test_author_of_a_group_takes_a_time_that_suits_somebody() -> None:
    programme = make_running(mentees=[make_mentee(consents=False) for _number in range(2)], type="group")
    proposal = make_proposal(get_visible(programme.pk, ACTING))
    first, second = options(proposal)
    person = people_of(get_visible(programme.pk, ACTING)).mentees[0]
    actions.answer_proposal(proposal=proposal, person=person, options=[second], acting=ACTING)
    with pytest.raises(errors.WrongTerms):
        actions.settle_proposal(proposal=proposal, option=first, acting=ACTING)
    with pytest.raises(NotFound):
        actions.settle_proposal(proposal=proposal, option=0, acting=ACTING)
    assert actions.settle_proposal(proposal=proposal, option=second, acting=ACTING).state == Proposal.State.AGREED


def test_meeting_with_another_pair_stands_in_the_way(running: Programme, cast: Cast) -> None:
    mentor = running.match.mentors.get().card
    other = make_running(mentor=mentor)
    make_meeting(other, days=2, minutes=60)
    start = other.meetings.get().starts_at
    proposal = actions.make_proposal(
        programme=running, starts=[start + datetime.timedelta(minutes=30)], terms=TERMS, acting=cast.mentor
    )
    with pytest.raises(errors.TimeTaken) as refused:
        actions.answer_proposal(
            proposal=proposal, person=mentee_of(running), options=options(proposal), acting=cast.mentee
        )
    assert mentor.person.short_name in str(refused.value)
    assert people_of(other).mentees[0].last_name not in str(refused.value)
    free = queries.common_times(
        [mentor.person, mentee_of(running)], 45, localtime(start).date(), localtime(start).date()
    )
    span = (start - datetime.timedelta(minutes=45), start + datetime.timedelta(minutes=60))
    assert not [each for each in free.starts if span[0] < each < span[1]]


def test_common_times_follow_the_told_hours(running: Programme) -> None:
    open_school()
    people = people_of(running)
    tell(people.mentors[0], range(7), hours("13:00", "15:00"))
    tell(people.mentees[0], range(7), hours("14:00", "18:00"))
    found = queries.common_times([*people.mentors, *people.mentees], 45, today(), today() + datetime.timedelta(days=9))
    assert {localtime(each).time() for each in found.starts} == {datetime.time(14)}
    assert found.untold == []


# ---- under the regulation


def test_mode_outside_the_regulation_is_not_proposed(running: Programme, cast: Cast) -> None:
    """``interaction.mode`` names online alone: neither a proposal nor a series nor a step is held in person."""
    version = adopted(since=datetime.date(2021, 9, 1), interaction__mode=["online"])
    type(running.match).objects.filter(pk=running.match.pk).update(regulation_version_id=version.pk)
    running.match.refresh_from_db()
    with pytest.raises(RuleViolation) as refused:
        make_proposal(running, acting=cast.mentor)
    assert [each.parameter for each in refused.value.violations] == ["interaction.mode"]
    open_school()
    with pytest.raises(RuleViolation):
        make_series(running)
    assert not running.meetings.exists()


def test_form_or_length_outside_the_regulation_is_not_proposed(running: Programme, cast: Cast) -> None:
    """``interaction.forms`` without a master class, ``types.speed_max_minutes`` of twenty: both are named at once."""
    since = datetime.date(2021, 9, 1)
    version = adopted(since=since, interaction__forms=["consultation"], types__speed_max_minutes=20)
    changed = {"regulation_version_id": version.pk, "type": "speed"}
    type(running.match).objects.filter(pk=running.match.pk).update(**changed)
    running.match.refresh_from_db()
    with pytest.raises(RuleViolation) as refused:
        actions.make_proposal(
            programme=running,
            starts=[now() + datetime.timedelta(days=2)],
            terms=replace(TERMS, minutes=30, form="master_class"),
            acting=cast.mentor,
        )
    broken = {each.parameter for each in refused.value.violations}
    assert broken == {"interaction.forms", "types.speed_max_minutes"}


def test_single_meeting_type_gets_no_second_proposal(running: Programme, cast: Cast) -> None:
    """``types.speed_single``: the pair has its one meeting."""
    make_meeting(running)
    type(running.match).objects.filter(pk=running.match.pk).update(type="speed")
    running.match.refresh_from_db()
    with pytest.raises(RuleViolation) as refused:
        make_proposal(running, acting=cast.mentor)
    assert "types.speed_single" in {each.parameter for each in refused.value.violations}


# ---- series and steps


def test_series_keeps_its_wall_time_and_leaves_days_off_out(running: Programme, cast: Cast) -> None:
    first = today() + datetime.timedelta(days=7 - today().weekday())
    away = first + datetime.timedelta(days=7)
    open_school(first, away - datetime.timedelta(days=1))
    open_school(away + datetime.timedelta(days=1), away + datetime.timedelta(days=30))
    actions.add_school_days(starts_on=away, ends_on=away, title="Каникулы", is_working=False, acting=ACTING)
    series = make_series(running, first_on=first, until=first + datetime.timedelta(days=21))
    days = list(series.rows.values_list("day", flat=True))
    assert away not in days
    assert first + datetime.timedelta(days=14) in days
    starts = running.meetings.values_list("starts_at", flat=True)
    assert {localtime(each).time() for each in starts} == {datetime.time(14)}


def test_one_meeting_of_a_series_moves_and_the_end_calls_off_what_is_ahead(running: Programme, cast: Cast) -> None:
    open_school()
    series = make_series(running, days=35)
    planned = list(running.meetings.order_by("starts_at"))
    assert len(planned) >= 3
    moved = meetings.replan_meeting(
        meeting=planned[1],
        starts_at=planned[1].starts_at + datetime.timedelta(hours=2),
        minutes=45,
        mode="in_person",
        acting=cast.mentor,
    )
    meetings.remove_meeting(meeting=planned[2], acting=cast.mentor)
    assert SeriesMeeting.objects.filter(series=series, meeting=moved).exists()
    assert running.meetings.count() == len(planned) - 1
    with at(planned[0].starts_at + datetime.timedelta(hours=1)):
        meetings.record_meeting(meeting=planned[0], held=True, acting=cast.mentor)
        actions.end_series(series=series, acting=cast.mentor)
        with pytest.raises(errors.SeriesOver):
            actions.end_series(series=series, acting=cast.mentor)
    assert list(running.meetings.values_list("state", flat=True)) == [Meeting.State.HELD]


def test_series_names_busy_days_or_leaves_them_out(running: Programme) -> None:
    open_school()
    other = make_running(mentor=running.match.mentors.get().card)
    first = make_series(other, days=7).rows.order_by("day")[0]
    with pytest.raises(errors.TimeTaken):
        make_series(running, days=21)
    series = make_series(running, days=21, skip_busy=True)
    assert first.day not in series.rows.values_list("day", flat=True)
    with pytest.raises(errors.NothingToPlan):
        make_series(other, days=6, skip_busy=True)


def test_next_step_is_planned_at_the_shown_time(running: Programme, cast: Cast) -> None:
    start = now() + datetime.timedelta(days=2)
    planned = actions.plan_step(
        programme=running, stage="organisational", starts_at=start, terms=TERMS, acting=cast.mentee
    )
    assert (planned.stage, planned.starts_at) == ("organisational", start)
    with pytest.raises(errors.TimeTaken):
        actions.plan_step(programme=running, stage="trial", starts_at=start, terms=TERMS, acting=cast.mentee)
    assert queries.steps_of(running)["trial"] == "next"


def test_stranger_proposes_nothing(running: Programme, in_alpha: School) -> None:
    with pytest.raises(NotAllowed):
        make_proposal(running, acting=acting_as("head", in_alpha))
