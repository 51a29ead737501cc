"""The days that date rules name."""

from __future__ import annotations

import datetime

import pytest

from apps.school.regulation.catalogue import JsonValue
from apps.school.regulation.values.recurrence import moved, occurrences, school_year


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


FIRST, LAST = day("2026-09-01"), day("2027-08-31")


def named(rules: list[dict[str, JsonValue]], first: datetime.date = FIRST, last: datetime.date = LAST) -> list[str]:
    """Occurrences as «start..due», short where they are one day."""
    found = occurrences(rules, first, last)
    return [str(each.due) if each.start == each.due else f"{each.start}..{each.due}" for each in found]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"rule": "yearly_dates", "dates": ["03-30", "09-30"]}, ["2026-09-01..2026-09-30", "2027-02-28..2027-03-30"]),
        ({"rule": "months", "months": [5, 12]}, ["2026-12-01..2026-12-31", "2027-05-01..2027-05-31"]),
        ({"rule": "every", "interval": "half_year", "per": 1}, ["2026-09-01..2027-02-28", "2027-03-01..2027-08-31"]),
        (
            {"rule": "every", "interval": "quarter", "per": 1, "from": "2026-11"},
            ["2026-11-01..2027-01-31", "2027-02-01..2027-04-30", "2027-05-01..2027-07-31"],
        ),
        ({"rule": "every", "interval": "year", "per": 2}, ["2026-09-01..2027-03-01", "2027-03-02..2027-08-31"]),
        ({"rule": "window", "from": "2026-09", "to": "2026-10"}, ["2026-09-01..2026-10-31"]),
        ({"rule": "window", "from": "2026-07", "to": "2026-09"}, ["2026-09-01..2026-09-30"]),
        ({"rule": "window", "from": "2023-09", "to": "2023-10"}, []),
        ({"rule": "day", "date": "2026-10-15"}, ["2026-09-15..2026-10-15"]),
        ({"rule": "continuous"}, []),
        ({"rule": "on_event", "event": "pair.formed"}, []),
    ],
    ids=lambda value: value["rule"] if isinstance(value, dict) else "",
)
def test_each_rule_names_its_days(rule: dict[str, JsonValue], expected: list[str]) -> None:
    assert named([rule]) == expected


def test_rules_together_name_every_day_once_and_in_order() -> None:
    window: dict[str, JsonValue] = {"rule": "window", "from": "2026-09", "to": "2026-10"}
    assert named([{"rule": "months", "months": [10, 12]}, window, window]) == [
        "2026-09-01..2026-10-31",
        "2026-10-01..2026-10-31",
        "2026-12-01..2026-12-31",
    ]


def test_what_follows_an_event_is_due_a_month_after_it() -> None:
    rule: dict[str, JsonValue] = {"rule": "on_event", "event": "pair.formed"}
    seen = {"pair.formed": [day("2026-10-01"), day("2028-01-01")]}
    [found] = occurrences([rule], FIRST, LAST, seen)
    assert (found.start, found.due) == (day("2026-10-01"), day("2026-10-31"))


def test_quarter_of_a_leap_year_ends_on_its_last_day() -> None:
    rule: dict[str, JsonValue] = {"rule": "every", "interval": "quarter", "per": 1}
    assert named([rule], day("2027-09-01"), day("2028-08-31"))[1] == "2027-12-01..2028-02-29"


def test_only_what_carries_a_year_moves_to_the_next_one() -> None:
    rules: list[dict[str, JsonValue]] = [
        {"rule": "window", "from": "2023-09", "to": "2023-10"},
        {"rule": "every", "interval": "quarter", "per": 1, "from": "2023-11"},
        {"rule": "months", "months": [5]},
        {"rule": "day", "date": "2024-02-29"},
    ]
    assert moved(rules, 3) == [
        {"rule": "window", "from": "2026-09", "to": "2026-10"},
        {"rule": "every", "interval": "quarter", "per": 1, "from": "2026-11"},
        {"rule": "months", "months": [5]},
        {"rule": "day", "date": "2027-02-28"},
    ]
    assert rules[0]["from"] == "2023-09"


def test_school_year_begins_in_september() -> None:
    assert school_year(day("2026-08-31")) == (day("2025-09-01"), day("2026-08-31"))
    assert school_year(day("2026-09-01")) == (FIRST, LAST)
