"""Lesson visits: recorded with their analysis, taken back, and why a month had fewer of them."""

from __future__ import annotations

import datetime

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation.rules import PUPIL_CATEGORIES
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, NotFound

from . import queries, rules
from .errors import ProgrammeOver, WrongInput
from .models import LessonVisit, Programme
from .permissions import require

Month = datetime.date


def is_visited(view: RegulationView, programme: Programme) -> bool:
    """True where lessons are visited at all: the mentee teaches, and the type is not a single meeting."""
    categories = {row.card.category for row in programme.match.current_mentees}
    teaches = bool(categories - PUPIL_CATEGORIES - {"student"})
    return teaches and int(view.value(work.VISITS)) > 0 and programme.match.type not in view.codes(rules.SINGLE)


def counted(programme: Programme) -> dict[Month, int]:
    """First day of a month -> visits in it (one query)."""
    rows = programme.visits.order_by().annotate(month=TruncMonth("visited_on")).values("month")
    return {row["month"]: row["number"] for row in rows.annotate(number=Count("pk"))}


def short_months(view: RegulationView, programme: Programme, until: datetime.date) -> dict[Month, int]:
    """Full months of the pair up to a day which lack visits and have no explanation; none where nothing is visited."""
    if not is_visited(view, programme):
        return {}
    match = programme.match
    return work.short_months(
        view, match.starts_on, min(until, match.ends_on), counted(programme), programme.visit_excuses
    )


def _locked(programme: Programme, acting: Actor) -> Programme:
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    if locked.is_over:
        raise ProgrammeOver()
    standing = queries.standing(locked, acting)
    require("mentor" in standing.sides or standing.is_office)
    return locked


@action("lesson_visit.record")
def record_visit(
    *,
    programme: Programme,
    visited_on: datetime.date,
    lesson: str,
    analysis: str,
    acting: Actor,
    mentee: Person | None = None,
    advice: str = "",
) -> LessonVisit:
    """The mentor has visited a lesson and analysed it. ``mentee``: whose; may be left out where there is one."""
    locked = _locked(programme, acting)
    for place, text, message in (
        ("lesson", lesson, _("Name the lesson.")),
        ("analysis", analysis, _("Write the analysis: a visit counts with it.")),
    ):
        if not text.strip():
            raise WrongInput(place, message)
    if not locked.match.starts_on <= visited_on <= today():
        raise WrongInput("visited_on", _("Name a day from the beginning of the pair to today."))
    mentees = queries.people_of(locked).mentees
    who = next((person for person in mentees if mentee is None or person == mentee), None)
    if who is None or (mentee is None and len(mentees) > 1):
        raise WrongInput("mentee", _("Say whose lesson it was."))
    visit, created = LessonVisit.objects.get_or_create(
        programme=locked,
        mentee=who,
        visited_on=visited_on,
        lesson=lesson.strip(),
        defaults={"analysis": analysis.strip(), "advice": advice.strip()},
    )
    if not created:
        raise Conflict(_("This visit is recorded already."))
    return visit


@action("lesson_visit.remove")
def remove_visit(*, visit: LessonVisit, acting: Actor) -> Programme:
    """Take a record back (the audit trail keeps it)."""
    locked = _locked(visit.programme, acting)
    found = locked.visits.filter(pk=visit.pk).first()
    if found is None:
        raise NotFound()
    found.delete()
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
