"""What the page calls enforced is what the rules read: no more, no less."""

from __future__ import annotations

import ast
from pathlib import Path

from apps.school.regulation import rules
from apps.school.regulation.catalogue import catalogue


def test_enforced_parameters_are_those_the_rules_name() -> None:
    named: set[str] = set()
    for file in Path(rules.__file__).parent.glob("*.py"):
        if file.name != "enforced.py":
            nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            named |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    # The view reads the two terms for the rule.
    read = (named & set(catalogue().parameters)) | {"term.min_months", "term.max_months"}
    assert read == rules.ENFORCED
