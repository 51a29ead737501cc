"""Answers: begun, sent once, typed in from paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import InputError, NotAllowed

from .. import permissions, queries, rules
from ..errors import Answered, NotAsking
from ..models import Invitation, Response, Round


def _open_invitation(invitation: Invitation, way: str, acting: Actor) -> Invitation:
    """The invitation, locked, if it can still be answered by this actor in this way."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("person", "round__version__questionnaire")
    locked = rows.get(pk=invitation.pk)
    if way == Invitation.Way.PAPER:
        permissions.require_office(acting)
    elif way == Invitation.Way.SYSTEM and not _is_theirs(locked, acting):
        raise NotAllowed(_("Each person answers for themself."))
    if locked.state == Invitation.State.ANSWERED:
        raise Answered()
    # A paper signed in time may be typed in later, as long as the curator has not closed the round.
    in_time = locked.round.opens_on <= today() <= locked.round.closes_on or way == Invitation.Way.PAPER
    if locked.round.state != Round.State.OPEN or not in_time:
        raise NotAsking()
    return locked


def _is_theirs(invitation: Invitation, acting: Actor) -> bool:
    if acting.has("system"):
        return True
    person = invitation.person
    return person is not None and acting.account_id is not None and person.account_id == acting.account_id


@action("survey.save_draft")
def save_draft(*, invitation: Invitation, answers: Mapping[str, Any], acting: Actor, way: str = "system") -> Invitation:
    """Keep answers begun, to be continued later. In an anonymous round nothing is kept but the browser's own draft."""
    locked = _open_invitation(invitation, way, acting)
    if locked.round.anonymous:
        return locked
    codes = {question.code for question in locked.round.version.questions.all()}
    locked.draft = {code: value for code, value in answers.items() if code in codes and not rules.is_empty(value)}
    locked.state = Invitation.State.STARTED
    locked.save(update_fields=["draft", "state", "updated_at"])
    return locked


@action("survey.answer")
def answer(*, invitation: Invitation, answers: Mapping[str, Any], acting: Actor, way: str = "system") -> Invitation:
    """Send the answers: once for each person and round. ``way``: system, link or paper (the office alone).

    Returns the invitation, never the answers: the journal must not tell whose anonymous answers they are.
    """
    locked = _open_invitation(invitation, way, acting)
    questions = [rules.asked(question) for question in locked.round.version.questions.all()]
    people = [person.pk for person in queries.offered_people(locked)]
    given = {code: value for code, value in answers.items() if not rules.is_empty(value)}
    faults = rules.faults(questions, given, people)
    if faults:
        raise InputError(
            _("Some questions are not answered, or not as they can be."),
            problems=[{"place": code, "message": message} for code, message in faults.items()],
        )
    Response.objects.create(
        round=locked.round,
        invitation=None if locked.round.anonymous else locked,
        answers=given,
        chosen=rules.chosen_people(questions, given),
    )
    locked.state, locked.answered_on, locked.way = Invitation.State.ANSWERED, today(), way
    locked.draft, locked.link_nonce = {}, ""
    locked.save(update_fields=["state", "answered_on", "way", "draft", "link_nonce", "updated_at"])
    return locked
