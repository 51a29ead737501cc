"""What the text of an act consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActText:
    """``acquainted``: names for the signatures below the act."""

    act_title: str
    heading: str
    preamble: str
    command: str
    points: tuple[str, ...]
    acquainted: tuple[str, ...]
