"""Sessions: asked, answered beside each other, summed up into the card; and lists of levels."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.growth import actions, queries
from apps.school.growth.actions import importing
from apps.school.growth.actions.diagnostics import Given
from apps.school.growth.actions.importing import proposed_levels
from apps.school.growth.models import AssessedLevel, Assessment, DiagnosticSession, LevelImport
from apps.school.people import actions as people
from apps.school.people.models import Diagnostics, MenteeCard
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.growth import (
    ACTING,
    TITLES,
    give,
    levels_of,
    list_of,
    make_couple,
    make_framework,
    make_session,
    measure,
    mentee_of,
    mentor_of,
)
from tests.support.people import make_mentee, make_person

pytestmark = pytest.mark.usefixtures("in_alpha")


def test_summed_up_levels_become_the_card_and_the_deficits_of_the_mentee() -> None:
    person = mentee_of(make_couple())
    session = make_session(person, sides=["self", "mentor", "curator"])
    assert [row.side for row in queries.assessments_of(session)] == ["self", "mentor", "curator"]
    give(session, [4, 4, 4], "self")
    give(session, [1, 2, 4], "mentor")
    give(session, [2, 3], "curator")
    actions.sum_up(session=session, levels=proposed_levels(session), acting=ACTING)
    assert levels_of(person) == dict(zip(TITLES, (1, 2, 4), strict=True))
    deficits = MenteeCard.objects.get(person=person).deficits
    assert {TITLES[0], TITLES[1]} <= set(deficits)
    assert TITLES[2] not in deficits
    row = DiagnosticSession.objects.get()
    assert (row.state, row.closed_on) == ("closed", today())
    assert row.result is not None
    assert row.result.way == Diagnostics.Way.CURATOR


def test_answer_may_be_given_anew_until_the_result_is_written() -> None:
    session = make_session(make_person())
    give(session, [1, 1, 1])
    sheet = give(session, [2, 2])
    assert [row.level for row in sheet.levels.all()] == [2, 2]
    assert sheet.levels.all()[0].evidence == "урок 12.10"
    actions.sum_up(session=session, levels=proposed_levels(session), acting=ACTING)
    with pytest.raises(Conflict):
        give(session, [3, 3])
    assert AssessedLevel.objects.filter(assessment=sheet).count() == 2


def test_wrong_words_are_refused_and_nothing_is_lost() -> None:
    session = make_session(make_person())
    sheet = session.assessments.get(side="curator")
    with pytest.raises(Conflict):
        actions.sum_up(session=session, levels={}, acting=ACTING)
    key = session.framework.competencies.first().pk  # type: ignore[union-attr]  # the framework has three
    for levels, error in (({}, InputError), ({key: Given(9)}, Conflict), ({10**9: Given(1)}, Conflict)):
        with pytest.raises(error):
            actions.give_assessment(assessment=sheet, levels=levels, acting=ACTING)
    with pytest.raises(InputError):
        actions.give_assessment(
            assessment=sheet, levels={key: Given(1)}, given_on=today() + datetime.timedelta(days=1), acting=ACTING
        )
    assert not AssessedLevel.objects.exists()


def test_one_session_of_a_framework_at_a_time() -> None:
    person, framework = make_person(), make_framework()
    session = make_session(person, framework)
    with pytest.raises(Conflict):
        make_session(person, framework)
    begun = actions.begin_many(
        persons=[person, make_person()],
        framework=framework,
        kind="entry",
        due_on=today(),
        sides=["self"],
        acting=ACTING,
    )
    assert len(begun) == 1
    actions.cancel_session(session=session, acting=ACTING)
    assert make_session(person, framework).is_open
    with pytest.raises(InputError):
        make_session(make_person(), framework, sides=["mentor"])


def test_assessor_answers_the_own_sheet_only(in_alpha: School) -> None:
    mentor, mentee = acting_as("mentor", in_alpha), acting_as("mentee", in_alpha)
    match = make_couple(mentor, mentee)
    session = make_session(mentee_of(match), sides=["self", "mentor", "curator"])
    mine = session.assessments.get(side="mentor")
    assert queries.assessment_for(mentor, mine.pk) == mine
    for side in ("self", "curator"):
        with pytest.raises(NotFound):
            queries.assessment_for(mentor, session.assessments.get(side=side).pk)
    give(session, [1, 1, 1], "self")
    assert [sheet.side for sheet in queries.sheets_shown(session, mentor)] == ["mentor"]
    assert [sheet.pk for sheet in queries.awaited(mentor)] == [mine.pk]
    match.mentors.update(until=today())
    with pytest.raises(NotFound):
        queries.assessment_for(mentor, mine.pk)
    assert not queries.awaited(mentor)
    with pytest.raises(NotAllowed):
        actions.sum_up(session=session, levels={}, acting=mentor)


def test_expert_sees_the_own_sheet_and_no_growth(in_alpha: School) -> None:
    actor = acting_as("methodical_association", in_alpha)
    expert = make_person(account_id=actor.account_id)
    session = make_session(make_person())
    actions.ask_expert(session=session, expert=expert, acting=ACTING)
    sheet = session.assessments.get(side="expert")
    assert queries.assessment_for(actor, sheet.pk) == sheet
    with pytest.raises(NotFound):
        queries.session_for(actor, session.pk)
    with pytest.raises(InputError):
        actions.ask_expert(session=session, expert=expert, acting=ACTING)


def test_competency_that_somebody_assesses_is_kept_when_the_framework_changes() -> None:
    session = make_session(make_person())
    give(session, [1, 2, 3])
    framework = session.framework
    people.save_framework(
        framework=framework,
        title=framework.title,
        levels=framework.levels,
        competencies=[TITLES[0], "новая"],
        strong_from=4,
        weak_below=3,
        acting=ACTING,
    )
    kept = dict(framework.competencies.values_list("title", "in_use"))
    assert kept == {TITLES[0]: True, TITLES[1]: False, TITLES[2]: False, "новая": True}


# ---- lists


def read(file: SimpleUploadedFile, framework: Any, **fields: Any) -> LevelImport:
    values: dict[str, Any] = {"kind": "entry", "side": "curator", "made_on": today(), "at_once": False}
    return actions.import_levels(file=file, framework=framework, **{**values, **fields}, acting=ACTING)


def test_list_names_every_fault_by_row_and_column_and_writes_nothing() -> None:
    framework = make_framework()
    known = make_mentee(consents=False).person
    twin = make_person(last_name="Двойных", first_name="Анна", patronymic="Петровна", staff_number="")
    make_person(last_name="Двойных", first_name="Анна", patronymic="Петровна", staff_number="")
    file = list_of(
        ["Табельный номер", "ФИО", TITLES[0], "Опечатка"],
        [known.staff_number, "", "9", ""],
        ["", twin.full_name, "2", ""],
        [known.staff_number, "", "2", ""],
        ["", "Никто Никакой", "", ""],
    )
    with pytest.raises(InputError) as refusal:
        read(file, framework)
    places = [problem["place"] for problem in refusal.value.problems]
    assert "Опечатка" in places
    assert any(TITLES[0] in place and "2" in place for place in places)
    assert sum("3" in place for place in places) == 1
    assert sum("4" in place for place in places) == 1
    assert sum("5" in place for place in places) == 2
    assert not DiagnosticSession.objects.exists()


def test_list_fills_the_sheets_and_sums_up_at_once() -> None:
    framework = make_framework()
    first, second = make_mentee(consents=False).person, make_mentee(consents=False).person
    session = make_session(first, framework)
    file = list_of(
        ["Табельный номер", TITLES[0].upper(), TITLES[1], f"{TITLES[0]}: основание"],
        [first.staff_number, 1, "Уверенный", "открытый урок"],
        [second.staff_number, 2, "", ""],
    )
    assert read(file, framework, at_once=True).written == 2
    assert levels_of(first) == {TITLES[0]: 1, TITLES[1]: 4}
    assert levels_of(second) == {TITLES[0]: 2}
    sheet = session.assessments.get(side="curator")
    assert sheet.levels.get(level=1).evidence == "открытый урок"


def test_long_list_is_written_by_a_job_and_tells_the_rows_that_it_could_not_write(
    run_jobs: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    framework = make_framework()
    people = [make_mentee(consents=False).person for _number in range(4)]
    file = list_of(["Табельный номер", TITLES[0]], *([person.staff_number, 2] for person in people))
    with run_jobs():
        begun = read(file, framework)
        assert (begun.done, begun.is_over, len(begun.rows)) == (0, False, 4)
        # Meanwhile: another diagnostics of one of them begins, and a worker is lost after the first row.
        make_session(people[1], framework, kind="exit")
        importing.write_next(level_import=begun, acting=ACTING)
    done = LevelImport.objects.get()
    assert (done.written, done.total, done.rows) == (3, 4, [])
    assert ["3" in fault["place"] for fault in done.faults] == [True]
    assert DiagnosticSession.objects.filter(assessments__levels__level=2).distinct().count() == 3
    assert importing.write_next(level_import=done, acting=ACTING).done == 4


def test_list_with_somebody_under_another_diagnostics_is_a_fault_of_the_row() -> None:
    framework, person = make_framework(), make_person()
    make_session(person, framework, kind="exit")
    with pytest.raises(InputError) as refusal:
        read(list_of(["staff number", TITLES[0]], [person.staff_number, 2]), framework)
    assert [problem["place"] for problem in refusal.value.problems] == ["строка 2"]


def test_list_of_mentors_answers_needs_mentors() -> None:
    framework, match = make_framework(), make_couple()
    lonely = make_person()
    headers = ["staff number", TITLES[0]]
    with pytest.raises(InputError) as refusal:
        read(list_of(headers, [lonely.staff_number, 2]), framework, side="mentor")
    assert len(refusal.value.problems) == 1
    read(list_of(headers, [mentee_of(match).staff_number, 2]), framework, side="mentor")
    assert Assessment.objects.get(side="mentor").assessor == mentor_of(match)


def test_measured_twice_is_counted_for_the_indicators() -> None:
    framework = make_framework()
    first, second, third = (make_person() for _number in range(3))
    day = today() - datetime.timedelta(days=100)
    for person, now in ((first, [3, 3, 3]), (second, [1, 1, 1])):
        measure(person, [1, 1, 1], framework, day=day)
        measure(person, now, framework, kind="exit")
    measure(third, [1, 1, 1], framework)
    assert queries.measured_twice() == (2, 1)
