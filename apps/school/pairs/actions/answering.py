"""Both sides agree or decline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from apps.school.people.models import Person
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotAllowed, NotFound

from .. import agreeing, permissions, queries, seats
from ..models import Match, MatchMentee, MatchMentor
from ..rules import answers_through_guardian
from .advancing import drop_requests
from .common import locked
from .stepping import ITSELF, step


@action("pair.answer")
def answer(*, match: Match, person: Person, accepted: bool, acting: Actor, note: str = "") -> Match:
    """Record the answer of one participant: their own, their guardian's, or a paper one recorded by the office.

    The last agreement makes the pair agreed; any refusal (with its reason) declines it and frees the places.
    """
    pair = locked(match)
    row = _row_of(pair, person)
    _check_answerer(row.card.person, acting)
    if row.accepted is not None:
        raise Conflict(_("%(name)s has answered already.") % {"name": row.card.person.short_name})
    if not accepted and not note.strip():
        message = _("Say why: the curator looks for another pair by this.")
        raise InputError(message, problems=[{"place": "note", "message": message}])
    step(pair, "answer" if accepted else "decline", agreeing.makers(pair, acting))
    row.accepted, row.answered_at, row.answer_note = accepted, now(), note.strip()[:300]
    row.save(update_fields=["accepted", "answered_at", "answer_note"])
    if not accepted:
        seats.free(pair)
    elif all(each.accepted for each in pair.current_people):
        step(pair, "agree", ITSELF)
        drop_requests(row.card for row in pair.current_mentees)
    return pair


def _row_of(match: Match, person: Person) -> MatchMentor | MatchMentee:
    """The participant's row among the loaded ones, so that what is saved is also what is counted."""
    for row in match.current_people:
        if row.card.person_id == person.pk:
            return row
    raise NotFound()


def _check_answerer(person: Person, acting: Actor) -> None:
    """Office on paper, a guardian for a child under fourteen, everybody else for themselves."""
    if permissions.may_manage(acting):
        return
    if answers_through_guardian(person.age_on(today())):
        if not queries.is_guardian_of(acting, person):
            raise NotAllowed(_("A parent or another legal representative answers for a child under fourteen."))
    elif acting.account_id is None or person.account_id != acting.account_id:
        raise NotAllowed(_("Everybody answers for themselves."))
