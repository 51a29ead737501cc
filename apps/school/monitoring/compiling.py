"""Reports compiled from data: frozen content that pages and files show alike.

A document of the school is in Russian whatever language its reader uses, as its orders are.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of, progress_of, view_for
from apps.school.questionnaires import queries as surveys
from apps.school.questionnaires import reading as answers
from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue
from kernel.clock import today
from tenants.isolation.context import require_school

from . import computed, queries, reading
from .handlers import remote_share
from .measures import Change, compared
from .models import Measurement, MonitoringRun, Report

LANGUAGE = "ru"


def title_of(kind: str, run: MonitoringRun | None, person: Person | None) -> str:
    """The title in the register of reports."""
    with override(LANGUAGE):
        view = regulation.current_or_none()
        words = (view.local_name if view is not None else catalogue().title)("report_kind", kind)
        about = person.full_name if person is not None else run.title if run is not None else ""
        return f"{words[:1].upper()}{words[1:]}. {about}".strip()


def content_of(report: Report, conclusion: str) -> dict[str, Any]:
    """Everything that the document says: heading, sections with paragraphs and tables, signature."""
    with override(LANGUAGE):
        if report.run is not None:
            lead, sections = _of_run(report.run)
        elif report.programme is not None and report.person is not None:
            lead, sections = _of_mentee(report.programme, report.person)
        else:
            raise ValueError("a report is about a run or about a mentee")
        sections.append(_section(_("Conclusion"), *conclusion.split("\n")))
        return {
            "institution": require_school().name,
            "title": report.title.partition(". ")[0],
            "subtitle": report.title.partition(". ")[2],
            "lead": lead,
            "sections": sections,
            "compiled": date_format(today(), "d.m.Y"),
            "conclusion": conclusion,
            "words": {
                "compiled": pgettext("report", "Compiled on"),
                "head": _("Head of the organisation"),
                "curator": _("Curator"),
            },
        }


def _section(title: str, *paragraphs: str, headers: list[str] | None = None, rows: Any = ()) -> dict[str, Any]:
    table = {"headers": headers, "rows": [[str(cell) for cell in row] for row in rows]} if headers and rows else None
    return {"title": title, "paragraphs": [text for text in paragraphs if text.strip()], "table": table}


def _days(start: datetime.date, end: datetime.date) -> str:
    return f"{date_format(start, 'd.m.Y')} – {date_format(end, 'd.m.Y')}"


# ---- the year


def _of_run(run: MonitoringRun) -> tuple[str, list[dict[str, Any]]]:
    day = min(today(), run.ends_on)
    view, found = regulation.current(), queries.indicators(on=day, remote=remote_share(day))
    names = ", ".join(view.local_name("monitoring_instrument", code) for code in run.instruments)
    lead = _("Period: %(period)s. Instruments: %(names)s.") % {
        "period": _days(run.starts_on, run.ends_on),
        "names": names,
    }
    told = computed.lines(view, run, found, day)
    missing = _("not given")
    return lead, [
        _section(
            _("Indicators of the regulation"),
            headers=[_("Indicator"), _("Value"), _("Evidence")],
            rows=[(line.title, line.value or missing, line.evidence) for line in told],
        ),
        _section(
            _("Participants and programmes"),
            headers=[_("Indicator"), _("Value")],
            rows=[(line.title, line.value) for line in reading.lines(found, view)],
        ),
        _surveys(run),
        _influence(),
    ]


def _surveys(run: MonitoringRun) -> dict[str, Any]:
    rows = []
    for round_ in queries.surveys_between(run.starts_on, run.ends_on):
        found = list(surveys.responses(round_))
        means = [result.mean for result in answers.results(round_, found) if result.mean is not None]
        mean = number_format(round(sum(means) / len(means), 1), decimal_pos=1) if means else "—"
        rows.append((round_.title, f"{len(found)} / {getattr(round_, 'asked', 0)}", mean))
    headers = [_("Survey"), _("Answered / asked"), _("Mean")]
    none = _("No surveys were held in the period.") if not rows else ""
    return _section(_("Surveys"), none, headers=headers, rows=rows)


def _influence() -> dict[str, Any]:
    rows = [
        (measure.title, count, _number(before), _number(after), _signed(after - before))
        for measure, count, before, after in queries.mean_changes()
    ]
    headers = [_("Parameter"), _("People"), _("Before"), _("After"), _("Difference")]
    none = _("Nobody was measured twice.") if not rows else ""
    return _section(_("Influence on the participants"), none, headers=headers, rows=rows)


def _number(value: float | None) -> str:
    return "—" if value is None else number_format(round(value, 2), use_l10n=True)


def _signed(value: float | None) -> str:
    if value is None:
        return "—"
    return f"+{_number(value)}" if value > 0 else _number(value).replace("-", "−")


# ---- one mentee


def _of_mentee(programme: Programme, person: Person) -> tuple[str, list[dict[str, Any]]]:
    match, people, view = programme.match, people_of(programme), view_for(programme.match)
    progress = progress_of([programme])[programme.pk]
    names = ", ".join(mentor.full_name for mentor in people.mentors)
    lead = _("Mentor: %(names)s. Period: %(period)s.") % {
        "names": names,
        "period": _days(match.starts_on, programme.completed_on or match.ends_on),
    }
    facts = [
        (_("Form"), view.local_name("mentoring_form", match.form)),
        (_("Type"), view.local_name("mentoring_type", match.type)),
        (_("Goal"), match.goal or "—"),
        (_("Activities done"), f"{progress.items_done} / {progress.items}"),
        (_("Meetings held"), str(progress.held)),
    ]
    given = queries.measured(programme, person)
    changes = compared(
        queries.measures_for(person), given.get(Measurement.Stage.BEFORE), given.get(Measurement.Stage.AFTER)
    )
    return lead, [
        _section(_("The programme"), headers=[_("What"), _("How it was")], rows=facts),
        _section(_("Results"), programme.results or _("The programme is not closed yet.")),
        _section(
            _("Before and after"),
            _("No measurements were made.") if not changes else "",
            headers=[_("Parameter"), _("Before"), _("After"), _("Difference")],
            rows=[_row(change) for change in changes],
        ),
    ]


def _row(change: Change) -> tuple[str, ...]:
    return (
        str(change.measure.title),
        _number(change.before),
        _number(change.after),
        _signed(change.difference),
    )
