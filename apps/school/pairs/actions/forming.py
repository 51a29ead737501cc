"""Forming a pair or a group."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation import rules
from apps.school.regulation.queries import current
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import fitting, permissions, queries, seats
from ..models import Match, MatchMentee, MatchMentor, MentorSeat
from ..trial import PairTerms, on_trial


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
    terms = PairTerms(form, type_, starts_on, ends_on, structure, role_model, goal)
    return propose(mentors, mentees, terms, acting)


def propose(mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard], terms: PairTerms, acting: Actor) -> Match:
    """The same by whoever may bring a pair about: the office, or a mentor who accepts a request."""
    _check_people(mentors, mentees)
    mentor_cards = seats.lock_mentors(mentors)
    mentee_cards = lock_mentees(mentees)
    check_bank([*mentor_cards, *mentee_cards])
    check_joint(mentor_cards, mentee_cards)
    view = current()
    loads = queries.loads_of(card.pk for card in mentor_cards)
    pair, broken = on_trial(view, mentor_cards, mentee_cards, terms, today(), loads)
    refuse_if(broken, next_step=_("Choose another mentor, form, type or term, and try again."))
    match = Match.objects.create(
        form=terms.form,
        type=terms.type_,
        structure=pair.structure,
        role_model=terms.role_model,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        goal=terms.goal,
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


def lock_mentees(mentees: Sequence[MenteeCard]) -> list[MenteeCard]:
    """The cards as they are now, locked after those of mentors."""
    ids = [card.pk for card in mentees]
    rows = MenteeCard.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("person")
    return list(rows.order_by("pk"))


def check_bank(cards: Sequence[MentorCard | MenteeCard]) -> None:
    """Refuse when somebody has left the bank meanwhile."""
    gone = [card.person.short_name for card in cards if card.state != MentorCard.State.ACTIVE]
    if gone:
        raise Conflict(_("Not in the bank any more: %(names)s.") % {"names": ", ".join(gone)})


def check_joint(mentors: Sequence[MentorCard], mentees: Sequence[MenteeCard]) -> None:
    """Refuse when they are a pair already."""
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
        seats.take(card, rows, lane_of(view, pair, mentor))


def lane_of(view: RegulationView, pair: rules.PairFacts, mentor: rules.MentorFacts) -> str:
    """The lane of a mentor's places: a group that the act does not count has its own."""
    return MentorSeat.Lane.GROUP if rules.exception_holds(view, pair, mentor) else MentorSeat.Lane.INDIVIDUAL
