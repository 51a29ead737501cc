"""Every parameter that software can act on acts somewhere, and a test that names it proves it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from apps.school.regulation import rules
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.places import Coverage, Place, coverage, is_enforced, places
from tests.support.routes import routes
from tests.support.sources import ROOT, trees


@cache
def action_codes() -> frozenset[str]:
    """Codes of every ``@action`` of the product."""
    calls = (node for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "action" and call.args)
    return frozenset(str(call.args[0].value) for call in named if isinstance(call.args[0], ast.Constant))


@cache
def strings() -> frozenset[str]:
    """Every text constant of the school's apps outside of the declarations."""
    return frozenset(
        node.value
        for path, tree in trees().items()
        if path.startswith("apps/school") and not path.endswith("coverage.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def source_of(test: str) -> str:
    """The source of a test, empty when there is none of this name."""
    file, _sep, name = test.partition("::")
    path = Path(ROOT) / file
    if not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    return ""


@pytest.mark.parametrize("row", list(coverage()), ids=lambda row: row.parameter.key)
def test_every_parameter_that_software_can_hold_to_acts_somewhere(row: Coverage) -> None:
    if row.is_due:
        assert row.places
    if row.parameter.enforcement == "auto" and row.places:
        assert is_enforced(row.parameter.key) or row.parameter.refusal.ru == ""


@pytest.mark.parametrize("place", places(), ids=lambda place: f"{place.key}-{place.name}")
def test_place_exists_and_its_proof_names_the_parameter(place: Place) -> None:
    if place.kind == "action":
        assert place.name in action_codes()
    elif place.kind == "page":
        assert place.name in {route.name for route in routes("school")}
    else:
        assert place.name in strings()
    assert place.key in source_of(place.test), place.test


def test_rules_name_no_parameter_that_is_said_to_act_nowhere() -> None:
    named: set[str] = set()
    for file in Path(rules.__file__).parent.glob("*.py"):
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        named |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    acting = {place.key for place in places()}
    assert named & set(catalogue().parameters) <= acting
