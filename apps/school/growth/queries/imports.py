"""Lists of levels that were loaded."""

from __future__ import annotations

from kernel.errors import NotFound

from ..models import LevelImport


def import_by_id(import_id: int) -> LevelImport:
    """A list by its id; ``NotFound`` otherwise."""
    found = LevelImport.objects.select_related("framework").filter(pk=import_id).first()
    if found is None:
        raise NotFound()
    return found
