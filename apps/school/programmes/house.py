"""What the house brings along: typical plans and the sheet of analysis, as data beside this module."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "presets"


@dataclass(frozen=True, slots=True)
class HousePlan:
    """A typical plan of the house; its texts are Russian, as the programmes are."""

    code: str
    title: str
    summary: str
    forms: tuple[str, ...]
    types: tuple[str, ...]
    unit: str
    outline: dict[str, Any]


@cache
def house_plans() -> tuple[HousePlan, ...]:
    """All of them."""
    data = json.loads((FOLDER / "plans.json").read_text(encoding="utf-8"))
    return tuple(
        HousePlan(
            code=plan["code"],
            title=plan["title"],
            summary=f"{plan['summary']} Основа: {plan['basis']}.",
            forms=tuple(plan["forms"]),
            types=tuple(plan["types"]),
            unit=plan["unit"],
            outline=plan["outline"],
        )
        for plan in data["plans"]
    )


@cache
def house_sheet() -> dict[str, Any]:
    """The sheet of analysis: {"title", "criteria"}."""
    data: dict[str, Any] = json.loads((FOLDER / "sheet.json").read_text(encoding="utf-8"))
    return data
