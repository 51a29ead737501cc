"""The library of typical plans of a demo school; contests and visits of its running programmes."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.programmes import building, library, taking_part, visiting
from apps.school.programmes.models import Participation, Programme, TypicalPlan, Way
from apps.school.programmes.queries import people_of, view_for
from apps.school.programmes.taking_part import Part
from config.demo import texts, work
from config.demo.pairs import Teller
from kernel.clock import at, now, today
from kernel.errors import DomainError

DAY = datetime.timedelta(days=1)
Kind, Result, Level = Participation.Kind, Participation.Result, Participation.Level
PARTS = (
    (Kind.OPEN_LESSON, "Открытый урок «Спорим по правилам»", Level.SCHOOL, Result.HELD, "8 «Б» класс"),
    (Kind.CONTEST, "Конкурс «Педагогический дебют»", Level.MUNICIPAL, Result.PRIZE, "муниципальный этап"),
    (Kind.TALK, "Как удержать внимание класса", Level.SCHOOL, Result.HELD, "методическое объединение"),
    (Kind.PUBLICATION, "Обратная связь вместо отметки", Level.REGIONAL, Result.PUBLISHED, "сборник института"),
    (Kind.CONTEST, "Конкурс методических разработок", Level.REGIONAL, Result.TOOK_PART, ""),
)


def stock_library(teller: Teller) -> None:
    """The plans of the product, and one that the school made of them."""
    library.stock(acting=teller.curator)
    source = TypicalPlan.objects.filter(source="deficit_quarter").get()
    copy = library.copy_plan(plan=source, acting=teller.curator)
    outline = building.outline_from(copy)
    library.save_plan(
        plan=copy,
        title="Наш план на четверть: управление классом",
        summary="Для тех, кому трудно держать внимание класса. Собран методическим объединением.",
        forms=copy.forms,
        outline=outline,
        acting=teller.curator,
    )


def tell_work(teller: Teller) -> None:
    """Running programmes have something to show, and something agreed for the days to come."""
    running = Programme.objects.filter(state=Programme.State.RUNNING).select_related("match").order_by("pk")
    for number, programme in enumerate(running[:12]):
        try:
            work.measure_goals(programme, teller.random, teller.curator, share=(0.1, 0.8))
            _take_part(programme, number, teller)
            _visits(programme, number, teller)
        except DomainError as refusal:
            teller.refusals.append(str(refusal.message))


def _take_part(programme: Programme, number: int, teller: Teller) -> None:
    people = people_of(programme)
    for kind, title, level, result, where in PARTS[number % 3 :: 3] if people.mentees else ():
        day = max(today() - (10 + 7 * number) * DAY, programme.match.starts_on)
        part = Part(kind=kind, title=title, on_day=day, level=level, where=where, result=result)
        person = people.mentees[0] if kind != Kind.PUBLICATION else people.mentors[0]
        taking_part.record_part(programme=programme, person=person, part=part, acting=teller.curator)


def _visits(programme: Programme, number: int, teller: Teller) -> None:
    if not visiting.may_visit(view_for(programme.match), programme):
        return
    people = people_of(programme)
    between: dict[str, Any] = {"mentee": people.mentees[0], "mentor": people.mentors[0]}
    luck, curator = teller.random, teller.curator
    for days in (35, 9) if number % 2 == 0 else ():
        with at(now() - days * DAY):
            if today() >= programme.match.starts_on and not programme.visits.filter(visited_on=today()).exists():
                visiting.record_visit(
                    programme=programme,
                    visited_on=today(),
                    lesson=luck.choice(texts.LESSONS),
                    analysis=luck.choice(texts.ANALYSES),
                    advice=luck.choice(texts.ADVICE),
                    answers=work.answers(programme, luck),
                    **between,
                    acting=curator,
                )
    if number % 3 == 0:
        visiting.record_visit(
            programme=programme,
            visited_on=max(today() - 5 * DAY, programme.match.starts_on),
            lesson="Урок наставника: " + luck.choice(texts.LESSONS),
            analysis=luck.choice(texts.SEEN),
            way=Way.TO_MENTOR,
            **between,
            acting=curator,
        )
    ahead = min(today() + (2 + number) * DAY, programme.match.ends_on)
    visiting.plan_visit(programme=programme, on_day=ahead, lesson=luck.choice(texts.LESSONS), **between, acting=curator)
