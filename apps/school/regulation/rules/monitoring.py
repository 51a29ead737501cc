"""Rules on monitoring: the second measurement, the closing reports, data for statistics.

They stop an act only where the school's own act says so (``is_set``): the regional default advises, and a school that
never wrote it down is reminded.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from django.utils.translation import gettext as _

from kernel.errors import Violation

from ..view import RegulationView
from .breach import breach, names

BEFORE_AFTER = "monitoring.before_after"
REPORTS = "monitoring.report"
STATISTICS = "monitoring.statistics"
INDICATORS = "monitoring.indicators"

# What a report is about: one mentee's programme, or the year of the school.
OF_PROGRAMME = frozenset({"mentee_characteristic", "adaptation_conclusion"})
Level = Literal["programme", "year"]


def reports_of(view: RegulationView, level: Level) -> tuple[str, ...]:
    """Kinds of reports in force that are about a programme, or about the year."""
    return tuple(code for code in view.codes(REPORTS) if (code in OF_PROGRAMME) == (level == "programme"))


def second_measurement(view: RegulationView, lacking: Sequence[str]) -> list[Violation]:
    """No programme is completed before its mentees were measured twice. ``lacking``: who lacks what, as sentences."""
    if not lacking or not view.is_set(BEFORE_AFTER) or not view.value(BEFORE_AFTER):
        return []
    return [breach(view, BEFORE_AFTER, actual="; ".join(lacking))]


def closing_reports(view: RegulationView, level: Level, approved: Collection[str]) -> list[Violation]:
    """What the act wants drawn up is approved before the programme, or the year, is closed."""
    missing = [code for code in reports_of(view, level) if code not in approved]
    if not missing or not view.is_set(REPORTS):
        return []
    have = names(view, "report_kind", approved) or _("none")
    return [breach(view, REPORTS, actual=have, value=missing)]


def statistics(view: RegulationView, gaps: Sequence[str]) -> list[Violation]:
    """Numbers for statistics are not handed out with gaps. ``gaps``: what is missing, as sentences."""
    if not gaps or not view.is_set(STATISTICS) or not view.value(STATISTICS):
        return []
    return [breach(view, STATISTICS, actual="; ".join(gaps))]
