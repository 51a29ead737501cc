"""Indicators of a school's act: those that the product counts, and what the school has said of the others."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.growth.queries import learning_totals, measured_twice
from apps.school.people.models import Person
from apps.school.people.queries import mentors
from apps.school.questionnaires import queries as surveys
from apps.school.questionnaires import reading as answers
from apps.school.questionnaires import rules as asked
from apps.school.regulation.view import RegulationView

from . import queries
from .indicators import Indicators, percent
from .models import MonitoringRun
from .reading import share

INDICATORS = "monitoring.indicators"


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of the act. ``value``: empty while nobody has said it; ``evidence``: what it rests on."""

    code: str
    title: str
    value: str
    evidence: str | Promise
    is_counted: bool


def lines(view: RegulationView, run: MonitoringRun, found: Indicators, day: datetime.date) -> list[Line]:
    """Every indicator of the act, in its order: the school's own word first, else what the product counts."""
    said = {row.code: row for row in run.values.all()}
    made = []
    for code in view.codes(INDICATORS):
        title, own = view.local_name("indicator", code), said.get(code)
        if own is not None:
            made.append(Line(code, title, own.value, own.evidence, is_counted=False))
        elif code in COUNTED:
            value, basis = COUNTED[code](found, day)
            made.append(Line(code, title, value, basis if value else "", is_counted=bool(value)))
        else:
            made.append(Line(code, title, "", "", is_counted=False))
    return made


def empty(view: RegulationView, run: MonitoringRun) -> list[str]:
    """Indicators of the act that the product does not count and the school has not said yet (one query)."""
    said = set(run.values.values_list("code", flat=True))
    return [code for code in view.codes(INDICATORS) if code not in said and code not in COUNTED]


Counter = Callable[[Indicators, datetime.date], tuple[str, str | Promise]]


def _participants(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    numbers = {"mentors": found.mentor_count, "mentees": found.mentee_count}
    return _("mentors: %(mentors)s, mentees: %(mentees)s") % numbers, gettext_lazy("people of the pairs at work")


def _engagement(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    kind = Person.Kind.EMPLOYEE
    engaged = found.mentors.get(kind, 0) + found.mentees.get(kind, 0)
    value = share(percent(engaged, found.pedagogues)) if found.pedagogues else ""
    return value, gettext_lazy("employees in pairs ÷ employees")


def _trained(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    cards = mentors()
    value = percent(cards.filter(trained_on__lte=day).count(), cards.count())
    return share(value) if value is not None else "", gettext_lazy("trained mentors ÷ mentors of the bank")


def _satisfaction(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    shares = {side: found.satisfaction(side) for side in ("mentor", "mentee")}
    if all(value is None for value in shares.values()):
        return "", ""
    words = {"mentors": share(shares["mentor"]), "mentees": share(shares["mentee"])}
    text = _("mentors: %(mentors)s, mentees: %(mentees)s") % words
    return text, gettext_lazy("answers of 8 and more after the programme")


def _retention(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    """Of those who came as novices one to four years ago: who still works here."""
    year = datetime.timedelta(days=365)
    came = [
        person
        for person in Person.objects.filter(
            kind=Person.Kind.EMPLOYEE, hired_on__lte=day - year, hired_on__gt=day - 4 * year
        )
        if person.hired_on is not None and (person.experience_on(person.hired_on) or 0) == 0 and person.teaching_since
    ]
    stayed = sum(person.left_on is None or person.left_on > day for person in came)
    value = percent(stayed, len(came))
    return share(value) if value is not None else "", gettext_lazy("novices hired 1–4 years ago who still work here")


def _conformity(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    rows = surveys.rounds().filter(version__questionnaire__purpose="curator", opens_on__lte=day)
    round_ = rows.order_by("-opens_on", "-pk").first()
    told = answers.conformity(round_, list(surveys.responses(round_))) if round_ is not None else None
    if told is None:
        return "", ""
    points, most, level = told
    words = {"points": points, "most": most, "level": asked.LEVELS[level]}
    return _("%(points)s of %(most)s, %(level)s") % words, gettext_lazy("the curator's questionnaire")


def _influence(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    changes = queries.mean_changes()
    better = sum((after - before) * measure.better > 0 for measure, _count, before, after in changes)
    if not changes:
        return "", ""
    words = {"better": better, "all": len(changes)}
    return _("better in %(better)s of %(all)s parameters") % words, gettext_lazy("measurements before and after")


def _turnover(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    left = Person.objects.filter(
        kind=Person.Kind.EMPLOYEE, left_on__gt=day - datetime.timedelta(days=365), left_on__lte=day
    ).count()
    value = percent(left, found.pedagogues + left)
    return share(value) if value is not None else "", gettext_lazy("employees who left within a year ÷ employees")


def _growth(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    """Of those measured twice by a framework of competencies: who stands higher."""
    compared, improved = measured_twice()
    if not compared:
        return "", ""
    words = {"share": share(percent(improved, compared)), "improved": improved, "compared": compared}
    text = _("%(share)s (%(improved)s of %(compared)s)") % words
    return text, gettext_lazy("people whose competencies stand higher ÷ people measured twice")


def _learning(found: Indicators, day: datetime.date) -> tuple[str, str | Promise]:
    """Courses of individual routes gone through within a year."""
    totals = learning_totals(day - datetime.timedelta(days=365), day)
    if not totals.courses:
        return "", ""
    words = {"courses": totals.courses, "people": totals.people}
    return _("courses: %(courses)s, people: %(people)s") % words, gettext_lazy("courses of individual routes, a year")


COUNTED: Mapping[str, Counter] = {
    "participants_count": _participants,
    "engagement_in_forms": _engagement,
    "trained_mentors_share": _trained,
    "participant_satisfaction": _satisfaction,
    "retention": _retention,
    "model_conformity": _conformity,
    "influence_on_participants": _influence,
    "staff_turnover": _turnover,
    "professional_growth": _growth,
    "qualification_raising": _learning,
}
