"""Forming a pair or a group."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation import rules
from apps.school.regulation.queries import current
from apps.school.regulation.rules.change import common_term
from apps.school.regulation.rules.change import role_model as role_model_rule
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import facts, fitting, permissions, queries, seats, wishes
from ..choosing import broken_rules
from ..models import Match, MatchMentee, MatchMentor, MentorSeat


@action("pair.form")
def form_pair(
    *,
    mentors: Sequence[MentorCard],
    mentees: Sequence[MenteeCard],
    form: str,
    type_: str,
    starts_on: datetime.date,
    ends_on: datetime.date,
    acting: Actor,
    structure: str = "",
    role_model: str = "",
    goal: str = "",
) -> Match:
    """Propose a pair or a group to its people. ``structure``: by default that of so many people.

    Takes a place at every mentor for every mentee. Refuses with all broken rules at once; ``Conflict`` when one of the
    people left the bank meanwhile or they are a pair already.
    """
    permissions.require_office(acting)
    _check_people(mentors, mentees)
    mentor_cards = seats.lock_mentors(mentors)
    mentee_cards = _lock_mentees(mentees)
    _check_bank([*mentor_cards, *mentee_cards])
    _check_joint(mentor_cards, mentee_cards)
    view = current()
    loads = queries.loads_of(card.pk for card in mentor_cards)
    pair = facts.pair_facts(
        mentors=[(card, loads.get(card.pk, queries.Load())) for card in mentor_cards],
        mentees=mentee_cards,
        form=form,
        kind=type_,
        structure=structure or rules.structure_of(len(mentor_cards), len(mentee_cards)),
        on=today(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    refuse_if(
        [
            *broken_rules(view, pair, mentor_cards),
            *common_term(view, starts_on, ends_on, queries.common_term_on(starts_on)),
            *role_model_rule(view, form, role_model),
            *wishes.unheard(view, mentor_cards, mentee_cards),
        ],
        next_step=_("Choose another mentor, form, type or term, and try again."),
    )
    match = Match.objects.create(
        form=form,
        type=type_,
        structure=pair.structure,
        role_model=role_model,
        starts_on=starts_on,
        ends_on=ends_on,
        goal=goal,
        regulation_version_id=view.version_id,
        score=fitting.mean_score(mentor_cards, mentee_cards, loads),
        proposed_by=acting.account_id,
    )
    _seat(view, pair, match, mentor_cards, mentee_cards)
    return match


def _check_people(mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard]) -> None:
    if not mentors:
        message = _("Choose a mentor.")
        raise InputError(message, problems=[{"place": "mentors", "message": message}])
    if not mentees:
        message = _("Choose a mentee.")
        raise InputError(message, problems=[{"place": "mentees", "message": message}])
    both = {card.person_id for card in mentors} & {card.person_id for card in mentees}
    if both:
        message = _("Nobody can be their own mentor.")
        raise InputError(message, problems=[{"place": "mentors", "message": message}])


def _lock_mentees(mentees: Sequence[MenteeCard]) -> list[MenteeCard]:
    ids = [card.pk for card in mentees]
    rows = MenteeCard.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("person")
    return list(rows.order_by("pk"))


def _check_bank(cards: Sequence[MentorCard | MenteeCard]) -> None:
    gone = [card.person.short_name for card in cards if card.state != MentorCard.State.ACTIVE]
    if gone:
        raise Conflict(_("Not in the bank any more: %(names)s.") % {"names": ", ".join(gone)})


def _check_joint(mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard]) -> None:
    found = queries.joint_pairs([card.pk for card in mentors], [card.pk for card in mentees]).first()
    if found is not None:
        raise Conflict(
            _("These people already have a pair: № %(number)s.") % {"number": found.pk},
            next_step=_("Open that pair, or choose other people."),
        )


def _seat(
    view: RegulationView,
    pair: rules.PairFacts,
    match: Match,
    mentors: Sequence[MentorCard],
    mentees: Sequence[MenteeCard],
) -> None:
    day = match.starts_on
    MatchMentor.objects.bulk_create(MatchMentor(match=match, card=card, since=day) for card in mentors)
    rows = MatchMentee.objects.bulk_create(MatchMentee(match=match, card=card, since=day) for card in mentees)
    for card, mentor in zip(mentors, pair.mentors, strict=True):
        grouped = rules.exception_holds(view, pair, mentor)
        seats.take(card, rows, MentorSeat.Lane.GROUP if grouped else MentorSeat.Lane.INDIVIDUAL)
