"""Arithmetic of times: across changes of the clocks, of free hours, of the days on which the school works."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from apps.school.meetings import times
from apps.school.meetings.times import PersonHours, SchoolCalendar, Span
from tests.support.meetings import hours

WEEK = SchoolCalendar(frozenset(range(5)))
BERLIN, BEIRUT, NOVOSIBIRSK = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Beirut"), ZoneInfo("Asia/Novosibirsk")
AFTERNOON = datetime.time(14)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # Clocks of Berlin go forward on 29 March 2026 and back on 25 October 2026, those of Beirut on 29 March too;
        # Novosibirsk moved from UTC+6 to UTC+7 on 24 July 2016 for good.
        (BERLIN, ("2026-03-27", "13:00"), ("2026-03-30", "12:00")),
        (BERLIN, ("2026-10-23", "12:00"), ("2026-10-26", "13:00")),
        (BEIRUT, ("2026-03-27", "12:00"), ("2026-03-30", "11:00")),
        (NOVOSIBIRSK, ("2016-07-22", "08:00"), ("2016-07-25", "07:00")),
    ],
)
def test_a_wall_time_stays_the_same_on_both_sides_of_a_change(
    zone: ZoneInfo, before: tuple[str, str], after: tuple[str, str]
) -> None:
    for on, clock in (before, after):
        found = times.moment(day(on), AFTERNOON, zone)
        assert found == utc(f"{on}T{clock}:00")
        assert found.astimezone(zone).time() == AFTERNOON


def test_a_time_that_the_clocks_jump_over_is_held_an_hour_later() -> None:
    found = times.moment(day("2026-03-29"), datetime.time(2, 30), BERLIN)
    assert found.astimezone(BERLIN).time() == datetime.time(3, 30)
    night = times.span(day("2026-03-29"), hours("02:00", "02:45"), BERLIN)
    assert night.end - night.start == datetime.timedelta(minutes=45)


def test_a_time_shown_twice_begins_at_the_first_and_ends_at_the_second() -> None:
    night = times.span(day("2026-10-25"), hours("02:00", "02:30"), BERLIN)
    assert night.start == utc("2026-10-25T00:00:00")
    assert night.end == utc("2026-10-25T01:30:00")


def test_a_day_of_a_change_is_as_long_as_it_is() -> None:
    lengths = [times.whole_day(day(on), BERLIN) for on in ("2026-03-29", "2026-10-25", "2026-06-01")]
    assert [(span.end - span.start) // datetime.timedelta(hours=1) for span in lengths] == [23, 25, 24]


def test_common_time_of_two_people_is_cut_by_their_meetings() -> None:
    monday = day("2026-03-30")
    first = PersonHours({0: (hours("13:00", "16:00"),)})
    second = PersonHours({0: (hours("08:00", "09:00"), hours("14:00", "17:00"))})
    taken = [times.span(monday, hours("14:30", "15:00"), BERLIN)]
    free = [
        times.free_time(first, WEEK, monday, monday, BERLIN, taken),
        times.free_time(second, WEEK, monday, monday, BERLIN),
    ]
    both = times.common(free)
    assert [(span.start.astimezone(BERLIN).hour, span.end.astimezone(BERLIN).hour) for span in both] == [
        (14, 14),
        (15, 16),
    ]
    assert times.slots(both, 45, after=utc("2026-03-29T00:00:00"), limit=9) == [utc("2026-03-30T13:00:00")]


def test_exceptions_take_a_day_away_and_add_hours_on_a_day_off() -> None:
    monday, saturday = day("2026-06-01"), day("2026-06-06")
    told = PersonHours(
        {0: (hours("14:00", "15:00"),), 5: (hours("14:00", "15:00"),)},
        free=((saturday, hours("10:00", "11:00")),),
        busy=((monday, None),),
    )
    free = times.free_time(told, WEEK, monday, saturday, BERLIN)
    assert free == [times.span(saturday, hours("10:00", "11:00"), BERLIN)]


def test_somebody_who_told_nothing_has_the_hours_of_the_school_day() -> None:
    monday = day("2026-06-01")
    free = times.free_time(PersonHours({}, is_told=False), WEEK, monday, monday, BERLIN)
    assert free == [times.span(monday, hours("08:00", "18:00"), BERLIN)]


def test_slots_begin_on_quarters_and_never_before_now() -> None:
    span = Span(utc("2026-06-01T08:00:00"), utc("2026-06-01T10:00:00"))
    found = times.slots([span], 40, after=utc("2026-06-01T08:10:00"), limit=9)
    assert found == [utc("2026-06-01T08:45:00")]
    assert times.slots([span], 121, after=span.start, limit=9) == []


def test_school_works_by_its_own_days_then_by_the_production_calendar() -> None:
    own = SchoolCalendar(
        frozenset(range(5)),
        closed=((day("2026-10-26"), day("2026-11-01")),),
        opened=((day("2026-06-12"), day("2026-06-12")),),
    )
    assert not own.is_open(day("2026-10-28"))  # the autumn break
    assert own.is_open(day("2026-06-12"))  # a holiday that is worked off
    assert not WEEK.is_open(day("2026-06-12"))
    assert not WEEK.is_open(day("2026-06-06"))  # a Saturday
    assert SchoolCalendar(frozenset(range(6))).is_open(day("2026-06-06"))


def test_series_leaves_out_days_on_which_the_school_does_not_work() -> None:
    planned, left_out = times.series_days(WEEK, day("2026-04-24"), day("2026-05-22"), 1)
    assert planned == [day("2026-04-24"), day("2026-05-08"), day("2026-05-15"), day("2026-05-22")]
    assert left_out == [day("2026-05-01")]
    fortnightly, _left = times.series_days(WEEK, day("2026-04-24"), day("2026-05-22"), 2)
    assert fortnightly == [day("2026-04-24"), day("2026-05-08"), day("2026-05-22")]


def test_taking_away_leaves_what_is_outside() -> None:
    whole = Span(utc("2026-06-01T08:00:00"), utc("2026-06-01T12:00:00"))
    middle = Span(utc("2026-06-01T09:00:00"), utc("2026-06-01T10:00:00"))
    assert times.without([whole], [middle]) == [Span(whole.start, middle.start), Span(middle.end, whole.end)]
    assert times.without([whole], [whole]) == []
    assert times.common([]) == []
