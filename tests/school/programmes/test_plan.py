"""The plan at full depth: goals, columns, evidence, examples, participation, versions, two tabs."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.programmes import actions, amending, building, editing, library, meanwhile, queries, rules, taking_part
from apps.school.programmes import versions as kept
from apps.school.programmes.choices import Choices
from apps.school.programmes.errors import NotADraft, ProgrammeOver, WrongInput
from apps.school.programmes.models import Amendment, PlanItem, Programme, TypicalPlan
from apps.school.programmes.outlines import Outline
from kernel.clock import today
from kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from kernel.uploads import UnreadableFile
from tenants.organisations.models import School
from tests.school.programmes.conftest import Cast, seat
from tests.support.people import make_mentee, make_person
from tests.support.programmes import (
    ACTING,
    close,
    make_draft,
    make_goal,
    make_item,
    make_part,
    make_running,
    make_typical,
)
from tests.support.regulation import adopted
from tests.support.uploads import PDF

DAY = datetime.timedelta(days=1)


# ---- rows and goals


def test_plan_row_has_every_column_of_the_act(in_alpha: School) -> None:
    """programme.plan_columns: direction and responsible, where the act has these columns."""
    adopted("lenskaya", programme__plan_columns=["activity", "direction", "responsible"])
    programme = make_draft()
    with pytest.raises(RuleViolation) as error:
        make_item(programme)
    assert error.value.violations[0].clause == "п. 99"
    item = make_item(programme, direction="professional_contests", responsible="both")
    assert (item.responsible, item.state_on(today())) == ("both", "planned")
    with pytest.raises(WrongInput):
        make_item(programme, direction="professional_contests", responsible="both", starts_on=today() + 9 * DAY)


def test_state_of_a_row_follows_its_days() -> None:
    row = PlanItem(starts_on=today() - DAY, due_on=today())
    assert row.state_on(today()) == "running"
    assert row.state_on(today() + DAY) == "late"
    row.done_on = today()
    assert row.state_on(today() + DAY) == "done"


def test_evidence_passes_the_guard_of_uploads(running: Programme, cast: Cast) -> None:
    item = make_item(running)
    with pytest.raises(UnreadableFile):
        actions.mark_item(item=item, evidence=SimpleUploadedFile("a.pdf", b"MZ program"), acting=cast.mentee)
    marked = actions.mark_item(item=item, evidence=SimpleUploadedFile("a.pdf", PDF), acting=cast.mentee)
    assert str(marked.evidence.name).endswith(".pdf")


def test_goal_is_measured_on_the_way_to_its_target(running: Programme, cast: Cast) -> None:
    rising = make_goal(running)
    assert rising.percent is None
    measured = actions.measure_goal(goal=rising, actual=Decimal(70), measured_on=today(), acting=cast.mentor)
    assert measured.percent == 75
    falling = make_goal(running, title="Меньше пропусков", initial=Decimal(20), target=Decimal(10), actual=25)
    assert falling.percent == 0
    wrongs: list[dict[str, Any]] = [{"title": rising.title}, {"indicator": " "}, {"target": Decimal(40)}]
    for wrong in wrongs:
        with pytest.raises(WrongInput):
            make_goal(running, **{"title": "Третья", **wrong})
    with pytest.raises(WrongInput):
        actions.measure_goal(goal=rising, actual=Decimal(1), measured_on=today() + DAY, acting=cast.mentor)


def test_goal_of_an_approved_programme_changes_by_agreement(in_alpha: School, cast: Cast) -> None:
    """programme.change_rule: goals are its content."""
    adopted("lenskaya")
    programme = seat(make_running(), in_alpha)
    row = editing.GoalRow("Открытый урок", "открытых уроков", Decimal(2))
    with pytest.raises(RuleViolation) as error:
        actions.add_goal(programme=programme, row=row, acting=cast.mentor)
    assert {each.clause for each in error.value.violations} == {"п. 7.2"}
    change = amending.Change(Amendment.What.GOAL, goal_row=row)
    amendment = amending.amend_programme(programme=programme, change=change, acting=cast.mentor)
    assert not programme.goals.exists()
    word = amendment.agreements.get(role="mentee")
    amending.answer_amendment(amendment=amendment, agreement=word, accepted=True, acting=cast.mentee)
    goal = programme.goals.get()
    assert (goal.target, goal.initial) == (Decimal(2), None)
    old, new = kept.version_of(programme, 1), kept.version_of(programme, 2)
    told = kept.differences(old.content, new.content)
    assert [(each.before, "Открытый урок" in each.after) for each in told] == [("", True)]


def test_two_changes_of_one_row_do_not_undo_each_other(in_alpha: School) -> None:
    """Both are proposed on the same wording: what only one of them touches is merged, the rest is refused."""
    adopted("lenskaya")
    programme = make_running()
    item, later = programme.plan.get(), today() + 20 * DAY
    rows = (
        editing.Row("Иначе", due_on=item.due_on),
        editing.Row(item.title, due_on=later),
        editing.Row("Совсем иначе", due_on=item.due_on),
    )
    proposed = [
        amending.amend_programme(
            programme=programme, change=amending.Change(Amendment.What.EDIT, item=item, row=row), acting=ACTING
        )
        for row in rows
    ]

    def agree(amendment: Amendment) -> None:
        for word in amendment.agreements.filter(accepted=None):
            amending.answer_amendment(amendment=amendment, agreement=word, accepted=True, acting=ACTING)

    agree(proposed[0])
    agree(proposed[1])
    item.refresh_from_db()
    assert (item.title, item.due_on) == ("Иначе", later)
    with pytest.raises(Conflict):
        agree(proposed[2])
    item.refresh_from_db()
    assert item.title == "Иначе"


def test_versions_freeze_the_text_and_are_compared(in_alpha: School) -> None:
    adopted("lenskaya")
    programme = make_running()
    programme.versions.all().delete()  # as of programmes that were approved before versions were kept
    item = programme.plan.get()
    row = editing.Row("Другое мероприятие", due_on=item.due_on)
    change = amending.Change(Amendment.What.EDIT, item=item, row=row)
    amendment = amending.amend_programme(programme=programme, change=change, acting=ACTING)
    for word in amendment.agreements.filter(accepted=None):
        amending.answer_amendment(amendment=amendment, agreement=word, accepted=True, acting=ACTING)
    first, second = kept.version_of(programme, 1), kept.version_of(programme, 2)
    assert [item.title in words for _key, words in first.content["rows"]] == [True]
    (told,) = kept.differences(first.content, second.content)
    assert item.title in told.before
    assert "Другое мероприятие" in told.after
    with pytest.raises(NotFound):
        kept.version_of(programme, 3)


# ---- examples


def test_library_is_stocked_once_and_edited_by_the_school(in_alpha: School, cast: Cast) -> None:
    assert not library.is_stocked()
    number = library.stock(acting=cast.mentor)
    assert number == TypicalPlan.objects.count() > 5
    assert library.stock(acting=cast.mentor) == 0
    plan = library.fitting("pedagogue_pedagogue", "reverse", "personalised_programme")[0]
    assert plan.source == "reverse_digital"
    assert all(each.unit == "" for each in library.fitting("pupil_pupil", "traditional", "personalised_programme"))
    for act in (library.copy_plan, library.archive_plan):
        with pytest.raises(NotAllowed):
            act(plan=plan, acting=cast.mentor)
    copy = library.copy_plan(plan=plan, acting=cast.curator)
    assert (copy.source, copy.outline) == ("", plan.outline)
    library.archive_plan(plan=plan, acting=cast.curator)
    with pytest.raises(Conflict):
        library.archive_plan(plan=plan, acting=cast.curator)
    assert plan not in library.fitting("pedagogue_pedagogue", "reverse", "")
    assert library.is_stocked()
    with pytest.raises(WrongInput):
        make_typical(outline=Outline())


def test_draft_is_built_from_a_typical_plan_twice_without_a_double(in_alpha: School, cast: Cast) -> None:
    """programme.authors: only they may build it."""
    adopted("gymnasium-35", programme__plan_directions=["methodical"])
    programme = seat(make_draft(), in_alpha)
    actions.save_note(programme=programme, note={"goals_tasks": "Свои слова"}, acting=cast.mentor)
    library.stock(acting=cast.curator)
    plan = TypicalPlan.objects.get(source="novice_first_year")
    for _time in range(2):
        building.build_programme(programme=programme, source=plan, acting=cast.mentor)
    programme.refresh_from_db()
    assert programme.note["goals_tasks"] == "Свои слова"
    assert programme.note["activity_content"]
    rows = list(programme.plan.all())
    assert len(rows) == len(plan.outline["rows"])
    assert {row.direction for row in rows} == {"", "methodical"}
    match = programme.match
    assert all(row.due_on is not None and match.starts_on <= row.due_on <= match.ends_on for row in rows)
    assert programme.goals.count() == len(plan.outline["goals"])
    with pytest.raises(RuleViolation) as error:
        building.build_programme(programme=programme, source=plan, acting=cast.mentee)
    assert error.value.violations[0].parameter == "programme.authors"


def test_programme_that_worked_is_taken_over_without_its_people(in_alpha: School, cast: Cast) -> None:
    adopted("lenskaya")
    mentee = make_mentee(person=make_person(last_name="Воробьёва", first_name="Кира"), consents=False)
    example = make_running(mentees=[mentee])
    make_item(example, title="Урок Воробьёвой Киры в 7 «Б»", responsible="mentee")
    make_goal(example, actual=80)
    poor = make_running()
    make_goal(poor, actual=41)
    for programme in (example, poor):
        close(programme)
    draft = seat(make_draft(), in_alpha)
    assert [each.programme.pk for each in building.worked(draft)] == [example.pk]
    taken = building.build_programme(programme=draft, source=building.example_of(example.pk, draft), acting=cast.mentor)
    titles = [item.title for item in taken.plan.all()]
    assert "Урок [наставляемый] в 7 «Б»" in titles
    assert not any("Воробь" in title for title in titles)
    assert (taken.goals.get().initial, taken.goals.get().actual) == (None, None)
    assert all(item.done_on is None for item in taken.plan.all())
    running = make_running()
    with pytest.raises(NotADraft):
        building.build_programme(programme=running, source=example, acting=ACTING)
    with pytest.raises(NotFound):
        building.example_of(running.pk, draft)


# ---- participation


def test_participation_is_recorded_with_a_result_that_fits(running: Programme, cast: Cast) -> None:
    people = queries.people_of(running)
    make_part(running)
    record = make_part(running, kind="contest", title="Педагогический дебют", result="prize", level="regional")
    for wrong in (
        {"kind": "open_lesson", "result": "winner"},
        {"on_day": today() + DAY, "result": "held"},
        {"person": make_mentee(consents=False).person},
        {"title": " "},
    ):
        with pytest.raises(WrongInput):
            make_part(running, **wrong)
    counted = {title: (number, prizes) for title, number, prizes in taking_part.counts_of(running.participations.all())}
    assert sorted(counted.values()) == [(1, 0), (1, 1)]
    own = taking_part.participation_section(people.mentees[0], cast.curator)
    led = taking_part.participation_section(people.mentors[0], cast.curator)
    assert own is not None
    assert led is not None
    assert (len(own.context["own"]), own.context["mentees"]) == (2, [])
    assert (led.context["own"], len(led.context["mentees"])) == ([], 2)
    taking_part.remove_part(record=record, acting=cast.mentee)
    close(running)
    with pytest.raises(ProgrammeOver):
        make_part(running, title="Поздно")


# ---- individual plan


def test_individual_plan_has_its_own_fields_and_columns(in_alpha: School) -> None:
    """programme.unit: where the act lays down only the annual programme, a pupil's plan has the fields of a plan."""
    adopted("ozono-chepetskaya")
    view = queries.view_for(make_draft().match)
    template = rules.template_of(view)
    assert template.codes == rules.INDIVIDUAL_FIELDS
    assert "problem" not in [field.code for field in template.fields]
    assert "responsible" in rules.columns_of(view)


# ---- two tabs


def test_second_editor_of_a_note_is_shown_both_wordings(draft: Programme, cast: Cast) -> None:
    actions.save_note(programme=draft, note={"tasks": "Было", "principles": "Старые"}, acting=cast.mentor)
    draft.refresh_from_db()
    seen = meanwhile.seen_of(editing.note_values(draft))
    actions.save_note(programme=draft, note={"tasks": "Куратор"}, seen=seen, acting=cast.curator)
    mine: dict[str, Any] = {"programme": draft, "acting": cast.mentor, "choices": Choices()}
    with pytest.raises(meanwhile.ChangedMeanwhile) as error:
        actions.save_note(note={"tasks": "Наставник", "principles": "Новые"}, seen=seen, **mine)
    assert [rival[1:] for rival in error.value.rivals] == [("Куратор", "Наставник")]
    draft.refresh_from_db()
    assert draft.note["principles"] == "Старые"
    # What only one of the two touched is merged without a word.
    saved = actions.save_note(note={"tasks": "Было", "principles": "Новые"}, seen=seen, **mine)
    assert (saved.note["tasks"], saved.note["principles"]) == ("Куратор", "Новые")
    # Saving once more after the comparison is a decision.
    saved = actions.save_note(note={"tasks": "Наставник"}, seen=error.value.seen, **mine)
    assert saved.note["tasks"] == "Наставник"


def test_second_editor_of_a_row_is_shown_both_wordings(draft: Programme, cast: Cast) -> None:
    item = make_item(draft, title="Было", responsible="mentor")
    seen = meanwhile.seen_of(editing.Row.of(item).written())
    actions.change_item(item=item, title="Было", due_on=item.due_on, responsible="both", seen=seen, acting=cast.curator)
    with pytest.raises(meanwhile.ChangedMeanwhile) as error:
        actions.change_item(
            item=item, title="Стало", due_on=item.due_on, responsible="mentee", seen=seen, acting=cast.mentor
        )
    assert len(error.value.rivals) == 1
    changed = actions.change_item(
        item=item, title="Стало", due_on=item.due_on, responsible="mentor", seen=seen, acting=cast.mentor
    )
    assert (changed.title, changed.responsible) == ("Стало", "both")
