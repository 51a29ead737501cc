"""Monitoring of a demo school: measurements around its programmes, a monitoring under way, surveys, a report."""

from __future__ import annotations

import datetime
import random
from collections.abc import Sequence

from apps.school.monitoring import actions, queries
from apps.school.monitoring.models import Measurement
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of, view_for
from apps.school.questionnaires.queries import invitations
from apps.school.regulation.queries import current
from apps.school.regulation.rules.monitoring import reports_of
from apps.school.regulation.rules.survey import INSTRUMENTS
from config.demo.questionnaires import fill_in, hold
from config.demo.staff import Staff
from kernel.acting import Actor
from kernel.clock import at, now, today
from kernel.errors import RuleViolation

WORDS = ("Удобно обсуждать уроки сразу после посещения.", "Хочется больше открытых уроков.", "Всё понравилось.")
CONCLUSION = "Программа выполнена, наставляемый работает уверенно и готов продолжать без наставника."
BEGAN_AGO = 24


def measure(programme: Programme, person: Person, dice: random.Random, acting: Actor, *, twice: bool) -> None:
    """Numbers before, and better ones after."""
    start = programme.match.starts_on
    measures = queries.measures_for(person)
    first = {each.code: round(each.low + (each.high - each.low) * dice.uniform(0.35, 0.6)) for each in measures}
    actions.measure(
        programme=programme,
        person=person,
        stage=Measurement.Stage.BEFORE,
        values=first,
        measured_on=min(start, today()),
        acting=acting,
    )
    if not twice:
        return
    step = {each.code: each.better * (each.high - each.low) * dice.uniform(0.05, 0.3) for each in measures}
    second = {each.code: min(max(round(first[each.code] + step[each.code]), each.low), each.high) for each in measures}
    actions.measure(programme=programme, person=person, stage=Measurement.Stage.AFTER, values=second, acting=acting)


def before_completion(programme: Programme, dice: random.Random, curator: Actor, head: Actor) -> None:
    """What the act wants of a programme before its end: measurements, and documents about the mentee."""
    view = view_for(programme.match)
    for person in people_of(programme).mentees:
        measure(programme, person, dice, curator, twice=True)
        for kind in reports_of(view, "programme") if view.is_set("monitoring.report") else ():
            report = actions.compile_report(
                kind=kind, programme=programme, person=person, conclusion=CONCLUSION, acting=curator
            )
            actions.approve_report(report=report, acting=head)


def monitoring_of_the_year(staff: Staff, dice: random.Random, curator: Actor) -> None:
    """A monitoring under way with a survey half answered and the curator's own questionnaire."""
    with at(now() - datetime.timedelta(days=BEGAN_AGO)):
        actions.open_run(
            title="Мониторинг реализации программ наставничества",
            starts_on=today(),
            ends_on=today() + datetime.timedelta(days=60),
            instruments=list(current().codes(INSTRUMENTS)),
            is_final=True,
            acting=curator,
        )
    with at(now() - datetime.timedelta(days=9)):
        mentees = [card.person for card in staff.mentees]
        _survey("satisfaction_mentee", "Удовлетворённость наставляемых", mentees, dice, curator)
        _survey("curator", "Анкета куратора", [staff.curator], dice, curator, share=1)
    for programme in Programme.objects.filter(state=Programme.State.RUNNING).select_related("match")[:5]:
        measure(programme, people_of(programme).mentees[0], dice, curator, twice=False)


def _survey(
    template: str, title: str, people: Sequence[Person], dice: random.Random, curator: Actor, share: float = 0.6
) -> None:
    """Held where the act has an instrument for it; a school of another mind holds none."""
    try:
        round_ = hold(template, title, people, curator)
    except RuleViolation:
        return
    for invitation in invitations(round_):
        if dice.random() < share and invitation.person_id != _cast(people):
            fill_in(invitation, dice, WORDS, curator)


def _cast(people: Sequence[Person]) -> int | None:
    """The demo's own mentee finds the questionnaire unanswered."""
    return people[0].pk if len(people) > 1 else None
