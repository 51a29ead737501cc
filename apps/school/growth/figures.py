"""Levels as tables and pictures: option dicts of ECharts with the same numbers as rows and as a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .models import Assessment
from .queries import Cohort, History
from .rules import HIDDEN_BELOW, Span, may_be_told

TRENDS = {1: "better", 0: "same", -1: "worse"}
NOTHING = "—"
FEWEST_AXES = 3  # two axes make no figure


@dataclass(frozen=True, slots=True)
class Line:
    """A competency of one person, in words. ``trend``: better, same, worse; empty when measured once."""

    title: str
    before: str
    now: str
    target: str
    trend: str
    kind: str


def lines(history: History, targets: Mapping[int, int]) -> list[Line]:
    """Every competency ever measured by the framework."""
    framework = history.framework
    made = []
    for row in history.competencies:
        span, target = history.spans[row.pk], targets.get(row.pk)
        made.append(
            Line(
                title=row.title,
                before=framework.level_word(span.before),
                now="" if span.now is None else framework.level_word(span.now),
                target="" if target is None else framework.level_word(target),
                trend=trend_of(span),
                kind=_kind(span.last, framework.weak_below, framework.strong_from),
            )
        )
    return made


def trend_of(span: Span) -> str:
    """Whether the level went up."""
    if span.change is None:
        return ""
    return TRENDS[(span.change > 0) - (span.change < 0)]


def _kind(level: int, weak_below: int, strong_from: int) -> str:
    if level < weak_below:
        return "warning"
    return "success" if level >= strong_from else "neutral"


def radar(history: History, targets: Mapping[int, int]) -> dict[str, Any] | None:
    """Before, now and target on the axes of the framework; None for too few axes.

    Names of competencies are longer than a phone is wide: the axes have the numbers of the table's rows.
    """
    rows = history.competencies
    if len(rows) < FEWEST_AXES:
        return None
    top = max(len(history.framework.levels), 1)
    found = [history.spans[row.pk] for row in rows]
    series: list[dict[str, Any]] = [
        {"name": _("before"), "value": [span.before for span in found], "lineStyle": {"type": "dashed"}}
    ]
    if any(span.now is not None for span in found):
        series.append({"name": _("now"), "value": [span.last for span in found], "areaStyle": {"opacity": 0.15}})
    if any(row.pk in targets for row in rows):
        aims = [targets.get(row.pk, span.last) for row, span in zip(rows, found, strict=True)]
        series.append({"name": pgettext("level", "target"), "value": aims, "lineStyle": {"type": "dotted"}})
    return {
        "legend": {"bottom": 0},
        "radar": {
            "indicator": [{"name": str(number), "max": top, "min": 0} for number, _row in enumerate(rows, start=1)],
            "radius": "68%",
            "splitNumber": top,
        },
        "series": [{"type": "radar", "data": series}],
    }


def trend(history: History) -> dict[str, Any] | None:
    """Levels by the days of the diagnostics, a line for each competency; None for a single day."""
    if len(history.points) < 2:
        return None
    return {
        "legend": {"bottom": 0, "type": "scroll"},
        "xAxis": {"type": "category", "data": [date_format(row.day, "SHORT_DATE_FORMAT") for row in history.points]},
        "yAxis": {"type": "value", "min": 0, "max": max(len(history.framework.levels), 1), "minInterval": 1},
        "grid": {"left": 32, "right": 24, "top": 16, "bottom": 64},
        "series": [
            {
                "type": "line",
                "name": row.title,
                "connectNulls": True,
                "data": [point.levels.get(row.pk) for point in history.points],
            }
            for row in history.competencies
        ],
    }


def trend_rows(history: History) -> list[tuple[str, list[str]]]:
    """The same as a table: competency, the word of each day."""
    word = history.framework.level_word
    return [
        (row.title, [word(point.levels[row.pk]) if row.pk in point.levels else "—" for point in history.points])
        for row in history.competencies
    ]


def summary(history: History) -> str:
    """A person's growth in a sentence."""
    spans = [history.spans[row.pk] for row in history.competencies]
    twice = [span for span in spans if span.change is not None]
    deficits = ", ".join(row.title for row in history.deficits) or _("none")
    if not twice:
        return _("Measured once. Deficits: %(deficits)s.") % {"deficits": deficits}
    better = sum((span.change or 0) > 0 for span in twice)
    return _("Higher in %(better)s of %(all)s competencies. Deficits now: %(deficits)s.") % {
        "better": better,
        "all": len(twice),
        "deficits": deficits,
    }


def portrait(history: History, targets: Mapping[int, int]) -> dict[str, Any]:
    """Everything a page shows of one person by one framework."""
    return {
        "framework": history.framework,
        "lines": lines(history, targets),
        "radar": radar(history, targets),
        "trend": trend(history),
        "trend_days": [point.day for point in history.points],
        "trend_rows": trend_rows(history),
        "summary": summary(history),
        "deficits": history.deficits,
        "is_compared": any(span.now is not None for span in history.spans.values()),
        "has_targets": any(row.pk in targets for row in history.competencies),
    }


# ---- assessors beside each other


@dataclass(frozen=True, slots=True)
class Said:
    """What one assessor says of one competency; ``level`` is empty where it was left out."""

    who: str
    level: str
    evidence: str
    comment: str


def beside(sheets: Sequence[Assessment], level_word: Any) -> tuple[list[Assessment], list[tuple[str, list[Said], int]]]:
    """Sheets that were answered, and a row for each competency: its title, what each says, how far they are apart."""
    given = [sheet for sheet in sheets if sheet.given_on is not None]
    who = {sheet.pk: str(sheet.get_side_display()).capitalize() for sheet in given}
    titles: dict[int, str] = {}
    said: dict[tuple[int, int], Said] = {}
    levels: dict[int, list[int]] = {}
    for sheet in given:
        for row in sheet.levels.all():
            titles[row.competency_id] = row.competency.title
            said[sheet.pk, row.competency_id] = Said(who[sheet.pk], level_word(row.level), row.evidence, row.comment)
            levels.setdefault(row.competency_id, []).append(row.level)
    return given, [
        (
            title,
            [said.get((sheet.pk, key), Said(who[sheet.pk], "", "", "")) for sheet in given],
            max(levels[key]) - min(levels[key]),
        )
        for key, title in titles.items()
    ]


# ---- the school


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A competency of the school: how many were measured twice, medians, share of those who stand higher (of 100).

    ``is_told`` is False where so few were measured that others could guess who.
    """

    title: str
    count: int
    before: str
    after: str
    share: str
    is_told: bool


def _number(value: float | None) -> str:
    if value is None:
        return NOTHING
    return number_format(int(value) if value == int(value) else value)


def cohort_lines(found: Cohort, *, to_office: bool) -> list[CohortLine]:
    """The table; figures of too few people are left out for everybody but the office."""
    made = []
    for competency, figure in found.rows:
        told = may_be_told(figure.count, to_office=to_office)
        share = _number(figure.share if told else None)
        made.append(
            CohortLine(
                title=competency.title,
                count=figure.count if told else 0,
                before=_number(figure.before if told else None),
                after=_number(figure.after if told else None),
                share=share if share == NOTHING else f"{share}\u00a0%",
                is_told=told,
            )
        )
    return made


def cohort_chart(found: Cohort, *, to_office: bool) -> dict[str, Any] | None:
    """Medians before and after side by side, the first competency on top; None where nothing may be shown."""
    rows = [
        (competency.title, figure)
        for competency, figure in reversed(found.rows)
        if figure.count and may_be_told(figure.count, to_office=to_office)
    ]
    if not rows:
        return None
    return {
        "legend": {"bottom": 0},
        "xAxis": {"type": "value", "min": 0, "max": len(found.framework.levels), "minInterval": 1},
        "yAxis": {"type": "category", "data": [title for title, _figure in rows]},
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 32, "containLabel": True},
        "series": [
            {"type": "bar", "name": _("Before"), "data": [figure.before for _title, figure in rows]},
            {"type": "bar", "name": pgettext("growth", "After"), "data": [figure.after for _title, figure in rows]},
        ],
    }


def cohort_summary(found: Cohort, *, to_office: bool) -> str:
    """The school in a sentence."""
    if not may_be_told(found.compared, to_office=to_office):
        return _("Fewer than five people were measured twice: no figures are shown.")
    if not found.compared:
        return _("Nobody was measured twice yet.")
    return _("%(improved)s of %(compared)s people measured twice stand higher.") % {
        "improved": found.improved,
        "compared": found.compared,
    }


def told_number(number: int, *, to_office: bool) -> str:
    """How many people; of so few that they could be guessed only that they are few."""
    return str(number) if not number or may_be_told(number, to_office=to_office) else f"< {HIDDEN_BELOW}"


def cohort_share(found: Cohort, *, to_office: bool) -> str:
    """Of 100 people measured twice, how many stand higher."""
    if not found.compared or not may_be_told(found.compared, to_office=to_office):
        return NOTHING
    return f"{_number(round(100 * found.improved / found.compared, 1))}\u00a0%"
