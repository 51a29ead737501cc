"""Who may enter. The door lets in members of the region's schools; the seat of each room is asked of its kind."""

from __future__ import annotations

from kernel.doors import SIGNED_IN

MEMBERS = SIGNED_IN
