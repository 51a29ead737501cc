"""The agreement between the two organisations: prepared by a curator, agreed by both heads, then frozen."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.region.exchange import paper, permissions
from apps.region.exchange.models import RemoteAgreement, RemotePair
from apps.region.exchange.queries import locked_pair
from apps.region.exchange.telling import tell_of_pair
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, NotAllowed
from kernel.locks import LockSpace

LANGUAGE = "ru"
"""A paper of two organisations is Russian, whatever the page is."""


@action("remote_agreement.prepare")
def prepare_agreement(*, pair: RemotePair, acting: Actor) -> RemoteAgreement:
    """A school wants an agreement: from now on the pair plans no meeting before both heads have agreed."""
    permissions.require_close(pair, acting)
    row = locked_pair(pair.pk)
    if row.state != RemotePair.State.ACTIVE:
        raise Conflict(_("The work of this pair is over: %(state)s.") % {"state": row.get_state_display()})
    made, new = RemoteAgreement.objects.get_or_create(pair=row)
    if not new:
        raise Conflict(_("The agreement of this pair is prepared already."))
    tell_of_pair(row, "agreement", f"{made.pk}")
    return made


@action("remote_agreement.agree")
def agree_as_head(*, pair: RemotePair, acting: Actor) -> RemoteAgreement:
    """A head agrees for the own school. The second one's yes gives the number and freezes text, DOCX and PDF."""
    sides = permissions.headed_sides(pair, acting)
    if not sides:
        raise NotAllowed()
    owner = locked_pair(pair.pk)
    row = RemoteAgreement.objects.select_for_update(of=("self",)).filter(pair=owner).first()
    if row is None:
        raise Conflict(_("No agreement of this pair is prepared."))
    missing = [side for side in sorted(sides) if getattr(row, f"{side}_head_at") is None]
    if row.agreed_at is not None or not missing:
        raise Conflict(_("Your school has agreed already."))
    for side in missing:
        setattr(row, f"{side}_head", acting.name)
        setattr(row, f"{side}_head_at", now())
    if row.mentor_head_at is not None and row.mentee_head_at is not None:
        _freeze(row, owner)
    row.save()
    return row


def draft_of(row: RemoteAgreement, pair: RemotePair) -> dict[str, Any]:
    """What the paper would say now; a read."""
    with override(LANGUAGE):
        return paper.content_of(row, pair)


def _freeze(row: RemoteAgreement, pair: RemotePair) -> None:
    row.agreed_at, row.year = now(), today().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LockSpace.AGREEMENTS, row.year])
    last = RemoteAgreement.objects.filter(year=row.year).aggregate(last=Max("serial"))["last"]
    row.serial = (last or 0) + 1
    with override(LANGUAGE):
        row.content = paper.content_of(row, pair)
        row.docx, row.pdf = paper.render_docx(row.content), paper.render_pdf(row.content)
    tell_of_pair(pair, "agreed", f"{row.pk}")
