"""Pure rules: several assessors, before and after, figures of many, courses, the plan of a route."""

from __future__ import annotations

import datetime
import itertools

from apps.school.growth.planning import Deficit, divided, plan
from apps.school.growth.rules import Offer, Point, Span, agreed_level, figure, may_be_told, spans, suited

DAY = datetime.date(2026, 9, 1)


def later(days: int) -> datetime.date:
    return DAY + datetime.timedelta(days=days)


def test_others_outweigh_the_self_assessment_and_the_lower_middle_wins() -> None:
    assert agreed_level([("self", 5), ("mentor", 2), ("curator", 3)]) == 2
    assert agreed_level([("self", 5), ("mentor", 2), ("curator", 3), ("expert", 4)]) == 3
    assert agreed_level([("self", 4)]) == 4
    assert agreed_level([]) is None


def test_before_is_the_newest_entry_that_something_followed() -> None:
    points = [
        Point(DAY, "", {1: 1, 2: 1}),
        Point(later(10), "entry", {1: 2}),
        Point(later(90), "interim", {1: 3}),
        Point(later(180), "exit", {1: 4}),
    ]
    found = spans(points)
    assert found[1] == Span(2, 4)
    assert found[2] == Span(1, None)  # the later ones left it out
    # An entry that nothing followed is the newest level, not a beginning.
    again = [*points, Point(later(400), "entry", {1: 3})]
    assert spans(again)[1] == Span(2, 3)


def test_one_measurement_has_nothing_to_be_compared_with() -> None:
    assert spans([Point(DAY, "entry", {1: 2})]) == {1: Span(2, None)}
    assert spans([]) == {}


def test_figures_count_only_people_measured_twice() -> None:
    found = figure([Span(1, 3), Span(2, 2), Span(4, 3), Span(1, None)])
    assert (found.count, found.before, found.after, found.improved, found.share) == (3, 2.0, 3.0, 1, 33.3)
    assert figure([Span(1, None)]).share is None


def test_figures_of_fewer_than_five_are_for_the_office() -> None:
    assert may_be_told(4, to_office=True)
    assert not may_be_told(4, to_office=False)
    assert may_be_told(5, to_office=False)


def test_course_that_covers_most_deficits_comes_first() -> None:
    offers = [
        Offer(1, frozenset({1}), None),
        Offer(2, frozenset({1, 2}), None),
        Offer(3, frozenset({1, 2, 9}), None),
        Offer(4, frozenset({1, 2}), later(-1)),
        Offer(5, frozenset({9}), None),
    ]
    assert suited(offers, {1, 2}, DAY) == [2, 3, 1]


def test_stages_share_the_days_without_gap_or_overlap() -> None:
    parts = divided(DAY, later(9), 3)
    assert parts[0][0] == DAY
    assert parts[-1][1] == later(9)
    one = datetime.timedelta(days=1)
    assert all(first[1] + one == second[0] for first, second in itertools.pairwise(parts))
    assert divided(DAY, DAY, 2) == [(DAY, DAY), (DAY, DAY)]


def test_plan_has_a_step_for_each_deficit_between_the_talk_and_the_check() -> None:
    found = plan(["А", "П", "К"], [Deficit(7, 3), Deficit(8, 3)], {8: 70}, DAY, later(89))
    assert [[step.what for step in stage.steps] for stage in found] == [["begin"], ["work", "work"], ["check"]]
    first, second = found[1].steps
    assert (first.competency, first.target, first.course) == (7, 3, None)
    assert (second.competency, second.course) == (8, 70)
    assert found[2].steps[0].due_on == later(89)
    alone = plan(["Всё"], [Deficit(7, 3)], {}, DAY, later(10))
    assert [step.what for step in alone[0].steps] == ["begin", "work", "check"]
