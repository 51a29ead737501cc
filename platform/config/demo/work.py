"""What the programmes of the demo choose from the lists of the act, and their lesson visits."""

from __future__ import annotations

import datetime
import random

from apps.school.programmes import visiting
from apps.school.programmes.choices import Choices
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import view_for
from apps.school.regulation.queries import current
from config.demo import texts
from kernel.acting import Actor


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
        acting=acting,
    )


def explain_months(programme: Programme, day: datetime.date, acting: Actor) -> None:
    """Months of holidays have fewer visits, and the curator says so."""
    for month in visiting.short_months(view_for(programme.match), programme, day):
        visiting.explain_month(programme=programme, month=f"{month:%Y-%m}", reason="Каникулы", acting=acting)
