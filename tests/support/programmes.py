"""Pairs at work and their programmes for tests. Made in the current school, the pair straight into its tables."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.orders import actions as orders
from apps.school.orders.kinds import ANNUAL_PROGRAMME
from apps.school.orders.models import Order
from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.programmes import (
    actions,
    amending,
    editing,
    library,
    outlines,
    paper,
    paper_templates,
    queries,
    releasing,
    rules,
    sheet_versions,
    sheets,
    taking_part,
    visiting,
    yearly,
)
from apps.school.programmes.choices import Choices
from apps.school.programmes.models import (
    Amendment,
    AnnualProgramme,
    Goal,
    LessonVisit,
    Meeting,
    PaperTemplate,
    Participation,
    PlanItem,
    Programme,
    Release,
    TypicalPlan,
    VisitPlan,
    VisitSheet,
)
from apps.school.programmes.queries import view_for
from apps.school.regulation import queries as regulation
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.rules import structure_of
from apps.school.regulation.rules.programme import school_year_of
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor, system_actor
from kernel.clock import now, today
from tests.support.people import make_mentee, make_mentor
from tests.support.regulation import adopted

ACTING = system_actor("tests")


def make_active_pair(
    *, mentor: MentorCard | None = None, mentees: list[MenteeCard] | None = None, **fields: Any
) -> Match:
    """An active pair for half a year, four months of which have passed."""
    version = RegulationVersion.objects.filter(state="adopted").order_by("-effective_from").first() or adopted()
    begun = today() - datetime.timedelta(days=120)
    cards = mentees or [make_mentee(consents=False)]
    defaults: dict[str, Any] = {
        "form": "pedagogue_pedagogue",
        "type": "traditional",
        "structure": structure_of(1, len(cards)),
        "starts_on": begun,
        "ends_on": begun + datetime.timedelta(days=180),
        "state": Match.State.ACTIVE,
        "regulation_version_id": version.pk,
        "goal": "Уверенно вести урок в классе с разным уровнем подготовки",
    }
    match = Match.objects.create(**{**defaults, **fields})
    MatchMentor.objects.create(match=match, card=mentor or make_mentor(consents=False), since=begun, accepted=True)
    for card in cards:
        MatchMentee.objects.create(match=match, card=card, since=begun, accepted=True)
    return match


def make_draft(**fields: Any) -> Programme:
    """A draft programme; arguments as of ``make_active_pair``."""
    return actions.draft_programme(match=make_active_pair(**fields), acting=ACTING)


def fill(programme: Programme) -> Programme:
    """The note and one row of the plan: ready to be approved."""
    view = view_for(programme.match)
    note = {field.code: f"Текст поля {field.title}" for field in rules.template_of(view).written}
    filled = actions.save_note(programme=programme, note=note, choices=some_choices(view), acting=ACTING)
    make_item(filled)
    return filled


def some_choices(view: RegulationView) -> Choices:
    """The first code of every list that the act offers."""
    return Choices(
        basis=view.codes("interaction.basis")[0],
        mode=view.codes("interaction.mode")[0],
        interactions=view.codes("interaction.forms")[:1],
        choice_criteria=view.codes("forms.choice_criteria")[:1],
    )


def make_running(**fields: Any) -> Programme:
    """An approved programme with one row in the plan."""
    return actions.approve_programme(programme=fill(make_draft(**fields)), acting=ACTING)


def make_item(programme: Programme, *, done: bool = False, **fields: Any) -> PlanItem:
    """A row of the plan, due in a week."""
    defaults: dict[str, Any] = {"title": "Посетить урок наставника", "due_on": today() + datetime.timedelta(days=7)}
    item = actions.add_item(programme=programme, **{**defaults, **fields}, acting=ACTING)
    return actions.mark_item(item=item, acting=ACTING) if done else item


def make_meeting(programme: Programme, *, days: float = 3, held: bool = False, **fields: Any) -> Meeting:
    """A meeting in so many days (in the past when negative); ``held`` records it."""
    defaults: dict[str, Any] = {"starts_at": now() + datetime.timedelta(days=days), "minutes": 45, "mode": "in_person"}
    meeting = actions.plan_meeting(programme=programme, **{**defaults, **fields}, acting=ACTING)
    return actions.record_meeting(meeting=meeting, held=True, acting=ACTING) if held else meeting


def close(programme: Programme, ground: str = "plan_completed", **fields: Any) -> Programme:
    """Close a programme; every row of the plan is marked first."""
    for item in programme.plan.filter(done_on=None):
        actions.mark_item(item=item, acting=ACTING)
    defaults: dict[str, Any] = {"results": "Наставляемый ведёт уроки самостоятельно.", "completed_on": today()}
    return actions.complete_programme(programme=programme, ground=ground, **{**defaults, **fields}, acting=ACTING)


def approve_annual(day: datetime.date | None = None) -> AnnualProgramme:
    """The annual programme of a day's school year, written, ordered and signed."""
    year = school_year_of(day or today())
    note = {code: "Как работают пары года" for code, _title in yearly.fields_of(regulation.current())}
    annual = yearly.write_annual(year=year, note=note, acting=ACTING)
    yearly.order_annual(annual=annual, acting=ACTING)
    orders.sign_order(order=Order.objects.get(kind=ANNUAL_PROGRAMME, state=Order.State.WAITING), acting=ACTING)
    return AnnualProgramme.objects.get(pk=annual.pk)


def make_visit(programme: Programme, *, days: int = 1, **fields: Any) -> LessonVisit:
    """A visited lesson so many days ago."""
    defaults: dict[str, Any] = {
        "visited_on": today() - datetime.timedelta(days=days),
        "lesson": "Алгебра, 7 «Б»",
        "analysis": "Цель поставлена ясно, времени на рефлексию не хватило.",
    }
    return visiting.record_visit(programme=programme, **{**defaults, **fields}, acting=ACTING)


def make_agreed(programme: Programme, *, days: int = 1, **fields: Any) -> VisitPlan:
    """A visit agreed for so many days ahead."""
    defaults: dict[str, Any] = {"on_day": today() + datetime.timedelta(days=days), "lesson": "Физика, 8 «А»"}
    return visiting.plan_visit(programme=programme, **{**defaults, **fields}, acting=ACTING)


def make_sheet(title: str = "Своя карта") -> VisitSheet:
    """A version of the school's sheet with one mark and one text."""
    criteria = [
        sheets.Criterion("", "Урок", "Темп", "scale", 5),
        sheets.Criterion("", "Урок", "Замечания", "text"),
    ]
    return sheet_versions.save_sheet(title=title, criteria=criteria, acting=ACTING)


def make_paper(content: bytes | None = None, name: str = "Наш шаблон.docx") -> PaperTemplate:
    """The school's own template of the programme; a copy of the default one unless given."""
    file = SimpleUploadedFile(name, content if content is not None else paper.PROGRAMME_DOCX.read_bytes())
    return paper_templates.upload_template(kind=PaperTemplate.Kind.PROGRAMME, file=file, acting=ACTING)


def make_release(programme: Programme, **fields: Any) -> Release:
    """The mentor asks to be released tomorrow."""
    defaults: dict[str, Any] = {
        "person": queries.people_of(programme).mentors[0],
        "on_day": today() + datetime.timedelta(days=1),
        "lessons": "3–4 уроки",
        "reason": "Открытый урок наставляемого в это время",
    }
    return releasing.ask_release(programme=programme, **{**defaults, **fields}, acting=ACTING)


def propose_row(programme: Programme, acting: Actor, title: str = "Открытый урок") -> Amendment:
    """A row to be added to the plan of an approved programme."""
    row = editing.Row(title, due_on=today() + datetime.timedelta(days=20))
    change = amending.Change(Amendment.What.ADD, row=row)
    return amending.amend_programme(programme=programme, change=change, reason="Так нужно", acting=acting)


def make_goal(programme: Programme, *, actual: int | None = None, **fields: Any) -> Goal:
    """A goal from 40 to 80 per cent, measured today when ``actual`` is given."""
    defaults: dict[str, Any] = {"title": "Урок держится в плане", "indicator": "доля уроков с рефлексией"}
    numbers = {"initial": Decimal(40), "target": Decimal(80), "measured_in": "%"}
    row = editing.GoalRow(**{**defaults, **numbers, **fields})
    goal = actions.add_goal(programme=programme, row=row, acting=ACTING)
    if actual is None:
        return goal
    return actions.measure_goal(goal=goal, actual=Decimal(actual), measured_on=today(), acting=ACTING)


def make_part(programme: Programme, **fields: Any) -> Participation:
    """The mentee's open lesson of yesterday."""
    person = fields.pop("person", None) or queries.people_of(programme).mentees[0]
    defaults: dict[str, Any] = {"kind": "open_lesson", "title": "Урок-исследование", "result": "held"}
    day = today() - datetime.timedelta(days=1)
    part = taking_part.Part(**{**defaults, "on_day": day, **fields})
    return taking_part.record_part(programme=programme, person=person, part=part, acting=ACTING)


def make_typical(**fields: Any) -> TypicalPlan:
    """A plan of the school's own with one activity."""
    found = outlines.Outline(rows=(outlines.OutlineRow("Посетить урок", at=50),))
    defaults: dict[str, Any] = {"title": "Свой план", "outline": found}
    return library.save_plan(**{**defaults, **fields}, acting=ACTING)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    worked = close(make_running())
    programme = make_running()
    return {
        "goal": make_goal(programme).pk,
        "part": make_part(programme).pk,
        "typical": make_typical().pk,
        "worked": worked.pk,
        "edition": 1,
        "agreed": make_agreed(programme).pk,
        "sheet": make_sheet().number,
        "paper": make_paper().pk,
        "earlier": 1,
        "programme": programme.pk,
        "item": make_item(programme).pk,
        "meeting": make_meeting(programme, days=-1).pk,
        "amendment": propose_row(programme, ACTING).pk,
        "visit": make_visit(programme).pk,
        "release": make_release(programme).pk,
        "annual": yearly.write_annual(year=school_year_of(today()), note={}, acting=ACTING).pk,
    }
