"""Marks: an event is done, by a person with evidence or because the product has seen it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from kernel import uploads
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import NotAllowed

from .. import permissions, queries, ticks
from ..errors import MarkedAlready, NotRunning, WrongInput
from ..models import Term

PRODUCT = "Эстафета"


def _require(term: Term, acting: Actor) -> None:
    """The office marks everything, others the events that name them."""
    if permissions.is_product(acting) or permissions.OFFICE.admits(acting):
        return
    if not queries.is_responsible(acting, term.event, regulation.current_or_none()):
        raise NotAllowed(_("The event is marked by those who answer for it."))


def _locked(term: Term, acting: Actor) -> Term:
    found = Term.objects.select_for_update(of=("self",)).select_related("event__stage__roadmap").get(pk=term.pk)
    _require(found, acting)
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
    """Mark an event as done on a day, with what came of it. The file is PDF, JPEG or PNG."""
    found = _locked(term, acting)
    if found.done_on is not None:
        raise MarkedAlready()
    if done_on > today():
        raise WrongInput("done_on", _("An event cannot be done on a day to come."))
    found.done_on, found.note, found.link = done_on, note.strip(), link
    found.done_by, found.doer_name, found.is_auto = acting.account_id, acting.name, False
    if file is not None:
        found.file = uploads.checked(file, uploads.SCAN, place="file", stem="evidence")
    found.save()
    return found


@action("roadmap.unmark")
def unmark_term(*, term: Term, acting: Actor) -> Term:
    """Take the mark back; its file stays with the term until another mark replaces it."""
    found = _locked(term, acting)
    found.done_on, found.done_by, found.doer_name, found.is_auto = None, None, "", False
    found.save(update_fields=["done_on", "done_by", "doer_name", "is_auto", "updated_at"])
    return found


@action("roadmap.tick")
def _write_ticks(*, ticked: int, acting: Actor) -> int:
    """Tick what the product has seen. Asked again it finds nothing: a ticked term is no longer open."""
    found = {tick.term: tick.on for tick in ticks.pending()}
    rows = list(Term.objects.select_for_update().filter(pk__in=found, done_on__isnull=True))
    for term in rows:
        term.done_on, term.is_auto, term.doer_name = found[term.pk], True, PRODUCT
    Term.objects.bulk_update(rows, ["done_on", "is_auto", "doer_name"])
    return len(rows)


def tick_seen(*, acting: Actor) -> int:
    """Tick every event that the product sees done; how many. Writes, and leaves a trace, only where there is one.

    A fixed number of queries. A mark that a person took back comes again while the event is still seen: then the
    event's own «seen by the product» has to be taken out of its row.
    """
    seen = len(ticks.pending())
    return _write_ticks(ticked=seen, acting=acting) if seen else 0
