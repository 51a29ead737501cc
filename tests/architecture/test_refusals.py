"""Every refusal of the product can be explained: a rule names its parameter and clause, anything else its code.

Read from the sources, so that a refusal which no test provokes is held to it too. The last tests show that the walk
finds each fault when there is one.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest

from apps.school.regulation.catalogue import catalogue
from kernel import errors
from kernel.errors import Conflict, DomainError
from tests.support.sources import name_of, trees

TRANSLATED = frozenset({"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"})
RULE_BUILDERS = frozenset({"breach", "law_breach"})
# Classes whose code is that of the error above them on purpose: programs do not tell them apart.
SAME_CODE = frozenset({"WrongInput"})


@cache
def refusals() -> dict[str, type[DomainError]]:
    """Name -> every class of refusal in the product; all modules are loaded first."""
    for path in trees():
        parts = path.removeprefix("platform/").removesuffix(".py").removesuffix("/__init__").split("/")
        if parts[-1] in ("errors", "rules", "actions", "reading"):
            import_module(".".join(parts))
    found: dict[str, type[DomainError]] = {}
    waiting = [DomainError]
    while waiting:
        each = waiting.pop()
        if not each.__module__.startswith("tests"):
            found[each.__name__] = each
        waiting += each.__subclasses__()
    return found


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def is_bare(node: ast.expr | None) -> bool:
    """A sentence for people that no translator ever sees."""
    if isinstance(node, ast.BinOp):
        return is_bare(node.left)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def is_empty(node: ast.expr | None) -> bool:
    return node is None or (isinstance(node, ast.Constant) and not node.value)


def raised(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls that make a refusal, be it raised at once or returned to be raised."""
    return (call for call in calls(tree) if name_of(call.func) in refusals())


def faults_of_refusal(call: ast.Call) -> Iterator[str]:
    kind = refusals()[name_of(call.func)]
    if any(is_bare(argument) for argument in call.args) and takes_a_sentence(kind):
        yield "a sentence that is not translated"
    if is_bare(keyword(call, "next_step")) and not is_command(keyword(call, "next_step")):
        yield "a next step that is not translated"


def is_command(node: ast.expr | None) -> bool:
    """A command to type is the same in every language."""
    return isinstance(node, ast.Constant) and str(node.value).startswith("estafeta ")


def takes_a_sentence(kind: type[DomainError]) -> bool:
    """True where the first argument is what people read."""
    parameters = list(inspect.signature(kind.__init__).parameters)
    return parameters[1:2] == ["message"]


def faults_of_violation(call: ast.Call) -> Iterator[str]:
    """A broken rule carries parameter, code, message and clause; a rule of the product itself may have no parameter."""
    of_product = isinstance(origin := keyword(call, "origin"), ast.Constant) and origin.value == "product"
    for name in ("parameter", "code", "message", "clause"):
        value = keyword(call, name)
        if is_empty(value) and not (name == "parameter" and of_product):
            yield f"a violation without {name}"
    for name in ("message", "clause"):
        if is_bare(keyword(call, name)):
            yield f"a {name} that is not translated"


def faults_of_rule(call: ast.Call) -> Iterator[str]:
    """A breach is of a parameter that there is, and says by what it was broken."""
    key = call.args[1] if len(call.args) > 1 else keyword(call, "key")
    if key is None:
        yield "a breach of nothing"
    elif isinstance(key, ast.Constant) and str(key.value) not in catalogue().parameters:
        yield f"a breach of {key.value!s}, which is no parameter"
    if keyword(call, "actual") is None:
        yield "a breach that does not say by what"


def faults_of_product_rule(call: ast.Call) -> Iterator[str]:
    if len(call.args) < 3 or any(is_empty(argument) for argument in call.args[:3]):
        yield "a breach of the product without parameter, code or message"
    elif is_bare(call.args[2]):
        yield "a message that is not translated"


def faults_of(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and fault of everything in a file that refuses."""
    for call in calls(tree):
        name = name_of(call.func)
        if name in refusals():
            found = faults_of_refusal(call)
        elif name == "Violation":
            found = faults_of_violation(call)
        elif name in RULE_BUILDERS:
            found = faults_of_rule(call)
        elif name == "product_breach":
            found = faults_of_product_rule(call)
        else:
            continue
        yield from ((call.lineno, fault) for fault in found)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Raise)
            and name_of(node.exc.func if isinstance(node.exc, ast.Call) else node) == "Exception"
        ):
            yield node.lineno, "an exception without a name"


@cache
def found() -> list[tuple[str, int, str]]:
    return [
        (path, line, fault)
        for path, tree in trees().items()
        if not path.startswith(("platform/runtime", "platform/ui/gallery"))
        for line, fault in faults_of(tree)
    ]


def test_every_refusal_says_what_and_where() -> None:
    assert found() == []


def test_conflict_always_says_what_to_do() -> None:
    assert str(Conflict("Занято.").next_step)
    assert Conflict("Занято.", next_step="Выберите другой день.").next_step == "Выберите другой день."


def test_walk_reads_the_whole_product() -> None:
    everywhere = [call for tree in trees().values() for call in raised(tree)]
    rules = [call for tree in trees().values() for call in calls(tree) if name_of(call.func) in RULE_BUILDERS]
    assert len(everywhere) > 150
    assert len(rules) > 25
    assert len(refusals()) > 25


@pytest.mark.parametrize("name", sorted(refusals()))
def test_refusal_has_a_code_of_its_own(name: str) -> None:
    kind = refusals()[name]
    assert kind.code
    own = [base for base in kind.__mro__ if base.__module__ not in (errors.__name__, "builtins")]
    if own and name not in SAME_CODE:
        assert any("code" in vars(base) for base in own)
    assert 400 <= kind.status < 600


FAULTY = {
    'Conflict("It is over.", next_step=_("Open it again."))': "a sentence that is not translated",
    'Conflict(_("It is over."), next_step="Open it again.")': "a next step that is not translated",
    'NotAllowed(f"{name} may not.")': "a sentence that is not translated",
    'InputError("Wrong: %s" % place)': "a sentence that is not translated",
    'Violation(parameter="", code="x", message=text, clause=clause)': "a violation without parameter",
    'Violation(parameter="a.b", code="x", message=text)': "a violation without clause",
    'Violation(parameter="a.b", code="x", message="No.", clause=clause)': "a message that is not translated",
    'breach(view, "term.maximum", actual="9")': "a breach of term.maximum, which is no parameter",
    'breach(view, "term.max_months")': "a breach that does not say by what",
    'law_breach(view, "pd.consent", norm, actual="")': "a breach of pd.consent, which is no parameter",
    'product_breach("", "code", text)': "a breach of the product without parameter, code or message",
}


@pytest.mark.parametrize("source", FAULTY)
def test_fault_is_found(source: str) -> None:
    assert FAULTY[source] in {fault for _line, fault in faults_of(ast.parse(f"raise {source}"))}


@pytest.mark.parametrize(
    "source",
    [
        'Conflict(_("%(name)s is over.") % {"name": name}, next_step=_("Open it again."))',
        "NotFound()",
        'breach(view, "term.max_months", actual=str(months))',
        'Violation(parameter="", code="x", message=text, clause=clause, origin="product")',
    ],
)
def test_good_refusal_is_let_alone(source: str) -> None:
    assert list(faults_of(ast.parse(f"raise {source}"))) == []
