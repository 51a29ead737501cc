"""Who may see and do what with notices."""

from __future__ import annotations

from kernel.doors import ANYONE, SIGNED_IN, Access

OWN = SIGNED_IN
OFFICE = Access({"curator", "head"})
BY_LINK = ANYONE
