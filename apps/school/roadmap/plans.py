"""What a roadmap is made of before it is written: the regulation's own table, the standard one, one of the practices
of other schools, a template of the school's own, bare stages.

A plan has the shape of ``roadmaps`` in an institution file, whatever it comes from. Beyond that shape a row may have
``details_ru``, ``resources_ru``, and ``after`` and ``needs``: rows as (place of the stage, ``order``).
"""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from apps.school.regulation.catalogue import JsonValue, catalogue, read_json
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.dates import add_months, span
from apps.school.regulation.values.recurrence import moved, school_year
from apps.school.regulation.view import RegulationView

from .models import Event, Roadmap, Stage, Template

FEDERAL = "federal"
BARE = ""
PRESETS = Path(__file__).resolve().parent / "presets"
PRESET, PRACTICES = PRESETS / "federal.json", PRESETS / "practices.json"
OWN = "template:"
CLOSING_EVENT = "closing_event.held"
CLOSING = "incentives.event"
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")  # a year named in a heading or in the words of a term

Plan = dict[str, Any]


def sources(view: RegulationView, templates: Iterable[Template] = ()) -> list[tuple[str, str]]:
    """(code, title) of everything a roadmap can be made from: the act's own tables first, then the school's."""
    own: list[Mapping[str, JsonValue]] = view.extras.get("roadmaps", [])
    return [
        *((item["code"], item["title_ru"]) for item in own),
        *((f"{OWN}{each.pk}", _("Own template: %(title)s") % {"title": each.title}) for each in templates),
        (FEDERAL, _("The standard roadmap: seven stages of the federal recommendations")),
        *(
            (code, _("Practice of a school: %(name)s") % {"name": item["name_ru"]})
            for code, item in _practices().items()
        ),
        (BARE, _("Stages of the regulation without events")),
    ]


def plan_for(view: RegulationView, code: str, templates: Iterable[Template] = ()) -> Plan | None:
    """The plan of a source; None for an unknown code."""
    own: dict[str, Plan] = {item["code"]: item for item in view.extras.get("roadmaps", [])}
    if code in own:
        return copy.deepcopy(own[code])
    if code == FEDERAL:
        return _federal(view)
    kept = {f"{OWN}{each.pk}": each.plan for each in templates} | dict(_practices())
    if code in kept:
        return fitted(view, copy.deepcopy(kept[code]))
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


# ---- practices and templates


@cache
def _practices() -> Mapping[str, Plan]:
    """Roadmaps of five institutions, without what is theirs alone, by code."""
    data = read_json(PRACTICES)
    return {item["code"]: item for item in data["practices"]}


def fitted(view: RegulationView, plan: Plan) -> Plan:
    """The plan in the stages of this act: its own where the act has them all, else each row goes to the act's stage
    that is its own, holds it, or is the first that it holds."""
    codes = [stage["code"] for stage in plan["stages"]]
    if any(set(codes) <= set(reading) for reading in rules.readings_of_stages(view)):
        return plan
    stages = {stage["code"]: stage for stage in _stage_titles(view)}
    places = {code: place for place, code in enumerate(stages)}
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    for place, stage in enumerate(plan["stages"]):
        target = stages[_stage_for(view, stage["code"])]
        shift = len(target["events"])
        for event in stage["events"]:
            moved[place, event["order"]] = places[target["code"]], event["order"] + shift
            parent = {"parent": event["parent"] + shift} if event.get("parent") else {}
            target["events"].append({**event, "order": event["order"] + shift, **parent})
    for event in (event for stage in stages.values() for event in stage["events"]):
        if event.get("after"):
            event["after"] = moved[tuple(event["after"])]
        event["needs"] = [moved[tuple(each)] for each in event.get("needs", ())]
    return {**plan, "stages": list(stages.values())}


def kept_from(roadmap: Roadmap, stages: Sequence[Stage]) -> Plan:
    """The plan of a roadmap (``queries.table_of``), for a template; persons and marks are not taken along."""
    places = {
        event.pk: (place, order)
        for place, stage in enumerate(stages)
        for order, event in enumerate(stage.events.all(), start=1)
    }
    period = {"from": roadmap.starts_on.isoformat(), "to": roadmap.ends_on.isoformat(), "basis": "dates"}
    rows = [_kept_stage(stage, places) for stage in stages]
    return {"title_ru": roadmap.title, "columns": roadmap.columns, "period": period, "stages": rows}


def _kept_stage(stage: Stage, places: Mapping[int, tuple[int, int]]) -> Plan:
    found: Plan = {"code": stage.code, "printed_number": stage.printed_number, "title_ru": stage.title}
    if stage.starts_on is not None and stage.ends_on is not None:
        found["period"] = {"from": stage.starts_on.isoformat(), "to": stage.ends_on.isoformat(), "basis": "dates"}
    return {**found, "events": [_kept_event(event, places) for event in stage.events.all()]}


def _kept_event(event: Event, places: Mapping[int, tuple[int, int]]) -> Plan:
    return {
        "order": places[event.pk][1],
        "parent": places[event.parent_id][1] if event.parent_id else 0,
        "printed_number": event.printed_number,
        "group_ru": event.group,
        "title_ru": event.title,
        "details_ru": event.details,
        "resources_ru": event.resources,
        "when": event.when,
        "when_text_ru": event.when_text,
        "responsible": event.responsible,
        "auto_tick": event.auto_tick,
        "after": places[event.after_id] if event.after_id else None,
        "needs": [places[row.needed_id] for row in event.needs.all()],
    }


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
    """The act's stage that is this one, holds it or is the first it holds; else it goes on until the last one ends."""
    codes = view.codes(rules.STAGES)
    dictionary = catalogue().dictionaries["stage"]
    holds = (code for code in codes if code == fine or fine in dictionary[code].covers)
    held = (code for code in dictionary[fine].covers if code in codes)
    return next(holds, None) or next(held, codes[-1])


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
