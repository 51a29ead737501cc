"""Recurring duties: the banks are refreshed, the monitoring is planned and held."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.happenings import happened
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.values.recurrence import Occurrence, school_year
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import permissions, queries
from ..errors import WrongInput
from ..models import Measurement, Refresh


def _require_office(acting: Actor) -> None:
    permissions.require(permissions.OFFICE.admits(acting) or permissions.is_product(acting))


@action("registry.refresh")
def record_refresh(
    *, code: str, checked: str, acting: Actor, done_on: datetime.date | None = None, late_reason: str = ""
) -> Refresh:
    """A bank was gone through. After its day the reason of the delay is recorded with it (see the rule)."""
    _require_office(acting)
    view = regulation.current()
    day = done_on or today()
    if code not in rules.refresh_objects(view):
        raise WrongInput("code", _("The regulation does not ask to refresh this."))
    if day > today():
        raise WrongInput("done_on", _("The day is in the future."))
    if not checked.strip():
        raise WrongInput("checked", _("Write what was checked and what was put right."))
    state = queries.freshness([code])[code]
    if state.fresh_on is not None:
        refuse_if(
            rules.refresh_in_time(view, code, state.fresh_on, day, reason=late_reason),
            next_step=_("Write the reason of the delay and record the refresh again."),
        )
    said = {
        "checked": checked.strip(),
        "late_reason": late_reason.strip(),
        "in_bank": state.entries,
        "done_by": acting.account_id,
        "doer_name": acting.name,
    }
    refresh, is_new = Refresh.objects.get_or_create(code=code, done_on=day, defaults=said)
    if not is_new:
        raise Conflict(_("A refresh of this bank is recorded for this day already."))
    return refresh


@action("monitoring.schedule")
def schedule_monitoring(*, year: int, days: Sequence[datetime.date], acting: Actor) -> list[Measurement]:
    """Plan the measurements of the school year that begins in ``year`` on these days.

    Refused when a deadline of the regulation has no measurement before it, or an interval of the frequency has none.
    Planning again replaces what was not held.
    """
    _require_office(acting)
    view = regulation.current()
    period = school_year(datetime.date(year, 9, 1))
    outside = [day for day in days if not period[0] <= day <= period[1]]
    if outside:
        raise WrongInput("days", _("Name days of the chosen school year."))
    seen = happened(*period)
    held = set(
        Measurement.objects.select_for_update()
        .filter(due_on__range=period, held_on__isnull=False)
        .values_list("due_on", flat=True)
    )
    wanted = sorted({*days} - held)
    refuse_if(
        rules.monitoring_plan(view, period, [*wanted, *held], seen),
        next_step=_("Add a measurement by the missing day."),
    )
    Measurement.objects.filter(due_on__range=period, held_on__isnull=True).exclude(due_on__in=wanted).delete()
    asked = rules.monitoring_days(view, period, seen)
    Measurement.objects.bulk_create((_measurement(day, period[0], asked) for day in wanted), ignore_conflicts=True)
    return list(Measurement.objects.filter(due_on__range=period))


def _measurement(day: datetime.date, first: datetime.date, asked: Sequence[tuple[str, Occurrence]]) -> Measurement:
    """A measurement with what asks for it: the first deadline or interval that it serves."""
    serving = [(key, each) for key, each in asked if day <= each.due]
    key, each = serving[0] if serving else ("", None)
    start = min(day, each.start if each is not None else day)
    return Measurement(key=key, starts_on=max(start, first), due_on=day)


@action("monitoring.hold")
def hold_measurement(*, measurement: Measurement, held_on: datetime.date, note: str, acting: Actor) -> Measurement:
    """Record that a measurement was held and what it gave."""
    _require_office(acting)
    found = Measurement.objects.select_for_update().get(pk=measurement.pk)
    if found.held_on is not None:
        raise Conflict(_("The measurement is recorded already."))
    if held_on > today():
        raise WrongInput("held_on", _("The day is in the future."))
    if not note.strip():
        raise WrongInput("note", _("Write what the measurement gave."))
    found.held_on, found.note = held_on, note.strip()
    found.held_by, found.doer_name = acting.account_id, acting.name
    found.save()
    return found
