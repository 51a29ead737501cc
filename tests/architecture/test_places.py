"""One room switches schemas, and nothing slips past it: names, SQL, connections, threads, bodies, files, the cache.

Each rule names the rooms that may do the thing, and comes with lines that it must find.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.support.sources import ROOT, name_of, trees

ISOLATION = "tenants/isolation/"
PROVISIONING = "tenants/provisioning/"
RUNTIME = "platform/runtime/"

SWITCHES = {"schema_context", "tenant_context", "set_tenant", "set_schema", "set_schema_to_public", "role_instead"}
KEPT_BY_THE_CONNECTION = {"schema_name", "tenant", "include_public_schema", "role_instead", "search_path"}
SWITCHING_SQL = re.compile(
    r"set_config\s*\(|\b(?:re)?set\s+(?:local\s+|session\s+)?(?:search_path|role|session\s+authorization)\b"
    r"|\bdiscard\s+all\b",
    re.IGNORECASE,
)
SQL_WORDS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|FROM|JOIN|TABLE|TRUNCATE|COPY)\b")
QUALIFIED = re.compile(r"\b(?:public|s_\w+)\"?\s*\.\s*\"?[a-z_]")
THREADS = {
    "Thread",
    "Timer",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "ThreadPool",
    "to_thread",
    "run_in_executor",
    "database_sync_to_async",
}
KEEPERS = {
    "cache_page",
    "UpdateCacheMiddleware",
    "FetchFromCacheMiddleware",
    "CacheMiddleware",
    "make_template_fragment_key",
}


def called(node: ast.AST) -> str:
    """The name of what is called, empty for anything but a call."""
    return name_of(node.func) if isinstance(node, ast.Call) else ""


def imports(node: ast.AST, *modules: str) -> bool:
    """True for an import of one of the modules, or of something below it."""
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        names = [node.module or ""]
    return any(name == module or name.startswith(f"{module}.") for name in names for module in modules)


def takes(node: ast.AST, *names: str) -> bool:
    """True for ``from x import name``."""
    return isinstance(node, ast.ImportFrom) and any(alias.name in names for alias in node.names)


def switches(node: ast.AST) -> bool:
    return name_of(node) in SWITCHES or takes(node, *SWITCHES)


def changes_the_connection(node: ast.AST) -> bool:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = [part for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Attribute)]
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    if any(
        isinstance(t, ast.Attribute) and t.attr in KEPT_BY_THE_CONNECTION and _is_connection(t.value) for t in targets
    ):
        return True
    return called(node) == "setattr" and isinstance(node, ast.Call) and bool(node.args) and _is_connection(node.args[0])


def _is_connection(node: ast.AST) -> bool:
    return "connection" in ast.unparse(node).lower()


def says(pattern: re.Pattern[str]) -> Callable[[ast.AST], bool]:
    def finds(node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(pattern.search(node.value))

    return finds


def qualifies_a_schema(node: ast.AST) -> bool:
    """``f'"{schema}".people_person'``, ``sql.Identifier(schema, table)``, a literal ``s_alpha.people_person``."""
    if called(node) == "Identifier" and isinstance(node, ast.Call):
        return len(node.args) > 1 or any(isinstance(argument, ast.Starred) for argument in node.args)
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        return bool(SQL_WORDS.search(text)) and bool(re.search(r"\0\"?\s*\.\s*[\"a-z_\0]", text))
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return bool(SQL_WORDS.search(node.value)) and bool(QUALIFIED.search(node.value))
    return False


def opens_another_connection(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript) and name_of(node.value) == "connections":
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = name_of(node.func.value)
        if (owner, node.func.attr) in {
            ("psycopg", "connect"),
            ("Connection", "connect"),
            ("connections", "create_connection"),
        }:
            return True
        if node.func.attr == "using" or (owner == "connection" and node.func.attr == "copy"):
            return True
    return isinstance(node, ast.Call) and any(
        keyword.arg == "using" and isinstance(keyword.value, ast.Constant) for keyword in node.keywords
    )


def runs_elsewhere(node: ast.AST) -> bool:
    if takes(node, *THREADS) or name_of(node) in THREADS:
        return True
    return isinstance(node, ast.Call) and any(keyword.arg == "thread_sensitive" for keyword in node.keywords)


def reads_files_past_the_storage(node: ast.AST) -> bool:
    return name_of(node) in {"MEDIA_ROOT", "FileSystemStorage"} or takes(node, "FileSystemStorage")


@dataclass(frozen=True)
class Rule:
    """What may be done only in some rooms, and how it is done properly."""

    finds: Callable[[ast.AST], bool]
    rooms: tuple[str, ...]
    advice: str
    planted: tuple[str, ...]


RULES = {
    "switching": Rule(
        switches,
        # The snapshot of an export is a connection of its own, always the owner's.
        (f"{ISOLATION}context.py", f"{ISOLATION}database/", f"{PROVISIONING}life/snapshot.py"),
        "enter_school() or enter_region() of tenants.isolation.context",
        (
            "connection.set_tenant(school)",
            "with schema_context('s_alpha'): pass",
            "from django_tenants.utils import tenant_context as inside",
            "getattr(x, 'y').set_schema('s_alpha')",
            "connection.role_instead = 'owner'",
        ),
    ),
    "django-tenants": Rule(
        lambda node: imports(node, "django_tenants"),
        (
            f"{ISOLATION}apps.py",
            f"{ISOLATION}context.py",
            f"{ISOLATION}database/",
            "tenants/organisations/models.py",
            PROVISIONING,
        ),
        "tenants.isolation",
        (
            "import django_tenants",
            "from django_tenants.utils import get_tenant_model",
            "import django_tenants.utils as u",
        ),
    ),
    "state of the connection": Rule(
        changes_the_connection,
        (f"{ISOLATION}context.py", f"{ISOLATION}database/"),
        "enter_school()",
        (
            "connection.schema_name = 's_beta'",
            "django_connection.tenant = school",
            "connection.schema_name, before = 's_beta', None",
            "setattr(connection, 'schema_name', 's_beta')",
            "connections['default'].tenant = None",
        ),
    ),
    "switching SQL": Rule(
        says(SWITCHING_SQL),
        (f"{ISOLATION}database/", PROVISIONING, RUNTIME),
        "enter_school()",
        (
            "cursor.execute('SET search_path TO s_beta')",
            "cursor.execute('set local  search_path = s_beta')",
            "cursor.execute('SELECT set_config(%s, %s, true)')",
            "cursor.execute(f'SET ROLE {role}')",
            "cursor.execute('RESET ROLE')",
            "cursor.execute('SET SESSION AUTHORIZATION x')",
        ),
    ),
    "qualified names": Rule(
        qualifies_a_schema,
        (f"{ISOLATION}database/", PROVISIONING, RUNTIME),
        "enter_school(), then the table's plain name",
        (
            'cursor.execute(f\'SELECT * FROM "{schema}"."people_person"\')',
            "cursor.execute(f'DELETE FROM {school.schema_name}.people_person')",
            "cursor.execute(f'SELECT 1 FROM {schema}.{table}')",
            "cursor.execute('SELECT * FROM s_beta.people_person')",
            "cursor.execute('SELECT * FROM public.identity_account')",
            "sql.SQL('SELECT * FROM {}').format(sql.Identifier(schema, 'people_person'))",
            "sql.Identifier(*names)",
        ),
    ),
    "other connections": Rule(
        opens_another_connection,
        (PROVISIONING, RUNTIME),
        "django.db.connection, which is always in a place",
        (
            "connections['default'].cursor()",
            "psycopg.connect(url)",
            "Person.objects.using('default')",
            "transaction.atomic(using='other')",
            "psycopg.Connection.connect(url)",
            "connection.copy()",
        ),
    ),
    "callbacks of a commit": Rule(
        lambda node: name_of(node) == "on_commit" or takes(node, "on_commit"),
        (f"{ISOLATION}commits.py",),
        "tenants.isolation.commits.after_commit",
        ("transaction.on_commit(send)", "from django.db.transaction import on_commit"),
    ),
    "threads": Rule(
        runs_elsewhere,
        # The book's thread only listens, in a session that belongs to no place; a fan-out reads in the one thread of
        # all websockets, in a call that enters the place itself.
        (RUNTIME, PROVISIONING, f"{ISOLATION}hostbook.py", f"{ISOLATION}fanout/rooms.py"),
        "a SchoolTask: a new thread has a connection of its own, in no place",
        (
            "threading.Thread(target=work).start()",
            "from concurrent.futures import ThreadPoolExecutor",
            "asyncio.to_thread(work)",
            "sync_to_async(work, thread_sensitive=False)",
        ),
    ),
    "bodies that are read later": Rule(
        lambda node: (
            name_of(node) in {"StreamingHttpResponse", "FileResponse"}
            or takes(node, "StreamingHttpResponse", "FileResponse")
        ),
        ("platform/ui/files.py", "platform/ui/pages/downloads.py"),
        "ui.files.Download, which holds bytes or an open file: a lazy body is read when the place has been left",
        ("StreamingHttpResponse(rows)", "from django.http import FileResponse"),
    ),
    "kept pages": Rule(
        lambda node: name_of(node) in KEEPERS or takes(node, *KEEPERS),
        (),
        "kept pages are kept by address, whoever asks",
        ("from django.views.decorators.cache import cache_page", "cache_page(60)(view)"),
    ),
    "files": Rule(
        reads_files_past_the_storage,
        (f"{ISOLATION}files.py", PROVISIONING, "platform/config/"),
        "django.core.files.storage.default_storage, which knows only the present school's",
        (
            "FileSystemStorage(location='/x')",
            "Path(settings.MEDIA_ROOT)",
            "from django.core.files.storage import FileSystemStorage",
        ),
    ),
    "keys in Redis": Rule(
        lambda node: imports(node, "redis") or (isinstance(node, ast.Subscript) and name_of(node.value) == "caches"),
        # A fan-out's topics and presence bear the keys of what they are about, which no two places share.
        (RUNTIME, f"{ISOLATION}cache.py", f"{ISOLATION}fanout/", f"{PROVISIONING}life/cached.py"),
        "django.core.cache.cache, whose keys carry the schema",
        ("import redis", "from redis import Redis", "caches['default'].set('a', 1)"),
    ),
}


def found(rule: Rule, tree: ast.Module) -> Iterator[int]:
    """Lines in which the rule finds something."""
    for node in ast.walk(tree):
        if rule.finds(node):
            yield getattr(node, "lineno", 0)


@pytest.mark.parametrize("name", RULES)
def test_only_its_rooms_do_it(name: str) -> None:
    rule = RULES[name]
    broken = [
        f"{where}:{line}"
        for where, tree in trees().items()
        if not where.startswith(rule.rooms or ("-",))
        for line in found(rule, tree)
    ]
    assert broken == [], f"use {rule.advice}"


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, rule in RULES.items() for line in rule.planted])
def test_the_rule_finds_what_it_forbids(name: str, line: str) -> None:
    assert list(found(RULES[name], ast.parse(line)))


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.rooms])
def test_each_room_of_a_rule_is_there(name: str) -> None:
    assert [room for room in RULES[name].rooms if not (ROOT / room).exists()] == []


def test_no_template_keeps_a_part_of_a_page() -> None:
    """A part kept in the cache is kept for everybody in the school, not for whom it was made."""
    folders = ("platform/ui/templates", "tenants", "apps", "api")
    templates = [file for folder in folders for file in (ROOT / folder).rglob("*.html")]
    assert len(templates) > 50
    kept = re.compile(r"{%\s*(load\s[^%]*\bcache\b|cache\s)")
    assert [file for file in templates if kept.search(file.read_text(encoding="utf-8"))] == []
