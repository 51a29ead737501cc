"""What is written into a programme, by whom, and what is refused."""

from __future__ import annotations

import datetime

import pytest

from apps.school.pairs.handlers import on_activated
from apps.school.pairs.models import Match
from apps.school.programmes import actions, queries
from apps.school.programmes.errors import (
    MeetingAhead,
    MeetingAtThatTime,
    MeetingRecorded,
    NotADraft,
    ProgrammeOver,
    WrongInput,
)
from apps.school.programmes.models import Programme
from kernel.clock import now, today
from kernel.errors import NotAllowed, NotFound, RuleViolation
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, seat
from tests.support.programmes import (
    ACTING,
    close,
    fill,
    make_active_pair,
    make_draft,
    make_item,
    make_meeting,
    make_running,
)
from tests.support.regulation import adopted


def refused(error: pytest.ExceptionInfo[RuleViolation]) -> dict[str, str]:
    """Parameter -> clause of a refusal."""
    return {violation.parameter: violation.clause for violation in error.value.violations}


def test_activated_pair_gets_a_draft_once(in_alpha: School) -> None:
    match = make_active_pair()
    on_activated.run(match, ACTING)
    on_activated.run(match, ACTING)
    programme = Programme.objects.get(match=match)
    assert programme.state == Programme.State.DRAFT
    assert programme.note["goals_tasks"] == match.goal
    assert programme.note["mentee_request"]


def test_note_of_lenskaya_is_written_by_the_mentee_too(draft: Programme, cast: Cast) -> None:
    saved = actions.save_note(programme=draft, note={"tasks": "Три задачи"}, acting=cast.mentee)
    assert saved.note["tasks"] == "Три задачи"


def test_note_of_gymnasium_is_not_written_by_the_mentee(in_alpha: School, cast: Cast) -> None:
    adopted("gymnasium-35")
    programme = seat(make_draft(), in_alpha)
    with pytest.raises(RuleViolation) as error:
        actions.save_note(programme=programme, note={"problem": "Дисциплина"}, acting=cast.mentee)
    assert refused(error) == {"programme.authors": "гл. 3, п. 18, пп. 4"}
    actions.save_note(programme=programme, note={"problem": "Дисциплина"}, acting=cast.curator)


def test_note_refuses_a_field_outside_the_template(draft: Programme, cast: Cast) -> None:
    with pytest.raises(WrongInput):
        actions.save_note(programme=draft, note={"learning_conditions": "Кабинет"}, acting=cast.mentor)


def test_note_is_not_written_by_the_head(draft: Programme, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.save_note(programme=draft, note={"tasks": "Задачи"}, acting=cast.head)


def test_approval_names_every_missing_field_with_the_clause(draft: Programme, cast: Cast) -> None:
    with pytest.raises(RuleViolation) as error:
        actions.approve_programme(programme=draft, acting=cast.head)
    assert refused(error) == {"programme.template_fields": "Прил. 1, шаблон"}
    assert "Задачи (1–3)" in str(error.value)


def test_approval_of_a_full_draft_starts_the_programme(draft: Programme, cast: Cast) -> None:
    approved = actions.approve_programme(programme=fill(draft), acting=cast.head)
    assert (approved.state, approved.approved_on) == (Programme.State.RUNNING, today())
    with pytest.raises(NotADraft):
        actions.approve_programme(programme=approved, acting=cast.head)


def test_approval_is_not_for_the_mentor(draft: Programme, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.approve_programme(programme=fill(draft), acting=cast.mentor)


def test_plan_row_needs_a_date_where_the_plan_has_that_column(running: Programme, cast: Cast) -> None:
    with pytest.raises(RuleViolation) as error:
        actions.add_item(programme=running, title="Открытый урок", acting=cast.mentor)
    assert refused(error) == {"programme.plan_columns": "Прил. 1, план"}


def test_plan_row_needs_no_date_where_the_regulation_has_no_such_column(in_alpha: School) -> None:
    adopted(programme__plan_columns=["number", "activity", "done_mark"])
    assert actions.add_item(programme=make_draft(), title="Открытый урок", acting=ACTING).due_on is None


def test_plan_rows_stand_by_date(running: Programme) -> None:
    running.plan.all().delete()
    later = make_item(running, title="Позже", due_on=today() + datetime.timedelta(days=30))
    sooner = make_item(running, title="Раньше", due_on=today())
    assert list(running.plan.all()) == [sooner, later]


def test_mark_is_set_and_taken_back(running: Programme, cast: Cast) -> None:
    item = actions.mark_item(item=make_item(running), mark="урок посещён", acting=cast.mentee)
    assert (item.done_on, item.mark) == (today(), "урок посещён")
    item = actions.unmark_item(item=item, acting=cast.mentee)
    assert (item.done_on, item.mark) == (None, "")


def test_mark_is_not_set_for_tomorrow(running: Programme) -> None:
    with pytest.raises(WrongInput):
        actions.mark_item(item=make_item(running), done_on=today() + datetime.timedelta(days=1), acting=ACTING)


def test_item_of_another_programme_is_not_found(running: Programme) -> None:
    with pytest.raises(NotFound):
        queries.item_of(running, make_item(make_running()).pk)


def test_strangers_do_not_write(running: Programme, cast: Cast) -> None:
    stranger = make_running()
    with pytest.raises(NotAllowed):
        actions.add_item(programme=stranger, title="Чужое", due_on=today(), acting=cast.mentor)


@pytest.mark.parametrize(("minutes", "allowed"), [(30, True), (45, False)])
def test_speed_meeting_keeps_the_limit_of_co_58(in_alpha: School, minutes: int, allowed: bool) -> None:
    adopted("co-58")
    programme = make_draft(type="flash_speed")
    if allowed:
        assert make_meeting(programme, minutes=minutes).minutes == minutes
        return
    with pytest.raises(RuleViolation) as error:
        make_meeting(programme, minutes=minutes)
    assert refused(error) == {"types.speed_max_minutes": "разд. 9, флэш"}


def test_same_speed_meeting_is_allowed_where_the_school_sets_more(in_alpha: School) -> None:
    adopted("co-58", types__speed_max_minutes=60)
    assert make_meeting(make_draft(type="flash_speed"), minutes=45).minutes == 45


def test_speed_type_has_a_single_meeting(in_alpha: School) -> None:
    adopted("lenskaya")
    programme = make_draft(type="speed")
    first = make_meeting(programme, minutes=20)
    with pytest.raises(RuleViolation) as error:
        make_meeting(programme, days=5, minutes=20)
    assert refused(error) == {"types.speed_single": "п. 2.4"}
    actions.record_meeting(meeting=first, held=False, missed_reason="Болезнь", acting=ACTING)
    make_meeting(programme, days=5, minutes=20)


def test_meeting_mode_is_one_of_the_regulation(in_alpha: School) -> None:
    adopted(interaction__mode=["in_person"])
    with pytest.raises(RuleViolation) as error:
        make_meeting(make_draft(), mode="online")
    assert refused(error) == {"interaction.mode": "п. 99"}


def test_two_meetings_are_not_at_the_same_time(running: Programme) -> None:
    meeting = make_meeting(running)
    with pytest.raises(MeetingAtThatTime):
        make_meeting(running, starts_at=meeting.starts_at)


def test_meeting_ahead_is_not_recorded_as_held(running: Programme, cast: Cast) -> None:
    with pytest.raises(MeetingAhead):
        actions.record_meeting(meeting=make_meeting(running), held=True, acting=cast.mentor)


def test_missed_meeting_needs_a_reason(running: Programme, cast: Cast) -> None:
    meeting = make_meeting(running, days=-1)
    with pytest.raises(WrongInput):
        actions.record_meeting(meeting=meeting, held=False, acting=cast.mentor)


def test_each_side_writes_its_own_note(running: Programme, cast: Cast) -> None:
    meeting = make_meeting(running, days=-1)
    actions.record_meeting(meeting=meeting, held=True, mentor_note="Разобрали урок", acting=cast.mentor)
    recorded = actions.record_meeting(meeting=meeting, held=True, mentee_note="Стало яснее", acting=cast.mentee)
    assert (recorded.mentor_note, recorded.mentee_note) == ("Разобрали урок", "Стало яснее")
    with pytest.raises(NotAllowed):
        actions.record_meeting(meeting=meeting, held=True, mentor_note="Чужое", acting=cast.mentee)


def test_record_is_taken_back_before_it_is_changed(running: Programme, cast: Cast) -> None:
    meeting = make_meeting(running, days=-1, held=True)
    with pytest.raises(MeetingRecorded):
        actions.record_meeting(meeting=meeting, held=False, missed_reason="Болезнь", acting=cast.mentor)
    actions.reopen_meeting(meeting=meeting, acting=cast.mentor)
    missed = actions.record_meeting(meeting=meeting, held=False, missed_reason="Болезнь", acting=cast.mentor)
    assert missed.state == "missed"


def test_completion_ends_the_pair(running: Programme, cast: Cast) -> None:
    make_meeting(running, days=-1, held=True)
    done = close(running)
    done.match.refresh_from_db()
    assert (done.state, done.match.state) == (Programme.State.COMPLETED, Match.State.COMPLETED)
    assert done.match.closing_ground == "plan_completed"


def test_completion_on_an_initiative_is_an_early_end(running: Programme) -> None:
    done = close(running, "mentee_initiative", results="")
    done.match.refresh_from_db()
    assert (done.state, done.match.state) == (Programme.State.ENDED, Match.State.ENDED)


def test_ground_outside_the_closed_list_is_refused_with_the_clause(running: Programme) -> None:
    with pytest.raises(RuleViolation) as error:
        close(running, "employment_ended")
    assert refused(error) == {"termination.grounds": "п. 7.1"}


def test_same_ground_is_allowed_where_the_regulation_has_it(in_alpha: School) -> None:
    adopted("cit")
    assert close(make_running(), "employment_ended", results="").state == Programme.State.ENDED


def test_grounds_of_the_labour_code_work_everywhere(running: Programme) -> None:
    assert close(running, "mentor_refusal", results="").state == Programme.State.ENDED


def test_plan_completed_needs_every_mark(running: Programme, cast: Cast) -> None:
    with pytest.raises(RuleViolation) as error:
        actions.complete_programme(
            programme=running, ground="plan_completed", results="Итог", completed_on=today(), acting=cast.curator
        )
    assert "termination.grounds" in refused(error)


def test_plan_completed_before_the_shortest_term_is_refused(in_alpha: School) -> None:
    begun = today() - datetime.timedelta(days=20)
    programme = make_running(starts_on=begun, ends_on=begun + datetime.timedelta(days=200))
    with pytest.raises(RuleViolation) as error:
        close(programme)
    assert refused(error) == {"term.min_months": "п. 1.2"}


def test_completion_needs_results(running: Programme) -> None:
    with pytest.raises(WrongInput):
        close(running, results=" ")


def test_closed_programme_is_not_changed(running: Programme) -> None:
    close(running)
    with pytest.raises(ProgrammeOver):
        make_meeting(running)
    with pytest.raises(ProgrammeOver):
        make_item(running)


def test_pair_ended_elsewhere_ends_its_programme(running: Programme) -> None:
    from apps.school.pairs.actions import end_pair

    end_pair(match=running.match, ground="mutual_decision", note="", closed_on=today(), completed=False, acting=ACTING)
    running.refresh_from_db()
    assert (running.state, running.completion_ground) == (Programme.State.ENDED, "mutual_decision")


def test_replanned_meeting_keeps_the_rules(running: Programme) -> None:
    meeting = make_meeting(running)
    moved = actions.replan_meeting(
        meeting=meeting, starts_at=now() + datetime.timedelta(days=9), minutes=30, mode="online", acting=ACTING
    )
    assert (moved.minutes, moved.mode) == (30, "online")
