"""Sittings of the commission: agenda, quorum, votes, decisions, the numbered protocol."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, InputError

from .. import permissions, protocol, queries, rules
from ..errors import not_in_future, wrong
from ..models import AgendaItem, Candidacy, CommissionMember, Sitting
from .candidacies import close, locked

State = Sitting.State


@dataclass(frozen=True, slots=True)
class Votes:
    """How those present voted on one candidate. ``reason``: wanted where the answer is no."""

    yes: int
    no: int
    abstained: int = 0
    reason: str = ""


@action("selection.plan_sitting")
def plan_sitting(
    *, held_on: datetime.date, candidacies: Sequence[Candidacy], acting: Actor, place: str = ""
) -> Sitting:
    """Call a sitting of the commission at work with an agenda of candidates."""
    permissions.require(permissions.may_manage(acting))
    commission = queries.commission_at_work()
    if commission is None:
        raise Conflict(_("No commission is at work."), next_step=_("Form the commission by an order first."))
    if not candidacies:
        raise wrong("candidacies", _("Choose at least one candidate."))
    for each in candidacies:
        rules.check_step(each, "decide")
    sitting = Sitting.objects.create(commission=commission, held_on=held_on, place=place.strip())
    AgendaItem.objects.bulk_create(AgendaItem(sitting=sitting, candidacy=each) for each in candidacies)
    return sitting


@action("selection.hold_sitting")
def hold_sitting(*, sitting: Sitting, present: Collection[int], votes: Mapping[int, Votes], acting: Actor) -> Sitting:
    """Record a sitting: who was there, votes on every question; decisions take effect, the protocol gets its number.

    ``present``: ids of members; ``votes``: id of the question -> votes. Without a quorum, without the chair, or with
    more votes than people nothing is decided.
    """
    permissions.require(permissions.may_manage(acting))
    held = _planned(sitting)
    day = not_in_future("held_on", held.held_on)
    members = {member.pk: member for member in held.commission.members.select_related("person")}
    there = [members[key] for key in members if key in present]
    _check_presence(there, len(members))
    agenda = list(held.agenda.select_related("candidacy__person"))
    _check_votes(agenda, votes, len(there))
    for item in agenda:
        _decide(item, votes[item.pk], len(there), day)
    held.present.set(there)
    held.state, held.year = State.HELD, day.year
    held.number = _next_number(day.year)
    held.facts = protocol.frozen(held, there, len(members), agenda)
    held.save(update_fields=["state", "year", "number", "facts", "updated_at"])
    return held


def _planned(sitting: Sitting) -> Sitting:
    found = Sitting.objects.select_for_update(of=("self",)).select_related("commission").get(pk=sitting.pk)
    if found.state != State.PLANNED:
        raise Conflict(_("This sitting is over."))
    return found


def _next_number(year: int) -> int:
    """One protocol after the other; the unique key of the year stops a twin."""
    last = Sitting.objects.filter(year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _check_presence(there: Sequence[CommissionMember], size: int) -> None:
    if not rules.has_quorum(len(there), size):
        message = _("There is no quorum: %(there)s of %(size)s; more than half is needed.")
        raise wrong("present", message % {"there": len(there), "size": size})
    if not any(member.part == CommissionMember.Part.CHAIR for member in there):
        raise wrong("present", _("The chair is not among those present."))


def _check_votes(agenda: Sequence[AgendaItem], votes: Mapping[int, Votes], present: int) -> None:
    for item in agenda:
        given, name = votes.get(item.pk), item.candidacy.person.short_name
        if given is None or given.yes + given.no + given.abstained != present:
            message = _("%(name)s: the votes must add up to those present, %(present)s.")
            raise InputError(message % {"name": name, "present": present})
        if rules.decided(given.yes, given.no, present) == rules.Decision.REJECTED and not given.reason.strip():
            raise InputError(_("%(name)s: say why the candidate is rejected.") % {"name": name})


def _decide(item: AgendaItem, given: Votes, present: int, day: datetime.date) -> None:
    item.votes_for, item.votes_against, item.abstained = given.yes, given.no, given.abstained
    item.decision = rules.decided(given.yes, given.no, present)
    item.note = given.reason.strip()
    item.save()
    if item.decision == rules.Decision.REJECTED:
        close(item.candidacy, Candidacy.State.REJECTED, item.note, day)
    elif item.decision == rules.Decision.RECOMMENDED:
        candidacy = locked(item.candidacy)
        rules.check_step(candidacy, "decide")
        candidacy.state = Candidacy.State.RECOMMENDED
        candidacy.save(update_fields=["state", "updated_at"])


@action("selection.call_off")
def call_off(*, sitting: Sitting, acting: Actor) -> Sitting:
    """The sitting does not take place; its candidates can stand before another one."""
    permissions.require(permissions.may_manage(acting))
    found = _planned(sitting)
    found.state = State.CALLED_OFF
    found.save(update_fields=["state", "updated_at"])
    return found
