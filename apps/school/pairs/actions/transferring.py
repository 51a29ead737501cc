"""Running pairs pass under another version of the regulation, by an order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.ports import RunningPair
from apps.school.regulation.queries import find_version, view_of_version
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, refuse_if

from .. import permissions, queries, standing
from ..models import Match


class TransferDesk:
    """What the regulation asks of the pairs (``regulation.ports.RunningPairs``)."""

    def under_other_versions(self, view: RegulationView, on: datetime.date) -> list[RunningPair]:
        """Pairs at work under another version, each with what forbids it to pass."""
        rows = Match.objects.filter(state=Match.State.ACTIVE).exclude(regulation_version_id=view.version_id)
        matches = list(queries.with_people(rows).order_by("pk"))
        seats = _seats(matches)
        views = standing.views_of(matches)
        return [
            RunningPair(
                pk=match.pk,
                title=match.title,
                url=match.get_absolute_url(),
                version_number=views[match.regulation_version_id].number if match.regulation_version_id else 0,
                obstacles=tuple(standing.broken_by(view, match, seats, on)),
            )
            for match in matches
        ]

    def transfer(
        self, *, version_id: int, pairs: Sequence[int], order_no: str, order_date: datetime.date, acting: Actor
    ) -> int:
        """Put pairs under a version by an order."""
        return transfer_pairs(
            version_id=version_id, pairs=list(pairs), order_no=order_no, order_date=order_date, acting=acting
        )


def _seats(matches: Sequence[Match]) -> standing.Seats:
    return standing.seats_of([row.card_id for match in matches for row in match.current_mentors])


@action("pair.transfer_many")
def transfer_pairs(
    *, version_id: int, pairs: Sequence[int], order_no: str, order_date: datetime.date, acting: Actor
) -> int:
    """Put running pairs under the version in force, by an order of the head: all of them or none.

    A pair that is under it already is passed over (a repeated request). Refuses with every broken rule of every pair;
    ``Conflict`` when one of them is not at work any more, ``InputError`` when the order does not fit the version.
    """
    if not (acting.has("head") or permissions.is_product(acting)):
        raise NotAllowed()
    version = find_version(version_id)
    _check_order(version, order_no, order_date)
    ids = list(Match.objects.select_for_update().filter(pk__in=pairs).order_by("pk").values_list("pk", flat=True))
    matches = list(queries.with_people(Match.objects.filter(pk__in=ids)).order_by("pk"))
    stopped = [match for match in matches if match.state != Match.State.ACTIVE]
    if stopped:
        names = ", ".join(match.title for match in stopped)
        raise Conflict(
            _("Not at work any more: %(names)s.") % {"names": names},
            next_step=_("Open the page again and choose anew."),
        )
    view, seats = view_of_version(version), _seats(matches)
    waiting = [match for match in matches if match.regulation_version_id != version.pk]
    refuse_if(
        [
            replace(broken, message=f"{match.title}: {broken.message}")
            for match in waiting
            for broken in standing.broken_by(view, match, seats, order_date)
        ],
        next_step=_("Leave these pairs under their version, or change what stands against it."),
    )
    for match in waiting:
        _transfer(match=match, version=version, order_no=order_no.strip(), order_date=order_date, acting=acting)
    return len(waiting)


def _check_order(version: RegulationVersion, order_no: str, order_date: datetime.date) -> None:
    if not version.in_force(today()) or version.effective_from is None:
        raise Conflict(
            _("Pairs pass only under the version of the regulation in force."),
            next_step=_("Open the version in force and transfer the pairs there."),
        )
    faults = []
    if not order_no.strip():
        faults.append({"place": "order_no", "message": _("Name the number of the order.")})
    if order_date < version.effective_from:
        faults.append({"place": "order_date", "message": _("The order is dated before the version is in force.")})
    if order_date > today():
        faults.append({"place": "order_date", "message": _("The order is dated in the future.")})
    if faults:
        raise InputError(_("The order does not fit the version."), problems=faults)


@action("pair.transfer")
def _transfer(
    *, match: Match, version: RegulationVersion, order_no: str, order_date: datetime.date, acting: Actor
) -> Match:
    """One pair, so that its history tells of it."""
    match.regulation_version_id = version.pk
    match.save(update_fields=["regulation_version_id", "updated_at"])
    return match
