"""Marks: an event is done, by a person or because the product has seen it; or it will not be done, for a reason."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import NotAllowed
from tenants.isolation.cache import CACHE_IS_GONE

from .. import permissions, queries, records, ticks
from ..errors import DroppedAlready, MarkedAlready, NotRunning, WrongInput
from ..models import Evidence, Term
from ..terms import rewrite_followers

PRODUCT = "Эстафета"
LOOKED, LOOK_AGAIN = "roadmap:looked", 600  # key of the cache (one for each school), seconds


def require_marker(term: Term, acting: Actor) -> None:
    """The office marks everything, others the events that name them, as responsible or as deputies."""
    if permissions.is_product(acting) or permissions.OFFICE.admits(acting):
        return
    if not queries.is_responsible(acting, term.event, regulation.current_or_none()):
        raise NotAllowed(_("The event is marked by those who answer for it."))


def locked_term(term: Term, acting: Actor) -> Term:
    """The term, locked until the transaction ends, of a roadmap at work and for somebody who may mark it."""
    found = Term.objects.select_for_update(of=("self",)).select_related("event__stage__roadmap").get(pk=term.pk)
    require_marker(found, acting)
    if not found.event.stage.roadmap.is_running:
        raise NotRunning()
    return found


@action("roadmap.mark_done")
def mark_term(
    *,
    term: Term,
    done_on: datetime.date,
    acting: Actor,
    note: str = "",
    link: str = "",
    file: UploadedFile[Any] | None = None,
) -> Term:
    """Mark an event as done on a day, with what came of it. The file is PDF, JPEG or PNG.

    What it waits for does not stop it: stages overlap. Days counted from it follow the day on which it was done.
    """
    found = locked_term(term, acting)
    if found.done_on is not None:
        raise MarkedAlready()
    if found.dropped_on is not None:
        raise DroppedAlready()
    if done_on > today():
        raise WrongInput("done_on", _("An event cannot be done on a day to come."))
    found.done_on, found.note, found.link = done_on, note.strip(), link
    found.done_by, found.doer_name, found.is_auto = acting.account_id, acting.name, False
    if file is not None:
        found.file = uploads.checked(file, uploads.SCAN, place="file", stem="evidence")
    found.save()
    rewrite_followers(found.event)
    return found


@action("roadmap.unmark")
def unmark_term(*, term: Term, acting: Actor) -> Term:
    """Take the mark back; its file stays with the term until another mark replaces it.

    The product's own mark goes with what it cited, and the product does not make it again.
    """
    found = locked_term(term, acting)
    if found.is_auto:
        found.refused_on = found.done_on
        found.evidence.filter(is_auto=True).delete()
    found.done_on, found.done_by, found.doer_name, found.is_auto, found.seen = None, None, "", False, ""
    found.save()
    rewrite_followers(found.event)
    return found


@action("roadmap.drop_term")
def drop_term(*, term: Term, reason: str, acting: Actor) -> Term:
    """Close a time of an event that will not be done, with the reason; the office alone decides so."""
    permissions.require(permissions.OFFICE.admits(acting) or permissions.is_product(acting))
    found = locked_term(term, acting)
    if found.done_on is not None:
        raise MarkedAlready()
    if found.dropped_on is not None:
        raise DroppedAlready()
    if not reason.strip():
        raise WrongInput("reason", _("Write why it will not be done."))
    found.dropped_on, found.drop_reason, found.doer_name = today(), reason.strip(), acting.name
    found.save()
    return found


@action("roadmap.take_up_term")
def take_up_term(*, term: Term, acting: Actor) -> Term:
    """What was closed without being done is to be done after all."""
    permissions.require(permissions.OFFICE.admits(acting) or permissions.is_product(acting))
    found = locked_term(term, acting)
    found.dropped_on, found.drop_reason, found.doer_name = None, "", ""
    found.save()
    return found


# ---- what the product sees


@action("roadmap.tick")
def _write_ticks(*, ticked: int, acting: Actor) -> int:
    """Tick what the product has seen, with the records that show it. Asked again it finds nothing."""
    found = {tick.term: tick for tick in ticks.pending()}
    rows = list(
        Term.objects.select_for_update(of=("self",))
        .filter(pk__in=found, done_on__isnull=True, dropped_on__isnull=True, refused_on__isnull=True)
        .select_related("event__stage__roadmap")
    )
    for term in rows:
        tick = found[term.pk]
        term.done_on, term.is_auto, term.doer_name, term.seen = tick.on, True, PRODUCT, tick.seen
    Term.objects.bulk_update(rows, ["done_on", "is_auto", "doer_name", "seen"])
    _cite(rows)
    for event in {term.event_id: term.event for term in rows}.values():
        rewrite_followers(event)
    return len(rows)


def _cite(rows: Sequence[Term]) -> None:
    """The records of the day on which the event was seen, as evidence of each tick."""
    shown = records.of_days({term.done_on for term in rows if term.done_on is not None})
    Evidence.objects.bulk_create(
        (
            Evidence(term=term, record=record.ref, is_auto=True, adder_name=PRODUCT)
            for term in rows
            for record in shown
            if record.seen == term.seen and record.day == term.done_on
        ),
        ignore_conflicts=True,
    )


def tick_seen(*, acting: Actor) -> int:
    """Tick every event that the product sees done; how many. Writes, and leaves a trace, only where there is one.

    A fixed number of queries while there is nothing to tick. A mark that a person took back does not come again.
    """
    seen = len(ticks.pending())
    return _write_ticks(ticked=seen, acting=acting) if seen else 0


def tick_on_view(*, acting: Actor) -> int:
    """``tick_seen`` for a page, not oftener than once in ``LOOK_AGAIN``: after every act it is done anyway."""
    try:
        is_first = cache.add(LOOKED, True, LOOK_AGAIN)
    except CACHE_IS_GONE:
        return 0  # the page can do without it
    return tick_seen(acting=acting) if is_first else 0
