"""Random regulations: a valid value for every parameter from its type, and ways to spoil one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from apps.school.regulation.catalogue import PARTICIPANTS, PRESET_SLUGS, TypeSpec, catalogue, preset
from apps.school.regulation.view import RegulationView, SetValue

ACTORS = [code for name in PARTICIPANTS for code in catalogue().dictionaries[name]]
DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31)).map(datetime.date.isoformat)
MONTHS = DAYS.map(lambda day: day[:7])
PARTIAL = st.one_of(DAYS, MONTHS, DAYS.map(lambda day: day[:4]))
# Days of every year: the 29th of February is none.
YEARLY = DAYS.map(lambda day: day[5:]).filter(lambda day: day != "02-29")


def codes(*dictionaries: str) -> list[str]:
    return [code for name in dictionaries for code in catalogue().dictionaries[name]]


def some(known: list[str], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(known), min_size=least, max_size=8, unique=True)


def number(spec: TypeSpec) -> st.SearchStrategy[int]:
    return st.integers(spec.min or 0, spec.max if spec.max is not None else 60)


def in_order(low: Any, high: Any, spec: TypeSpec) -> st.SearchStrategy[dict[str, Any]]:
    return st.tuples(number(spec), number(spec)).map(sorted).map(lambda both: {low: both[0], high: both[1]})


def _period(basis: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    years = st.tuples(st.integers(2015, 2024), st.integers(2025, 2035))
    start, end = st.booleans(), st.booleans()
    return st.tuples(years, start, end, st.sampled_from(basis)).map(
        lambda each: {
            "from": str(each[0][0]) if each[1] else None,
            "to": str(each[0][1]) if each[2] else None,
            "basis": each[3],
        }
    )


def date_rule(spec: TypeSpec) -> st.SearchStrategy[dict[str, Any]]:
    window = st.tuples(MONTHS, MONTHS).map(sorted)
    rule = st.one_of(
        st.lists(YEARLY, min_size=1, max_size=3, unique=True).map(
            lambda days: {"rule": "yearly_dates", "dates": sorted(days)}
        ),
        st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True).map(
            lambda months: {"rule": "months", "months": sorted(months)}
        ),
        st.fixed_dictionaries(
            {
                "rule": st.just("every"),
                "interval": st.sampled_from(["month", "quarter", "half_year", "year"]),
                "per": st.integers(1, 31),
            },
            optional={"from": MONTHS},
        ),
        window.map(lambda both: {"rule": "window", "from": both[0], "to": both[1]}),
        st.sampled_from(codes("product_event")).map(lambda event: {"rule": "on_event", "event": event}),
        st.just({"rule": "continuous"}),
    )
    if not spec.object_dictionary:
        return rule
    objects = st.sampled_from(codes(spec.object_dictionary))
    return st.tuples(rule, objects).map(lambda both: {**both[0], "object": both[1]})


def _limits(spec: TypeSpec) -> st.SearchStrategy[dict[str, Any]]:
    open_ended = st.tuples(st.one_of(st.none(), number(spec)), st.none())
    both = in_order("individual", "group", spec)
    return st.one_of(open_ended.map(lambda each: {"individual": each[0], "group": each[1]}), both)


def _tracks(spec: TypeSpec) -> st.SearchStrategy[list[dict[str, Any]]]:
    edges = st.tuples(st.integers(0, 29), st.integers(30, 60), st.sampled_from(["both", "over", "upto"]))
    track = st.tuples(st.sampled_from(codes(spec.dictionary)), edges).map(
        lambda each: {
            "track": each[0],
            "years_gt": None if each[1][2] == "upto" else each[1][0],
            "years_le": None if each[1][2] == "over" else each[1][1],
        }
    )
    return st.lists(track, min_size=1, max_size=3, unique_by=str)


def _routes() -> st.SearchStrategy[list[dict[str, Any]]]:
    roles = st.sampled_from(codes("role"))
    route = st.fixed_dictionaries(
        {"from_role": roles, "to_role": roles},
        optional={
            "document": st.sampled_from(codes("request_document")),
            "condition": st.sampled_from(codes("condition")),
            "grounds": some(codes("resignation_ground")),
        },
    )
    return st.lists(route, min_size=1, max_size=3, unique_by=str)


def _seats() -> st.SearchStrategy[list[dict[str, Any]]]:
    seat = st.fixed_dictionaries({"actor": st.sampled_from(ACTORS), "part": st.sampled_from(codes("actor_part"))})
    return st.lists(seat, min_size=1, max_size=5, unique_by=lambda each: each["actor"])


def _stamp() -> st.SearchStrategy[dict[str, Any]]:
    numbers = st.from_regex(r"[1-9]{1,3}(-од)?", fullmatch=True)
    bodies, protocol_no = st.sampled_from(codes("body")), st.one_of(st.none(), numbers)
    return st.one_of(
        st.fixed_dictionaries({"body": bodies, "protocol_no": protocol_no, "protocol_date": DAYS}),
        st.fixed_dictionaries({"order_no": numbers, "order_date": st.one_of(st.none(), DAYS)}),
    )


def _references(spec: TypeSpec) -> st.SearchStrategy[dict[str, Any]]:
    act = st.fixed_dictionaries(
        {"title_ru": st.sampled_from(["Устав", "Правила", "Коллективный договор"])}, optional={"date": DAYS}
    )
    return st.fixed_dictionaries(
        {
            "acts": some(codes(spec.dictionary), 0),
            "local_acts": st.lists(act, max_size=2, unique_by=str),
            "general_reference": st.booleans(),
        }
    )


def value_of(spec: TypeSpec) -> st.SearchStrategy[Any]:
    """Any valid value of a type."""
    known = codes(spec.dictionary) if spec.dictionary else []
    makers: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "bool": lambda: st.booleans(),
        "int": lambda: number(spec),
        "int_range": lambda: in_order("min", "max", spec),
        "limits": lambda: _limits(spec),
        "enum": lambda: st.sampled_from(known),
        "set": lambda: some(known, spec.min_items),
        "ordered_set": lambda: some(known, spec.min_items),
        "condition_set": lambda: some(known),
        "actor_set": lambda: some(ACTORS),
        "seats": _seats,
        "date_range": lambda: _period(codes("date_range_basis")),
        "date_rules": lambda: st.lists(date_rule(spec), min_size=1, max_size=3, unique_by=str),
        "act_reference": _stamp,
        "reference_set": lambda: _references(spec),
        "track_rules": lambda: _tracks(spec),
        "routes": _routes,
        "document_template": lambda: st.fixed_dictionaries(
            {"document": st.sampled_from(codes("programme_unit")), "fields": some(known)}
        ),
        "change_rule": lambda: st.fixed_dictionaries(
            {"subjects": some(known), "made_by": some(ACTORS, 0), "agreed_by": some(ACTORS, 0)}
        ),
    }
    return makers[spec.kind]()


PARAMETERS = list(catalogue().parameters.values())
EVERY_VALUE = {each.key: value_of(each.spec) for each in PARAMETERS}
PRESETS = [preset(slug)["values"] for slug in PRESET_SLUGS]


def _view(values: dict[str, Any]) -> RegulationView:
    return RegulationView({key: SetValue(value, f"п. {key}", "") for key, value in values.items()})


def regulations() -> st.SearchStrategy[RegulationView]:
    """Regulations with every parameter either left open or set to any valid value."""
    return st.fixed_dictionaries({}, optional=EVERY_VALUE).map(_view)


@st.composite
def mixtures(draw: st.DrawFn) -> RegulationView:
    """Regulations whose every value comes from one of the five presets, or is left open."""
    picks = draw(st.lists(st.integers(0, len(PRESETS)), min_size=len(PARAMETERS), max_size=len(PARAMETERS)))
    return _view(
        {
            each.key: PRESETS[pick][each.key]["value"]
            for each, pick in zip(PARAMETERS, picks, strict=True)
            if pick < len(PRESETS) and each.key in PRESETS[pick]
        }
    )


SPOILS: dict[str, list[tuple[Any, str]]] = {
    "bool": [("yes", ""), (1, ""), (None, "")],
    "int": [("12", ""), (True, ""), (-1, ""), (1000, ""), (2.5, "")],
    "int_range": [({"min": 5, "max": 2}, ""), ({"min": 3}, ""), ({"min": 3, "max": 99}, ".max"), ([3, 5], "")],
    "limits": [({"individual": 0, "group": None}, ".individual"), ({"individual": 5, "group": 2}, ""), (2, "")],
    "enum": [("no_such_code", ""), (None, ""), (["order"], "")],
    "set": [(["no_such_code"], "[0]"), ("code", ""), ([1], "[0]")],
    "ordered_set": [(["no_such_code"], "[0]"), ([], "")],
    "condition_set": [(["no_such_code"], "[0]"), ([], "")],
    "actor_set": [(["head", "nobody"], "[1]"), (["head", "head"], "[1]")],
    "seats": [([{"actor": "head"}], "[0]"), ([{"actor": "head", "part": "guest"}], "[0].part"), ([], "")],
    "date_range": [
        ({"from": "2026-02-30", "to": None, "basis": "dates"}, ".from"),
        ({"from": "2027", "to": "2026", "basis": "dates"}, ""),
        ({"from": None, "to": None, "basis": "moon"}, ".basis"),
    ],
    "date_rules": [
        ([{"rule": "never"}], "[0]"),
        ([{"rule": "yearly_dates", "dates": ["02-30"]}], "[0].dates[0]"),
        ([{"rule": "months", "months": [5, 13]}], "[0].months[1]"),
        ([{"rule": "every", "interval": "week", "per": 1}], "[0].interval"),
        ([{"rule": "window", "from": "2026-10", "to": "2026-09"}], "[0]"),
    ],
    "act_reference": [({"order_no": ""}, ".order_no"), ({"order_no": "1", "order_date": "вчера"}, ".order_date")],
    "reference_set": [({"acts": ["fz_0"], "local_acts": [], "general_reference": False}, ".acts[0]"), ([], "")],
    "track_rules": [
        ([{"track": "mentor_school", "years_gt": 5, "years_le": 3}], "[0]"),
        ([{"track": "mentor_school", "years_gt": None, "years_le": None}], "[0]"),
    ],
    "routes": [([{"from_role": "mentee", "to_role": "king"}], "[0].to_role"), ([{"from_role": "mentee"}], "[0]")],
    "document_template": [({"document": "letter", "fields": ["goals"]}, ".document")],
    "change_rule": [({"subjects": [], "made_by": [], "agreed_by": []}, ".subjects")],
}
"""Kind of type -> (a value that is not valid, the path below the value of a fault that must be named)."""
