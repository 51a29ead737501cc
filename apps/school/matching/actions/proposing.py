"""A proposal is made and solved; decisions about its pairs take part in the next one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from apps.school.pairs import queries as pairs
from apps.school.pairs.choosing import Terms
from apps.school.pairs.weighing import weights_in_force
from apps.school.people import queries as people
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.queries import current
from apps.school.regulation.rules import GROUP_STRUCTURES
from apps.school.regulation.rules.change import common_term
from apps.school.regulation.rules.change import role_model as role_model_rule
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, NotFound, refuse_if
from tenants.journal.jobs import start_job

from .. import permissions, queries
from ..computing import Computed, compute
from ..gathering import general_rules
from ..models import COLLECTIVE, TEAM, Choice, Proposal, Ruling

SOLVE_TASK = "matching.solve"
AT_ONCE = 2_500
"""So many possible pairs are judged and solved well within a second; more are left to the background."""
SEARCHED = 30
"""Groups are searched for, and each price takes a search of its own: so many times longer."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """What a proposal is made for: see the fields of ``Proposal``."""

    mentees: Sequence[MenteeCard]
    form: str
    type: str
    starts_on: datetime.date
    ends_on: datetime.date
    structure: str = "one_to_one"
    role_model: str = ""
    size: int = 1
    objective: str = Proposal.Objective.PAIRS
    must: Sequence[str] = ()
    least: int = 0


@action("matching.propose")
def make_proposal(*, cohort: Cohort, acting: Actor, previous: Proposal | None = None) -> Proposal:
    """Ask for pairs of a cohort. Refuses at once what the regulation has against the terms themselves; a small cohort
    is solved here, a large one in the background."""
    permissions.require_office(acting)
    view = current()
    _check(view, cohort)
    proposal = Proposal.objects.create(
        **{**_asked(cohort), "must": list(cohort.must)},
        cohort=[card.pk for card in cohort.mentees],
        asked=len(cohort.mentees),
        weights=dict(weights_in_force().values),
        previous=previous,
        regulation_version_id=view.version_id,
        made_by=acting.account_id,
    )
    if previous is not None:
        _carry(previous, proposal)
    heavier = 1 if cohort.structure == "one_to_one" else SEARCHED
    if len(cohort.mentees) * people.mentors().count() * heavier <= AT_ONCE:
        return solve_proposal(proposal=proposal, acting=acting)
    job = start_job(
        task=SOLVE_TASK,
        title=_("Pairs for %(count)s mentees") % {"count": len(cohort.mentees)},
        acting=acting,
        arguments={"proposal": proposal.pk},
        result_url=proposal.get_absolute_url(),
    )
    proposal.job_id = job.pk
    proposal.save(update_fields=["job_id", "updated_at"])
    return proposal


def _asked(source: Cohort | Proposal) -> dict[str, Any]:
    """What a cohort and its proposal have in common; whom it is for is told by each in its own way."""
    return {field.name: getattr(source, field.name) for field in fields(Cohort) if field.name != "mentees"}


def _check(view: RegulationView, cohort: Cohort) -> None:
    if not cohort.mentees:
        message = _("Choose at least one mentee.")
        raise InputError(message, problems=[{"place": "mentees", "message": message}])
    if cohort.ends_on <= cohort.starts_on:
        message = _("The end is after the beginning.")
        raise InputError(message, problems=[{"place": "ends_on", "message": message}])
    if cohort.structure == TEAM:
        message = _(
            "A team of mentors for a group is not computed for a cohort: who works as a team is for people to say."
        )
        raise InputError(
            message,
            problems=[{"place": "structure", "message": message}],
            next_step=_(
                "Tick the mentors and the mentees of the group in “New pair”: the fit of each mentor with the whole "
                "group is shown there. Or propose groups with one mentor, or several mentors of one mentee."
            ),
        )
    if cohort.structure in GROUP_STRUCTURES | {COLLECTIVE} and cohort.size < 2:
        message = _("Say how many people make up a group, or how many mentors each mentee gets: two or more.")
        raise InputError(message, problems=[{"place": "size", "message": message}])
    terms = Terms(cohort.form, cohort.type, cohort.starts_on, cohort.ends_on)
    refuse_if(
        [
            *general_rules(view, terms, cohort.structure, today()),
            *common_term(view, cohort.starts_on, cohort.ends_on, pairs.common_term_on(cohort.starts_on)),
            *role_model_rule(view, cohort.form, cohort.role_model),
        ],
        next_step=_("Choose another form, type, composition or term, and try again."),
    )


def _carry(previous: Proposal, proposal: Proposal) -> None:
    """Decisions made about the proposal before hold for this one."""
    Ruling.objects.bulk_create(
        Ruling(proposal=proposal, mentor_id=mentor, mentee_id=mentee, kind=kind)
        for mentor, mentee, kind in previous.rulings.values_list("mentor_id", "mentee_id", "kind")
        if mentee in proposal.cohort
    )


@action("matching.solve")
def solve_proposal(*, proposal: Proposal, acting: Actor, found: Computed | None = None) -> Proposal:
    """Keep the pairs and the reasons of those left without one. ``found``: what was computed beforehand, else it is
    computed here. A proposal solved already is left alone: a task delivered twice does nothing twice."""
    permissions.require_office(acting)
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if row.state != Proposal.State.WAITING:
        return row
    found = found or compute(row)
    row.facts, row.solved_at, row.asked = found.facts.as_json(), now(), len(found.facts.mentees)
    if found.solution is None:
        row.state = Proposal.State.IMPOSSIBLE
        row.message = _("The pinned pairs cannot all be held: a place is missing, or a rule forbids one of them.")
        row.save()
        return row
    Choice.objects.bulk_create(
        Choice(proposal=row, mentor_id=arc.mentor, mentee_id=arc.mentee, fit=arc.fit, is_pinned=arc.ends in found.pins)
        for arc in found.solution.chosen
    )
    row.state = Proposal.State.SOLVED
    row.paired, row.fit, row.proven = found.solution.paired, found.solution.fit, found.solution.proven
    row.unpaired, row.others = list(found.unpaired), list(found.others)
    row.save()
    return row


@action("matching.rule")
def rule_out(
    *, proposal: Proposal, mentor: MentorCard, mentee: MenteeCard, kind: str, acting: Actor, seen: str | None = None
) -> Proposal:
    """Pin a pair, forbid it, or (empty ``kind``) take the decision back. A mentee has one pinned mentor unless the
    structure has several. ``seen``: what had been decided about the mentee on the page that the actor looked at
    (``queries.decided``); ``Conflict`` when somebody else has decided since."""
    permissions.require_office(acting)
    row = _open(proposal)
    if mentee.pk not in row.cohort:
        raise NotFound()
    if seen is not None and seen != queries.decided(row).get(mentee.pk, ""):
        raise Conflict(
            _("Somebody has decided about this mentee meanwhile."),
            next_step=_("Look at the mentee's page again, then decide."),
        )
    row.rulings.filter(mentor=mentor, mentee=mentee).delete()
    if kind == Ruling.Kind.PIN and row.structure != COLLECTIVE:
        row.rulings.filter(mentee=mentee, kind=Ruling.Kind.PIN).delete()
    if kind:
        Ruling.objects.create(proposal=row, mentor=mentor, mentee=mentee, kind=Ruling.Kind(kind))
    return row


@action("matching.solve_again")
def solve_again(*, proposal: Proposal, acting: Actor) -> Proposal:
    """A new proposal on today's facts with what was decided; whoever can stay where they were does."""
    permissions.require_office(acting)
    if proposal.state == Proposal.State.WAITING:
        raise Conflict(_("The proposal is still being computed."))

    mentees = list(people.mentees().filter(pk__in=proposal.cohort))
    return make_proposal(cohort=Cohort(mentees=mentees, **_asked(proposal)), previous=proposal, acting=acting)


def _open(proposal: Proposal) -> Proposal:
    """The proposal, locked, if it still may be decided about."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if not row.may_be_ruled:
        message = _("Nothing can be decided about this proposal any more: it is %(state)s.")
        raise Conflict(message % {"state": row.get_state_display()})
    return row
