"""Frameworks of competencies ready to take over. Their texts are Russian: they are the school's, not the product's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("frameworks.json")


@dataclass(frozen=True, slots=True)
class Preset:
    """A framework as published: see ``models.Framework``."""

    title: str
    source: str
    levels: tuple[str, ...]
    strong_from: int
    weak_below: int
    competencies: tuple[str, ...]


@cache
def frameworks() -> Mapping[str, Preset]:
    """Code -> preset, in the order of the file."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: Preset(
            title=row["title"],
            source=row["source"],
            levels=tuple(row["levels"]),
            strong_from=row["strong_from"],
            weak_below=row["weak_below"],
            competencies=tuple(row["competencies"]),
        )
        for code, row in data.items()
    }
