"""Cases on the school's side: written out of a finished programme, checked for names, sent to the institute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from apps.region.cases import intake
from apps.region.cases.intake import CaseText
from apps.school.consents import queries as consents
from apps.school.people.models import Person
from apps.school.programmes import queries as programmes
from apps.school.programmes.models import Programme
from kernel.acting import Actor
from kernel.clock import today
from kernel.errors import InputError
from tenants.isolation.context import require_school

DISTRIBUTION = "distribution"
CLOSED = (Programme.State.COMPLETED, Programme.State.ENDED)
STEM = 4
ENDING = 4


def finished_programmes(acting: Actor) -> list[tuple[int, str]]:
    """Completed programmes a case can be written from: (id, people and term), newest first."""
    found = programmes.with_people(programmes.visible_to(acting).filter(state=Programme.State.COMPLETED))
    return [
        (programme.pk, f"{programmes.people_of(programme).title}, {programme.match.ends_on:%d.%m.%Y}")
        for programme in found.order_by("-completed_on")[:200]
    ]


def draft_from(programme: Programme) -> CaseText:
    """A first text out of a programme: its problem and results, the school's words for form and type, no names."""
    view, match = programmes.view_for(programme.match), programme.match
    note: Mapping[str, str] = programme.note
    joined = "\n".join(filter(None, (note.get("activity_content", ""), *(item.title for item in programme.plan.all()))))
    return CaseText(
        title="",
        summary=note.get("goals_tasks", "") or match.goal,
        problem=note.get("problem", "") or note.get("mentee_request", ""),
        actions_taken=joined,
        results=programme.results,
        conditions=note.get("learning_conditions", "") or note.get("work_mode", ""),
        form=match.form,
        form_title=view.local_name("mentoring_form", match.form),
        type=match.type,
        type_title=view.local_name("mentoring_type", match.type),
    )


def named_people(text: CaseText, persons: Iterable[Person]) -> list[tuple[str, Person]]:
    """(field, person) for every last name that a section mentions in whatever case of declension."""
    fields = ("title", "summary", "problem", "actions_taken", "results", "conditions")
    return [
        (field, person)
        for person in persons
        if len(person.last_name) >= STEM
        for field in fields
        if _name_pattern(person.last_name).search(getattr(text, field))
    ]


def _name_pattern(last_name: str) -> re.Pattern[str]:
    stem = re.escape(last_name[: max(STEM, len(last_name) - 2)])
    return re.compile(rf"\b{stem}\w{{0,{ENDING}}}\b", re.IGNORECASE)


def _refuse_names(text: CaseText, programme_id: int | None, acting: Actor) -> None:
    if programme_id is None:
        return
    people = programmes.people_of(programmes.get_visible(programme_id, acting))
    named = named_people(text, [*people.mentors, *people.mentees])
    silent = {person.pk for _field, person in named if not consents.has(person, DISTRIBUTION, on=today())}
    problems = [
        {
            "place": field,
            "message": _("%(name)s is named here without consent to distribution of data.")
            % {"name": person.last_name},
        }
        for field, person in named
        if person.pk in silent
    ]
    if problems:
        raise InputError(
            _("The case names people who have not agreed to it (Federal Law 152-FZ, art. 10.1)."),
            problems=problems,
            next_step=_("Write «the mentor» and «the mentee», or record their consents to distribution first."),
        )


def save(*, case_id: UUID | None, programme_id: int | None, text: CaseText, acting: Actor) -> UUID:
    """Write or rewrite the school's case; its id. Raises ``InputError`` where people are named without consent."""
    _refuse_names(text, programme_id, acting)
    return intake.save(case_id=case_id, school_id=require_school().pk, programme=programme_id, text=text, acting=acting)
