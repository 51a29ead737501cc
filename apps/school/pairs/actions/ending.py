"""A participant asks to end the work before its term; the curator decides and ends it by a ground of the act."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from apps.school.regulation import rules
from apps.school.regulation.rules.petition import RouteFacts
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import InputError, Violation, refuse_if

from ..models import Match, Petition
from ..rules import ENDING_GROUNDS
from .closing import view_of
from .petitions import file_petition, open_pair, seat_of

CURATOR = "curator"


@action("request.end")
def ask_to_end(
    *, match: Match, author: Person, ground: str, leaves_on: datetime.date, text: str, acting: Actor
) -> Petition:
    """Ask to end: on one's own initiative, by agreement of both, or because the aim is reached early.

    ``ground``: code of ``termination_ground``, refused with the clause where the act does not provide for it or where
    it is the initiative of the other side; ``leaves_on``: the last day, today or later.
    """
    pair = open_pair(match, text, acting)
    side, who = seat_of(pair, author, acting)
    refuse_if(
        [*rules.completion(view_of(pair), rules.CompletionFacts(ground)), *_foreign(side, ground, pair)],
        next_step=_("Choose a ground that the regulation gives to your side."),
    )
    if not today() <= leaves_on <= pair.ends_on:
        message = _("The last day is today or later, and not after the term.")
        raise InputError(message, problems=[{"place": "leaves_on", "message": message}])
    card = pair.current_mentors[0].card
    route = RouteFacts(side, CURATOR, ground=ground)
    return file_petition(pair, Petition.Kind.ENDING, who, card, route, text, acting, leaves_on=leaves_on)


def _foreign(side: str, ground: str, match: Match) -> list[Violation]:
    """The initiative of one side is not told by the other; what the office finds is not asked for."""
    if side in ENDING_GROUNDS.get(ground, ()):
        return []
    view = view_of(match)
    sentence = _("This side does not ask for the end on the ground “{actual}”. Basis: {clause}.")
    word = view.local_name("termination_ground", ground)
    return [rules.breach(view, "termination.grounds", actual=word, sentence=sentence)]
