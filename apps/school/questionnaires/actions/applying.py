"""Answers taken over into a card of the bank, as the curator has confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.school.people import actions as people
from apps.school.people.models import MentorCard
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict

from .. import permissions
from ..applying import card_of, changes
from ..errors import wrong
from ..models import Invitation


@action("survey.apply")
def apply_answers(
    *, invitation: Invitation, fields: Collection[str], seen: Mapping[str, str], acting: Actor
) -> Invitation:
    """Add the answers to the ``fields`` of the card. ``seen``: what stood in them when the curator looked.

    ``Conflict`` when somebody has changed the card since: nothing is overwritten unseen.
    """
    permissions.require_office(acting)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related(
        "round__version__questionnaire", "person", "about"
    )
    locked = rows.get(pk=invitation.pk)
    found = {change.code: change for change in changes(locked) if change.code in fields}
    card = card_of(locked)
    if card is None or not found:
        raise wrong("fields", _("Choose what to take over."))
    if any(seen.get(code) != change.shown_now for code, change in found.items()):
        raise Conflict(
            _("Somebody has changed the card meanwhile."), next_step=_("Look at the preview again and confirm it.")
        )
    _write(card, {code: change.after for code, change in found.items()}, acting)
    locked.applied_on = today()
    locked.save(update_fields=["applied_on", "updated_at"])
    return locked


def _write(card: Any, values: Mapping[str, Any], acting: Actor) -> None:
    """Through the bank's own verb, with everything else as it is."""
    if isinstance(card, MentorCard):
        kept = {
            name: getattr(card, name)
            for name in ("category", "grade", "competencies", "subjects", "capacity", "trained_on", "note")
        }
        people.edit_mentor(mentor=card, **{**kept, **values}, acting=acting)
    else:
        people.edit_mentee(mentee=card, category=card.category, **values, acting=acting)
