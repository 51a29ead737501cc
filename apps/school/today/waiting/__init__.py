"""What waits for a person, gathered from the rooms below by role: ``waiting_for(actor, ...)``."""

from __future__ import annotations

import datetime

from django.db.models import Q

from apps.school.meetings.queries import times
from apps.school.monitoring.indicators import RemoteShare
from apps.school.pairs import queries as pairs
from apps.school.pairs.models import Match
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor

from ..own import Own
from . import (
    act,
    asked,
    bank,
    courses,
    growth,
    labour,
    ledger,
    measured,
    meetings,
    office,
    papers,
    participant,
    replacements,
    requests,
    selection,
    surveys,
    visits,
    year,
)
from .item import WaitingItem, in_order, term_words

__all__ = ["WaitingItem", "term_words", "waiting_for"]

PARTICIPANTS = ("mentor", "mentee", "guardian")


def waiting_for(
    actor: Actor, *, own: Own, view: RegulationView | None, remote: RemoteShare, day: datetime.date
) -> list[WaitingItem]:
    """All lines for the roles that the actor holds, in order; a fixed number of queries for each role.

    ``own``: what the actor takes part in; ``view``: the regulation in force; ``remote``: the school's share in pairs
    with other schools (a mentee with such a pair is not without one).
    """
    found: list[WaitingItem] = []
    if actor.has("head"):
        found += papers.signatures(day)
    if actor.has("curator", "head"):
        found += act.lines(actor, view, day) + asked.office(actor, view, day)
    if actor.has("curator"):
        found += _curator(view, remote, day)
    if actor.has(*PARTICIPANTS):
        found += participant.lines(actor, own, view, day) + asked.participant(actor, own, day)
        found += selection.own(own.me) + meetings.participant(actor, own, day)
        found += requests.participant(actor, own, day) + visits.lines(own, day)
    if actor.is_known:
        found += growth.participant(actor, own, day)
    if actor.has(*PARTICIPANTS, "curator", "head", "methodical_association"):
        found += year.lines(actor, view, day)
    if actor.has("curator", "mentor", "mentee"):
        found += surveys.asked(actor, day)
    return in_order(found + meetings.addressed(actor))


def _curator(view: RegulationView | None, remote: RemoteShare, day: datetime.date) -> list[WaitingItem]:
    lacks = office.lacks(view, day)
    flagged = courses.flagged(day, times().quiet_days)
    states = Q(state__in=(Match.State.PROPOSED, Match.State.AGREED))
    rows = Match.objects.filter(states | Q(pk__in=courses.shown_matches(flagged))).order_by("starts_on", "pk")
    matches = {match.pk: match for match in pairs.with_people(rows)}
    agreed = [match for match in matches.values() if match.state == Match.State.AGREED]
    sent_back = papers.returned()
    return [
        *papers.agreed(agreed, lacks, sent_back),
        *papers.returned_others(sent_back, day),
        *office.proposals([match for match in matches.values() if office.is_slow(match, day)]),
        *office.mentees(view, remote.mentee_cards),
        *courses.lines(flagged, matches, day),
        *courses.overdue_plan(day),
        *surveys.silent(day),
        *requests.office(day),
        *replacements.office(),
        *measured.indicators(view, day),
        *office.bank_lines(lacks),
        *bank.lines(view, day),
        *office.between_schools(),
        *office.imports(),
        *ledger.lines(view, day),
        *labour.lines(day),
        *selection.lines(view, day),
        *growth.office(view, day),
    ]
