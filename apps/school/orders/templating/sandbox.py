"""The environment in which the school's templates run: no call, no attribute of Python, no value that is not given."""

from __future__ import annotations

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = frozenset({"upper", "lower", "capitalize", "trim", "join", "first", "last", "length", "default"})
TESTS = frozenset({"defined"})


def environment() -> ImmutableSandboxedEnvironment:
    """Anew each time: nothing is cached between schools."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests = {name: made.tests[name] for name in TESTS}
    return made
