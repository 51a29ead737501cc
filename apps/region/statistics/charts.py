"""What is drawn on the dashboard: chart options for ECharts and the tiles of the coverage map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.region.statistics.queries import MunicipalityLine, TrendPoint
from apps.region.statistics.rules import level_of


def level_word(level: str) -> str:
    """The word that stands beside the colour."""
    return {"good": _("good"), "fair": _("fair"), "poor": _("poor"), "none": _("no novices")}[level]


@dataclass(frozen=True, slots=True)
class CoverageTile:
    """A municipality on the map of tiles."""

    title: str
    url: str
    coverage: int | None
    covered: int
    novices: int
    level: str
    word: str
    silent: int


def coverage_tile(line: MunicipalityLine) -> CoverageTile:
    """The tile of a municipality; ``silent``: its schools that have never reported."""
    level = level_of(line.totals.coverage)
    return CoverageTile(
        title=line.title,
        url=reverse("statistics:municipality", kwargs={"municipality": line.code}),
        coverage=line.totals.coverage,
        covered=line.totals.novices_covered,
        novices=line.totals.novices,
        level=level,
        word=level_word(level),
        silent=line.known - line.totals.schools,
    )


def trend_option(trend: Sequence[TrendPoint]) -> dict[str, Any]:
    """Lines of mentors, mentees and pairs over the days."""
    lines = [
        (_("Mentors"), [point.totals.mentors for point in trend]),
        (_("Mentees"), [point.totals.mentees for point in trend]),
        (_("Pairs at work"), [point.totals.pairs for point in trend]),
    ]
    symbols = ("circle", "rect", "triangle")
    return {
        "grid": {"left": 8, "right": 16, "top": 48, "bottom": 8, "containLabel": True},
        "legend": {"top": 0, "left": 0},
        "xAxis": {"type": "category", "data": [date_format(point.day, "d.m.y") for point in trend]},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"name": name, "type": "line", "symbol": symbol, "symbolSize": 7, "data": data}
            for symbol, (name, data) in zip(symbols, lines, strict=True)
        ],
    }


def trend_summary(trend: Sequence[TrendPoint]) -> str:
    """The trend in one sentence."""
    first, last = trend[0], trend[-1]
    return _(
        "From %(from)s to %(to)s: pairs at work from %(pairs_before)s to %(pairs_now)s, "
        "mentors from %(mentors_before)s to %(mentors_now)s."
    ) % {
        "from": date_format(first.day, "d.m.Y"),
        "to": date_format(last.day, "d.m.Y"),
        "pairs_before": first.totals.pairs,
        "pairs_now": last.totals.pairs,
        "mentors_before": first.totals.mentors,
        "mentors_now": last.totals.mentors,
    }
