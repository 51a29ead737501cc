"""The tables of steps themselves: whole, the only place where a state is written, and drawn as they are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

from apps.school.pairs import actions, drawing, lives
from apps.school.pairs.actions.stepping import MACHINE_OF
from apps.school.pairs.machine import Machine
from kernel.errors import Conflict, NotAllowed

ROOM = Path(actions.__file__).resolve().parents[1]


@pytest.mark.parametrize("machine", lives.MACHINES, ids=lambda machine: machine.code)
def test_table_names_only_states_and_steps_that_are_there_and_forgets_none(machine: Machine) -> None:
    known = set(machine.states.values)
    assert {way.source for way in machine.table} | {way.target for way in machine.table} | {machine.start} == known
    assert {way.step for way in machine.table} == set(machine.steps)
    assert len({(way.source, way.step) for way in machine.table}) == len(machine.table)
    assert all(way.who for way in machine.table)


@pytest.mark.parametrize("machine", lives.MACHINES, ids=lambda machine: machine.code)
def test_every_step_outside_the_table_is_a_conflict_that_says_the_state(machine: Machine) -> None:
    everybody = frozenset().union(*(way.who for way in machine.table))
    ways = {(way.source, way.step): way for way in machine.table}
    for state in machine.states.values:
        for name in machine.steps:
            way = ways.get((state, name))
            if way is not None:
                assert machine.follow(state, name, way.who) == way.target
                with pytest.raises(NotAllowed):
                    machine.follow(state, name, {"nobody"})
                continue
            with pytest.raises(Conflict) as refusal:
                machine.follow(state, name, everybody)
            assert str(machine.states(state).label) in str(refusal.value.message)


def test_states_are_written_in_one_place_only() -> None:
    """No action sets a state past the table: only ``stepping`` assigns it."""
    found = []
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            flat = [part for each in targets for part in (each.elts if isinstance(each, ast.Tuple) else [each])]
            assigned = any(isinstance(each, ast.Attribute) and each.attr == "state" for each in flat)
            updated = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("update", "bulk_update", "update_or_create")
                and any(keyword.arg == "state" for keyword in node.keywords)
            )
            if assigned or updated:
                found.append(path.name)
    assert set(found) == {"stepping.py"}


def test_picture_is_the_one_drawn_from_the_tables() -> None:
    assert drawing.FILE.read_text(encoding="utf-8") == drawing.document(), "run: estafeta pairs states"


def test_every_model_with_a_state_lives_by_a_table() -> None:
    models = {model for model in apps.get_app_config("pairs").get_models() if hasattr(model, "State")}
    assert set(MACHINE_OF) == models
    assert set(MACHINE_OF.values()) == set(lives.MACHINES)
