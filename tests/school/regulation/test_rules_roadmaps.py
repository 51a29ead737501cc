"""Rules of the school's year. The five real acts are the examples."""

from __future__ import annotations

import datetime

import pytest

from apps.school.regulation.rules import roadmaps as rules
from tests.school.regulation.acts import school


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


YEAR = day("2026-09-01"), day("2027-08-31")


def keys(violations: list[object]) -> list[str]:
    return [getattr(each, "parameter", "") for each in violations]


def test_only_the_author_of_the_act_draws_the_roadmap_up() -> None:
    lenskaya = school("lenskaya")
    assert rules.roadmap_author(lenskaya, {"curator"}) == []
    [broken] = rules.roadmap_author(lenskaya, {"head"})
    assert broken.parameter == "roadmap.author"
    assert (broken.clause, broken.origin) == ("п. 3.4 (3)", "school")


def test_only_the_approver_of_the_act_approves_it() -> None:
    gymnasium = school("gymnasium-35")
    assert rules.roadmap_approver(gymnasium, {"head"}) == []
    [broken] = rules.roadmap_approver(gymnasium, {"curator"})
    assert broken.parameter == "roadmap.approver"
    assert "гл. 3, п. 14, пп. 4" in broken.message


@pytest.mark.parametrize(
    ("slug", "start", "end", "outside"),
    [
        ("lenskaya", "2022-09-01", "2023-08-31", []),
        ("lenskaya", "2026-09-01", "2027-08-31", []),  # the same period of a later year
        ("lenskaya", "2026-08-01", "2027-07-31", ["01.08.2026"]),
        ("co-58", "2020-09-01", "2025-08-31", []),
        ("co-58", "2023-09-01", "2024-08-31", []),
        ("cit", "2026-09-01", "2027-08-31", []),
        ("cit", "2023-08-01", "2024-07-31", ["01.08.2023"]),
        ("gymnasium-35", "2026-09-01", "2027-08-31", []),  # the regional default: a school year
        ("gymnasium-35", "2026-09-01", "2027-09-30", ["30.09.2027"]),
    ],
)
def test_period_of_a_roadmap_is_the_acts(slug: str, start: str, end: str, outside: list[str]) -> None:
    broken = rules.roadmap_period(school(slug), (day(start), day(end)))
    assert [each.actual for each in broken] == outside
    assert set(keys(list(broken))) <= {"roadmap.period"}


def test_day_of_an_event_outside_of_the_period_is_named_with_the_period() -> None:
    [broken] = rules.dates_within(school("lenskaya"), YEAR, [day("2026-10-15"), day("2027-09-01")])
    assert broken.parameter == "roadmap.period"
    assert "01.09.2027" in broken.message
    assert "31.08.2027" in broken.value


def test_period_offered_is_the_acts_or_the_present_school_year() -> None:
    offered = [
        rules.period_for(school(slug).value("roadmap.period"), day("2026-11-27")) for slug in ("cit", "lenskaya")
    ]
    assert offered == [YEAR, YEAR]
    co58 = school("co-58").value("roadmap.period")
    assert rules.period_for(co58, day("2024-01-10")) == (day("2020-09-01"), day("2025-08-31"))
    assert rules.period_for(co58, day("2026-11-27")) == (day("2026-09-01"), day("2031-08-31"))


def test_every_row_has_the_columns_of_its_table() -> None:
    ozono = school("ozono-chepetskaya")
    rows = [
        rules.RowFacts("Опрос", frozenset({"content", "term"})),
        rules.RowFacts("Обучение", frozenset({"content", "term", "responsible"})),
    ]
    [broken] = rules.columns_filled(ozono, ozono.codes("roadmap.columns"), rows)
    assert broken.parameter == "roadmap.columns"
    assert broken.actual == "ответственные (Опрос)"
    lenskaya = school("lenskaya")  # its table has neither terms nor persons
    assert rules.columns_filled(lenskaya, lenskaya.codes("roadmap.columns"), rows) == []


def test_stages_open_in_the_acts_order_and_may_overlap() -> None:
    cit = school("cit")
    own = cit.codes("stages")
    assert rules.stage_opening(cit, "mentee_bank", own, ["preparation"]) == []
    assert rules.stage_opening(cit, "selection_training", own, ["preparation", "mentee_bank", "mentor_bank"]) == []
    assert rules.stage_opening(cit, "information", own, []) == []
    [early] = rules.stage_opening(cit, "completion", own, ["preparation"])
    assert early.parameter == "stages"
    [foreign] = rules.stage_opening(cit, "final", own, ["preparation"])
    assert foreign.actual == "заключительный"


def test_second_roadmap_follows_its_own_reading_of_the_stages() -> None:
    ozono = school("ozono-chepetskaya")
    own = ("preparation", "mentee_bank", "mentor_bank", "selection_training", "pairing_and_work", "completion")
    opened = own[:5]
    assert rules.stage_opening(ozono, "completion", own, opened) == []
    assert keys(list(rules.stage_opening(ozono, "completion", own, own[:4]))) == ["stages"]


def test_bank_is_refreshed_by_the_acts_terms() -> None:
    cit = school("cit")
    assert rules.refresh_objects(cit) == ("mentee_registry", "mentor_registry", "selection_training")
    due = rules.next_refresh(cit, "mentor_registry", day("2026-10-05"), day("2026-11-27"))
    assert due is not None
    assert (due.occurrence.start, due.occurrence.due, due.late) == (day("2026-11-01"), day("2027-01-31"), False)
    assert rules.refresh_in_time(cit, "mentor_registry", day("2026-10-05"), day("2027-01-31"), reason="") == []


def test_refresh_after_its_day_needs_the_reason() -> None:
    cit = school("cit")
    late = day("2026-10-05"), day("2027-02-01")
    [broken] = rules.refresh_in_time(cit, "mentor_registry", *late, reason=" ")
    assert broken.parameter == "data.refresh"
    assert broken.actual == "05.10.2026"
    assert "стр. 2–4" in broken.message
    assert rules.refresh_in_time(cit, "mentor_registry", *late, reason="болезнь методиста") == []


def test_plan_of_monitoring_keeps_the_deadlines() -> None:
    ozono = school("ozono-chepetskaya")
    asked = rules.monitoring_days(ozono, YEAR)
    assert [(key, each.due) for key, each in asked] == [
        ("monitoring.deadlines", day("2026-09-30")),
        ("monitoring.deadlines", day("2027-03-30")),
    ]
    assert rules.monitoring_plan(ozono, YEAR, [day("2026-09-28"), day("2027-03-30")]) == []
    broken = rules.monitoring_plan(ozono, YEAR, [day("2026-09-28"), day("2027-04-02")])
    assert [(each.parameter, each.actual) for each in broken] == [("monitoring.deadlines", "30.03.2027")]


def test_plan_of_monitoring_is_as_frequent_as_the_act_says() -> None:
    ozono = school("ozono-chepetskaya")
    [late] = rules.monitoring_plan(ozono, YEAR, [day("2026-09-15"), day("2026-10-15")])
    assert late.parameter == "monitoring.frequency"
    assert late.actual == "01.03.2027 – 31.08.2027"


def test_monitoring_follows_the_event_that_the_act_names() -> None:
    gymnasium = school("gymnasium-35")
    seen = {"stage.final_opened": [day("2027-06-10")]}
    asked = rules.monitoring_days(gymnasium, YEAR, seen)
    assert ("monitoring.frequency", day("2027-07-10")) in [(key, each.due) for key, each in asked]


def test_period_is_not_closed_without_its_monitoring() -> None:
    cit = school("cit")
    broken = rules.monitoring_held(cit, YEAR, [], day("2027-01-26"))
    assert [(each.parameter, each.actual) for each in broken] == [
        ("monitoring.deadlines", "31.12.2026"),
        ("monitoring.frequency", "31.12.2026"),
    ]
    assert rules.monitoring_held(cit, YEAR, [day("2027-01-20")], day("2027-01-26")) == []  # late, but held
    assert len(rules.monitoring_held(cit, YEAR, [day("2027-01-20")], day("2027-08-31"))) == 2
    assert rules.monitoring_held(cit, YEAR, [], day("2026-12-30")) == []


def test_regional_days_of_monitoring_stop_no_closing() -> None:
    gymnasium = school("gymnasium-35")  # names no day: December and May are the region's
    assert rules.monitoring_held(gymnasium, YEAR, [], day("2027-08-31")) == []
