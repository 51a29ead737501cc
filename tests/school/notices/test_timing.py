"""When something may go out, by the clock on the wall: no clock change loses, doubles or delays it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.school.notices.kinds import Frequency
from apps.school.notices.timing import Quiet, Rhythm, due, moments, next_digest, undisturbed

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (MOSCOW, BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Asia/Kamchatka"), ZoneInfo("Australia/Lord_Howe"))
NEW_YEAR = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NIGHT = Quiet(datetime.time(22), datetime.time(7))


def at(text: str, zone: ZoneInfo = MOSCOW, fold: int = 0) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC)


@pytest.mark.parametrize(
    ("told", "out"),
    [
        ("2026-11-27 12:00", "2026-11-27 12:00"),
        ("2026-11-27 21:59", "2026-11-27 21:59"),
        ("2026-11-27 22:00", "2026-11-28 07:00"),
        ("2026-11-28 06:59", "2026-11-28 07:00"),
        ("2026-11-28 07:00", "2026-11-28 07:00"),
    ],
)
def test_quiet_hours_over_midnight(told: str, out: str) -> None:
    assert undisturbed(at(told), NIGHT, MOSCOW) == at(out)


def test_quiet_days_end_with_the_quiet_hours_after_them() -> None:
    weekend = Quiet(datetime.time(20), datetime.time(8), frozenset({5, 6}))
    assert undisturbed(at("2026-11-27 21:00"), weekend, MOSCOW) == at("2026-11-30 08:00")
    assert undisturbed(at("2026-11-28 12:00"), Quiet(days=frozenset({5, 6})), MOSCOW) == at("2026-11-30 00:00")


def test_seven_quiet_days_are_none() -> None:
    assert undisturbed(at("2026-11-27 12:00"), Quiet(days=frozenset(range(7))), MOSCOW) == at("2026-11-27 12:00")


def test_the_end_of_silence_in_the_hour_that_is_left_out_is_the_jump() -> None:
    quiet = Quiet(datetime.time(22), datetime.time(2, 30))
    # Berlin, 29 March 2026: 02:00 becomes 03:00.
    assert undisturbed(at("2026-03-29 00:30", BERLIN), quiet, BERLIN) == at("2026-03-29 03:00", BERLIN)


def test_the_end_of_silence_in_the_hour_that_comes_twice_is_the_one_ahead() -> None:
    quiet = Quiet(datetime.time(22), datetime.time(2, 30))
    # Berlin, 25 October 2026: 03:00 becomes 02:00.
    first = at("2026-10-25 02:30", BERLIN)
    assert undisturbed(at("2026-10-25 01:00", BERLIN), quiet, BERLIN) == first
    again = at("2026-10-25 02:10", BERLIN, fold=1)
    assert again > first
    assert undisturbed(again, quiet, BERLIN) == at("2026-10-25 02:30", BERLIN, fold=1)


def test_a_night_lasts_as_long_as_the_clocks_say() -> None:
    evening = at("2026-03-28 22:00", BERLIN)
    assert undisturbed(evening, NIGHT, BERLIN) - evening == datetime.timedelta(hours=8)
    evening = at("2026-10-24 22:00", BERLIN)
    assert undisturbed(evening, NIGHT, BERLIN) - evening == datetime.timedelta(hours=10)


@given(
    moment=st.integers(0, 365 * 24 * 60).map(lambda minutes: NEW_YEAR + datetime.timedelta(minutes=minutes)),
    hours=st.tuples(st.times(), st.times()),
    days=st.frozensets(st.integers(0, 6)),
    zone=st.sampled_from(ZONES),
)
def test_what_waits_goes_out_when_the_silence_is_over(
    moment: datetime.datetime,
    hours: tuple[datetime.time, datetime.time],
    days: frozenset[int],
    zone: ZoneInfo,
) -> None:
    quiet = Quiet(hours[0].replace(microsecond=0), hours[1].replace(microsecond=0), days)
    out = undisturbed(moment, quiet, zone)
    assert out >= moment
    assert not quiet.covers(out.astimezone(zone))
    if out > moment:
        just_before = out - datetime.timedelta(seconds=1)
        assert just_before < moment or quiet.covers(just_before.astimezone(zone))


def test_digests_have_their_hour_and_weekday() -> None:
    rhythm = Rhythm(hour=9, weekday=0)
    friday = at("2026-11-27 09:00")
    assert next_digest(friday, Frequency.DAILY, rhythm, MOSCOW) == at("2026-11-28 09:00")
    assert next_digest(at("2026-11-27 08:59"), Frequency.DAILY, rhythm, MOSCOW) == friday
    assert next_digest(friday, Frequency.WEEKLY, rhythm, MOSCOW) == at("2026-11-30 09:00")


def test_a_digest_comes_once_a_day_also_when_clocks_change() -> None:
    rhythm, found = Rhythm(hour=2), []
    moment = at("2026-03-27 12:00", BERLIN)
    for _number in range(4):
        moment = next_digest(moment, Frequency.DAILY, rhythm, BERLIN)
        found.append(moment.astimezone(BERLIN).date().isoformat())
    assert found == ["2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31"]


def test_what_is_urgent_does_not_wait_and_never_means_never() -> None:
    night, rhythm = at("2026-11-27 23:00"), Rhythm(quiet=NIGHT)
    assert due(night, Frequency.DAILY, rhythm, MOSCOW, urgent=True) == night
    assert due(night, Frequency.AT_ONCE, rhythm, MOSCOW) == at("2026-11-28 07:00")
    assert due(night, Frequency.NEVER, rhythm, MOSCOW, urgent=True) is None


def test_moments_of_a_wall_time() -> None:
    assert len(moments(datetime.date(2026, 10, 25), datetime.time(2, 30), BERLIN)) == 2
    assert moments(datetime.date(2026, 3, 29), datetime.time(2, 30), BERLIN) == [at("2026-03-29 03:00", BERLIN)]
    assert moments(datetime.date(2026, 11, 27), datetime.time(2, 30), BERLIN) == [at("2026-11-27 02:30", BERLIN)]
