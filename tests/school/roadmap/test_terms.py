"""Terms as rules: weeks, days after another row, days off; the terms of the five institutions."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.regulation.queries import current
from apps.school.regulation.values.recurrence import moved, occurrences
from apps.school.roadmap import actions, checks, plans
from apps.school.roadmap.models import Event, Roadmap, Stage, Term
from apps.school.roadmap.terms import days_of
from kernel.clock import at
from kernel.errors import Conflict
from tenants.organisations.models import School
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill, make_running

AUTUMN = datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC)
YEAR: dict[str, Any] = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2027, 8, 31)}
FIRST, LAST = YEAR["starts_on"], YEAR["ends_on"]


def days(event: Event) -> list[str]:
    return [term.due_on.isoformat() if term.due_on else "" for term in event.terms.all()]


def day(text: str) -> dict[str, Any]:
    return {"rule": "day", "date": text}


# ---- pure


def test_every_two_weeks_since_a_day() -> None:
    rule = {"rule": "weeks", "every": 2, "since": "2026-08-24"}
    found = occurrences([rule], FIRST, datetime.date(2026, 10, 10))
    assert [each.due.isoformat() for each in found] == ["2026-09-07", "2026-09-21", "2026-10-05"]
    assert found[1].start == datetime.date(2026, 9, 8)


def test_weeks_of_the_next_year_keep_their_day_of_the_week() -> None:
    [rule] = moved([{"rule": "weeks", "every": 1, "since": "2026-09-07"}], 1)
    since = datetime.date.fromisoformat(rule["since"])
    assert (since.weekday(), since.year) == (0, 2027)


def test_days_are_counted_from_another_row() -> None:
    roadmap = Roadmap(**YEAR)
    event = Event(when=[{"rule": "after", "days": 14}])
    anchors = [datetime.date(2026, 10, 1), datetime.date(2027, 8, 30)]
    found = days_of(event, Stage(), roadmap, anchors)
    assert [due.isoformat() for _start, due in found if due] == ["2026-10-15", "2027-08-31"]
    assert days_of(event, Stage(), roadmap) == [(None, None)]


@pytest.mark.parametrize(
    ("shift", "due"), [("", "2026-11-04"), ("later", "2026-11-05"), ("earlier", "2026-11-03")], ids=str
)
def test_term_on_a_day_off_goes_where_the_roadmap_says(shift: str, due: str) -> None:
    """4 November is a public holiday."""
    event = Event(when=[day("2026-11-04")])
    [(start, found)] = days_of(event, Stage(), Roadmap(**YEAR, shift=shift))
    assert found is not None
    assert found.isoformat() == due
    assert start is not None
    assert start <= found


# ---- in the table


def test_days_counted_from_a_row_follow_its_mark_and_come_back_with_it(in_alpha: School) -> None:
    with at(AUTUMN):
        roadmap = build(**YEAR)
        [first, second, third, *_rest] = events_of(roadmap)
        change(first, when=[day("2026-11-20")])
        change(second, when=[{"rule": "after", "days": 10}], after=first)
        change(third, when=[{"rule": "after", "days": 1}], after=second)
        assert (days(second), days(third)) == (["2026-11-30"], ["2026-12-01"])
        change(first, when=[day("2026-11-22")])
        assert (days(second), days(third)) == (["2026-12-02"], ["2026-12-03"])
        fill(roadmap)
        Event.objects.exclude(pk__in=[first.pk, second.pk, third.pk]).delete()
        actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
        kept = third.terms.get()
        actions.add_evidence(term=kept, link="https://example.org/1", acting=ACTING)
        actions.mark_term(term=first.terms.get(), done_on=datetime.date(2026, 11, 25), acting=ACTING)
        assert (days(second), days(third)) == (["2026-12-05"], ["2026-12-06"])
        assert third.terms.get().evidence.count() == 1  # the term moved, it was not made anew
        actions.unmark_term(term=first.terms.get(), acting=ACTING)
        assert days(third) == ["2026-12-03"]


def test_event_after_a_group_meeting_is_counted_from_its_row(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    with at(AUTUMN):
        roadmap = build("dk2", **YEAR)
        meeting = Event.objects.filter(stage__roadmap=roadmap, auto_tick="meeting_group.recorded").order_by("pk")[0]
        change(meeting, when=[day("2026-10-01")])
        preference = Event.objects.get(stage__roadmap=roadmap, auto_tick="survey_preference.closed")
        assert preference.after == meeting
        assert days(preference) == ["2026-10-31"]


def test_term_with_evidence_outlives_its_rule(in_alpha: School) -> None:
    with at(AUTUMN):
        roadmap = make_running(**YEAR)
        event = events_of(roadmap)[2]
        proved = event.terms.get()
        actions.add_evidence(term=proved, link="https://example.org/1", acting=ACTING)
        actions.revise_roadmap(roadmap=roadmap, acting=ACTING)
        change(event, when=[day("2026-12-10"), day("2026-12-20")])
        assert (days(event), event.terms.all()[0].pk) == (["2026-12-10", "2026-12-20"], proved.pk)
        change(event, when=[{"rule": "continuous"}])
        assert proved.pk in event.terms.values_list("pk", flat=True)


# ---- the five institutions


SHOWN_ANYWAY = {"continuous", "on_event"}


def _is_understood_or_told(event: Event, roadmap: Roadmap) -> bool:
    if any(term.due_on for term in event.terms.all()) or {rule["rule"] for rule in event.when} & SHOWN_ANYWAY:
        return True
    # Not understood: the words are kept as they were printed, and the author is told beside the row.
    return bool(checks.problems_of(event, roadmap))


@pytest.mark.parametrize(
    ("slug", "code", "count"),
    [
        ("cit", "main", 19),
        ("lenskaya", "main", 36),
        ("ozono-chepetskaya", "dk1", 19),
        ("ozono-chepetskaya", "dk2", 33),
        ("co-58", "main", 45),
        ("gymnasium-35", "federal", 16),
    ],
)
def test_every_term_of_the_five_institutions_is_understood_or_told(
    in_alpha: School, slug: str, code: str, count: int
) -> None:
    adopted(slug)
    period = (
        {"starts_on": datetime.date(2020, 9, 1), "ends_on": datetime.date(2025, 8, 31)} if slug == "co-58" else YEAR
    )
    with at(AUTUMN):
        roadmap = build(code, **period)
        events = events_of(roadmap)
        assert len(events) == count
        assert [event.title for event in events if not _is_understood_or_told(event, roadmap)] == []


# ---- templates


def test_practices_of_the_five_institutions_are_offered_and_fit_any_act(in_alpha: School) -> None:
    counts = {
        "practice_quarterly": 19,
        "practice_seven": 36,
        "practice_pedagogues": 19,
        "practice_model": 33,
        "practice_three": 45,
        "practice_short": 16,
    }
    adopted("gymnasium-35")
    view = current()
    offered = dict(plans.sources(view))
    assert set(counts) <= set(offered)
    stages = set(view.codes("stages"))
    for code, count in counts.items():
        plan = plans.plan_for(view, code)
        assert plan is not None
        assert {stage["code"] for stage in plan["stages"]} <= stages
        assert sum(len(stage["events"]) for stage in plan["stages"]) == count


def test_practice_keeps_its_own_stages_where_the_act_has_them(in_alpha: School) -> None:
    adopted("cit")
    with at(AUTUMN):
        roadmap = build("practice_quarterly", **YEAR)
        assert [stage.printed_number for stage in roadmap.stages.all()] == [*"1234567"]
        terms = Term.objects.filter(event__stage__roadmap=roadmap, event__auto_tick="mentor_bank.filled")
        assert [term.due_on.month for term in terms if term.due_on] == [10, 1, 4, 7]
        with pytest.raises(Conflict):
            build("practice_quarterly", **YEAR)


def test_own_template_keeps_rows_and_what_waits_for_what(in_alpha: School) -> None:
    with at(AUTUMN):
        roadmap = build(**YEAR)
        [first, second, third, *_rest] = events_of(roadmap)
        change(first, when=[day("2026-10-15")], resources="кабинет")
        change(second, when=[{"rule": "after", "days": 7}], after=first)
        change(third, needs=[first, second])
        template = actions.keep_template(roadmap=roadmap, title="Наш год", acting=ACTING)
        later: dict[str, Any] = {"starts_on": datetime.date(2027, 9, 1), "ends_on": datetime.date(2028, 8, 31)}
        made = build(f"template:{template.pk}", **later)
        [one, two, three, *_others] = events_of(made)
        assert (one.when, one.resources) == ([day("2027-10-15")], "кабинет")
        assert (two.after, days(two)) == (one, ["2027-10-22"])
        assert {row.needed for row in three.needs.all()} == {one, two}
        actions.drop_template(template=template, acting=ACTING)
        assert Roadmap.objects.filter(pk=made.pk).exists()
