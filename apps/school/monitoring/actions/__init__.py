"""Writes of the monitoring: satisfaction, runs and indicators, measurements, reports, data for statistics."""

from __future__ import annotations

from .measuring import measure
from .reports import approve_report, compile_report, drop_report
from .runs import close_run, open_run, set_indicator
from .satisfaction import answer_satisfaction, may_answer_for
from .statistics import export_statistics

__all__ = [
    "answer_satisfaction",
    "approve_report",
    "close_run",
    "compile_report",
    "drop_report",
    "export_statistics",
    "may_answer_for",
    "measure",
    "open_run",
    "set_indicator",
]
