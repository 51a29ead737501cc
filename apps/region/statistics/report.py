"""The R-table (domain.md B.5): indicators of a region, a municipality or a school, now and thirty days before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.region.statistics.rules import Totals


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the R-table. ``now`` and ``before``: numbers or None where there is nothing to measure."""

    code: str
    title: str
    formula: str
    now: int | None
    before: int | None
    unit: str = ""

    @property
    def change(self) -> int | None:
        """The difference, None where one of the two is missing."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def trend(self) -> str:
        """ "up", "down" or "flat" for the arrow, "" where there is nothing to compare with."""
        change = self.change
        if change is None:
            return ""
        return "up" if change > 0 else "down" if change < 0 else "flat"


def rows(now: Totals, before: Totals) -> list[Row]:
    """The indicators that schools report, in the order of the regional form."""

    def row(code: str, title: str, formula: str, name: str, unit: str = "") -> Row:
        earlier = getattr(before, name) if before.schools else None
        return Row(code, title, formula, getattr(now, name), earlier, unit)

    percent = "%"
    return [
        row("R1", _("Schools that report"), _("working schools with a snapshot"), "schools"),
        row("R2", _("Pedagogues"), _("persons at work"), "pedagogues"),
        row("R2", _("Of them with 0–3 years of experience"), _("by the start of pedagogical work"), "novices"),
        row("R3", _("Mentors"), _("different persons in pairs at work"), "mentors"),
        row("R4", _("Mentees"), _("different persons in pairs at work"), "mentees"),
        row("R5", _("Novices with a mentor"), _("100 × covered / novices"), "coverage", percent),
        row("R6", _("Programmes under way"), _("by state"), "programmes_running"),
        row("R6", _("Programmes completed"), _("by state"), "programmes_completed"),
        row("R6", _("Programmes ended early"), _("by state"), "programmes_ended"),
        row(
            "R7",
            _("Pairs and groups at work"),
            _("remote ones among them, each once"),
            "pairs",
        ),
        row(
            "R10", _("Satisfied with taking part"), _("100 × answers of 8 and more / answers"), "satisfaction", percent
        ),
    ]


def sheet(lines: Sequence[Row]) -> tuple[list[str], list[list[Any]]]:
    """Headers and rows of the workbook."""
    headers = [
        _("Code"),
        _("Indicator"),
        _("How it is counted"),
        _("Unit"),
        _("Now"),
        _("30 days ago"),
        _("Difference"),
    ]
    return headers, [
        [line.code, line.title, line.formula, line.unit or _("persons or units"), line.now, line.before, line.change]
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Share:
    """A line of a breakdown: the title as the sender wrote it, and how many."""

    title: str
    count: int


def breakdown(values: Mapping[str, Any], code: str, part: str) -> list[Share]:
    """A pivot of a snapshot: ``values[code][part]`` is a list of {"code", "title", "count"}; the greatest first."""
    found = values.get(code, {})
    items = found.get(part, []) if isinstance(found, Mapping) else []
    shares = [Share(str(item["title"]), int(item["count"])) for item in items]
    return sorted(shares, key=lambda share: (-share.count, share.title))
