"""Care for mentees who have no pair yet."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.people.models import MenteeCard
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError

from .. import permissions
from ..models import SupportMeasure


@action("unpaired.support")
def record_support(
    *, card: MenteeCard, measure: str, acting: Actor, given_on: datetime.date | None = None
) -> SupportMeasure:
    """Record what was done for a mentee without a pair: a talk, a course, an open lesson, a search elsewhere."""
    permissions.require_office(acting)
    day = given_on or today()
    if not measure.strip():
        message = _("Write what was done.")
        raise InputError(message, problems=[{"place": "measure", "message": message}])
    if day > today():
        message = _("What is to come is not recorded as done.")
        raise InputError(message, problems=[{"place": "given_on", "message": message}])
    if card.state != MenteeCard.State.ACTIVE:
        raise Conflict(_("Not in the bank any more: %(names)s.") % {"names": card.person.short_name})
    return SupportMeasure.objects.create(
        card=card, given_on=day, measure=measure.strip()[:300], given_by=acting.account_id
    )
