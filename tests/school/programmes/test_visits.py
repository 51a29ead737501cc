"""Lesson visits: agreed, moved, cancelled, analysed by the sheet of the school; the counter that warns in time."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.programmes import queries, sheet_versions, sheets, visiting
from apps.school.programmes.errors import ProgrammeOver, WrongInput
from apps.school.programmes.models import LessonVisit, Programme, VisitPlan, Way
from apps.school.programmes.sheets import Criterion, Sheet
from apps.school.regulation.rules.visits import MonthOfVisits, school_days_left
from apps.school.today import own
from apps.school.today.waiting import visits
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, seat
from tests.support.cast import acting_as
from tests.support.programmes import ACTING, close, make_agreed, make_running, make_sheet, make_visit
from tests.support.regulation import adopted

DAY = datetime.timedelta(days=1)


# ---- the counter


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [((2026, 4, 24), (2026, 4, 30), 5), ((2026, 4, 30), (2026, 5, 3), 1), ((2026, 5, 2), (2026, 5, 1), 0)],
)
def test_school_days_leave_out_weekends_and_holidays(
    first: tuple[int, int, int], last: tuple[int, int, int], number: int
) -> None:
    assert school_days_left(datetime.date(*first), datetime.date(*last)) == number


@pytest.mark.parametrize(
    ("done", "planned", "left", "is_due"),
    [(0, 0, 20, False), (0, 0, 10, True), (1, 0, 10, False), (1, 0, 7, True), (1, 1, 1, False), (2, 0, 1, False)],
)
def test_counter_warns_by_the_school_days_that_are_left(done: int, planned: int, left: int, is_due: bool) -> None:
    month = MonthOfVisits(needed=2, done=done, planned=planned, days_left=left)
    assert month.is_due is is_due


def told(school: School, role: str, day: datetime.date) -> dict[str, Any]:
    actor = acting_as(role, school)
    return {item.code: item for item in visits.lines(own.read(actor, day), day)}


@pytest.mark.parametrize(("day", "is_told"), [(25, True), (5, False)])
def test_lesson_visits_are_told_before_the_month_ends(day: int, is_told: bool, in_alpha: School, settings: Any) -> None:
    """programme.lesson_visits: until they are done, or agreed."""
    settings.ROOT_URLCONF = settings.SCHOOL_URLCONF
    adopted("lenskaya", programme__lesson_visits=1)
    programme = seat(make_running(), in_alpha)
    when = (today().replace(day=1) - 40 * DAY).replace(day=day)
    assert ("visits.due" in told(in_alpha, "mentor", when)) is is_told
    assert "visits.due" not in told(in_alpha, "mentee", when)
    make_visit(programme, visited_on=when)
    assert "visits.due" not in told(in_alpha, "mentor", when)


def test_agreed_visit_is_told_to_both_and_to_be_recorded(in_alpha: School, settings: Any) -> None:
    settings.ROOT_URLCONF = settings.SCHOOL_URLCONF
    programme = seat(make_running(), in_alpha)
    plan = make_agreed(programme, days=1, way=Way.TO_MENTOR)
    for role in ("mentor", "mentee"):
        assert not told(in_alpha, role, today())["visits.agreed"].overdue
    later = plan.on_day + DAY
    assert "visits.agreed" not in told(in_alpha, "mentor", later)
    assert told(in_alpha, "mentee", later)["visits.agreed"].overdue


# ---- agreed visits


def test_visit_is_agreed_moved_and_cancelled_with_a_reason(running: Programme, cast: Cast) -> None:
    plan = make_agreed(running)
    with pytest.raises(Conflict):
        make_agreed(running)
    wrongs: list[dict[str, Any]] = [{"days": -1}, {"lesson": " "}, {"days": 400}]
    for wrong in wrongs:
        with pytest.raises(WrongInput):
            make_agreed(running, **{"lesson": "Иной", **wrong})
    with pytest.raises(WrongInput):
        visiting.move_visit(plan=plan, on_day=today() + 3 * DAY, reason=" ", acting=cast.mentee)
    moved = visiting.move_visit(plan=plan, on_day=today() + 3 * DAY, reason="Контрольная", acting=cast.mentee)
    assert (moved.on_day, moved.moves[0]["reason"]) == (today() + 3 * DAY, "Контрольная")
    cancelled = visiting.cancel_visit(plan=plan, reason="Болезнь", acting=cast.mentor)
    assert cancelled.state == VisitPlan.State.CANCELLED
    with pytest.raises(Conflict):
        visiting.move_visit(plan=plan, on_day=today() + DAY, reason="Ещё", acting=cast.mentor)


def test_agreed_visit_becomes_a_recorded_one_once(running: Programme, cast: Cast) -> None:
    plan = make_agreed(running, days=0)
    given: dict[str, Any] = {"visited_on": today(), "lesson": plan.lesson, "analysis": "Ясно", "plan": plan}
    visit = visiting.record_visit(programme=running, **given, acting=cast.mentor)
    plan.refresh_from_db()
    assert (plan.state, plan.visit) == (VisitPlan.State.HELD, visit)
    with pytest.raises(Conflict):
        visiting.record_visit(programme=running, **{**given, "lesson": "Другой"}, acting=cast.mentor)
    assert LessonVisit.objects.count() == 1


def test_visit_back_is_recorded_by_the_mentee_and_counts_apart(in_alpha: School, cast: Cast) -> None:
    """programme.lesson_visits: the act counts the lessons of the mentee."""
    adopted("lenskaya", programme__lesson_visits=1)
    programme = seat(make_running(), in_alpha)
    given: dict[str, Any] = {"visited_on": today(), "lesson": "Урок мастера", "analysis": "Взял приём опроса"}
    with pytest.raises(NotAllowed):
        visiting.record_visit(programme=programme, **given, acting=cast.mentee)
    visit = visiting.record_visit(programme=programme, **given, way=Way.TO_MENTOR, acting=cast.mentee)
    people = queries.people_of(programme)
    assert (visit.host, visit.visitor) == (people.mentors[0], people.mentees[0])
    assert visiting.counted(programme) == {}
    make_visit(programme)
    assert sum(visiting.counted(programme).values()) == 1


def test_agreed_visits_end_with_the_pair(running: Programme) -> None:
    plan = make_agreed(running, days=9)
    close(running)
    plan.refresh_from_db()
    assert plan.state == VisitPlan.State.CANCELLED
    assert plan.reason
    with pytest.raises(ProgrammeOver):
        make_agreed(running, days=10)


# ---- the sheet


def test_answers_fit_their_scales() -> None:
    sheet = Sheet("Карта", (Criterion("pace", "", "Темп", "scale", 4), Criterion("words", "", "Слова", "text")))
    assert sheets.answered(sheet, {"pace": "3", "words": " да "}) == {"pace": 3, "words": "да"}
    assert sheets.answered(sheet, {"pace": "", "words": None}) == {}
    for wrong in ({"pace": "5"}, {"pace": "-1"}, {"pace": "x"}, {"other": "1"}):
        with pytest.raises(WrongInput):
            sheets.answered(sheet, wrong)
    assert sheets.score(sheet, {"pace": 3, "words": "да"}) == 75
    assert sheets.score(sheet, {"words": "да"}) is None


def test_sheet_has_versions_and_visits_keep_theirs(running: Programme, cast: Cast) -> None:
    house = sheets.in_use()
    assert house.number == 0
    first = make_visit(running, answers={"purpose": "3", "structure": "0"})
    assert sheets.score(Sheet.read(first.sheet), first.answers) == 50
    with pytest.raises(NotAllowed):
        sheet_versions.save_sheet(title="Своя", criteria=house.criteria, acting=cast.mentor)
    for title, criteria in (("", house.criteria), ("Своя", ()), ("Своя", [Criterion("", "", "Темп", "scale", 11)])):
        with pytest.raises(WrongInput):
            sheet_versions.save_sheet(title=title, criteria=criteria, acting=cast.curator)
    version = make_sheet()
    assert [row["code"] for row in version.criteria] == ["own_0", "own_1"]
    second = make_visit(running, days=2, answers={"own_0": "4"})
    assert Sheet.read(second.sheet).number == version.number
    assert Sheet.read(LessonVisit.objects.get(pk=first.pk).sheet) == house
    assert [score for _visit, score in sheets.scores_of([first, second])] == [80, 50]
    with pytest.raises(Conflict):
        sheet_versions.save_sheet(title="Вторая вкладка", criteria=house.criteria, seen=0, acting=cast.curator)
    sheet_versions.reset_sheet(acting=cast.curator)
    assert sheets.in_use() == house
    with pytest.raises(Conflict):
        sheet_versions.reset_sheet(acting=ACTING)
