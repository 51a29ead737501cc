"""A DOCX template that people of a school wrote: checked against the fields that are known, then filled. Pure.

The interface is two functions: ``faults(content, known)`` names everything wrong with its place, an empty list means
that ``rendered(content, data)`` will work. ``known`` has the shape of the data: a mapping of names, a list with one
item for something that is repeated, None for a text.

A template is a program of strangers. It runs in jinja's sandbox, and only the few constructs of ``ALLOWED`` and the
filters of ``FILTERS`` are let in: no arithmetic, no calls, no attributes but those of the data.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from apps.school.orders.documents.archive import FIXED_MOMENT, fixed

Shape = Any

ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.Filter,
)
FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "default", "join", "length", "first", "last"})
LOOP = {"loop": {"index": None, "first": None, "last": None, "length": None}}
PARAGRAPH = re.compile(r"<w:p([ >])")
TAG = re.compile(r"<[^>]+>")
PLACE_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """``place``: the paragraph where it stands, in its own words."""

    place: str
    message: str


class _Environment(SandboxedEnvironment):
    """Every part of a document passes ``_parse``: footnotes and properties too."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        for node in _walk(parsed):
            if not isinstance(node, ALLOWED):
                raise TemplateSyntaxError(_("this construct is not for templates of documents"), node.lineno)
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                raise TemplateSyntaxError(_("there is no filter “%(name)s”") % {"name": node.name}, node.lineno)
        return parsed


def _environment() -> _Environment:
    made = _Environment(autoescape=True)
    made.globals.clear()
    return made


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


# ---- checking


def faults(content: bytes, known: Mapping[str, Shape]) -> list[Fault]:
    """Everything wrong with a template, in the order of the document. The file has passed the guard of uploads."""
    found: list[Fault] = []
    for source in _parts(content):
        try:
            parsed = _environment().parse(source)
        except TemplateSyntaxError as error:
            found.append(Fault(_place(source, error.lineno), _("not readable as a template: %(why)s") % {"why": error}))
            continue
        found += [Fault(_place(source, line), message) for line, message in _unknown(parsed, {**known})]
    return list(dict.fromkeys(found))


def _parts(content: bytes) -> list[str]:
    """Body, headers and footers as docxtpl will read them, a paragraph a line."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    sources = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        sources += [template.patch_xml(template.get_part_xml(part)) for _key, part in template.get_headers_footers(uri)]
    return [PARAGRAPH.sub(r"\n<w:p\1", source) for source in sources]


def _place(source: str, line: int) -> str:
    """The paragraph of a line of the source; a tag of docxtpl may have eaten the beginning of its paragraph."""
    lines = source.splitlines()
    text = TAG.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
    return text if len(text) <= PLACE_LENGTH else f"{text[:PLACE_LENGTH]}…"


def _unknown(node: nodes.Node, scope: Mapping[str, Shape]) -> Iterator[tuple[int, str]]:
    """(line, message) of every name that the data does not have."""
    if isinstance(node, nodes.For):
        _shape, wrong = _resolved(node.iter, scope)
        yield from wrong
        item = _shape[0] if isinstance(_shape, list) else None
        if not wrong and not isinstance(_shape, list):
            yield node.lineno, _("“%(name)s” is not a list: it cannot be repeated") % {"name": _name(node.iter)}
        inner = {**scope, **LOOP}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = item
        for child in (*node.body, *node.else_):
            yield from _unknown(child, inner)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        yield from _resolved(node, scope)[1]
        return
    for child in node.iter_child_nodes():
        yield from _unknown(child, scope)


def _resolved(node: nodes.Node, scope: Mapping[str, Shape]) -> tuple[Shape, list[tuple[int, str]]]:
    """The shape of what a node names, and what is wrong with it."""
    if isinstance(node, nodes.Name):
        if node.name in scope:
            return scope[node.name], []
        return None, [(node.lineno, _("there is no field “%(name)s”") % {"name": node.name})]
    if isinstance(node, nodes.Getattr):
        shape, wrong = _resolved(node.node, scope)
        if wrong:
            return None, wrong
        if isinstance(shape, Mapping) and node.attr in shape:
            return shape[node.attr], []
        return None, [(node.lineno, _("there is no field “%(name)s”") % {"name": _name(node)})]
    return None, list(_unknown(node, scope))


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_name(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


# ---- filling


class CannotRender(Exception):
    """The template fails with these data although it was checked."""


def rendered(content: bytes, data: Mapping[str, Any], *, title: str, author: str) -> bytes:
    """The document; the same bytes for the same template and data. Texts come out as they are («&», «<»)."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    properties = template.docx.core_properties
    properties.created = properties.modified = datetime.datetime(*FIXED_MOMENT, tzinfo=datetime.UTC)
    properties.title = properties.subject = properties.keywords = properties.comments = properties.category = ""
    try:
        template.render(dict(data), jinja_env=_environment(), autoescape=True)
    except TemplateError as error:
        raise CannotRender(str(error)) from error
    properties = template.docx.core_properties
    properties.author = properties.last_modified_by = author[:255]
    properties.title, properties.language = title[:255], "ru-RU"
    out = io.BytesIO()
    template.save(out)
    return fixed(out.getvalue())
