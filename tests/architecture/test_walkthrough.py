"""The page that walks through a request names files and what is in them: both are looked up."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.ROOT)
PAGE = ROOT / "tenants/isolation/README.md"
LINK = re.compile(r"\[(`?)([^\]`]+)\1\]\(([^)#]+)\)")
GATES = ("host", "school", "schema and role", "membership", "permission", "object")
RUNBOOK = "deploy/runbooks/citus.md"
LINKING = ("README.md", "tenants/README.md", "deploy/README.md", RUNBOOK)


def links_of(page: Path) -> list[tuple[str, str]]:
    """(text, address) of the links to files of the house; pictures are not links."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", page.read_text(encoding="utf-8"))
    return [(name, address) for _tick, name, address in LINK.findall(text) if "://" not in address]


def names_in(file: Path) -> set[str]:
    """Classes, functions and assigned names of a module, those of its classes too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


@pytest.mark.parametrize(("name", "address"), links_of(PAGE))
def test_each_step_is_where_the_page_says(name: str, address: str) -> None:
    file = (PAGE.parent / address).resolve()
    assert file.is_file(), address
    assert name == file.name or name in names_in(file), f"{name} is not in {address}"


def test_the_gates_stand_in_the_order_that_fails_closed() -> None:
    gates = re.findall(r"^\| \*\*(.+?)\*\* \|(.*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(gate for gate, _line in gates) == GATES
    assert [gate for gate, line in gates if not LINK.search(line)] == []


def test_the_middlewares_of_the_page_run_in_its_order() -> None:
    walked = [name for name, address in links_of(PAGE) if address.endswith("middleware.py")]
    installed = [path.rsplit(".", 1)[1] for path in settings.MIDDLEWARE]
    assert walked == [name for name in installed if name in walked]


@pytest.mark.parametrize("page", LINKING)
def test_links_of_the_readmes_lead_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    broken = [address for _name, address in links_of(ROOT / page) if not (folder / address).exists()]
    assert broken == []


def test_the_runbook_names_commands_that_there_are() -> None:
    text = (ROOT / RUNBOOK).read_text(encoding="utf-8")
    named = set(re.findall(r"\bestafeta (\w+) \w", text))
    assert {"citus", "database"} <= named
    assert named <= set(get_commands())


def test_a_newcomer_finds_the_walk_in_one_click() -> None:
    assert "tenants/isolation/README.md" in [address for _name, address in links_of(ROOT / "README.md")]
