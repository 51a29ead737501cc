"""Measurements before and after a programme."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError

from .. import measures, permissions, queries
from ..models import Measurement


def _wrong(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])


@action("monitoring.measure")
def measure(
    *,
    programme: Programme,
    person: Person,
    stage: str,
    values: Mapping[str, float],
    acting: Actor,
    measured_on: datetime.date | None = None,
) -> Measurement:
    """Record, or correct, one measurement of a participant; the second one has the parameters of the first."""
    permissions.require_office(acting)
    locked = Programme.objects.select_for_update(of=("self",)).select_related("match").get(pk=programme.pk)
    people = people_of(locked)
    if person not in (*people.mentors, *people.mentees):
        raise InputError(_("This person does not take part in the programme."))
    day = measured_on or today()
    if day > today():
        raise _wrong("measured_on", _("The date is in the future."))
    given = queries.measured(locked, person)
    if stage == Measurement.Stage.AFTER:
        if given.get(Measurement.Stage.BEFORE) is None:
            raise Conflict(
                _("There is no first measurement yet: there is nothing to compare with."),
                next_step=_("Record the measurement before the programme first."),
            )
    elif given.get(Measurement.Stage.AFTER) is not None:
        raise Conflict(_("The second measurement is there already: the first one is no longer changed."))
    before = given.get(Measurement.Stage.BEFORE) if stage == Measurement.Stage.AFTER else None
    faults = measures.faults(queries.measures_for(person), values, before or {})
    if not values and not faults:
        raise InputError(_("Enter at least one number."))
    if faults:
        raise InputError(
            _("Some numbers are missing or wrong."),
            problems=[{"place": code, "message": message} for code, message in faults.items()],
        )
    kept, _created = Measurement.objects.update_or_create(
        programme=locked, person=person, stage=stage, defaults={"measured_on": day, "values": dict(values)}
    )
    return kept
