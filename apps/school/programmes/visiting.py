"""Lesson visits: agreed, moved, cancelled, recorded with their analysis, taken back; why a month had fewer of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from apps.school.pairs import pausing
from apps.school.people.models import Person
from apps.school.regulation.rules import PUPIL_CATEGORIES
from apps.school.regulation.rules import programme as work
from apps.school.regulation.rules.pauses import Span
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotFound

from . import opened, queries, rules, sheets
from .errors import WrongInput
from .models import LessonVisit, Programme, VisitPlan, Way
from .permissions import require

Month = datetime.date


def may_visit(view: RegulationView, programme: Programme) -> bool:
    """True where there are lessons to visit: the mentee teaches, and the type is not a single meeting."""
    categories = {row.card.category for row in programme.match.current_mentees}
    teaches = bool(categories - PUPIL_CATEGORIES - {"student"})
    return teaches and programme.match.type not in view.codes(rules.SINGLE)


def is_visited(view: RegulationView, programme: Programme) -> bool:
    """True where the act asks for visits."""
    return int(view.value(work.VISITS)) > 0 and may_visit(view, programme)


def counted(programme: Programme) -> dict[Month, int]:
    """First day of a month -> visits of the mentor in it (one query): those that the act counts."""
    rows = (
        programme.visits.filter(way=Way.TO_MENTEE).order_by().annotate(month=TruncMonth("visited_on")).values("month")
    )
    return {row["month"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def short_months(view: RegulationView, programme: Programme, until: datetime.date) -> dict[Month, int]:
    """Full months of the pair up to a day which lack visits and have no explanation; none where nothing is visited."""
    if not is_visited(view, programme):
        return {}
    match = programme.match
    end = min(until, match.ends_on)
    return work.short_months(
        view, match.starts_on, end, counted(programme), programme.visit_excuses, pauses_of(programme)
    )


def pauses_of(programme: Programme) -> list[Span]:
    """When the pair stood still (one query)."""
    return pausing.spans_of([programme.match_id]).get(programme.match_id, [])


def _locked(programme: Programme, acting: Actor, way: str = Way.TO_MENTEE) -> Programme:
    """The programme, locked. The visitor writes: the mentor, or the mentee of a visit back; and the office."""
    found, standing = opened.locked(programme, acting)
    side = "mentee" if way == Way.TO_MENTOR else "mentor"
    require(side in standing.sides or standing.is_office)
    return found


def _one_of(people: Sequence[Person], asked: Person | None, place: str, message: str) -> Person:
    """The person meant; may be left unsaid where there is one."""
    found = next((person for person in people if asked is None or person == asked), None)
    if found is None or (asked is None and len(people) > 1):
        raise WrongInput(place, message)
    return found


def _between(programme: Programme, mentee: Person | None, mentor: Person | None) -> tuple[Person, Person]:
    people = queries.people_of(programme)
    return (
        _one_of(people.mentees, mentee, "mentee", _("Say which mentee.")),
        _one_of(people.mentors, mentor, "mentor", _("Say which mentor.")),
    )


# ---- agreed visits


def plan_of(programme: Programme, plan_id: int) -> VisitPlan:
    """An agreed visit of the programme; ``NotFound`` when it has none of that id."""
    found = programme.planned_visits.select_related("mentee", "mentor").filter(pk=plan_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


def _locked_plan(plan: VisitPlan, acting: Actor) -> VisitPlan:
    """Either side may move or cancel what both have agreed."""
    found, standing = opened.locked(plan.programme, acting)
    require(bool(standing.sides) or standing.is_office)
    row = plan_of(found, plan.pk)
    if row.state != VisitPlan.State.PLANNED:
        message = _("This is not possible any more: it is in the state “%(state)s”.")
        raise Conflict(message % {"state": row.get_state_display()})
    return row


def _check_day(programme: Programme, day: datetime.date) -> None:
    if not today() <= day <= programme.match.ends_on:
        raise WrongInput("on_day", _("Name a day from today to the end of the pair."))


def _check_twin(plan: VisitPlan) -> None:
    """The constraint of the table says the same; here it is said in words."""
    same = {"mentee": plan.mentee, "way": plan.way, "on_day": plan.on_day, "lesson": plan.lesson}
    twins = plan.programme.planned_visits.filter(state=VisitPlan.State.PLANNED, **same).exclude(pk=plan.pk)
    if twins.exists():
        raise Conflict(_("This visit is agreed already."))


@action("lesson_visit.plan")
def plan_visit(
    *,
    programme: Programme,
    on_day: datetime.date,
    lesson: str,
    acting: Actor,
    way: str = Way.TO_MENTEE,
    mentee: Person | None = None,
    mentor: Person | None = None,
) -> VisitPlan:
    """Agree a visit. ``way``: who visits whom; a person may be left out where there is one on the side."""
    found, standing = opened.locked(programme, acting)
    require(bool(standing.sides) or standing.is_office)
    if not lesson.strip():
        raise WrongInput("lesson", _("Name the lesson."))
    if way not in Way.values:
        raise WrongInput("way", _("Say who visits whom."))
    _check_day(found, on_day)
    who, whom = _between(found, mentee, mentor)
    plan = VisitPlan(programme=found, mentee=who, mentor=whom, way=way, on_day=on_day, lesson=lesson.strip())
    _check_twin(plan)
    plan.save()
    return plan


@action("lesson_visit.move")
def move_visit(*, plan: VisitPlan, on_day: datetime.date, reason: str, acting: Actor, lesson: str = "") -> VisitPlan:
    """Another day (and lesson) for an agreed visit, with a reason that both read."""
    found = _locked_plan(plan, acting)
    if not reason.strip():
        raise WrongInput("reason", _("Say why: the other side reads it."))
    _check_day(found.programme, on_day)
    moved = {"from": f"{found.on_day:%Y-%m-%d}", "to": f"{on_day:%Y-%m-%d}", "reason": reason.strip()[:300]}
    found.moves, found.on_day = [*found.moves, moved], on_day
    found.lesson = lesson.strip() or found.lesson
    _check_twin(found)
    found.save()
    return found


@action("lesson_visit.cancel")
def cancel_visit(*, plan: VisitPlan, reason: str, acting: Actor) -> VisitPlan:
    """An agreed visit will not be, with a reason."""
    found = _locked_plan(plan, acting)
    if not reason.strip():
        raise WrongInput("reason", _("Say why: the other side reads it."))
    found.state, found.reason = VisitPlan.State.CANCELLED, reason.strip()[:300]
    found.save(update_fields=["state", "reason", "updated_at"])
    return found


def cancel_left(programme: Programme) -> int:
    """Agreed visits of a programme that ends do not stay agreed; how many there were."""
    left = programme.planned_visits.filter(state=VisitPlan.State.PLANNED)
    return left.update(state=VisitPlan.State.CANCELLED, reason=_("The pair has ended its work."))


# ---- visits that took place


@action("lesson_visit.record")
def record_visit(
    *,
    programme: Programme,
    visited_on: datetime.date,
    lesson: str,
    analysis: str,
    acting: Actor,
    mentee: Person | None = None,
    mentor: Person | None = None,
    advice: str = "",
    way: str = Way.TO_MENTEE,
    answers: Mapping[str, Any] = MappingProxyType({}),
    plan: VisitPlan | None = None,
) -> LessonVisit:
    """A lesson was visited and analysed. ``answers``: to the criteria of the sheet in use; ``plan``: as agreed."""
    locked = _locked(programme, acting, way)
    for place, text, message in (
        ("lesson", lesson, _("Name the lesson.")),
        ("analysis", analysis, _("Write the analysis: a visit counts with it.")),
    ):
        if not text.strip():
            raise WrongInput(place, message)
    if not locked.match.starts_on <= visited_on <= today():
        raise WrongInput("visited_on", _("Name a day from the beginning of the pair to today."))
    agreed = _locked_plan(plan, acting) if plan is not None else None
    who, whom = _between(locked, mentee, mentor)
    sheet = sheets.in_use()
    kept = sheets.answered(sheet, answers)
    visit, created = LessonVisit.objects.get_or_create(
        programme=locked,
        mentee=who,
        visited_on=visited_on,
        lesson=lesson.strip(),
        defaults={
            "mentor": whom,
            "way": way,
            "analysis": analysis.strip(),
            "advice": advice.strip(),
            "sheet": sheet.written() if kept else {},
            "answers": kept,
        },
    )
    if not created:
        raise Conflict(_("This visit is recorded already."))
    if agreed is not None:
        agreed.state, agreed.visit = VisitPlan.State.HELD, visit
        agreed.save(update_fields=["state", "visit", "updated_at"])
    return visit


def visit_of(programme: Programme, visit_id: int) -> LessonVisit:
    """A recorded visit of the programme; ``NotFound`` when it has none of that id."""
    found = programme.visits.select_related("mentee", "mentor").filter(pk=visit_id).first()
    if found is None:
        raise NotFound()
    found.programme = programme
    return found


@action("lesson_visit.remove")
def remove_visit(*, visit: LessonVisit, acting: Actor) -> Programme:
    """Take a record back (the audit trail keeps it)."""
    locked = _locked(visit.programme, acting, visit.way)
    visit_of(locked, visit.pk).delete()
    return locked


@action("lesson_visit.explain")
def explain_month(*, programme: Programme, month: str, reason: str, acting: Actor) -> Programme:
    """Say why a month had fewer visits than asked (holidays, illness). ``month``: «2026-09»."""
    locked = _locked(programme, acting)
    view = queries.view_for(locked.match)
    if month not in {f"{each:%Y-%m}" for each in short_months(view, locked, today())}:
        raise WrongInput("month", _("Choose a month that lacks visits."))
    if not reason.strip():
        raise WrongInput("reason", _("Say why there were fewer visits."))
    locked.visit_excuses = {**locked.visit_excuses, month: reason.strip()[:300]}
    locked.save(update_fields=["visit_excuses", "updated_at"])
    return locked
