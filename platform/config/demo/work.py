"""What the programmes of the demo choose from the lists of the act, their goals and examples, their lesson visits."""

from __future__ import annotations

import datetime
import random
from decimal import Decimal
from typing import Any

from apps.school.programmes import actions as programmes
from apps.school.programmes import building, editing, library, sheets, visiting
from apps.school.programmes.choices import Choices
from apps.school.programmes.models import LessonVisit, Programme
from apps.school.programmes.queries import view_for
from apps.school.regulation.queries import current
from config.demo import texts
from kernel.acting import Actor
from kernel.clock import today


def choices(luck: random.Random, mode: str, size: int) -> Choices:
    """What a programme chooses from the lists of the regulation. ``size``: how many mentees it has."""
    view = current()

    def some(key: str, number: int) -> list[str]:
        codes = list(view.codes(key))
        return luck.sample(codes, min(number, len(codes)))

    basis = "individual" if size == 1 else "group"
    return Choices(
        basis=basis if basis in view.codes("interaction.basis") else view.codes("interaction.basis")[0],
        mode=mode,
        interactions=some("interaction.forms", 3),
        methods=some("interaction.methods", 3) if view.is_set("interaction.methods") else [],
        choice_criteria=some("forms.choice_criteria", 2),
    )


def set_goals(programme: Programme, luck: random.Random, acting: Actor) -> None:
    """Two measurable goals of a new programme, their beginning measured."""
    there = set(programme.goals.values_list("title", flat=True))
    for title, indicator, unit, begins, target in luck.sample(texts.AIMS, 2):
        if title not in there:
            row = editing.GoalRow(title, indicator, Decimal(target), unit, Decimal(begins))
            programmes.add_goal(programme=programme, row=row, acting=acting)


def measure_goals(programme: Programme, luck: random.Random, acting: Actor, *, share: tuple[float, float]) -> None:
    """So much of the way to every goal is gone; a goal whose beginning nobody measured began at nought."""
    for goal in programme.goals.all():
        begins = goal.initial if goal.initial is not None else Decimal(0)
        way = Decimal(str(round(luck.uniform(*share), 2)))
        programmes.measure_goal(
            goal=goal,
            initial=begins,
            actual=(begins + (goal.target - begins) * way).quantize(Decimal(1)),
            measured_on=today(),
            acting=acting,
        )


def build_from_example(programme: Programme, luck: random.Random, acting: Actor) -> bool:
    """Some authors begin with a programme that worked, others with a typical plan, the rest with a blank page."""
    match, chance = programme.match, luck.random()
    worked = building.worked(programme) if chance < 0.5 else []
    plans = library.fitting(match.form, match.type, programme.unit) if chance < 0.8 else []
    source = worked[0].programme if worked else (plans[0] if plans else None)
    if source is None:
        return False
    building.build_programme(programme=programme, source=source, acting=acting)
    return True


def answers(programme: Programme, luck: random.Random) -> dict[str, Any]:
    """Marks of a visit: each later one a little better."""
    step = min(LessonVisit.objects.filter(programme=programme).count(), 5) / 5
    sheet = sheets.in_use()
    marks: dict[str, Any] = {
        each.code: min(each.most, round(each.most * (0.35 + 0.5 * step + luck.uniform(-0.15, 0.25))))
        for each in sheet.scales
    }
    words = [each.code for each in sheet.criteria if each.kind == "text"]
    return {**marks, **{code: luck.choice(texts.SEEN) for code in words}}


def visit_lesson(programme: Programme, day: datetime.date, luck: random.Random, acting: Actor) -> None:
    """The mentor of one mentee visits a lesson and analyses it, where the act asks for that."""
    if not current().is_set("programme.lesson_visits") or len(programme.match.current_mentees) > 1:
        return
    visiting.record_visit(
        programme=programme,
        visited_on=day,
        lesson=luck.choice(texts.LESSONS),
        analysis=luck.choice(texts.ANALYSES),
        advice=luck.choice(texts.ADVICE),
        mentor=programme.match.current_mentors[0].card.person,
        answers=answers(programme, luck),
        acting=acting,
    )


def explain_months(programme: Programme, day: datetime.date, acting: Actor) -> None:
    """Months of holidays have fewer visits, and the curator says so."""
    for month in visiting.short_months(view_for(programme.match), programme, day):
        visiting.explain_month(programme=programme, month=f"{month:%Y-%m}", reason="Каникулы", acting=acting)
