"""The pairs of a person on the person's card."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people import sections
from apps.school.people.models import MenteeCard, Person
from kernel.acting import Actor

from . import permissions, queries
from .tables import STATE_KINDS

SHOWN = 10


def pairs_section(person: Person, actor: Actor) -> sections.Section | None:
    """The newest pairs, and for the office the way to form one for a mentee."""
    rows = queries.with_people(queries.pairs_of(person) & queries.visible_to(actor))[:SHOWN]
    found = [{"match": match, "kind": STATE_KINDS[match.state]} for match in rows]
    card = getattr(person, "mentee_card", None)
    can_form = isinstance(card, MenteeCard) and card.state == MenteeCard.State.ACTIVE
    new_url = ""
    if can_form and permissions.may_manage(actor):
        new_url = f"{reverse('pairs:new')}?mentee={card.pk}" if card else ""
    if not found and not new_url:
        return None
    return sections.Section(_("Pairs"), "pairs/person_section.html", "people", {"pairs": found, "new_url": new_url})


def register() -> None:
    """Add the card to every person's page."""
    sections.register("pairs", pairs_section, order=20)
