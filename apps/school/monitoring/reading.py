"""Indicators in words: the table of the page and of its export, and the charts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView

from .indicators import FORMULAS, Indicators
from .measures import Measure
from .models import Satisfaction


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. ``formula`` stands at the first line of an indicator only."""

    code: str
    title: str
    value: str
    formula: str | Promise = ""


def word_of(view: RegulationView | None, dictionary: str, code: str) -> str:
    """The school's word for a code, else the catalogue's."""
    return view.local_name(dictionary, code) if view is not None else catalogue().title(dictionary, code)


def share(value: float | None) -> str:
    """«92,3 %», a dash where there is nothing to divide."""
    return "—" if value is None else f"{number_format(value, decimal_pos=1)} %"


def lines(found: Indicators, view: RegulationView | None) -> list[Line]:
    """The table of indicators from top to bottom."""
    return [*_people_lines(found), *_programme_lines(found, view), *_pair_lines(found, view), *_satisfied_lines(found)]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one indicator under its plain formula."""

    code: str
    formula: str | Promise
    lines: list[Line]


def groups(rows: Sequence[Line]) -> list[Group]:
    """The table by indicator."""
    return [Group(code, FORMULAS[code], list(part)) for code, part in groupby(rows, key=lambda line: line.code)]


def _people_lines(found: Indicators) -> list[Line]:
    kinds = {kind.value: str(kind.label) for kind in Person.Kind}
    rows = [
        Line("R2", _("Employees"), str(found.pedagogues), FORMULAS["R2"]),
        Line("R2", _("Novices (0–3 years)"), str(found.novices)),
        Line("R2", _("Experience not entered"), str(found.experience_unknown)),
        Line("R3", _("Mentors"), str(found.mentor_count), FORMULAS["R3"]),
    ]
    rows += [
        Line("R3", _("of them: %(kind)s") % {"kind": kinds[kind]}, str(count)) for kind, count in found.mentors.items()
    ]
    rows.append(Line("R4", _("Mentees"), str(found.mentee_count), FORMULAS["R4"]))
    rows += [
        Line("R4", _("of them: %(kind)s") % {"kind": kinds[kind]}, str(count)) for kind, count in found.mentees.items()
    ]
    return [*rows, Line("R5", _("Novices with a mentor"), share(found.coverage), FORMULAS["R5"])]


def _programme_lines(found: Indicators, view: RegulationView | None) -> list[Line]:
    rows = [Line("R6", _("Programmes approved"), str(found.approved), FORMULAS["R6"])]
    rows += [
        Line("R6", _("Programmes: %(state)s") % {"state": state.label}, str(found.programmes[state.value]))
        for state in Programme.State
    ]
    return rows + [
        Line("R6", _("ended early: %(ground)s") % {"ground": word_of(view, "termination_ground", ground)}, str(count))
        for ground, count in sorted(found.ended_by_ground.items())
    ]


def _pair_lines(found: Indicators, view: RegulationView | None) -> list[Line]:
    rows = [
        Line("R7", _("Pairs and groups"), str(found.pair_count), FORMULAS["R7"]),
        Line("R7", _("of them with other schools"), str(found.remote_pairs)),
    ]
    for (form, kind), count in sorted(found.pairs.items()):
        words = f"{word_of(view, 'mentoring_form', form)}, {word_of(view, 'mentoring_type', kind)}"
        rows.append(Line("R7", words, str(count)))
    return rows


def _satisfied_lines(found: Indicators) -> list[Line]:
    titles = {
        Satisfaction.Side.MENTOR: _("Mentors satisfied"),
        Satisfaction.Side.MENTEE: _("Mentees satisfied"),
    }
    return [
        Line("R10", titles[side], share(found.satisfaction(side)), FORMULAS["R10"] if number == 0 else "")
        for number, side in enumerate(Satisfaction.Side)
    ]


@dataclass(frozen=True, slots=True)
class Pivot:
    """R7 as a table: forms down, types across."""

    types: list[str]
    rows: list[tuple[str, list[tuple[str, int]], int]]


def pivot(found: Indicators, view: RegulationView | None) -> Pivot:
    """Pairs by form and type, in the school's words."""
    types = sorted({kind for _form, kind in found.pairs})
    forms = sorted({form for form, _kind in found.pairs})
    words = [word_of(view, "mentoring_type", kind) for kind in types]
    rows = []
    for form in forms:
        counts = [found.pairs.get((form, kind), 0) for kind in types]
        cells = list(zip(words, counts, strict=True))
        rows.append((word_of(view, "mentoring_form", form), cells, sum(counts)))
    return Pivot(words, rows)


def month_chart(points: Sequence[tuple[datetime.date, int]]) -> dict[str, Any]:
    """Running pairs at the ends of months."""
    return {
        "xAxis": {"type": "category", "data": [date_format(day, "m.Y") for day, _count in points]},
        "yAxis": {"type": "value", "minInterval": 1},
        "grid": {"left": 40, "right": 16, "top": 16, "bottom": 28},
        "series": [{"type": "bar", "name": _("Pairs and groups"), "data": [count for _day, count in points]}],
    }


def month_summary(points: Sequence[tuple[datetime.date, int]]) -> str:
    """The chart in a sentence."""
    first, last = points[0][1], points[-1][1]
    words = {"first": first, "last": last}
    if last > first:
        return _("Running pairs have grown from %(first)s a year ago to %(last)s.") % words
    if last < first:
        return _("Running pairs have fallen from %(first)s a year ago to %(last)s.") % words
    return _("There are %(last)s running pairs, as many as a year ago.") % words


Changes = Sequence[tuple[Measure, int, float, float]]


def mean_lines(changes: Changes) -> list[tuple[str, int, str, str, str, str]]:
    """Parameter, people, mean before, mean after, difference, and whether it went the right way."""
    return [
        (
            str(measure.title),
            count,
            number_format(round(before, 2)),
            number_format(round(after, 2)),
            number_format(round(after - before, 2)),
            "better" if (after - before) * measure.better > 0 else "worse" if after != before else "same",
        )
        for measure, count, before, after in changes
    ]


def change_chart(changes: Changes) -> dict[str, Any] | None:
    """Means before and after side by side, the first parameter on top; None when nobody was measured twice."""
    if not changes:
        return None
    shown = list(changes)[::-1]
    return {
        "legend": {"bottom": 0},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": [str(measure.title) for measure, *_rest in shown]},
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 32, "containLabel": True},
        "series": [
            {"type": "bar", "name": _("Before"), "data": [round(before, 2) for _m, _n, before, _after in shown]},
            {"type": "bar", "name": _("After"), "data": [round(after, 2) for _m, _n, _before, after in shown]},
        ],
    }


def change_summary(changes: Changes) -> str:
    """The chart in a sentence."""
    better = sum((after - before) * measure.better > 0 for measure, _count, before, after in changes)
    return _("Better in %(better)s of %(all)s parameters.") % {"better": better, "all": len(changes)}
