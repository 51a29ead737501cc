"""Runs, measurements and reports of tests, by the real verbs, inside the current school."""

from __future__ import annotations

import datetime
from typing import Any

from apps.school.monitoring import actions, queries
from apps.school.monitoring.models import Measurement, MonitoringRun, Report
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from apps.school.regulation.queries import current_or_none
from kernel.acting import system_actor
from kernel.clock import today
from tests.support.programmes import make_running
from tests.support.regulation import adopted

ACTING = system_actor("tests")


def make_run(**fields: Any) -> MonitoringRun:
    """A run under way with an instrument of the regulation in force (adopted where there is none)."""
    if current_or_none() is None:
        adopted("gymnasium-35")
    view = current_or_none()
    assert view is not None
    values: dict[str, Any] = {
        "title": "Мониторинг",
        "starts_on": today() - datetime.timedelta(days=30),
        "ends_on": today() + datetime.timedelta(days=30),
        "instruments": [view.codes("monitoring.instruments")[0]],
    }
    return actions.open_run(**{**values, **fields}, acting=ACTING)


def measure_twice(programme: Programme, person: Person, before: float = 4, after: float = 7) -> None:
    """Every parameter of a person before and after."""
    for stage, number in ((Measurement.Stage.BEFORE, before), (Measurement.Stage.AFTER, after)):
        values = {each.code: min(max(number, each.low), each.high) for each in queries.measures_for(person)}
        actions.measure(programme=programme, person=person, stage=stage, values=values, acting=ACTING)


def make_report(run: MonitoringRun | None = None, **fields: Any) -> Report:
    """A compiled report about a run."""
    values: dict[str, Any] = {"kind": "final_analytical_report", "conclusion": "Работа идёт по плану."}
    return actions.compile_report(run=run or make_run(), **{**values, **fields}, acting=ACTING)


def make_characteristic(programme: Programme, kind: str = "mentee_characteristic") -> Report:
    """An approved document about the mentee of a programme."""
    person = people_of(programme).mentees[0]
    made = actions.compile_report(
        kind=kind, programme=programme, person=person, conclusion="Справляется сам.", acting=ACTING
    )
    return actions.approve_report(report=made, acting=ACTING)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker."""
    run = make_run()
    make_running()
    return {
        "monitoring_run": run.pk,
        "indicator": "retention",
        "report": make_report(run).pk,
        "stage": "before",
    }
