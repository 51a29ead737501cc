"""Grants of a school's role: what the database itself lets a school do."""

from __future__ import annotations


def school_role_statements(schema: str) -> list[str]:
    """Idempotent statements that make the role of a school's schema with its grants. None while roles are not used."""
    return []


def drop_role_statements(schema: str) -> list[str]:
    """Statements that remove the role of a school's schema. None while roles are not used."""
    return []
