"""Numbers for the forms of statistical observation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.rules.monitoring import statistics
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import refuse_if

from .. import permissions
from ..official import Table, gaps_of, table_of


@action("statistics.export")
def export_statistics(*, acting: Actor) -> Table:
    """The numbers of today; refused while they have gaps, where the school's act says that they are collected."""
    permissions.require_office(acting)
    day = today()
    refuse_if(
        statistics(regulation.current(), gaps_of(day)),
        next_step=_("Fill in what is missing on the cards of the people, then export again."),
    )
    return table_of(day)
