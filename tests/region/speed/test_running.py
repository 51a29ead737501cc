"""An evening that is held: its clock, who does not come, who comes late, what is said."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from apps.region.speed import actions, queries
from apps.region.speed.gathering import gather
from apps.region.speed.models import Registration, SpeedCall, SpeedContinuation, SpeedEvent, SpeedMeeting
from apps.region.speed.timetable.problem import faults_of
from kernel.clock import at, now
from kernel.errors import Conflict, InputError, NotFound, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.speed import ACTING, as_person, evening, make_event, sign_up

MENTOR, MENTEE = Registration.Side.MENTOR, Registration.Side.MENTEE


@pytest.fixture(autouse=True)
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the processes are told."""
    topics: list[str] = []
    monkeypatch.setattr("apps.region.speed.actions.locking.announce", topics.append)
    return topics


def later(minutes: float) -> Any:
    return at(now() + datetime.timedelta(minutes=minutes))


def rows_of(event: SpeedEvent) -> set[tuple[int, int, int]]:
    return set(SpeedMeeting.objects.filter(event=event).values_list("round", "mentor_id", "mentee_id"))


def better_of(event: SpeedEvent) -> dict[str, Any]:
    run = queries.run_of(event)
    assert run is not None
    assert run.better is not None
    return dict(run.better)


def test_clock_is_read_from_the_row_by_anybody(alpha: School, beta: School) -> None:
    event = evening(alpha, beta)
    run = actions.start_event(event_id=event.pk, acting=ACTING)
    assert actions.start_event(event_id=event.pk, acting=ACTING).pk == run.pk
    with later(16):
        assert queries.phase_of(queries.run_of(event)).key == "break-2"
    with later(20):
        held = actions.pause_event(event_id=event.pk, version=run.version, acting=ACTING)
    with later(90):
        assert queries.phase_of(queries.run_of(event)).key == "round-2"
        on = actions.resume_event(event_id=event.pk, version=held.version, acting=ACTING)
        assert actions.resume_event(event_id=event.pk, version=1, acting=ACTING).version == on.version
        skipped = actions.skip_step(event_id=event.pk, version=on.version, acting=ACTING)
        assert queries.phase_of(queries.run_of(event)).key == "break-3"
        actions.finish_event(event_id=event.pk, acting=ACTING)
        assert queries.phase_of(queries.run_of(event)).kind == "over"
    assert skipped.version == 4


def test_second_coordinator_is_told_and_changes_nothing(alpha: School, beta: School) -> None:
    event = evening(alpha, beta)
    run = actions.start_event(event_id=event.pk, acting=ACTING)
    with later(1):
        actions.skip_step(event_id=event.pk, version=run.version, acting=ACTING)
        with pytest.raises(Conflict):
            actions.skip_step(event_id=event.pk, version=run.version, acting=ACTING)
        assert queries.phase_of(queries.run_of(event)).key == "break-2"


def test_evening_is_started_when_it_is_its_time_and_not_without_a_timetable(alpha: School, beta: School) -> None:
    with pytest.raises(Conflict):
        actions.start_event(event_id=make_event(days=0).pk, acting=ACTING)
    with pytest.raises(Conflict):
        actions.start_event(event_id=evening(alpha, beta, days=3).pk, acting=ACTING)
    with pytest.raises(Conflict):
        actions.pause_event(event_id=evening(alpha, beta).pk, version=1, acting=ACTING)


def test_extension_stays_within_the_strictest_regulation(alpha: School, beta: School) -> None:
    event = evening(alpha, beta)
    run = actions.start_event(event_id=event.pk, acting=ACTING)
    run = actions.extend_step(event_id=event.pk, version=run.version, minutes=15, acting=ACTING)
    with pytest.raises(RuleViolation) as refusal:
        actions.extend_step(event_id=event.pk, version=run.version, minutes=1, acting=ACTING)
    assert {item.code for item in refusal.value.violations} == {"speed_too_long"}
    with pytest.raises(InputError):
        actions.extend_step(event_id=event.pk, version=run.version, minutes=0, acting=ACTING)
    with later(29):
        assert queries.phase_of(queries.run_of(event)).key == "round-1"


def test_no_show_frees_places_that_others_take_and_nobody_is_moved(alpha: School, beta: School) -> None:
    event = evening(alpha, beta, mentors=2, mentees=5)
    before = rows_of(event)
    actions.start_event(event_id=event.pk, acting=ACTING)
    gone = SpeedMeeting.objects.filter(event=event, round=1)[0].mentee
    for _twice in range(2):
        actions.mark_missing(event_id=event.pk, registration_id=gone.pk, acting=ACTING)
    after = rows_of(event)
    assert not any(mentee == gone.pk for _round, _mentor, mentee in after)
    assert {row for row in before if row[2] != gone.pk} < after
    assert faults_of(gather(event).problem, queries.slots_now(event)) == []


def test_no_show_late_in_a_round_is_planned_from_the_next_one(alpha: School, beta: School) -> None:
    event = evening(alpha, beta, mentors=3, mentees=4)
    actions.start_event(event_id=event.pk, acting=ACTING)
    first = {row for row in rows_of(event) if row[0] == 1}
    gone = SpeedMeeting.objects.filter(event=event, round=1)[0].mentee
    with later(12):
        actions.mark_missing(event_id=event.pk, registration_id=gone.pk, acting=ACTING)
    assert {row for row in rows_of(event) if row[0] == 1} == first
    assert Registration.objects.of(gone.school_id).get(pk=gone.pk).missed == [2, 3]


def test_late_people_are_placed_and_those_who_come_back_too(alpha: School, beta: School) -> None:
    event = evening(alpha, beta, mentors=4, mentees=3)
    run = actions.start_event(event_id=event.pk, acting=ACTING)
    back = SpeedMeeting.objects.filter(event=event, round=1)[0].mentee
    actions.mark_missing(event_id=event.pk, registration_id=back.pk, acting=ACTING)
    with later(1):
        actions.skip_step(event_id=event.pk, version=run.version, acting=ACTING)
        person = acting_as("mentee", beta)
        assert person.account_id is not None
        late = actions.come_late(
            event_id=event.pk,
            school=beta,
            account_id=person.account_id,
            name="Поздняя Вера",
            side=MENTEE,
            themes="опрос",
            wish="",
            acting=person,
        )
        for _twice in range(2):
            actions.place_late(event_id=event.pk, registration_id=back.pk, acting=ACTING)
    assert late.missed == [1]
    for who in (late, back):
        assert sorted(event.meetings.filter(mentee=who).values_list("round", flat=True)) == [2, 3]


def test_people_off_the_waiting_list_are_placed_on_the_day(alpha: School, beta: School) -> None:
    event = make_event(mentee_places=1)
    for number in range(2):
        sign_up(event, alpha, MENTOR, name=f"Наставник {number}")
    sign_up(event, beta, MENTEE)
    waiting = sign_up(event, beta, MENTEE, name="Ждущая Вера")
    event = evening(alpha, beta, event=event)
    actions.start_event(event_id=event.pk, acting=ACTING)
    actions.place_late(event_id=event.pk, registration_id=waiting.pk, acting=ACTING)
    assert event.meetings.filter(mentee=waiting).count() == 2


def test_better_plan_is_offered_with_who_moves_and_applied_to_rounds_ahead(alpha: School, beta: School) -> None:
    event = evening(alpha, beta, mentors=4, mentees=4)
    actions.start_event(event_id=event.pk, acting=ACTING)
    with pytest.raises(Conflict):
        actions.apply_better_plan(event_id=event.pk, acting=ACTING)
    first = {row for row in rows_of(event) if row[0] == 1}
    gone = SpeedMeeting.objects.filter(event=event, round=2)[0].mentor
    with later(10):
        actions.mark_missing(event_id=event.pk, registration_id=gone.pk, acting=ACTING)
        assert actions.ask_better_plan(event_id=event.pk, result_url="", acting=ACTING) is None
        better = better_of(event)
        assert better["since"] == 2
        actions.apply_better_plan(event_id=event.pk, acting=ACTING)
    assert {row for row in rows_of(event) if row[0] == 1} == first
    assert rows_of(event) == {tuple(slot[:3]) for slot in better["slots"]}


def test_better_plan_of_other_people_is_not_applied(alpha: School, beta: School) -> None:
    event = evening(alpha, beta, mentors=4, mentees=4)
    actions.start_event(event_id=event.pk, acting=ACTING)
    actions.ask_better_plan(event_id=event.pk, result_url="", acting=ACTING)
    before = rows_of(event)
    with later(20), pytest.raises(Conflict):
        actions.apply_better_plan(event_id=event.pk, acting=ACTING)
    assert rows_of(event) == before


def test_large_better_plan_is_found_by_a_job(
    alpha: School, beta: School, run_jobs: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.region.speed.actions.replanning.AT_ONCE", 1)
    event = evening(alpha, beta, mentors=4, mentees=4)
    actions.start_event(event_id=event.pk, acting=ACTING)
    with run_jobs():
        job = actions.ask_better_plan(event_id=event.pk, result_url="/x/", acting=acting_as("regional_coordinator"))
    assert job is not None
    assert better_of(event)["moved"] == []


def test_calls_are_answered_once(alpha: School, beta: School, announced: list[str]) -> None:
    event = evening(alpha, beta)
    person = as_person(event, MENTEE)
    for _twice in range(2):
        actions.want_help(event_id=event.pk, acting=person)
    help_wanted = SpeedCall.objects.get()
    question = actions.ask_organiser(event_id=event.pk, text="Можно ли пересесть?", acting=person)
    actions.answer_call(event_id=event.pk, call_id=question.pk, answer="Да", acting=ACTING)
    with pytest.raises(Conflict):
        actions.answer_call(event_id=event.pk, call_id=question.pk, answer="Нет", acting=ACTING)
    actions.answer_call(event_id=event.pk, call_id=help_wanted.pk, answer="", acting=ACTING)
    actions.want_help(event_id=event.pk, acting=person)
    assert SpeedCall.objects.filter(kind="help").count() == 2
    with pytest.raises(NotFound):
        actions.ask_organiser(event_id=event.pk, text="Кто здесь?", acting=acting_as("mentor", alpha))


def test_wish_to_go_on_is_said_once_and_after_the_meeting(alpha: School, beta: School) -> None:
    event = evening(alpha, beta)
    person = as_person(event, MENTEE)
    own = queries.own_registration(event, person.account_id)
    first, second = event.meetings.filter(mentee=own).order_by("round")[:2]
    with pytest.raises(Conflict):
        actions.go_on(meeting_id=second.pk, acting=person)
    actions.start_event(event_id=event.pk, acting=ACTING)
    for _twice in range(2):
        actions.go_on(meeting_id=first.pk, acting=person)
    assert SpeedContinuation.objects.count() == 1
    with pytest.raises(Conflict):
        actions.give_feedback(meeting_id=second.pk, useful="Да", next_step="", again=True, acting=person)


def test_hall_hears_of_every_change_once_it_is_committed(
    alpha: School, beta: School, announced: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    event = evening(alpha, beta)
    with django_capture_on_commit_callbacks(execute=True):
        run = actions.start_event(event_id=event.pk, acting=ACTING)
        actions.announce(event_id=event.pk, text="Начинаем", acting=ACTING)
        assert announced == []
    with django_capture_on_commit_callbacks(execute=True):
        actions.pause_event(event_id=event.pk, version=run.version, acting=ACTING)
    assert announced == [queries.hall_topic(event.pk)] * 3
