"""What waits for what: no circles, what is blocked is told, what comes after can be moved along."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.school.roadmap import actions, dependencies, queries
from apps.school.roadmap.errors import Circle, EditedMeanwhile
from apps.school.roadmap.models import Dependency, Event, Roadmap, Term
from kernel.clock import today
from kernel.errors import InputError, RuleViolation
from tenants.organisations.models import School
from tests.support.roadmap import ACTING, build, change, events_of, fill

DAY = datetime.timedelta(days=1)
EDGES = st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8)


def plain(days: int) -> list[dict[str, str]]:
    return [{"rule": "day", "date": (today() + days * DAY).isoformat()}]


# ---- pure


@given(EDGES)
def test_a_circle_is_found_just_where_rows_wait_for_each_other(waits: dict[int, set[int]]) -> None:
    found = dependencies.circle(waits)
    reached = {start: _reachable(start, waits) for start in waits}
    assert bool(found) == any(start in ahead for start, ahead in reached.items())
    for event, ahead in zip(found, [*found[1:], *found[:1]], strict=True):
        assert ahead in waits[event]


def _reachable(start: int, waits: dict[int, set[int]]) -> set[int]:
    found: set[int] = set()
    queue = list(waits.get(start, ()))
    while queue:
        each = queue.pop()
        if each not in found:
            found.add(each)
            queue += waits.get(each, ())
    return found


def test_everything_behind_a_row_is_found_once() -> None:
    waits = {2: {1}, 3: {1, 2}, 4: {3}, 5: set()}
    assert dependencies.following(1, waits) == [2, 3, 4]


# ---- in the table


def test_rows_that_would_wait_for_each_other_are_refused_and_nothing_changes(in_alpha: School) -> None:
    [first, second, third, *_rest] = events_of(build())
    change(second, needs=[first])
    change(third, after=second)
    with pytest.raises(Circle) as raised:
        change(first, title="Иначе", needs=[third])
    assert "→" in str(raised.value.message)
    assert Event.objects.get(pk=first.pk).title != "Иначе"
    assert not Dependency.objects.filter(event=first).exists()
    with pytest.raises(InputError):
        change(first, needs=[first])


def test_rows_of_another_roadmap_are_not_waited_for(in_alpha: School) -> None:
    first, other = events_of(build())[0], events_of(build(""))
    assert other == []
    foreign = actions.add_event(
        stage=Roadmap.objects.get(code="").stages.all()[0], title="Чужое", when=[], responsible=[], acting=ACTING
    )
    with pytest.raises(InputError):
        change(first, needs=[foreign])


def test_blocked_events_are_told_until_what_they_wait_for_is_done(in_alpha: School) -> None:
    roadmap = fill(build())
    [first, second, *_rest] = events_of(roadmap)
    change(first, when=plain(3))
    change(second, when=plain(5), needs=[first])
    roadmap = actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
    assert blocked(roadmap) == {second: [first]}
    actions.mark_term(term=first.terms.get(), done_on=today(), acting=ACTING)
    assert blocked(roadmap) == {}


def blocked(roadmap: Roadmap) -> dict[Event, list[Event]]:
    found = dependencies.blockers(roadmap, queries.table_of(roadmap))
    return {Event.objects.get(pk=pk): ahead for pk, ahead in found.items()}


def test_rows_are_moved_with_those_after_them(in_alpha: School) -> None:
    roadmap = build()
    [first, second, third, *_rest] = events_of(roadmap)
    change(first, when=plain(3))
    change(second, when=plain(5), needs=[first])
    change(third, when=[{"rule": "months", "months": [5]}], needs=[second])
    moved = actions.shift_events(roadmap=roadmap, events=[first, second, third], days=7, acting=ACTING)
    assert set(moved) == {first, second}  # a month of every year has no day to be moved
    due = Term.objects.filter(event__in=[first, second]).values_list("due_on", flat=True)
    assert sorted(day for day in due if day) == [today() + 10 * DAY, today() + 12 * DAY]
    with pytest.raises(RuleViolation):
        actions.shift_events(roadmap=roadmap, events=[first], days=900, acting=ACTING)


def test_second_of_two_editors_is_told(in_alpha: School) -> None:
    event = events_of(build())[0]
    seen = actions.stamp(event)
    change(event, title="Первый", seen=seen)
    with pytest.raises(EditedMeanwhile) as raised:
        change(event, title="Второй", seen=seen)
    assert "Первый" in str(raised.value.message)
    assert Event.objects.get(pk=event.pk).title == "Первый"
    again = change(event, title="Второй", seen=actions.stamp(Event.objects.get(pk=event.pk)))
    assert again.title == "Второй"


def test_heading_too_is_not_overwritten_unseen(in_alpha: School) -> None:
    roadmap = build()
    said = {
        "roadmap": roadmap,
        "starts_on": roadmap.starts_on,
        "ends_on": roadmap.ends_on,
        "scope": roadmap.scope,
        "columns": roadmap.columns,
        "seen": actions.stamp(roadmap),
        "acting": ACTING,
    }
    actions.change_roadmap(**said, title="Первый", shift="later")
    with pytest.raises(EditedMeanwhile):
        actions.change_roadmap(**said, title="Второй")
    assert Roadmap.objects.get(pk=roadmap.pk).title == "Первый"
