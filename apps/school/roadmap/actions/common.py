"""What the writes have in common: locks, and the two gates of the regulation on who may."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import roadmaps as rules
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.errors import refuse_if

from .. import permissions
from ..errors import NotADraft, NotRunning, WrongInput
from ..models import Event, Roadmap


def author_view(acting: Actor) -> RegulationView:
    """The regulation in force; refuses an actor whom it does not name among the authors of the roadmap."""
    view = regulation.current()
    if not permissions.is_product(acting):
        refuse_if(
            rules.roadmap_author(view, permissions.codes_of(acting, view)),
            next_step=_("Ask those whom the regulation names to draw the roadmap up."),
        )
    return view


def check_period(starts_on: datetime.date, ends_on: datetime.date) -> None:
    """Refuses a period that ends before it begins."""
    if ends_on <= starts_on:
        raise WrongInput("ends_on", _("The last day comes after the first one."))


def locked(roadmap: Roadmap) -> Roadmap:
    """The roadmap, locked until the transaction ends."""
    return Roadmap.objects.select_for_update().get(pk=roadmap.pk)


def locked_draft(roadmap: Roadmap) -> Roadmap:
    """The roadmap, locked, if it is still drawn up."""
    found = locked(roadmap)
    if not found.is_draft:
        raise NotADraft()
    return found


def locked_running(roadmap: Roadmap) -> Roadmap:
    """The roadmap, locked, if it is carried out."""
    found = locked(roadmap)
    if not found.is_running:
        raise NotRunning()
    return found


def stamp(row: Roadmap | Event) -> str:
    """What an editor saw of a row, so that a change made by somebody else meanwhile is noticed."""
    return row.updated_at.isoformat()
