"""Runs of the monitoring: opened with instruments, indicators filled in, closed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.monitoring import closing_reports
from apps.school.regulation.rules.survey import instrument
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import permissions
from ..models import IndicatorValue, MonitoringRun, Report


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


@action("monitoring.run")
def open_run(
    *,
    title: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    instruments: Sequence[str],
    acting: Actor,
    is_final: bool = False,
) -> MonitoringRun:
    """Begin a monitoring with instruments of the catalogue; each must be one that the school's act names."""
    permissions.require_office(acting)
    if not title.strip():
        raise _wrong("title", _("Give the monitoring a title."))
    if ends_on < starts_on:
        raise _wrong("ends_on", _("The end is before the beginning."))
    known = catalogue().dictionaries["monitoring_instrument"]
    if not instruments or set(instruments) - set(known):
        raise _wrong("instruments", _("Choose at least one instrument."))
    view = regulation.current()
    refuse_if(
        [violation for code in instruments for violation in instrument(view, [code])],
        next_step=_("Choose an instrument of the regulation, or add it to the regulation."),
    )
    return MonitoringRun.objects.create(
        title=title.strip(), starts_on=starts_on, ends_on=ends_on, instruments=list(instruments), is_final=is_final
    )


def _open(run: MonitoringRun, acting: Actor) -> MonitoringRun:
    permissions.require_office(acting)
    locked = MonitoringRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != MonitoringRun.State.OPEN:
        raise Conflict(_("This monitoring is closed: nothing in it is changed any more."))
    return locked


@action("monitoring.set_indicator")
def set_indicator(*, run: MonitoringRun, code: str, value: str, evidence: str, acting: Actor) -> IndicatorValue:
    """Say how an indicator of the act stands, and on what evidence."""
    locked = _open(run, acting)
    if code not in catalogue().dictionaries["indicator"]:
        raise _wrong("code", _("There is no such indicator."))
    if not value.strip():
        raise _wrong("value", _("Write the value."))
    if not evidence.strip():
        raise _wrong("evidence", _("Name what it rests on: a document, a survey, an observation."))
    kept, _created = IndicatorValue.objects.update_or_create(
        run=locked, code=code, defaults={"value": value.strip(), "evidence": evidence.strip()}
    )
    return kept


@action("monitoring.close_run")
def close_run(*, run: MonitoringRun, acting: Actor) -> MonitoringRun:
    """Close a run. The one that closes the year needs the approved reports which the act names."""
    locked = _open(run, acting)
    if locked.is_final:
        approved = locked.reports.filter(state=Report.State.APPROVED).values_list("kind", flat=True)
        refuse_if(
            closing_reports(regulation.current(), "year", list(approved)),
            next_step=_("Compile the report on the page of this monitoring and have it approved."),
        )
    locked.state, locked.closed_on = MonitoringRun.State.CLOSED, today()
    locked.save(update_fields=["state", "closed_on", "updated_at"])
    return locked
