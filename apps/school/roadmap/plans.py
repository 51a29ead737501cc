"""What a roadmap is made of before it is written: the regulation's own table, the standard one, bare stages.

A plan has the shape of ``roadmaps`` in an institution file, whatever it comes from.
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from apps.school.regulation.catalogue import JsonValue, catalogue, read_json
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.dates import add_months, span
from apps.school.regulation.values.recurrence import moved, school_year
from apps.school.regulation.view import RegulationView

FEDERAL = "federal"
BARE = ""
PRESET = Path(__file__).resolve().parent / "presets" / "federal.json"
CLOSING_EVENT = "closing_event.held"
CLOSING = "incentives.event"
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")  # a year named in a heading or in the words of a term

Plan = dict[str, Any]


def sources(view: RegulationView) -> list[tuple[str, str]]:
    """(code, title) of everything a roadmap can be made from: the act's own tables first."""
    own: list[Mapping[str, JsonValue]] = view.extras.get("roadmaps", [])
    return [
        *((item["code"], item["title_ru"]) for item in own),
        (FEDERAL, _("The standard roadmap: seven stages of the federal recommendations")),
        (BARE, _("Stages of the regulation without events")),
    ]


def plan_for(view: RegulationView, code: str) -> Plan | None:
    """The plan of a source; None for an unknown code."""
    own: dict[str, Plan] = {item["code"]: item for item in view.extras.get("roadmaps", [])}
    if code in own:
        return copy.deepcopy(own[code])
    if code == FEDERAL:
        return _federal(view)
    return _bare(view) if code == BARE else None


def years_to_move(plan: Plan, start: datetime.date) -> int:
    """By how many years the plan's own months go on when its roadmap begins on ``start``."""
    first = span(plan["period"])[0] if plan.get("period") else None
    return school_year(start)[0].year - school_year(first)[0].year if first is not None else 0


def move_plan(plan: Plan, years: int) -> None:
    """Move every month that carries a year, in the rules and in the words."""
    plan["title_ru"] = later_years(plan["title_ru"], years)
    for stage in plan["stages"]:
        for event in stage["events"]:
            event["when"] = moved(event.get("when") or [], years)
            event["when_text_ru"] = later_years(event.get("when_text_ru", ""), years)


def later_years(words: str, years: int) -> str:
    """«… на 2022-2023 гг.» becomes «… на 2023-2024 гг.»: the years of this century that the words name go on."""
    return YEAR.sub(lambda found: str(int(found.group()) + years), words)


def stage_period(stage: Mapping[str, JsonValue], years: int) -> tuple[datetime.date | None, datetime.date | None]:
    """The period of a stage of its own, moved; a pair of None where it has none."""
    if not stage.get("period"):
        return None, None
    start, end = span(stage["period"])
    return _later(start, years), _later(end, years)


def _later(day: datetime.date | None, years: int) -> datetime.date | None:
    return add_months(day, 12 * years) if day is not None else None


# ---- stages of the act


def _stage_titles(view: RegulationView) -> list[Plan]:
    return [
        {
            "code": code,
            "printed_number": str(number),
            "title_ru": _capital(view.local_name("stage", code)),
            "events": [],
        }
        for number, code in enumerate(view.codes(rules.STAGES), start=1)
    ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _bare(view: RegulationView) -> Plan:
    return {
        "title_ru": _title(view),
        "columns": list(view.codes(rules.COLUMNS)),
        "stages": _stage_titles(view),
    }


def _title(view: RegulationView) -> str:
    name = f"«{view.title.replace('«', '„').replace('»', '“')}»" if view.title else ""
    return f"Дорожная карта (план мероприятий) по реализации акта {name}".strip()


# ---- the standard roadmap


@cache
def _preset() -> Mapping[str, JsonValue]:
    data: Mapping[str, JsonValue] = read_json(PRESET)
    return data


def _federal(view: RegulationView) -> Plan:
    """The seven stages of the federal recommendations, put into the stages that this act has."""
    plan = {**_bare(view), "clause": _preset()["clause"]}
    stages = {stage["code"]: stage for stage in plan["stages"]}
    for event in _events(view):
        stage = stages[_stage_for(view, event.pop("stage"))]
        stage["events"].append({"order": len(stage["events"]) + 1, **event})
    return plan


def _stage_for(view: RegulationView, fine: str) -> str:
    """The act's stage that is the fine one or holds it; what no stage holds goes on until the last one ends."""
    codes = view.codes(rules.STAGES)
    dictionary = catalogue().dictionaries["stage"]
    return next((code for code in codes if code == fine or fine in dictionary[code].covers), codes[-1])


def _events(view: RegulationView) -> Iterator[Plan]:
    """Rows of the standard roadmap; the closing event is what this act says it is, terms come from the act's own."""
    for row in _preset()["events"]:
        event = copy.deepcopy(row)
        if event.get("auto_tick") == CLOSING_EVENT:
            for title in (_capital(view.local_name("closing_event", code)) for code in view.codes(CLOSING)):
                yield {**event, "title_ru": title}
            continue
        terms = event.pop("terms", None)
        if terms == "monitoring":
            event["when"] = copy.deepcopy(view.value(rules.DEADLINES))
        elif terms:
            rows = rules.refresh_rules(view, terms)
            event["when"] = [{key: value for key, value in rule.items() if key != "object"} for rule in rows]
        yield event
