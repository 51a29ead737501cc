"""Every log line says whose work it was: the schema of the school, or ``region``."""

from __future__ import annotations

import logging

from django.db import connection


class QuietHealthFilter(logging.Filter):
    """Drops the framework's lines about ``/health/``: a supervisor asks twice a second, and reads the answer itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "/health/" not in record.getMessage()


class PlaceFilter(logging.Filter):
    """Adds ``place`` to log records. Never opens a connection by itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        schema = getattr(connection, "schema_name", None)
        record.place = "region" if schema in {None, "public"} else schema
        return True
