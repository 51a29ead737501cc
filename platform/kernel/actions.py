"""Writes. An action is one verb, one transaction, and leaves a trace that nobody can forget.

``@action("pair.form")`` wraps a keyword-only function with an ``acting`` argument. In one transaction it
- claims the request's idempotency key, so that a double submit or a retry does nothing twice,
- runs the body,
- hands an ``ActionRecord`` to every sink of ``settings.ACTION_SINKS`` (audit row, "this school changed" mark).
The floor knows nothing of schools: where the rows go is the sinks' business (``tenants.journal.sinks``).
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from kernel.acting import Actor
from kernel.clock import now

P = ParamSpec("P")
R = TypeVar("R")

MAX_FACT_LENGTH = 200

_depth: ContextVar[int] = ContextVar("action_depth", default=0)


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """What an action did: for the audit trail. ``facts`` hold references and scalars, never long texts or files."""

    code: str
    acting: Actor
    at: datetime.datetime
    subject: str
    facts: Mapping[str, Any]
    outermost: bool


class ActionSink(Protocol):
    """Where traces go. ``before`` may refuse (``AlreadyDone``), ``after`` writes in the same transaction."""

    def before(self, code: str, acting: Actor, digest: str) -> None: ...

    def after(self, record: ActionRecord) -> None: ...


@functools.cache
def _sinks(paths: tuple[str, ...]) -> tuple[ActionSink, ...]:
    return tuple(import_string(path)() for path in paths)


def reference(value: models.Model) -> str:
    """``label:pk`` of a row, as it stands in the audit trail."""
    return f"{value._meta.label_lower}:{value.pk}"


def _fact(value: object) -> object:
    if isinstance(value, models.Model):
        return reference(value)
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, datetime.date | datetime.datetime | UUID | Decimal):
        return str(value)
    if isinstance(value, str):
        return value if len(value) <= MAX_FACT_LENGTH else f"{value[:MAX_FACT_LENGTH]}…"
    if isinstance(value, list | tuple | set | frozenset):
        return [_fact(item) for item in value][:100]
    return type(value).__name__


def _digest(facts: Mapping[str, object]) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def action(code: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a write. The function takes keyword-only arguments, one of them ``acting: Actor``."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{function.__name__}() takes keyword arguments only")
            acting = kwargs.get("acting")
            if not isinstance(acting, Actor):
                raise TypeError(f"{function.__name__}() needs acting=Actor")
            facts = {name: _fact(value) for name, value in kwargs.items() if name != "acting"}
            sinks = _sinks(tuple(settings.ACTION_SINKS))
            depth = _depth.get()
            token = _depth.set(depth + 1)
            try:
                with transaction.atomic():
                    if depth == 0:
                        for sink in sinks:
                            sink.before(code, acting, _digest(facts))
                    result = function(*args, **kwargs)
                    subject = reference(result) if isinstance(result, models.Model) else ""
                    record = ActionRecord(code, acting, now(), subject, facts, outermost=depth == 0)
                    for sink in sinks:
                        sink.after(record)
                    return result
            finally:
                _depth.reset(token)

        run.action_code = code  # type: ignore[attr-defined]  # read by the architecture tests
        return run

    return decorate
