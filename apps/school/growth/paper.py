"""A route on paper: its stages as tables, with lines for those who sign it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from apps.school.orders.documents.report import render_docx, render_pdf
from kernel.clock import today
from tenants.isolation.context import require_school

from . import queries
from .models import IndividualRoute, RouteStage, RouteStep

LANGUAGE = "ru"  # what a school signs is Russian, whatever its reader has chosen


def docx(route: IndividualRoute) -> bytes:
    """The route as DOCX."""
    with override(LANGUAGE):
        return render_docx(content_of(route), signatures(route))


def pdf(route: IndividualRoute) -> bytes:
    """The route as tagged PDF."""
    with override(LANGUAGE):
        return render_pdf(content_of(route), signatures(route))


def signatures(route: IndividualRoute) -> list[str]:
    """The curator, who accompanies the route, whose it is."""
    tutor = route.tutor.short_name if route.tutor is not None else _("Tutor")
    return [_("Curator"), tutor, route.person.short_name]


def content_of(route: IndividualRoute) -> dict[str, Any]:
    """What stands on the paper; see ``orders.documents.report``."""
    return {
        "institution": require_school().name,
        "title": _("Individual educational route"),
        "subtitle": route.person.full_name,
        "lead": _("Period: %(period)s. Revision %(revision)s, %(state)s.")
        % {
            "period": f"{_day(route.starts_on)} – {_day(route.ends_on)}",
            "revision": route.revision,
            "state": route.get_state_display(),
        },
        "sections": [
            {"title": _("Goal"), "paragraphs": [route.goal or "—"], "table": None},
            *(_section(stage) for stage in queries.table_of(route)),
            *([{"title": _("What it came to"), "paragraphs": [route.outcome], "table": None}] if route.outcome else []),
        ],
        "words": {"compiled": pgettext("report", "Compiled on")},
        "compiled": date_format(today(), "DATE_FORMAT"),
    }


def _day(day: datetime.date) -> str:
    return date_format(day, "d.m.Y")


def _section(stage: RouteStage) -> dict[str, Any]:
    rows = [_row(step) for step in stage.steps.all() if step.state != RouteStep.State.DROPPED]
    headers = [_("What is done"), _("Till"), _("Who answers for it"), _("Course"), _("State")]
    return {
        "title": f"{stage.title} ({_day(stage.starts_on)} – {_day(stage.ends_on)})",
        "paragraphs": [] if rows else [_("There are no steps in this stage.")],
        "table": {"headers": headers, "rows": rows} if rows else None,
    }


def _row(step: RouteStep) -> list[str]:
    return [
        step.title,
        _day(step.due_on),
        step.responsible.short_name if step.responsible is not None else "—",
        f"{step.course.title} ({step.course.provider})" if step.course is not None else "—",
        str(step.get_state_display()),
    ]
