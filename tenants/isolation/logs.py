"""Every log line says whose work it was (the schema of the school, or ``region``) and which request caused it.

Lines hold no secrets and no people: what a library puts into a message is masked when the line is written.
"""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar

from django.db import connection

from kernel.tracing import current_request_id

NOTHING = "-"

MASKS = (
    # A link of a mail is a password until it is used.
    (re.compile(r"(/password/reset/key/)[^/\s\"']+"), r"\1***"),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "***@***"),
    # PostgreSQL quotes the row that broke a constraint.
    (re.compile(r"^(DETAIL:\s+).*$", re.MULTILINE), r"\1***"),
)

working_for: ContextVar[str] = ContextVar("working_for", default="")
"""Schema of the school whose task is under way, for the lines that the worker itself writes about it."""


class QuietHealthFilter(logging.Filter):
    """Drops the framework's lines about ``/health/``: a supervisor asks twice a second, and reads the answer itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "/health/" not in record.getMessage()


class PlaceFilter(logging.Filter):
    """Adds ``place`` and ``request_id`` to log records. Never opens a connection by itself.

    The framework's lines about a request carry the request: they are written when its place has been left already.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.place = getattr(getattr(request, "school", None), "schema_name", None) or _place()
        record.request_id = getattr(request, "request_id", "") or current_request_id() or NOTHING
        return True


def _place() -> str:
    schema = getattr(connection, "schema_name", None)
    return str(schema) if schema not in {None, "public"} else working_for.get() or "region"


class MaskingFormatter(logging.Formatter):
    """Writes the line, traceback included, without links that open something, e-mails and quoted rows."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for pattern, mask in MASKS:
            line = pattern.sub(mask, line)
        return line
