"""Papers of a programme: what they say, as plain data, and the default documents made of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.school.pairs.models import Match
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from tenants.isolation.context import require_school
from ui.papers import compile_pdf

from . import choices, editing, queries, rules
from .models import Amendment, LessonVisit, Meeting, PlanItem, Programme
from .sheets import Sheet, score

ROOM = Path(__file__).resolve().parent
PROGRAMME_TYPST = ROOM / "templates_typst" / "programme.typ"
SHEET_TYPST = ROOM / "templates_typst" / "sheet.typ"
PROGRAMME_DOCX = ROOM / "templates_docx" / "programme.docx"
SHEET_DOCX = ROOM / "templates_docx" / "sheet.docx"
DAY = "d.m.Y"

PERSON = {"name": None, "short": None, "position": None}


def programme_shape() -> dict[str, Any]:
    """The fields that a template of the programme may use (see ``orders.templating``)."""
    row = ("number", "activity", "term", "direction", "responsible", "methods", "mark")
    goal = ("title", "indicator", "measured_in", "initial", "target", "actual", "percent")
    part = ("title", "kind", "level", "who", "day", "result")
    return {
        **dict.fromkeys(("institution", "title", "state", "approved_on", "version", "term", "head", "results")),
        "fields": dict.fromkeys(catalogue().dictionaries["programme_field"]),
        "why": dict.fromkeys(("criteria", "reason", "methods")),
        "mentors": [PERSON],
        "mentees": [PERSON],
        "sections": [{"title": None, "text": None}],
        "goals": [dict.fromkeys(goal)],
        "plan": [dict.fromkeys(row)],
        "meetings": [dict.fromkeys(("day", "stage", "topic"))],
        "participation": [dict.fromkeys(part)],
        "changes": [dict.fromkeys(("number", "day", "what"))],
        "columns": dict.fromkeys(("number", "direction", "responsible")),
    }


def sheet_shape() -> dict[str, Any]:
    """The fields that a template of the sheet of analysis may use."""
    row = ("title", "scale", "answer", "is_text")
    fields = ("institution", "title", "mentor", "mentee", "way", "lesson", "day", "score", "analysis", "advice")
    return {
        **dict.fromkeys((*fields, "is_blank")),
        "sections": [{"title": None, "rows": [dict.fromkeys(row)]}],
    }


def note_sections(programme: Programme, view: RegulationView) -> list[dict[str, str]]:
    """Every field of the template with its text, in the regulation's order; those of the pair are filled from it."""
    template, derived = rules.template_of(view), _derived(programme, view)
    filled_in = {field.code for field in template.fields}
    note = choices.filled(view, programme)
    return [
        {"code": code, "title": template.titles[code], "text": derived.get(code, "") or note.get(code, "")}
        for code in template.codes
        if code in filled_in or code in derived
    ]


def _derived(programme: Programme, view: RegulationView) -> dict[str, str]:
    people, match = queries.people_of(programme), programme.match
    days = {"start": date_format(match.starts_on, DAY), "end": date_format(match.ends_on, DAY)}
    return {
        "mentor_name": ", ".join(person.full_name for person in people.mentors),
        "mentee_name": ", ".join(person.full_name for person in people.mentees),
        "mentoring_form": form_words(view, match),
        "mentoring_type": view.local_name("mentoring_type", match.type),
        "term": _("from %(start)s to %(end)s") % days,
    }


def form_words(view: RegulationView, match: Match) -> str:
    """«педагог – педагог (опытный – молодой)»: the form with its role model."""
    form = view.local_name("mentoring_form", match.form)
    return f"{form} ({view.local_name('role_model', match.role_model)})" if match.role_model else form


def choice_words(programme: Programme, view: RegulationView) -> dict[str, str]:
    """Why this form was chosen: criteria of the act, and words; the methods."""
    return {
        "criteria": choices.words(view, programme, choices.CRITERIA),
        "reason": programme.choice_reason,
        "methods": choices.words(view, programme, work.METHODS),
    }


def programme_data(programme: Programme) -> dict[str, Any]:
    """The whole programme as plain texts, in the shape of ``programme_shape`` (eight queries)."""
    view, people = queries.view_for(programme.match), queries.people_of(programme)
    unit = programme.unit or str(view.value(work.UNIT))
    sections = note_sections(programme, view)
    known = {section["code"]: section["text"] for section in sections}
    columns = rules.columns_of(view)
    rows = list(programme.plan.all())
    return {
        "institution": require_school().name,
        "title": capfirst(view.local_name("programme_unit", unit)),
        "state": str(programme.get_state_display()),
        "approved_on": date_format(programme.approved_on, DAY) if programme.approved_on else "",
        "version": str(programme.version),
        "term": known.get("term") or _derived(programme, view)["term"],
        "head": capfirst(view.actor_name("head")),
        "results": programme.results,
        "fields": {code: known.get(code, "") for code in catalogue().dictionaries["programme_field"]},
        "why": choice_words(programme, view),
        "mentors": [_person(person) for person in people.mentors],
        "mentees": [_person(person) for person in people.mentees],
        "sections": [{"title": section["title"], "text": section["text"]} for section in sections],
        "goals": [_goal(goal) for goal in programme.goals.all()],
        "plan": [_row(number, item, view) for number, item in enumerate(rows, start=1)],
        "meetings": _meetings(programme),
        "participation": _participation(programme),
        "changes": _changes(programme),
        "columns": {
            "number": "number" in columns,
            "direction": "direction" in columns or any(item.direction for item in rows),
            "responsible": "responsible" in columns or any(item.responsible for item in rows),
        },
    }


def _person(person: Person) -> dict[str, str]:
    return {"name": person.full_name, "short": person.short_name, "position": person.position}


def _goal(goal: Any) -> dict[str, str]:
    numbers = {name: getattr(goal, name) for name in ("initial", "target", "actual")}
    return {
        "title": goal.title,
        "indicator": goal.indicator,
        "measured_in": goal.measured_in,
        "percent": "" if goal.percent is None else str(goal.percent),
        **{name: "" if number is None else editing.plain(number) for name, number in numbers.items()},
    }


def _row(number: int, item: PlanItem, view: RegulationView) -> dict[str, str]:
    days = [date_format(day, DAY) for day in (item.starts_on, item.due_on) if day is not None]
    done = date_format(item.done_on, DAY) if item.done_on else ""
    return {
        "number": str(number),
        "activity": item.title,
        "term": " – ".join(days),
        "direction": view.local_name("plan_direction", item.direction) if item.direction else "",
        "responsible": str(item.get_responsible_display()) if item.responsible else "",
        "methods": ", ".join(view.local_name("interaction_method", code) for code in item.methods),
        "mark": f"{done} {item.mark}".strip(),
    }


def _meetings(programme: Programme) -> list[dict[str, str]]:
    return [
        {
            "day": date_format(meeting.starts_at, DAY),
            "stage": str(meeting.get_stage_display()),
            "topic": meeting.topic,
        }
        for meeting in programme.meetings.filter(state=Meeting.State.HELD)
    ]


def _participation(programme: Programme) -> list[dict[str, str]]:
    return [
        {
            "title": part.title,
            "kind": str(part.get_kind_display()),
            "level": str(part.get_level_display()),
            "who": part.person.short_name,
            "day": date_format(part.on_day, DAY),
            "result": str(part.get_result_display()),
        }
        for part in programme.participations.select_related("person")
    ]


def _changes(programme: Programme) -> list[dict[str, str]]:
    rows = programme.amendments.filter(state=Amendment.State.IN_FORCE).order_by("number")
    return [
        {
            "number": str(row.number),
            "day": date_format(row.in_force_on, DAY) if row.in_force_on else "",
            "what": str(row.get_what_display()),
        }
        for row in rows
    ]


# ---- the default documents


def programme_pdf(data: Mapping[str, Any]) -> bytes:
    """The default document as tagged PDF."""
    words = {
        "note": _("Explanatory note"),
        "why": _("Why this form of mentoring"),
        "methods": _("Methods"),
        "goals": _("Goals"),
        "goal_columns": [_("Goal"), _("Indicator"), _("At the beginning"), _("Target"), _("Now")],
        "plan": _("Plan of activities"),
        "activity": _("Activity"),
        "term": _("Term"),
        "direction": _("Direction"),
        "responsible": _("Who answers for it"),
        "mark": _("Mark"),
        "meetings": _("Meetings held"),
        "participation": _("Contests, open lessons, publications"),
        "changes": _("Changes in force"),
        "version": capfirst(_("version")),
        "results": _("Results"),
        "approval": _("Approval"),
        "mentor": _("mentor"),
        "mentee": _("mentee"),
    }
    return compile_pdf(PROGRAMME_TYPST, act={**data, "words": words})


def blank_sheet(sheet: Sheet, programme: Programme | None = None) -> dict[str, Any]:
    """The sheet to be filled by hand, in the shape of ``sheet_shape``; with the people of a pair where one is given."""
    people = queries.people_of(programme) if programme is not None else None
    mentors = ", ".join(person.full_name for person in people.mentors) if people else ""
    mentees = ", ".join(person.full_name for person in people.mentees) if people else ""
    return _sheet(sheet, {}, is_blank=True, mentor=mentors, mentee=mentees)


def filled_sheet(visit: LessonVisit) -> dict[str, Any]:
    """The sheet of a visit as it was filled, in the shape of ``sheet_shape``."""
    sheet = Sheet.read(visit.sheet)
    total = score(sheet, visit.answers)
    return _sheet(
        sheet,
        visit.answers,
        is_blank=False,
        mentor=visit.mentor.full_name if visit.mentor else "",
        mentee=visit.mentee.full_name,
        way=str(visit.get_way_display()),
        lesson=visit.lesson,
        day=date_format(visit.visited_on, DAY),
        score="" if total is None else str(total),
        analysis=visit.analysis,
        advice=visit.advice,
    )


def _sheet(sheet: Sheet, answers: Mapping[str, Any], *, is_blank: bool, **said: str) -> dict[str, Any]:
    names = ("mentor", "mentee", "way", "lesson", "day", "score", "analysis", "advice")
    return {
        "institution": require_school().name,
        "title": sheet.title or _("Analysis of the lesson"),
        "is_blank": is_blank,
        **{name: said.get(name, "") for name in names},
        "sections": [
            {
                "title": title,
                "rows": [
                    {
                        "title": criterion.title,
                        "is_text": criterion.kind == "text",
                        "scale": f"0–{criterion.most}",
                        "answer": str(answers.get(criterion.code, "")),
                    }
                    for criterion in criteria
                ],
            }
            for title, criteria in sheet.sections
        ],
    }


def sheet_pdf(data: Mapping[str, Any]) -> bytes:
    """The default sheet as tagged PDF."""
    facts = [
        [_("Mentor"), data["mentor"]],
        [_("Mentee"), data["mentee"]],
        *([[_("Who visits whom"), data["way"]]] if data["way"] else []),
        [_("Lesson"), data["lesson"]],
        [_("Day"), data["day"]],
        *([[_("Score in per cent"), data["score"]]] if data["score"] else []),
    ]
    words = {
        "criterion": _("Criterion"),
        "mark": _("Mark"),
        "visitor": _("Who visited"),
        "host": _("Whose lesson"),
    }
    closing = [[_("Analysis of the lesson"), data["analysis"]], [_("Advice"), data["advice"]]]
    return compile_pdf(SHEET_TYPST, act={**data, "facts": facts, "closing": closing, "words": words})
