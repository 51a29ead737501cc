"""Who may meet whom at an event, and how well they fit; limits of schools are named with their clauses."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.region.speed.rules import MINUTES, TYPES, Guest, condition_of, evening_of, event_allowed
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


def test_event_longer_than_a_school_allows_is_refused_with_its_clause() -> None:
    strict = condition_of(
        "Школа «Альфа»", {MINUTES: {"value": 10, "clause": "п. 7", "quote": "десять", "origin": "school"}}
    )
    loose = condition_of("Гимназия", {MINUTES: {"value": 40, "clause": "п. 9", "quote": "", "origin": "school"}})
    violations = event_allowed([strict, loose], minutes=20)
    assert [(item.clause, item.origin, item.quote) for item in violations] == [("п. 7", "school", "десять")]
    assert "Школа «Альфа»" in violations[0].message
    assert event_allowed([strict, loose], minutes=10) == []


def test_school_without_terms_is_held_to_the_regional_default() -> None:
    silent = condition_of("Школа", {})
    assert event_allowed([silent], minutes=30) == []
    assert [item.origin for item in event_allowed([silent], minutes=31)] == ["region"]


def test_school_without_the_type_cannot_be_invited() -> None:
    school = condition_of("Школа", {TYPES: {"value": ["traditional"], "clause": "п. 2.4", "origin": "school"}})
    assert [item.code for item in event_allowed([school], minutes=10)] == ["speed_not_enabled"]
