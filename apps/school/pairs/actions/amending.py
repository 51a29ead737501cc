"""Other terms for a pair before its order: both sides are asked anew."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.regulation.queries import current
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import agreeing, queries, seats, standing
from ..models import Match
from ..trial import PairTerms, on_trial
from .common import locked
from .forming import lane_of
from .stepping import check, step


@action("pair.amend")
def amend_pair(
    *,
    match: Match,
    form: str,
    type_: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    acting: Actor,
    role_model: str = "",
    goal: str = "",
) -> Match:
    """Change the terms of a proposed or agreed pair, under the regulation in force now.

    Whatever was answered was answered to other terms: both sides are asked anew. The places stay with the pair.
    """
    pair = locked(match)
    who = agreeing.makers(pair, acting)
    check(pair, "amend", who)
    terms = PairTerms(form, type_, starts_on, ends_on, pair.structure, role_model, goal.strip())
    if terms == _terms_of(pair):
        raise Conflict(_("The terms are as they were: nothing is amended."))
    cards = seats.lock_mentors([row.card for row in pair.current_mentors])
    view, taken = current(), standing.seats_of([card.pk for card in cards])
    loads = {card.pk: queries.Load(individual=taken.beside(card.pk, pair.pk)) for card in cards}
    trial, broken = on_trial(view, cards, [row.card for row in pair.current_mentees], terms, today(), loads)
    refuse_if(broken, next_step=_("Choose another mentor, form, type or term, and try again."))
    seats.free(pair)
    for card, facts in zip(cards, trial.mentors, strict=True):
        seats.take(card, pair.current_mentees, lane_of(view, trial, facts))
    for rows in (pair.mentors, pair.mentees):
        rows.filter(until__isnull=True).update(accepted=None, answered_at=None, answer_note="", since=starts_on)
    return step(
        pair,
        "amend",
        who,
        form=form,
        type=type_,
        starts_on=starts_on,
        ends_on=ends_on,
        role_model=role_model,
        goal=terms.goal,
        regulation_version_id=view.version_id,
    )


def _terms_of(match: Match) -> PairTerms:
    return PairTerms(
        match.form, match.type, match.starts_on, match.ends_on, match.structure, match.role_model, match.goal
    )
