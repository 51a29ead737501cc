"""The programme on the page of its pair."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.school.pairs.models import Match
from apps.school.pairs.sections import Section
from kernel.acting import Actor

from .models import Programme
from .queries import progress_of


def programme_section(match: Match, actor: Actor) -> Section | None:
    """How far the programme is, and the way to it; the next step while it is being written."""
    programme = Programme.objects.filter(match=match).first()
    if programme is None:
        return None
    progress = progress_of([programme])[programme.pk]
    lines = [
        str(programme.get_state_display()).capitalize(),
        _("Activities done: %(done)s of %(total)s") % {"done": progress.items_done, "total": progress.items},
        _("Meetings held: %(held)s") % {"held": progress.held},
    ]
    return Section(
        title=_("Programme"),
        lines=lines,
        url=reverse("programmes:show", args=[programme.pk]),
        label=_("Open the programme"),
        icon="journal-check",
        is_next=programme.state in {Programme.State.DRAFT, Programme.State.RUNNING},
    )
