"""The term that all pairs of a school year have in common."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.regulation.rules.programme import school_year_of
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import InputError

from .. import permissions
from ..models import CommonTerm


@action("pair.set_common_term")
def set_common_term(*, starts_on: datetime.date, ends_on: datetime.date, acting: Actor, source: str = "") -> CommonTerm:
    """Set or change the term of the school year in which ``starts_on`` lies. Pairs formed before keep theirs."""
    permissions.require_office(acting)
    if ends_on <= starts_on:
        message = _("The end comes after the beginning.")
        raise InputError(message, problems=[{"place": "ends_on", "message": message}])
    found, _created = CommonTerm.objects.update_or_create(
        year=school_year_of(starts_on),
        defaults={"starts_on": starts_on, "ends_on": ends_on, "source": source.strip()},
    )
    return found
