"""Who may meet whom at an event, and how well they fit; limits of schools are named with their clauses."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.region.speed.rules import (
    MINUTES,
    TYPES,
    Guest,
    Shape,
    condition_of,
    evening_of,
    event_allowed,
    faults_of_shape,
    fit_of,
)
from apps.region.speed.timetable.problem import Slot, faults_of
from apps.region.speed.timetable.solving import timetable

THEMES = ("алгебра", "дисциплина", "проекты", "выгорание")
guests = st.lists(
    st.builds(
        lambda school, themes: (school, frozenset(themes)),
        st.integers(1, 4),
        st.lists(st.sampled_from(THEMES), max_size=3),
    ),
    min_size=0,
    max_size=9,
)


def people(drawn: list[tuple[int, frozenset[str]]], start: int) -> list[Guest]:
    return [Guest(start + number, school, themes) for number, (school, themes) in enumerate(drawn)]


def seat(mentors: list[Guest], mentees: list[Guest], *, rounds: int, exclude_own_school: bool = True) -> list[Slot]:
    problem = evening_of(mentors, mentees, rounds=rounds, exclude_own_school=exclude_own_school)
    slots = timetable(problem).slots
    assert faults_of(problem, slots) == []
    return list(slots)


@given(guests, guests, st.integers(1, 6), st.booleans())
@settings(max_examples=40, deadline=None)
def test_own_school_is_met_only_where_the_event_allows_it(
    left: list[tuple[int, frozenset[str]]], right: list[tuple[int, frozenset[str]]], rounds: int, exclude: bool
) -> None:
    mentors, mentees = people(left, 1), people(right, 100)
    slots = seat(mentors, mentees, rounds=rounds, exclude_own_school=exclude)
    school = {guest.id: guest.school_id for guest in [*mentors, *mentees]}
    if exclude:
        assert all(school[slot.mentor] != school[slot.mentee] for slot in slots)
    else:
        assert len(slots) == min(len(mentors) * min(rounds, len(mentees)), len(mentees) * min(rounds, len(mentors)))


def test_timetable_prefers_themes_in_common() -> None:
    mentors = [Guest(1, 1, frozenset({"алгебра"})), Guest(2, 1, frozenset({"проекты"}))]
    mentees = [Guest(3, 2, frozenset({"проекты"})), Guest(4, 2, frozenset({"алгебра"}))]
    slots = seat(mentors, mentees, rounds=1)
    assert {(slot.mentor, slot.mentee) for slot in slots} == {(1, 4), (2, 3)}


def shape(minutes: int, held: str = "speed", *, rounds: int = 3, seats: int = 1) -> Shape:
    return Shape(format=held, rounds=rounds, seats=seats, minutes=minutes)


def test_event_longer_than_a_school_allows_is_refused_with_its_clause() -> None:
    strict = condition_of(
        "Школа «Альфа»", {MINUTES: {"value": 10, "clause": "п. 7", "quote": "десять", "origin": "school"}}
    )
    loose = condition_of("Гимназия", {MINUTES: {"value": 40, "clause": "п. 9", "quote": "", "origin": "school"}})
    violations = event_allowed([strict, loose], shape(20))
    assert [(item.clause, item.origin, item.quote) for item in violations] == [("п. 7", "school", "десять")]
    assert "Школа «Альфа»" in violations[0].message
    assert event_allowed([strict, loose], shape(10)) == []


def test_school_without_terms_is_held_to_the_regional_default() -> None:
    silent = condition_of("Школа", {})
    assert event_allowed([silent], shape(30)) == []
    assert [item.origin for item in event_allowed([silent], shape(31))] == ["region"]


def test_school_without_the_type_cannot_be_invited() -> None:
    school = condition_of("Школа", {TYPES: {"value": ["traditional"], "clause": "п. 2.4", "origin": "school"}})
    assert [item.code for item in event_allowed([school], shape(10))] == ["speed_not_enabled"]


def test_other_formats_have_no_speed_limit_where_the_regulation_knows_them() -> None:
    limit = {MINUTES: {"value": 10, "clause": "п. 7", "origin": "school"}}
    knows = condition_of("А", {**limit, TYPES: {"value": ["flash_group", "speed"], "origin": "school"}})
    does_not = condition_of("Б", {**limit, TYPES: {"value": ["speed"], "origin": "school"}})
    group = shape(45, "group", seats=3)
    assert event_allowed([knows], group) == []
    assert [item.message.split(":")[0] for item in event_allowed([knows, does_not], group)] == ["Б"]
    assert [item.code for item in event_allowed([knows], shape(45))] == ["speed_too_long"]


def test_format_sets_rounds_and_seats() -> None:
    def places(made: Shape) -> list[str]:
        return [fault["place"] for fault in faults_of_shape(made)]

    assert places(shape(15)) == places(shape(60, "standard", rounds=1)) == []
    assert places(shape(60, "sequential", rounds=4)) == places(shape(30, "group", seats=4)) == []
    assert places(shape(60, "standard", rounds=2)) == ["rounds"]
    assert places(shape(60, "sequential", rounds=6)) == ["rounds"]
    assert places(shape(30, "group")) == places(shape(15, seats=2)) == ["seats"]


def test_a_wish_counts_and_a_refusal_is_never_planned() -> None:
    mentors = [Guest(1, 1), Guest(2, 1), Guest(3, 1)]
    mentee = Guest(4, 2, wanted=frozenset({2}), avoided=frozenset({3}))
    assert fit_of(mentors[1], mentee) > fit_of(mentors[0], mentee)
    assert [slot.mentor for slot in seat(mentors, [mentee], rounds=1)] == [2]
    assert {slot.mentor for slot in seat(mentors, [mentee], rounds=3)} == {1, 2}
