"""Who may do what here: the office proposes; everybody says under which conditions they can meet."""

from __future__ import annotations

from apps.school.pairs.permissions import OFFICE, require_office
from kernel.doors import Access

PARTICIPANTS = Access({"mentor", "mentee"})

__all__ = ["OFFICE", "PARTICIPANTS", "require_office"]
