"""The checker names every fault with its path, all at once, and accepts the five presets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.school.regulation.catalogue import PRESET_SLUGS, PRESETS
from apps.school.regulation.check import check_document, check_file, errors_of
from tests.school.regulation.acts import document

Break = Callable[[dict[str, Any]], object]


def value_of(data: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    data["values"].setdefault(key, {"clause": "п. 1", "quote": "цитата"})["value"] = value
    return data


def broken(breaking: Break, slug: str = "lenskaya") -> list[tuple[str, str]]:
    data = document(slug)
    breaking(data)
    return [(problem.path, problem.code) for problem in errors_of(check_document(data))]


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_preset_is_accepted(slug: str) -> None:
    assert errors_of(check_file(PRESETS / f"{slug}.json")) == []


FAULTS: list[tuple[str, Break, list[tuple[str, str]]]] = [
    (
        "wrong type",
        lambda data: value_of(data, "term.max_months", "двенадцать"),
        [("$.values['term.max_months'].value", "wrong_type")],
    ),
    (
        "a flag where a number is expected",
        lambda data: value_of(data, "term.max_months", True),
        [("$.values['term.max_months'].value", "wrong_type")],
    ),
    (
        "unknown key",
        lambda data: value_of(data, "term.maximum_months", 12),
        [("$.values['term.maximum_months']", "unknown_key")],
    ),
    (
        "minimum above maximum across parameters",
        lambda data: value_of(data, "term.min_months", 18),
        [("$.values['term.min_months'].value", "min_above_max")],
    ),
    (
        "minimum above maximum in a range",
        lambda data: value_of(data, "selection.commission_size", {"min": 6, "max": 3}),
        [("$.values['selection.commission_size'].value", "min_above_max")],
    ),
    (
        "individual limit above the group's",
        lambda data: value_of(data, "pairing.max_mentees", {"individual": 9, "group": 5}),
        [("$.values['pairing.max_mentees'].value", "min_above_max")],
    ),
    (
        "least group above the limit of a group",
        lambda data: (
            value_of(data, "pairing.max_mentees", {"individual": 1, "group": 3}),
            value_of(data, "types.group_min", 5),
        ),
        [("$.values['types.group_min'].value", "min_above_max")],
    ),
    (
        "out of bounds",
        lambda data: value_of(data, "types.speed_max_minutes", 4000),
        [("$.values['types.speed_max_minutes'].value", "out_of_bounds")],
    ),
    (
        "unknown form code",
        lambda data: data["values"]["forms.enabled"]["value"].append("pedagog_pedagogue"),
        [("$.values['forms.enabled'].value[4]", "unknown_code")],
    ),
    (
        "unknown code of another dictionary",
        lambda data: value_of(data, "replacement.act", "edict"),
        [("$.values['replacement.act'].value", "unknown_code")],
    ),
    (
        "repeated code",
        lambda data: value_of(data, "structure.cardinality", ["one_to_one", "one_to_one"]),
        [("$.values['structure.cardinality'].value[1]", "repeated")],
    ),
    (
        "empty set",
        lambda data: value_of(data, "forms.enabled", []),
        [("$.values['forms.enabled'].value", "too_few")],
    ),
    (
        "a day that does not exist",
        lambda data: value_of(data, "monitoring.deadlines", [{"rule": "yearly_dates", "dates": ["02-30"]}]),
        [("$.values['monitoring.deadlines'].value[0].dates[0]", "bad_date_rule")],
    ),
    (
        "a month that does not exist",
        lambda data: value_of(data, "monitoring.deadlines", [{"rule": "months", "months": [5, 13]}]),
        [("$.values['monitoring.deadlines'].value[0].months[1]", "bad_date_rule")],
    ),
    (
        "an unknown date rule",
        lambda data: value_of(data, "monitoring.deadlines", [{"rule": "mothly"}]),
        [("$.values['monitoring.deadlines'].value[0]", "bad_date_rule")],
    ),
    (
        "an unknown interval",
        lambda data: value_of(data, "monitoring.frequency", [{"rule": "every", "interval": "week", "per": 1}]),
        [("$.values['monitoring.frequency'].value[0].interval", "bad_date_rule")],
    ),
    (
        "a window that ends before it starts",
        lambda data: value_of(data, "monitoring.frequency", [{"rule": "window", "from": "2024-05", "to": "2024-02"}]),
        [("$.values['monitoring.frequency'].value[0]", "min_above_max")],
    ),
    (
        "an unknown event",
        lambda data: value_of(data, "monitoring.frequency", [{"rule": "on_event", "event": "stage.close"}]),
        [("$.values['monitoring.frequency'].value[0].event", "unknown_code")],
    ),
    (
        "a rule without its object",
        lambda data: value_of(data, "data.refresh", [{"rule": "every", "interval": "year", "per": 1}]),
        [("$.values['data.refresh'].value[0]", "missing_key")],
    ),
    (
        "a period that ends before it starts",
        lambda data: value_of(data, "act.validity", {"from": "2025", "to": "2024-05-01", "basis": "dates"}),
        [("$.values['act.validity'].value", "min_above_max")],
    ),
    (
        "a date that does not exist",
        lambda data: value_of(data, "act.validity", {"from": "2025-02-30", "to": None, "basis": "dates"}),
        [("$.values['act.validity'].value.from", "bad_date")],
    ),
    (
        "a faulty alternative reading",
        lambda data: data["values"]["scope.mentor_categories"]["alternatives"][0]["value"].append("pilot"),
        [("$.values['scope.mentor_categories'].alternatives[0].value[4]", "unknown_code")],
    ),
    (
        "a value without a clause",
        lambda data: data["values"]["term.max_months"].pop("clause"),
        [("$.values['term.max_months']", "missing_key")],
    ),
    (
        "a misspelt member of a value",
        lambda data: data["values"]["term.max_months"].update(qoute="12"),
        [("$.values['term.max_months'].qoute", "unknown_key")],
    ),
    ("a part is missing", lambda data: data.pop("local_names"), [("$", "missing_key")]),
    (
        "a local name of an unknown code",
        lambda data: data["local_names"]["role"].update(mentr={"singular_ru": "наставник", "clause": "п. 1"}),
        [("$.local_names.role.mentr", "unknown_key")],
    ),
    (
        "a bad date rule in the roadmap",
        lambda data: data["roadmaps"][0]["stages"][0]["events"][0].update(when=[{"rule": "months", "months": [0]}]),
        [("$.roadmaps[0].stages[0].events[0].when[0].months[0]", "bad_date_rule")],
    ),
    (
        "an unknown person responsible in the roadmap",
        lambda data: data["roadmaps"][0]["stages"][0]["events"][0].update(responsible=["curater"]),
        [("$.roadmaps[0].stages[0].events[0].responsible[0]", "unknown_code")],
    ),
]


@pytest.mark.parametrize(("breaking", "expected"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_fault_is_named_with_its_path(breaking: Break, expected: list[tuple[str, str]]) -> None:
    assert broken(breaking) == expected


def test_several_faults_are_named_in_one_run() -> None:
    def breaking(data: dict[str, Any]) -> None:
        value_of(data, "term.max_months", "12")
        value_of(data, "forms.enable", [])
        value_of(data, "types.enabled", ["virtul"])

    assert {code for _path, code in broken(breaking)} == {"wrong_type", "unknown_key", "unknown_code"}


def test_nearest_known_word_is_suggested() -> None:
    data = document()
    value_of(data, "forms.enabled", ["pedagog_pedagogue"])
    value_of(data, "term.max_month", 12)
    messages = " ".join(problem.message for problem in errors_of(check_document(data)))
    assert "pedagogue_pedagogue" in messages
    assert "term.max_months" in messages


def test_contradiction_with_the_law_is_a_warning() -> None:
    data = document()
    value_of(data, "data.pd_consent", False)
    problems = [problem for problem in check_document(data) if "data.pd_consent" in problem.path]
    assert [(problem.code, problem.severity) for problem in problems] == [("below_norm", "warning")]


def test_syntax_error_has_its_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{\n "slug": "x",\n "values": {,}\n}', encoding="utf-8")
    (problem,) = check_file(file)
    assert (problem.path, problem.code) == ("$", "syntax")
    assert "3" in problem.message
    assert "13" in problem.message


def test_key_given_twice_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "twice.json"
    file.write_text('{"values": {"term.max_months": {}, "term.max_months": {}}}', encoding="utf-8")
    assert [problem.code for problem in check_file(file)] == ["repeated"]


@pytest.mark.parametrize("junk", ["[]", "17", "null", '{"values": 5}', '{"values": {"term.max_months": 5}}'])
def test_junk_is_refused_without_a_crash(junk: str, tmp_path: Path) -> None:
    file = tmp_path / "junk.json"
    file.write_text(junk, encoding="utf-8")
    assert errors_of(check_file(file))


def test_command_accepts_the_presets(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("regulation", "check", *(str(PRESETS / f"{slug}.json") for slug in PRESET_SLUGS))
    assert capsys.readouterr().out.count("lenskaya.json") >= 1


def test_command_prints_paths_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = document()
    value_of(data, "term.max_months", "12")
    file = tmp_path / "broken.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        call_command("regulation", "check", str(file))
    assert stop.value.code == 1
    assert "$.values['term.max_months'].value" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("regulation", "check", str(file), "--json")
    (report,) = json.loads(capsys.readouterr().out)
    assert report["accepted"] is False
    assert any(problem["code"] == "wrong_type" for problem in report["problems"])


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5000) | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["rule", "from", "body"]), inner),
    max_leaves=6,
)


def places(node: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) of a document."""
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), slug=st.sampled_from(PRESET_SLUGS), junk=JUNK)
def test_checker_survives_junk_anywhere(data: st.DataObject, slug: str, junk: Any) -> None:
    broken_copy = document(slug)
    holder, key = data.draw(st.sampled_from(places(broken_copy)))
    holder[key] = junk
    for problem in check_document(broken_copy):
        assert problem.path.startswith("$")
        assert problem.message


@pytest.mark.parametrize(
    ("breaking", "code"),
    [
        (lambda data: data["values"]["term.max_months"].update(clause="п" * 201), "too_long"),
        (lambda data: data["values"]["term.max_months"].update(quote="п" * 1001), "too_long"),
        (lambda data: data["local_names"]["role"]["mentor"].update(singular_ru="п" * 301), "too_long"),
        (lambda data: data["document"].update(title_ru="п" * 501), "too_long"),
        (lambda data: data["document"].update(title_ru="\x00"), "bad_format"),
    ],
)
def test_text_that_cannot_be_kept_is_a_fault(breaking: Break, code: str) -> None:
    assert [found for _path, found in broken(breaking)] == [code]


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text("[" * 200_000, encoding="utf-8")
    assert [problem.code for problem in check_file(file)] == ["syntax"]
