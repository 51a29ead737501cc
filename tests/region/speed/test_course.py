"""The clock of an evening: what phase it is follows from the kept steps and the moment alone."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from apps.region.speed import course
from apps.region.speed.course import MINUTE, Course, phase_at

START = 1_796_000_000_000

Act = tuple[str, int, int]
"""(what, minutes after the act before, minutes of an extension)."""

ACTS: dict[str, Callable[[Course, int, int], Course]] = {
    "pause": lambda now, at, _more: course.paused(now, at),
    "resume": lambda now, at, _more: course.resumed(now, at),
    "extend": lambda now, at, more: course.extended(now, more, at),
    "skip": lambda now, at, _more: course.skipped(now, at),
}

evenings = st.builds(
    course.begun,
    rounds=st.integers(1, 8),
    minutes=st.integers(5, 30),
    between=st.integers(0, 10),
    at=st.just(START),
)
acts = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 25), st.integers(1, 10)), max_size=12)


def carried_out(evening: Course, acts: list[Act]) -> tuple[Course, int]:
    """The evening after the acts, and the moment of the last one."""
    at = START
    for what, later, more in acts:
        at += later * MINUTE
        evening = ACTS[what](evening, at, more)
    return evening, at


def order(evening: Course, at: int) -> tuple[int, int]:
    """How far the evening is: grows and never falls."""
    phase = phase_at(evening, at)
    return phase.round, ["before", "break", "round", "over"].index(phase.kind)


def test_rounds_and_breaks_follow_one_another() -> None:
    evening = course.begun(rounds=2, minutes=10, between=3, at=START)
    told = [phase_at(evening, START + minute * MINUTE) for minute in (-1, 0, 9, 10, 12, 13, 22, 23, 500)]
    assert [(phase.kind, phase.round) for phase in told] == [
        ("before", 0),
        ("round", 1),
        ("round", 1),
        ("break", 2),
        ("break", 2),
        ("round", 2),
        ("round", 2),
        ("over", 2),
        ("over", 2),
    ]
    assert told[2].left == MINUTE
    assert phase_at(None, START).kind == "before"


def test_pause_holds_the_clock_and_moves_what_is_ahead() -> None:
    evening = course.begun(rounds=2, minutes=10, between=3, at=START)
    held = course.paused(evening, START + 4 * MINUTE)
    for later in (4, 40, 400):
        phase = phase_at(held, START + later * MINUTE)
        assert (phase.kind, phase.left, phase.is_paused) == ("round", 6 * MINUTE, True)
    on = course.resumed(held, START + 64 * MINUTE)
    assert phase_at(on, START + 64 * MINUTE).left == 6 * MINUTE
    assert course.begins_of(on, 2) == course.begins_of(evening, 2) + 60 * MINUTE


def test_skip_in_a_pause_begins_the_next_step_now() -> None:
    evening = course.begun(rounds=2, minutes=10, between=3, at=START)
    held = course.paused(evening, START + 4 * MINUTE)
    at = START + 30 * MINUTE
    phase = phase_at(course.skipped(held, at), at)
    assert (phase.kind, phase.round, phase.left, phase.is_paused) == ("break", 2, 3 * MINUTE, False)


def test_finished_is_over_for_good() -> None:
    evening = course.begun(rounds=2, minutes=10, between=3, at=START)
    ended = course.finished(course.paused(evening, START), START + MINUTE)
    assert course.finished(ended, START + 9 * MINUTE) == ended
    assert phase_at(ended, START + MINUTE).kind == "over"


@given(evenings, acts, st.integers(0, 600), st.integers(0, 600))
def test_time_leads_forward_only(evening: Course, acts: list[Act], earlier: int, more: int) -> None:
    now, at = carried_out(evening, acts)
    assert order(now, at + earlier * MINUTE) <= order(now, at + (earlier + more) * MINUTE)


@given(evenings, acts)
def test_no_act_leads_back(evening: Course, acts: list[Act]) -> None:
    at = START
    for what, later, more in acts:
        at += later * MINUTE
        before = order(evening, at)
        evening = ACTS[what](evening, at, more)
        assert order(evening, at) >= before


@given(evenings, acts)
def test_what_is_left_never_exceeds_the_length(evening: Course, acts: list[Act]) -> None:
    now, at = carried_out(evening, acts)
    phase = phase_at(now, at)
    assert 0 <= phase.left <= phase.length


@given(evenings, acts)
def test_every_step_keeps_its_length_unless_it_was_extended_or_skipped(evening: Course, acts: list[Act]) -> None:
    now, _at = carried_out(evening, acts)
    assert [(step.kind, step.round) for step in now.steps] == [(step.kind, step.round) for step in evening.steps]
    ends = [now.started, *(step.ends for step in now.steps)]
    assert ends == sorted(ends)
    quiet, _at = carried_out(evening, [act for act in acts if act[0] in {"pause", "resume"}])
    assert [step.length for step in quiet.steps] == [step.length for step in evening.steps]


@given(evenings, acts)
def test_doing_it_twice_changes_nothing(evening: Course, acts: list[Act]) -> None:
    now, at = carried_out(evening, acts)
    for what in ("pause", "resume"):
        once = ACTS[what](now, at, 0)
        assert ACTS[what](once, at, 0) == once


@given(evenings, acts)
def test_a_restarted_process_knows_the_same(evening: Course, acts: list[Act]) -> None:
    now, at = carried_out(evening, acts)
    rows = json.loads(json.dumps(course.as_rows(now)))
    again = course.from_rows(now.started, rows, paused=now.paused, finished=now.finished)
    assert again == now
    assert phase_at(again, at) == phase_at(now, at)


@given(evenings, acts)
def test_rounds_ahead_are_those_in_which_nobody_sits(evening: Course, acts: list[Act]) -> None:
    now, at = carried_out(evening, acts)
    phase = phase_at(now, at)
    ahead = course.next_round(phase)
    last = now.steps[-1].round
    if ahead <= last:
        assert course.begins_of(now, ahead) >= (at if now.paused is None else now.paused) or phase.kind == "break"
    assert course.refill_round(phase) in {ahead, ahead - 1}
