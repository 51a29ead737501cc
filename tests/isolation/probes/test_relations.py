"""Every choice that a form of a school offers, answered with the id of somebody of the other school: nothing happens.

The forms are those that the pages really show: a person of each role goes from page to page and tries each of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django import forms
from django.utils.module_loading import import_string

from tenants.organisations.models import School
from tests.support.probing import Caller, Callers, Member, heard, own_routes, title, words_unheard
from tests.support.sources import trees
from tests.support.template import KEY_RANGE
from tests.support.world import OTHER, SLUGS, World, changed, fingerprint

ASKERS: list[Member] = [("curator", "alpha"), ("head", "alpha"), ("curator", "beta")]
PAGES = 600
OF_GROWTH = {"framework", "persons", "expert", "tutor", "stage", "competency", "responsible", "course", "competencies"}
OF_DRAFTS = {"deputies", "needs", "after", "events"}
SHOWN_ELSEWHERE = {"chair"} | OF_GROWTH | OF_DRAFTS
"""Fields that this world need not show: a chair is asked for only where an act gives the commission no seat of one (the
secretary is chosen from the same rows), growth begins with a framework, rows of a roadmap are tied in a draft."""
RANGES = {slug: range(number * KEY_RANGE, (number + 1) * KEY_RANGE) for number, slug in enumerate(SLUGS, start=1)}
TEXTS = {"date": "2026-01-15", "email": "somebody@example.test", "number": "1", "url": "https://example.test/"}
AGAIN = re.compile(r"[?&](export|sort|page|month|day|at|stage)=")
LEFT_ALONE = ("/accounts/", "/i18n/", "/health/", "/jobs/", "/api/")


@dataclass
class Form:
    """A form of a page. ``values``: what a browser would send; ``options``: what may be chosen, by field."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, set[str]] = field(default_factory=dict)

    def relations(self, slug: str) -> list[str]:
        """Fields in which objects of the school are chosen."""
        own = RANGES[slug]
        return [name for name, offered in self.options.items() if any(_number(each) in own for each in offered)]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


class Reader(HTMLParser):
    """Finds the forms and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms and "form" not in given:
            # The ticks of a table belong to no form before it.
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        form, name = self.forms[-1], given.get("name", "")
        if tag == "select":
            self._select = name
            form.options.setdefault(name, set())
        elif tag == "option" and self._select:
            form.options[self._select].add(given.get("value", ""))
            if "selected" in given or (given.get("value") and self._select not in form.values):
                form.values[self._select] = [given.get("value", "")]
        elif tag == "textarea" and name:
            form.values.setdefault(name, ["Текст"])
        elif tag == "input" and name:
            self._input(form, name, given)

    def _input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = "date" if given.get("data-date") == "date" else given.get("type", "text")
        if kind in {"checkbox", "radio"} or (kind == "hidden" and given.get("value", "").isdecimal()):
            form.options.setdefault(name, set()).add(given.get("value", "on"))
            if "checked" in given or kind != "checkbox":
                form.values.setdefault(name, [given.get("value", "on")])
        elif kind not in {"file", "submit"}:
            form.values.setdefault(name, [given.get("value") or TEXTS.get(kind, "Текст")])


def pages(caller: Caller, world: World, slug: str) -> Iterator[tuple[str, Reader]]:
    """Pages of the school's host, from its routes on and along its links, at most ``PAGES``."""
    waiting = [
        f"/pairs/new/?mentee={world.values[slug]['mentee']}",
        f"/liaison/mentors/{world.open_offer}/ask/",
        *(route.path(world.values[slug]) for route in own_routes("school") if not route.is_api),
    ]
    seen: set[str] = set()
    while waiting and len(seen) < PAGES:
        path = waiting.pop(0)
        if path in seen or path.startswith(LEFT_ALONE):
            continue
        seen.add(path)
        answer = caller.get(path)
        if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
            continue
        reader = Reader()
        reader.feed(answer.content.decode())
        yield path, reader
        links = [urljoin(path, link) for link in reader.links]
        waiting += [link for link in links if not urlsplit(link).netloc and not AGAIN.search(link)]


def foreign_values(world: World, slug: str) -> list[str]:
    """Ids of the other school's people and papers."""
    others = world.values[OTHER[slug]]
    return [str(others[name]) for name in ("person", "mentor", "mentee", "programme", "order", "consent")]


def submit(caller: Caller, path: str, form: Form, name: str, value: str) -> object:
    """Send the form with one answer exchanged."""
    target = urljoin(path, form.action) if form.action else path
    values = {**form.values, name: [value]}
    return caller.post(target, values) if form.method == "post" else caller.get(target, values)


@pytest.mark.parametrize("member", ASKERS, ids=title)
def test_nobody_of_another_school_can_be_chosen(
    db: None, world: World, callers: Callers, member: Member, counted: list[str]
) -> None:
    slug = member[1]
    caller = callers.browser(member, slug)
    before = fingerprint()
    tried: set[tuple[str, str]] = set()
    for path, reader in pages(caller, world, slug):
        for form in reader.forms:
            for name in form.relations(slug):
                shape = re.sub(r"\d+", "N", urljoin(path, form.action or path))
                if (shape, name) in tried:
                    continue
                tried.add((shape, name))
                for value in foreign_values(world, slug):
                    answer = submit(caller, path, form, name, value)
                    what = f"{form.method} {shape} {name}={value}"
                    assert changed(before) == [], what
                    assert heard(answer, words_unheard(slug)) == [], what
                    counted.append(what)
    assert tried


def fields_with_rows() -> Iterator[str]:
    """Names of the fields of the schools' form classes in which rows are chosen."""
    for where, tree in trees().items():
        if not re.search(r"(^|/)forms(\w*\.py$|/)", where) or not where.startswith("apps/school/"):
            continue
        module = where.removesuffix(".py").replace("/", ".")
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                fields = getattr(import_string(f"{module}.{node.name}"), "base_fields", {})
                yield from (name for name, each in fields.items() if isinstance(each, forms.ModelChoiceField))


def test_every_choice_of_rows_was_tried(db: None, world: World, callers: Callers) -> None:
    """By a curator, who may do almost everything; a field of a form that no page shows would be noticed here."""
    names: set[str] = set()
    for _path, reader in pages(callers.browser(("curator", "beta"), "beta"), world, "beta"):
        names |= {name for form in reader.forms for name in form.relations("beta")}
    assert set(fields_with_rows()) - names <= SHOWN_ELSEWHERE


def test_a_curator_adopts_a_case_for_the_own_school_only(
    db: None, world: World, callers: Callers, counted: list[str]
) -> None:
    caller = callers.browser(("curator", "alpha"), "region")
    before = fingerprint()
    for slug in ("beta", "made-71"):
        school = School.objects.get(slug=slug)
        answer = caller.post(f"/cases/{world.shared['case']}/adopt/", {"school": school.pk, "note": "Беру"})
        assert answer.status_code in {403, 404, 422}, answer.status_code
        assert changed(before) == []
        counted.append(slug)


BODIES = ["programme", "person", "pair", "meeting", "id", "pk", "school", "school_id", "account", "account_id"]


@pytest.mark.parametrize("name", BODIES)
def test_a_body_of_the_api_names_no_object(
    db: None, world: World, callers: Callers, name: str, counted: list[str]
) -> None:
    """What is written belongs to the object of the address; an id smuggled into the body changes nothing elsewhere."""
    own, other = world.values["alpha"], world.values["beta"]
    program = callers.program(("curator", "alpha"), "alpha")
    before = fingerprint()
    moment = f"2026-03-02T{BODIES.index(name):02}:00:00Z"
    body = {"starts_at": moment, name: str(other.get(name, other["programme"]))}
    program.post(f"/api/v1/programmes/{own['programme']}/meetings/", body, content_type="application/json")
    assert [table for table in changed(before) if table.startswith("s_beta.")] == []
    answer = program.post(f"/api/v1/programmes/{other['programme']}/meetings/", body, content_type="application/json")
    assert answer.status_code == 404
    counted.append(name)
