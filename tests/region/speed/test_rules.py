"""The timetable keeps its promises on any input; limits of schools are named with their clauses."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from apps.region.speed.rules import MINUTES, TYPES, Guest, condition_of, event_allowed
from apps.region.speed.timetabling import timetable

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


@given(guests, guests, st.integers(1, 6), st.booleans())
def test_timetable_has_no_repeats_no_clashes_and_no_forbidden_pairs(
    left: list[tuple[int, frozenset[str]]], right: list[tuple[int, frozenset[str]]], rounds: int, exclude: bool
) -> None:
    mentors, mentees = people(left, 1), people(right, 100)
    slots = timetable(mentors, mentees, rounds=rounds, exclude_own_school=exclude)
    school = {guest.id: guest.school_id for guest in [*mentors, *mentees]}
    assert max(Counter((slot.mentor, slot.mentee) for slot in slots).values(), default=0) <= 1
    assert max(Counter((slot.round, slot.mentor) for slot in slots).values(), default=0) <= 1
    assert max(Counter((slot.round, slot.mentee) for slot in slots).values(), default=0) <= 1
    assert all(1 <= slot.round <= rounds for slot in slots)
    if exclude:
        assert all(school[slot.mentor] != school[slot.mentee] for slot in slots)


@given(guests, guests, st.integers(1, 5))
def test_timetable_does_not_depend_on_the_order_of_people(
    left: list[tuple[int, frozenset[str]]], right: list[tuple[int, frozenset[str]]], rounds: int
) -> None:
    mentors, mentees = people(left, 1), people(right, 100)
    once = timetable(mentors, mentees, rounds=rounds, exclude_own_school=True)
    assert timetable(mentors[::-1], mentees[::-1], rounds=rounds, exclude_own_school=True) == once


@given(st.integers(1, 6), st.integers(1, 12), st.integers(1, 5))
def test_timetable_shares_meetings_evenly_where_everybody_may_meet(mentors: int, mentees: int, rounds: int) -> None:
    """With nobody forbidden no mentee has two meetings more than another."""
    slots = timetable(
        [Guest(number, 1) for number in range(mentors)],
        [Guest(100 + number, 2) for number in range(mentees)],
        rounds=min(rounds, mentors),
        exclude_own_school=True,
    )
    had = Counter({100 + number: 0 for number in range(mentees)})
    had.update(slot.mentee for slot in slots)
    assert max(had.values()) - min(had.values()) <= 1


def test_timetable_prefers_themes_in_common() -> None:
    mentors = [Guest(1, 1, frozenset({"алгебра"})), Guest(2, 1, frozenset({"проекты"}))]
    mentees = [Guest(3, 2, frozenset({"проекты"})), Guest(4, 2, frozenset({"алгебра"}))]
    slots = timetable(mentors, mentees, rounds=1, exclude_own_school=True)
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
