"""Roadmaps: built from the school's act, approved, ticked, copied, closed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.roadmap import actions, checks, queries, ticks
from apps.school.roadmap.models import Event, Measurement, Roadmap, Stage, Term
from kernel.clock import at, today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.pairs import make_pair
from tests.support.people import make_mentor, make_person
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill, make_running, term_of

AUTUMN = datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC)
YEAR: dict[str, Any] = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2027, 8, 31)}


def refused(raised: pytest.ExceptionInfo[RuleViolation]) -> dict[str, str]:
    """Parameter -> clause of everything that was broken."""
    return {each.parameter: each.clause for each in raised.value.violations}


@pytest.fixture
def cit(in_alpha: School) -> School:
    """Alpha lives by the roadmap of cit alone: no text of a regulation."""
    adopted("cit")
    return in_alpha


# ---- cit


def test_cit_builds_its_roadmap_for_this_year_with_its_nineteen_events(cit: School) -> None:
    with at(AUTUMN):
        roadmap = build("main", acting=acting_as("curator", cit), **YEAR)
        events = events_of(roadmap)
        assert len(events) == 19
        assert [stage.printed_number for stage in roadmap.stages.all()] == [*"1234567"]
        refresh = events[4]
        assert refresh.responsible == ["methodist"]
        assert refresh.when_text == "Сентябрь-октябрь 2026, далее – ежеквартально"
        days = [(term.starts_on, term.due_on) for term in refresh.terms.all()]
        assert [due.isoformat() for _start, due in days if due] == [
            "2026-10-31",
            "2027-01-31",
            "2027-04-30",
            "2027-07-31",
        ]
        monitoring = next(event for event in events if event.auto_tick == "monitoring.closed")
        assert [term.due_on.month for term in monitoring.terms.all() if term.due_on] == [12, 5]


def test_cit_calls_its_curator_the_methodist_who_draws_the_roadmap_up_and_answers_for_it(cit: School) -> None:
    with at(AUTUMN):
        methodist = acting_as("curator", cit)
        roadmap = build("main", acting=methodist, **YEAR)
        actions.approve_roadmap(roadmap=roadmap, acting=acting_as("head", cit))
        view = queries.view_now()
        mine = queries.terms_of(methodist, view).filter(event__stage__code="mentee_bank")
        assert mine.count() == 8
        assert not queries.terms_of(acting_as("mentee", cit), view).exists()


def test_cit_is_told_that_a_one_off_event_is_not_regular(cit: School) -> None:
    with at(AUTUMN):
        roadmap = build("main", **YEAR)
        [first, *_rest] = [event for stage in queries.table_of(roadmap) for event in stage.events.all()]
        [problem] = checks.problems_of(first, roadmap)
        assert not problem.stops
        assert first.when_text == "регулярно"


# ---- the other schools


def test_ozono_has_two_roadmaps_whose_empty_columns_are_named_at_approval(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    first, second = build("dk1"), build("dk2")
    assert (len(events_of(first)), len(events_of(second))) == (19, 33)
    assert second.stages.get(code="work").events.count() == 7
    with pytest.raises(RuleViolation) as raised:
        actions.approve_roadmap(roadmap=second, acting=acting_as("head", in_alpha))
    assert refused(raised) == {"roadmap.columns": "ДК-1, шапка"}
    assert [each.actual.split(" (")[0] for each in raised.value.violations] == ["сроки исполнения", "ответственные"]
    preference = Event.objects.get(stage__roadmap=second, auto_tick="survey_preference.closed")
    assert preference.after is not None
    assert preference.after.auto_tick == "meeting_group.recorded"


def test_lenskaya_keeps_its_double_and_missing_numbers_and_approves_without_terms(in_alpha: School) -> None:
    adopted("lenskaya")
    roadmap = build("main")
    assert [stage.printed_number for stage in roadmap.stages.all()] == ["1.", "1.", "2.", "3.", "4.", "", ""]
    assert [stage.position for stage in roadmap.stages.all()] == [*range(1, 8)]
    assert actions.approve_roadmap(roadmap=roadmap, acting=acting_as("head", in_alpha)).is_running


def test_co58_takes_the_terms_of_its_events_from_its_stages(in_alpha: School) -> None:
    adopted("co-58")
    roadmap = build("main", starts_on=datetime.date(2020, 9, 1), ends_on=datetime.date(2025, 8, 31))
    assert [stage.events.count() for stage in roadmap.stages.all()] == [14, 25, 6]
    due = {term.due_on for term in Term.objects.filter(event__stage__code="implementation")}
    assert due == {datetime.date(2024, 8, 31)}


def test_gymnasium_without_a_table_takes_the_standard_one_into_its_own_stages(in_alpha: School) -> None:
    adopted("gymnasium-35")
    roadmap = build()
    assert [stage.code for stage in roadmap.stages.all()] == ["preparatory", "main", "final"]
    assert [stage.events.count() for stage in roadmap.stages.all()] == [9, 3, 4]


def test_standard_roadmap_has_the_closing_events_of_the_act(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")  # incentives.event names four
    titles = [event.title for event in events_of(build()) if event.auto_tick == "closing_event.held"]
    assert len(titles) == 4
    assert titles[0] == "Торжественное мероприятие с награждением"


# ---- the regulation's gates


def test_roadmap_is_drawn_up_by_the_author_of_the_regulation_alone(in_alpha: School) -> None:
    adopted("lenskaya")
    with pytest.raises(RuleViolation) as raised:
        build(acting=acting_as("head", in_alpha))
    assert refused(raised) == {"roadmap.author": "п. 3.4 (3)"}
    roadmap = build(acting=acting_as("curator", in_alpha))
    stage = Stage.objects.filter(roadmap=roadmap)[0]
    with pytest.raises(RuleViolation):
        actions.add_event(
            stage=stage, title="Своё", when=[], responsible=[], acting=acting_as("methodical_association", in_alpha)
        )


def test_roadmap_is_approved_by_whom_the_regulation_names(in_alpha: School) -> None:
    adopted("lenskaya")
    roadmap = build("main")
    with pytest.raises(RuleViolation) as raised:
        actions.approve_roadmap(roadmap=roadmap, acting=acting_as("curator", in_alpha))
    assert refused(raised) == {"roadmap.approver": "п. 3.3 (4)"}
    assert Roadmap.objects.get().is_draft


def test_roadmap_lies_in_its_period_and_so_do_its_events(in_alpha: School) -> None:
    adopted("lenskaya")
    with pytest.raises(RuleViolation) as raised:
        build("main", starts_on=datetime.date(2022, 1, 1), ends_on=datetime.date(2022, 12, 31))
    assert set(refused(raised)) == {"roadmap.period"}
    roadmap = build("main", **YEAR)
    with pytest.raises(RuleViolation) as raised:
        change(events_of(roadmap)[0], when=[{"rule": "day", "date": "2027-09-15"}])
    assert [each.actual for each in raised.value.violations] == ["15.09.2027"]


def test_stage_is_opened_in_the_order_of_the_act(in_alpha: School) -> None:
    adopted("lenskaya")
    roadmap = actions.approve_roadmap(roadmap=build("main"), acting=ACTING)
    stages = {stage.code: stage for stage in roadmap.stages.all()}
    with pytest.raises(RuleViolation) as raised:
        actions.open_stage(stage=stages["mentor_bank"], acting=ACTING)
    assert refused(raised) == {"stages": "ДК"}
    for code in ("preparation", "mentee_bank", "mentor_bank"):
        actions.open_stage(stage=stages[code], acting=ACTING)
    assert actions.close_stage(stage=stages["mentor_bank"], acting=ACTING).closed_on == today()
    with pytest.raises(Conflict):
        actions.open_stage(stage=stages["mentor_bank"], acting=ACTING)


def test_period_is_not_closed_before_its_monitoring_was_held(cit: School) -> None:
    with at(AUTUMN):
        roadmap = actions.approve_roadmap(roadmap=build("main", **YEAR), acting=ACTING)
        actions.schedule_monitoring(
            year=2026, days=[datetime.date(2026, 12, 31), datetime.date(2027, 5, 31)], acting=ACTING
        )
    with at(AUTUMN + datetime.timedelta(days=60)):
        with pytest.raises(RuleViolation) as raised:
            actions.close_roadmap(roadmap=roadmap, acting=ACTING)
        assert refused(raised) == {"monitoring.deadlines": "стр. 6", "monitoring.frequency": "стр. 6"}
        missed = Measurement.objects.get(due_on=datetime.date(2026, 12, 31))
        actions.hold_measurement(
            measurement=missed, held_on=today(), note="Анкеты 12 пар", acting=acting_as("curator", cit)
        )
        assert actions.close_roadmap(roadmap=roadmap, acting=ACTING).closed_on == today()


# ---- the table


def test_terms_follow_the_rules_and_marked_ones_stay(in_alpha: School) -> None:
    with at(AUTUMN):
        roadmap = make_running(**YEAR)
        event = events_of(roadmap)[2]
        term = event.terms.get()
        actions.mark_term(term=term, done_on=today(), acting=ACTING)
        actions.revise_roadmap(roadmap=roadmap, acting=ACTING)
        change(event, when=[{"rule": "months", "months": [12, 5]}])
        assert [each.due_on.isoformat() for each in event.terms.all() if each.due_on] == [
            "2026-12-04",
            "2026-12-31",
            "2027-05-31",
        ]


def test_row_below_shares_the_term_of_the_row_above(in_alpha: School) -> None:
    adopted("lenskaya")
    roadmap = build("main", **YEAR)
    parent = next(event for event in events_of(roadmap) if event.parts.exists())
    change(parent, when=[{"rule": "day", "date": "2026-10-15"}])
    due = set(Term.objects.filter(event__parent=parent).values_list("due_on", flat=True))
    assert due == {datetime.date(2026, 10, 15)}


def test_approved_table_is_not_edited_and_a_marked_row_not_taken_out(in_alpha: School) -> None:
    roadmap = make_running()
    event = events_of(roadmap)[0]
    with pytest.raises(Conflict):
        change(event, title="Иначе")
    actions.mark_term(term=event.terms.all()[0], done_on=today(), acting=ACTING)
    actions.revise_roadmap(roadmap=roadmap, acting=ACTING)
    with pytest.raises(InputError):
        actions.remove_event(event=event, acting=ACTING)
    with pytest.raises(Conflict):
        actions.discard_roadmap(roadmap=roadmap, acting=ACTING)


def test_rows_change_places_and_close_up(in_alpha: School) -> None:
    stage = build().stages.all()[0]
    titles = list(stage.events.values_list("title", flat=True))
    actions.move_event(event=stage.events.all()[1], up=True, acting=ACTING)
    assert list(stage.events.values_list("title", flat=True))[:2] == [titles[1], titles[0]]
    actions.remove_event(event=stage.events.all()[0], acting=ACTING)
    assert list(stage.events.values_list("position", flat=True)) == [*range(1, len(titles))]


def test_rows_do_not_wait_for_each_other(in_alpha: School) -> None:
    [first, second, *_rest] = events_of(build())
    change(second, after=first)
    second.refresh_from_db()
    with pytest.raises(InputError):
        change(first, after=second)


# ---- marks


def test_mark_is_made_by_the_office_or_by_those_who_answer(in_alpha: School) -> None:
    roadmap = fill(build())
    [first, second, *_rest] = events_of(roadmap)
    mentor = acting_as("mentor", in_alpha)
    person = make_person(account_id=mentor.account_id)
    change(first, responsible=["head"], persons=[person])
    change(second, responsible=["head"])
    actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
    marked = actions.mark_term(term=first.terms.get(), done_on=today(), note="Приказ № 5", acting=mentor)
    assert (marked.doer_name, marked.is_auto) == (mentor.name, False)
    with pytest.raises(NotAllowed):
        actions.mark_term(term=second.terms.get(), done_on=today(), acting=mentor)
    with pytest.raises(Conflict):
        actions.mark_term(term=first.terms.get(), done_on=today(), acting=mentor)
    assert actions.unmark_term(term=first.terms.get(), acting=mentor).done_on is None


def test_nothing_is_done_in_the_future(in_alpha: School) -> None:
    term = term_of(make_running())
    with pytest.raises(InputError):
        actions.mark_term(term=term, done_on=today() + datetime.timedelta(days=1), acting=ACTING)


def test_product_ticks_what_it_sees_once(in_alpha: School) -> None:
    roadmap = make_running()
    assert actions.tick_seen(acting=ACTING) == 1  # the roadmap's own approval
    make_pair()
    make_mentor(trained_on=today())
    assert actions.tick_seen(acting=ACTING) >= 4
    assert actions.tick_seen(acting=ACTING) == 0
    done = Term.objects.filter(event__stage__roadmap=roadmap, is_auto=True)
    codes = set(done.values_list("event__auto_tick", flat=True))
    assert {"pair_order.signed", "training.recorded", "mentor_bank.filled", "mentor.selected"} <= codes


def test_one_sighting_ticks_one_quarter(cit: School) -> None:
    with at(AUTUMN):
        roadmap = actions.approve_roadmap(roadmap=build("main", **YEAR), acting=ACTING)
        make_mentor(entered_on=datetime.date(2026, 9, 20))
        make_mentor(entered_on=datetime.date(2026, 11, 20))
        actions.tick_seen(acting=ACTING)
        rows = Term.objects.filter(event__stage__roadmap=roadmap, event__auto_tick="mentor_bank.filled")
        ticked = [(term.due_on.month if term.due_on else 0, term.done_on) for term in rows]
        assert ticked == [
            (10, datetime.date(2026, 9, 20)),
            (1, datetime.date(2026, 11, 20)),
            (4, None),
            (7, None),
        ]


def test_ticking_takes_the_same_number_of_queries_however_many_events(in_alpha: School) -> None:
    make_running()
    with CaptureQueriesContext(connection) as few:
        ticks.pending()
    for stage in Stage.objects.all():
        Event.objects.bulk_create(
            Event(stage=stage, position=50 + number, title="Ещё", auto_tick="pair.formed") for number in range(10)
        )
    Term.objects.bulk_create(Term(event=event) for event in Event.objects.filter(position__gte=50))
    with CaptureQueriesContext(connection) as many:
        ticks.pending()
    assert len(few) == len(many)


# ---- the next year


def test_next_year_gets_the_same_table_with_its_dates_moved(cit: School) -> None:
    with at(AUTUMN):
        person = make_person()
        roadmap = build("main", **YEAR)
        change(events_of(roadmap)[5], persons=[person])
        change(events_of(roadmap)[0], when=[{"rule": "day", "date": "2026-09-10"}])
        actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
        actions.mark_term(term=term_of(roadmap), done_on=today(), acting=ACTING)
        copy = actions.copy_roadmap(roadmap=roadmap, acting=acting_as("curator", cit))
        events = events_of(copy)
        assert (copy.starts_on, copy.ends_on, copy.is_draft) == (
            datetime.date(2027, 9, 1),
            datetime.date(2028, 8, 31),
            True,
        )
        assert len(events) == 19
        assert events[0].when == [{"rule": "day", "date": "2027-09-10"}]
        assert events[4].when[0] == {"rule": "window", "from": "2027-09", "to": "2027-10"}
        assert events[1].parent == events[0]
        assert [row.person for row in events[5].persons.all()] == [person]
        assert not Term.objects.filter(event__stage__roadmap=copy, done_on__isnull=False).exists()
        with pytest.raises(Conflict):
            actions.copy_roadmap(roadmap=roadmap, acting=ACTING)
