"""A proposal is taken over: pairs are proposed to their people by the room of pairs, under all its rules.

Pair by pair, each in a transaction of its own, so that a worker killed half-way loses nothing and doubles nothing:
a choice that has its pair is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.rules import GROUP_STRUCTURES
from kernel.acting import Actor
from kernel.actions import action
from kernel.errors import Conflict, DomainError, InputError
from tenants.journal.jobs import start_job

from .. import permissions
from ..models import COLLECTIVE, Choice, Proposal

TAKE_TASK = "matching.take_over"


@action("matching.take_over")
def take_over(*, proposal: Proposal, choices: Collection[int], acting: Actor) -> Proposal:
    """Propose these pairs (ids of choices) to their people in the background. Nothing is final until they accept."""
    permissions.require_office(acting)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state not in {Proposal.State.SOLVED, Proposal.State.TAKING, Proposal.State.TAKEN}:
        raise Conflict(_("This proposal cannot be taken over: it is %(state)s.") % {"state": row.get_state_display()})
    wanted = list(row.choices.filter(pk__in=list(choices), match=None).values_list("pk", flat=True))
    if not wanted:
        message = _("Choose at least one pair that is not taken over yet.")
        raise InputError(message, problems=[{"place": "choices", "message": message}])
    job = start_job(
        task=TAKE_TASK,
        title=_("Pairs of the proposal № %(number)s are proposed to their people") % {"number": row.pk},
        acting=acting,
        arguments={"proposal": row.pk, "choices": wanted},
        result_url=row.get_absolute_url(),
    )
    row.state, row.job_id = Proposal.State.TAKING, job.pk
    row.save(update_fields=["state", "job_id", "updated_at"])
    return row


@action("matching.take_choices")
def take_choices(*, proposal: Proposal, choices: Sequence[Choice], acting: Actor) -> Match | None:
    """One pair, group or collective pair of these choices; None (and the reason kept) when a rule refuses it now."""
    permissions.require_office(acting)
    rows = list(
        Choice.objects.select_for_update(of=("self",))
        .filter(pk__in=[choice.pk for choice in choices])
        .select_related("mentor__person", "mentee__person")
    )
    if any(row.match_id is not None for row in rows):
        return None
    mentors: dict[int, MentorCard] = {row.mentor_id: row.mentor for row in rows}
    mentees: dict[int, MenteeCard] = {row.mentee_id: row.mentee for row in rows}
    try:
        with transaction.atomic():
            match = pairs.form_pair(
                mentors=list(mentors.values()),
                mentees=list(mentees.values()),
                form=proposal.form,
                type_=proposal.type,
                structure=proposal.structure,
                role_model=proposal.role_model,
                starts_on=proposal.starts_on,
                ends_on=proposal.ends_on,
                goal=next(iter(mentees.values())).request if len(mentees) == 1 else "",
                acting=acting,
            )
    except DomainError as refusal:
        Choice.objects.filter(pk__in=[row.pk for row in rows]).update(refusal=str(refusal.message))
        return None
    Choice.objects.filter(pk__in=[row.pk for row in rows]).update(match=match, refusal="")
    return match


def together(proposal: Proposal, choices: Sequence[Choice]) -> list[list[Choice]]:
    """Choices that make up one pair: of a group by the mentor, of a collective pair by the mentee."""

    def key(choice: Choice) -> int:
        if proposal.structure in GROUP_STRUCTURES:
            return choice.mentor_id
        return choice.mentee_id if proposal.structure == COLLECTIVE else choice.pk

    return [list(group) for _key, group in groupby(sorted(choices, key=key), key=key)]


@action("matching.taken")
def finish_taking(*, proposal: Proposal, acting: Actor) -> Proposal:
    """All chosen pairs have been tried."""
    permissions.require_office(acting)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state == Proposal.State.TAKING:
        row.state = Proposal.State.TAKEN
        row.save(update_fields=["state", "updated_at"])
    return row
