"""The product's own source, parsed once: for the rules of the architecture tests."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
FOLDERS = ("platform", "tenants", "apps", "api")
OTHERS = {"migrations", "node_modules"}


def sources() -> Iterator[Path]:
    """Every Python file of the product, migrations left out."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if not OTHERS & set(file.parts):
                yield file


@functools.cache
def trees() -> dict[str, ast.Module]:
    """Path from the root -> parsed file; docstrings are taken out, so that rules about texts read code only."""
    found = {}
    for file in sources():
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            _take_docstrings(node)
        found[str(file.relative_to(ROOT))] = tree
    return found


def _take_docstrings(node: ast.AST) -> None:
    body = getattr(node, "body", None)
    if isinstance(body, list):
        node.body = [each for each in body if not _is_text(each)] or [ast.Pass()]  # type: ignore[attr-defined]  # it has one


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def name_of(node: ast.AST) -> str:
    """The last word of a name or of a dotted name, empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
