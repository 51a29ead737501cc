"""Rights of a school's role in the database."""

from __future__ import annotations


def school_role_statements(schema: str) -> list[str]:
    """Statements that make the school's role with its grants; none while roles are off."""
    return []


def drop_role_statements(schema: str) -> list[str]:
    """Statements that remove the school's role; none while roles are off."""
    return []
