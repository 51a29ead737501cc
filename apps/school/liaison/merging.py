"""The region knows people of a school by the ids of their cards: a card it knows is not given up in a merge."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.region.exchange import outlook
from apps.school.people import merging
from apps.school.people import queries as people
from apps.school.people.models import Person

from .queries import own_id


def hindrances(kept: Person, gone: Person) -> list[str]:
    """Sentences: the card that would be no more is offered to other schools, or asks or works there."""
    school, found = own_id(), []
    mentor, mentee = people.card_of(gone, "mentor"), people.card_of(gone, "mentee")
    remote = outlook.remote_facts(school)
    if mentor is not None and people.card_of(kept, "mentor") is not None:
        offered = {line.mentor_card for line in outlook.own_offers(school)}
        if mentor.pk in offered | remote.mentor_cards:
            found.append(_("%(name)s is offered to other schools: keep that record.") % {"name": gone.full_name})
    if mentee is not None and people.card_of(kept, "mentee") is not None:
        asking = {line.mentee_card for line in outlook.outgoing(school)}
        if mentee.pk in asking | remote.mentee_cards:
            found.append(_("%(name)s asks other schools for a mentor: keep that record.") % {"name": gone.full_name})
    return found


def register() -> None:
    """Guard what the region knows."""
    merging.before_merging(hindrances)
