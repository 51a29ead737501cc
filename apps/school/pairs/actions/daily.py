"""What the days bring to pairs: terms of answers lapse, pauses run out."""

from __future__ import annotations

from kernel.acting import Actor

from .advancing import advance_stalled
from .pausing import end_pauses


def pass_days(*, acting: Actor) -> int:
    """Let everything pass whose day has come; how many things. Two queries when there is nothing."""
    return advance_stalled(acting=acting) + end_pauses(acting=acting)
