"""What the database can do, as the schema editor asks it."""

from __future__ import annotations

from django.db.backends.postgresql import operations

LONGEST_NAME = 50


class DatabaseOperations(operations.DatabaseOperations):
    """PostgreSQL's, with shorter names: Citus appends a number to each (``deploy/runbooks/citus.md``)."""

    def max_name_length(self) -> int:
        """Names that Django makes up (of indexes and keys) are no longer than this."""
        return LONGEST_NAME
