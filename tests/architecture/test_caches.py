"""What a process remembers: every cache and every changeable value of a module is known, and why it is safe.

A process serves all schools. What one school left in it, another would find.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import models

from tenants.isolation.cache import schema_key
from tenants.isolation.context import enter_region, enter_school
from tenants.organisations.models import School
from tests.support.sources import name_of, trees

CACHES = {"cache", "lru_cache"}
CHANGERS = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "clear", "remove", "discard"}
HOLDERS = {*CACHES, "ContextVar", "local", "Local", "defaultdict", "Counter", "deque"}
LISTENERS = "filled by AppConfig.ready() with the product's own code, the same for all schools"
FILES = "read from the product's own files, the same for all schools"
WORDS = "a pure function of a word and the dictionary: what it returns does not depend on whose word it was"

KNOWN = {
    "platform/config/demo/staff.py:_password": "the hash of the demo's own password",
    "platform/kernel/actions.py:_sinks": "objects without state, by the paths in the settings",
    "platform/kernel/actions.py:_depth": "a context variable: how deep actions are nested, reset by each",
    "platform/kernel/clock.py:_moment": "a context variable: the moment of demo data, reset by its block",
    "platform/kernel/tracing.py:_request": "a context variable: reset with the request",
    "tenants/isolation/logs.py:working_for": "a context variable: reset with the task",
    "platform/ui/icons.py:_body": FILES,
    "tenants/isolation/lineage.py:lineage": FILES,
    "tenants/isolation/serving.py:_is_servable_version": "what a version of tables consists of never changes",
    "tenants/organisations/models.py:_zones": FILES,
    "tenants/provisioning/template/__init__.py:_digest": FILES,
    "tenants/provisioning/template/__init__.py:_template": "the template of one state of the code, the same for all",
    "apps/region/rooms/ports.py:_kinds": LISTENERS,
    "apps/school/consents/wording.py:first_text": FILES,
    "apps/school/regulation/catalogue.py:catalogue": FILES,
    "apps/school/regulation/check/frame.py:_validator": FILES,
    "apps/school/regulation/queries.py:_build": "its key carries the schema beside the version and its last change",
    "apps/school/regulation/act/compose.py:wording": FILES,
    "apps/school/regulation/document_ports.py:_document": LISTENERS,
    "apps/school/regulation/deeds.py:_served": LISTENERS,
    "apps/school/regulation/queries.py:_content": "its key carries the schema beside the version and its last change",
    "apps/school/regulation/queries.py:_words": "its key carries the schema beside the version and its last change",
    "apps/school/regulation/words/grammar.py:analyzer": WORDS,
    "apps/school/regulation/words/grammar.py:_reading": WORDS,
    "apps/school/regulation/words/present.py:_present": "a context variable: reset with the request",
    "apps/school/regulation/layers.py:catalogue_layer": FILES,
    "apps/school/notices/channels.py:_channels": LISTENERS,
    "apps/school/notices/days.py:_tellings": LISTENERS,
    "apps/school/notices/kinds.py:_groups": LISTENERS,
    "apps/school/notices/kinds.py:_kinds": LISTENERS,
    "apps/school/notices/reactions.py:_reactions": LISTENERS,
    "apps/school/notices/recipients.py:_departed": LISTENERS,
    "apps/school/orders/changes.py:WRITERS": LISTENERS,
    "apps/school/orders/wording/registry.py:WRITERS": LISTENERS,
    "apps/school/people/federal.py:_courses": LISTENERS,
    "apps/school/people/federal.py:_links": LISTENERS,
    "apps/school/people/merging.py:_hooks": LISTENERS,
    "apps/school/people/merging.py:_obstacles": LISTENERS,
    "apps/school/people/merging.py:_twins": LISTENERS,
    "apps/school/regulation/happenings.py:_sources": LISTENERS,
    "apps/school/regulation/impact.py:_sources": LISTENERS,
    "apps/school/regulation/ports.py:_pairs": LISTENERS,
    "apps/school/selection/ports.py:_sources": LISTENERS,
    "apps/school/people/federal.py:forms": FILES,
    "apps/school/people/presets/__init__.py:frameworks": FILES,
    "apps/school/roadmap/plans.py:_practices": FILES,
    "apps/school/roadmap/plans.py:_preset": FILES,
    "apps/school/regulation/check/frame.py:named_dictionaries": FILES,
    "apps/school/regulation/places.py:_places": LISTENERS,
    "apps/school/regulation/rules/labour.py:_calendar": "the production calendar, the same for all schools",
    "apps/school/regulation/region.py:_layer": "shared rows, the same for all schools; its key is their stamp",
    "apps/school/regulation/region.py:_region": LISTENERS,
    "apps/school/questionnaires/federal.py:templates": FILES,
    "apps/school/orders/inflection.py:_from_dictionary": WORDS,
    "platform/kernel/words.py:_analyzer": WORDS,
    "platform/kernel/words.py:_lemma": WORDS,
    "apps/school/consents/ports.py:_followers": LISTENERS,
    "apps/school/roadmap/records.py:_kinds": LISTENERS,
    "apps/school/monitoring/handlers.py:_sources": LISTENERS,
    "apps/school/orders/handlers.py:_prepared_at": LISTENERS,
    "apps/school/orders/handlers.py:_returned": LISTENERS,
    "apps/school/orders/handlers.py:_signed": LISTENERS,
    "apps/school/orders/labour/ports.py:_source": LISTENERS,
    "apps/school/orders/undoing.py:_undoings": LISTENERS,
    "apps/school/pairs/handlers.py:_rests": LISTENERS,
    "apps/school/pairs/sections.py:_sources": LISTENERS,
    "apps/school/people/ports.py:_book": LISTENERS,
    "apps/school/people/ports.py:_obstacles": LISTENERS,
    "apps/school/people/ports.py:_viewings": LISTENERS,
    "apps/school/people/sections.py:_makers": LISTENERS,
    "apps/school/programmes/handlers.py:_sources": LISTENERS,
    "apps/school/publication/ports.py:_list_sources": LISTENERS,
    "apps/school/publication/ports.py:_portfolio_sources": LISTENERS,
    "apps/school/programmes/ports.py:_checks": LISTENERS,
    "apps/school/pairs/weighing.py:_desks": LISTENERS,
    "platform/kernel/words.py:_lemmas_of": WORDS,
    "apps/school/programmes/house.py:house_plans": FILES,
    "apps/school/programmes/house.py:house_sheet": FILES,
    "apps/school/meetings/times.py:_public_holidays": "the production calendar, the same for all schools",
}


def remembering(tree: ast.Module) -> Iterator[str]:
    """Names of cached functions, of context variables and of values of the module that its functions change."""
    module_names = {name_of(target) for node in tree.body for target in _targets(node)} - {""}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if any(name_of(_undecorated(decorator)) in CACHES for decorator in node.decorator_list):
                yield node.name
            yield from (name for name in _changed(node) if name in module_names)
    for node in tree.body:
        value = getattr(node, "value", None)
        if _is_empty(value) or (isinstance(value, ast.Call) and name_of(_undecorated(value)) in HOLDERS):
            yield from (name_of(target) for target in _targets(node))


def _is_empty(value: object) -> bool:
    """An empty list, dict or set waits for somebody to fill it, perhaps through another name."""
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, ast.Call):
        return name_of(value.func) in {"dict", "list", "set", "OrderedDict"} and not value.args
    return isinstance(value, ast.List) and not value.elts


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign) else []


def _undecorated(node: ast.AST) -> ast.AST:
    """``lru_cache`` of ``@lru_cache(maxsize=1)`` and of ``lru_cache()(f)``."""
    while isinstance(node, ast.Call):
        node = node.func
    return node.value if isinstance(node, ast.Subscript) else node


def _changed(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield from node.names
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGERS:
            yield name_of(_base(node.func.value))
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            yield name_of(_base(node.value))


def _base(node: ast.expr) -> ast.expr:
    return _base(node.value) if isinstance(node, ast.Subscript) else node


def test_what_a_process_remembers_is_known() -> None:
    remembered = {
        f"{where}:{name}"
        for where, tree in trees().items()
        if not where.startswith("platform/runtime/")  # it runs before there is a school
        for name in remembering(tree)
    }
    assert sorted(remembered - set(KNOWN)) == [], "say in KNOWN why no school can find there what another left"
    assert sorted(set(KNOWN) - remembered) == [], "it is no more"


@pytest.mark.parametrize(
    "code",
    [
        "import functools\n@functools.cache\ndef names(): ...",
        "@lru_cache(maxsize=5)\ndef names(): ...",
        "names = lru_cache()(make)",
        "names = {}\ndef keep(x):\n    names[x] = 1",
        "names: list[str] = []\ndef keep(x):\n    names.append(x)",
        "names = defaultdict(list)\ndef keep(x):\n    names[x].append(1)",
        "names = None\ndef keep(x):\n    global names\n    names = x",
        "names: ContextVar[int] = ContextVar('names')",
        "names = threading.local()",
        "names: defaultdict[str, list[str]] = defaultdict(list)",
        "names: list[str] = []",
    ],
)
def test_remembering_is_noticed(code: str) -> None:
    assert set(remembering(ast.parse(code))) == {"names"}


def _classes_with_cached_properties() -> Iterator[tuple[str, str]]:
    for where, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(item, ast.FunctionDef)
                and any(name_of(_undecorated(decorator)) == "cached_property" for decorator in item.decorator_list)
                for item in node.body
            ):
                yield where, node.name


PER_ANSWER = re.compile(r"/pages(_\w+)?(\.py$|/)|^api/v1/")
"""Modules of pages and endpoints: their objects live as long as one answer."""

SHORT_LIVED = {
    ("platform/runtime/privileges.py", "Runner"): "of the process that starts the servers; knows no school",
    ("tenants/provisioning/fleet/planning.py", "Group"): "of one run of the fleet; knows states of migrations",
    ("apps/school/today/rights.py", "RightsPage"): "a page: made for one answer",
    ("apps/school/today/own.py", "Course"): "made by a page for one person and one answer",
    ("apps/school/pairs/machine.py", "Machine"): "a table of steps written in the code; knows no school",
    ("apps/school/matching/board.py", "Board"): "made by a page or an export for one proposal and one answer",
    ("apps/school/matching/solver/prices.py", "Pricing"): "made for one board",
    ("apps/region/speed/gathering.py", "Gathered"): "made by a page or an action for one event and one answer",
    ("apps/region/speed/comparing.py", "Offered"): "made by a page for one answer",
    ("apps/region/speed/comparing.py", "Compared"): "made by a page for one answer",
}


def test_cached_properties_live_as_long_as_an_answer() -> None:
    holders = set(_classes_with_cached_properties())
    assert len(holders) > 20
    others = {holder for holder in holders if not PER_ANSWER.search(holder[0])}
    assert others == set(SHORT_LIVED), "say in SHORT_LIVED how long it lives"


def test_every_cache_has_keys_of_the_school() -> None:
    for alias in settings.CACHES:
        assert caches[alias].key_func is schema_key, alias


def test_keys_of_three_places_are_three(alpha: School, beta: School) -> None:
    keys = set()
    for school in (alpha, beta):
        with enter_school(school):
            keys.add(schema_key("k", "p", 1))
    with enter_region():
        keys.add(schema_key("k", "p", 1))
    assert len(keys) == 3


def test_no_key_of_one_school_can_be_written_by_another(alpha: School, beta: School) -> None:
    """A key with colons inside does not become another school's key."""
    with enter_school(alpha):
        forged = schema_key("x:s_beta:1:k", "estafeta", 1)
    with enter_school(beta):
        assert schema_key("k", "estafeta", 1) != forged


def test_content_types_are_the_installations_own() -> None:
    """Django remembers them per process: so their table is shared, and no school's row names one."""
    assert "django.contrib.contenttypes" in settings.SHARED_APPS
    assert "django.contrib.contenttypes" not in settings.TENANT_APPS
    for config in apps.get_app_configs():
        if config.name in settings.TENANT_APPS:
            for model in config.get_models():
                related = [
                    field.related_model for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)
                ]
                assert ContentType not in related, model._meta.label
