"""A template before it is used: unknown fields with where they stand, missing ones, expressions that may not be.

The text is read as jinja reads it and every node of its tree is judged; what is not known to be harmless is refused:
calls, attributes that the tree of fields does not have, arithmetic, imports, macros.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from jinja2 import TemplateSyntaxError, nodes

from .fields import FIELDS, LINE, LOOP, REQUIRED, Field
from .sandbox import FILTERS, TESTS, environment
from .sources import NotADocument, Source, outside_references, sources_of

Code = Literal["not_a_document", "outside", "syntax", "unknown_field", "forbidden", "missing_field"]
Scope = Mapping[str, Field]

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Fault:
    """``name``: the field or the expression; ``place``: the part of the document and its paragraph."""

    code: Code
    name: str
    place: str
    message: str


class _Reader:
    """Walks one source; collects faults and the fields that were named."""

    def __init__(self, source: Source, fields: Scope, named: set[str]) -> None:
        self.source, self.fields, self.named = source, fields, named
        self.faults: list[Fault] = []

    def statements(self, body: list[nodes.Node], scope: Scope, depth: int = 0) -> None:
        for node in body:
            self._statement(node, scope, depth)

    def _statement(self, node: nodes.Node, scope: Scope, depth: int) -> None:
        if isinstance(node, nodes.Output):
            for each in node.nodes:
                if not isinstance(each, nodes.TemplateData):
                    self.expression(each, scope)
        elif isinstance(node, nodes.If):
            self.expression(node.test, scope)
            for branch in (node.body, node.elif_, node.else_):
                self.statements(list(branch), scope, depth)
        elif isinstance(node, nodes.For) and not node.recursive and isinstance(node.target, nodes.Name):
            self._loop(node, node.target.name, scope, depth + 1)
        else:
            self._forbid(node)

    def _loop(self, node: nodes.For, name: str, scope: Scope, depth: int) -> None:
        walked = self.expression(node.iter, scope)
        if depth > DEEPEST or (walked is not None and walked.item is None):
            self._forbid(node)
            return
        inner = {**scope, name: (walked and walked.item) or LINE, "loop": Field("", inner=LOOP)}
        if node.test is not None:
            self.expression(node.test, inner)
        self.statements(node.body, inner, depth)
        self.statements(node.else_, scope, depth)

    def expression(self, node: nodes.Node, scope: Scope) -> Field | None:
        """Judge an expression; the field it stands for, None where it is none or is faulty."""
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            return self._path(node, scope)
        if isinstance(node, nodes.Const):
            return LINE
        if isinstance(node, nodes.Filter) and node.name in FILTERS and node.node is not None:
            found = self.expression(node.node, scope)
            for argument in node.args:
                self.expression(argument, scope)
            if node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
                return self._forbid(node)
            return found.item if node.name in ("first", "last") and found is not None else LINE
        if isinstance(node, nodes.Test) and node.name in TESTS:
            self.expression(node.node, scope)
            return LINE
        if isinstance(node, nodes.And | nodes.Or | nodes.Not | nodes.Compare | nodes.Operand | nodes.CondExpr):
            for child in node.iter_child_nodes():
                self.expression(child, scope)
            return LINE
        return self._forbid(node)

    def _path(self, node: nodes.Node, scope: Scope) -> Field | None:
        path = _path_of(node)
        if not path or any(part.startswith("_") for part in path):
            return self._forbid(node)
        head = scope.get(path[0])
        found = head
        for number, part in enumerate(path[1:], start=1):
            found = _child(found, part)
            if found is None:
                return self._unknown(node, ".".join(path[: number + 1]))
        if found is None:
            return self._unknown(node, path[0])
        if head is self.fields.get(path[0]):
            self.named.add(".".join(path))
        return found

    def _unknown(self, node: nodes.Node, name: str) -> Field | None:
        place = self.source.place(node.lineno)
        message = _("There is no field “%(name)s” (%(place)s).") % {"name": name, "place": place}
        self.faults.append(Fault("unknown_field", name, place, message))
        return None

    def _forbid(self, node: nodes.Node) -> Field | None:
        place = self.source.place(node.lineno)
        message = _("Only fields, “if” and “for” may stand in a template; something else stands here (%(place)s).")
        self.faults.append(Fault("forbidden", type(node).__name__, place, message % {"place": place}))
        return None


def _path_of(node: nodes.Node) -> list[str]:
    """«text.heading» as its parts; empty where it is no plain path."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _path_of(node.node)
        return [*before, node.attr] if before else []
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str | int):
        before = _path_of(node.node)
        return [*before, str(node.arg.value)] if before else []
    return []


def _child(parent: Field | None, name: str) -> Field | None:
    if parent is None:
        return None
    if parent.item is not None and name.isdecimal():
        return parent.item
    return parent.inner.get(name)


def faults_of(content: bytes, fields: Scope = FIELDS, required: tuple[tuple[str, ...], ...] = REQUIRED) -> list[Fault]:
    """Everything that forbids the use of a template; empty when it can be used.

    ``fields``: what it may name; ``required``: of each group one must be named. By default those of an order.
    """
    try:
        sources = sources_of(content)
        outside = outside_references(content)
    except NotADocument:
        return [Fault("not_a_document", "", "", _("The file cannot be read as a DOCX document."))]
    named: set[str] = set()
    faults = [
        Fault(
            "outside",
            address,
            "",
            _("The document would load something from elsewhere: %(address)s.") % {"address": address},
        )
        for address in outside
    ]
    for source in sources:
        faults += _faults_in(source, fields, named)
    return [*faults, *_missing(named, fields, required)]


def _faults_in(source: Source, fields: Scope, named: set[str]) -> Iterator[Fault]:
    try:
        tree = environment().parse(source.text)
    except TemplateSyntaxError as error:
        place = source.place(error.lineno)
        message = _("A mark cannot be read: %(reason)s (%(place)s).") % {"reason": error.message, "place": place}
        yield Fault("syntax", "", place, message)
        return
    reader = _Reader(source, fields, named)
    reader.statements(tree.body, fields)
    yield from reader.faults


def _missing(named: set[str], fields: Scope, required: tuple[tuple[str, ...], ...]) -> Iterator[Fault]:
    for choices in required:
        if named.isdisjoint(choices):
            name = choices[0]
            facts = {"name": name, "title": _title_of(name, fields)}
            yield Fault("missing_field", name, "", _("The field “%(name)s” is missing: %(title)s.") % facts)


def _title_of(path: str, fields: Scope) -> str:
    found: Field | None = Field("", inner=fields)
    for part in path.split("."):
        found = _child(found, part)
    return str(found.title) if found is not None else path
