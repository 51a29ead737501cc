"""Annexes of the regulation: the template of the programme and the roadmaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..catalogue import JsonValue, TypeSpec, catalogue
from ..values.wording import render_date_rules
from ..view import RegulationView
from .parts import Annex
from .values import Naming

FIELDS, COLUMNS, UNIT = "programme.template_fields", "programme.plan_columns", "programme.unit"
NO_COLUMNS = ("number", "stage_name", "content", "term", "responsible")
Row = Mapping[str, JsonValue]


def annexes_of(view: RegulationView, naming: Naming) -> tuple[Annex, ...]:
    """Templates first, then roadmaps, numbered through."""
    found = [*_templates(view, naming), *_roadmaps(view, naming)]
    return tuple(Annex(number, **part) for number, part in enumerate(found, start=1))


def _templates(view: RegulationView, naming: Naming) -> Iterator[dict[str, Any]]:
    """The templates of the act; of an act without any, the one that its parameters describe."""
    for template in view.extras.get("programme_templates", ()):
        columns = [naming("plan_column", code) for code in template.get("plan_columns", ())]
        yield {
            "title": template["title_ru"],
            "lines": tuple(f"{field['title_ru']}: ____________________" for field in template["fields"]),
            "columns": tuple(columns),
            "rows": (("",) * len(columns),) * 2 if columns else (),
        }
    if not view.extras.get("programme_templates") and view.is_set(FIELDS):
        value = view.value(FIELDS)
        columns = [naming("plan_column", code) for code in view.codes(COLUMNS)] if view.is_set(COLUMNS) else []
        title = naming("programme_unit", value["document"])
        yield {
            "title": title[:1].upper() + title[1:],
            "lines": tuple(f"{naming('programme_field', code)}: ____________________" for code in value["fields"]),
            "columns": tuple(columns),
            "rows": (("",) * len(columns),) * 2 if columns else (),
        }


def _roadmaps(view: RegulationView, naming: Naming) -> Iterator[dict[str, Any]]:
    for roadmap in view.extras.get("roadmaps", ()):
        columns = tuple(roadmap.get("columns") or NO_COLUMNS)
        yield {
            "title": roadmap["title_ru"],
            "columns": tuple(naming("roadmap_column", code) for code in columns),
            "rows": tuple(_rows(roadmap, columns, naming)),
        }


def _rows(roadmap: Row, columns: tuple[str, ...], naming: Naming) -> Iterator[tuple[str, ...]]:
    """A row for each event; what belongs to the stage stands in its first row only."""
    for stage in roadmap["stages"]:
        if "stage_name" not in columns:
            yield (str(stage["title_ru"]), *("" for _column in columns[1:]))
        group = ""
        for number, event in enumerate(stage["events"]):
            first = number == 0
            own = {name: write(stage, event, naming) for name, write in CELLS.items()}
            own["number"] = str(stage.get("printed_number") or stage["order"]) if first else ""
            own["stage_name"] = stage["title_ru"] if first else ""
            own["activity_kind"] = event.get("group_ru", "") if event.get("group_ru", "") != group else ""
            group = event.get("group_ru", group)
            yield tuple(own.get(column, "") for column in columns)


def _content(_stage: Row, event: Row, _naming: Naming) -> str:
    return f"– {event['title_ru']}" if event.get("parent") else str(event["title_ru"])


def _term(stage: Row, event: Row, naming: Naming) -> str:
    if event.get("when_text_ru"):
        return str(event["when_text_ru"])
    return render_date_rules(event["when"], TypeSpec("date_rules"), naming) if event.get("when") else ""


def _responsible(_stage: Row, event: Row, naming: Naming) -> str:
    return ", ".join(naming(catalogue().actor_dictionary(code), code) for code in event.get("responsible", ()))


CELLS: Mapping[str, Callable[[Row, Row, Naming], str]] = {
    "content": _content,
    "event": _content,
    "term": _term,
    "responsible": _responsible,
}
