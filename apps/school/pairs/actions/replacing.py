"""Replacing a mentor of a running pair: the new one is asked, an order follows, its signature carries it out."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import MENTOR_REPLACEMENT
from apps.school.orders.models import Order
from apps.school.people.models import MentorCard
from apps.school.people.queries import external_mentor_violations
from apps.school.regulation import rules
from apps.school.regulation.queries import current
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import now, today
from kernel.errors import Conflict, InputError, Violation, refuse_if

from .. import agreeing, facts, order_facts, queries, replacement_queries, seats
from ..appointing import missing_appointments
from ..choosing import mentor_rules
from ..machine import MENTOR
from ..models import Match, MatchMentor, MentorSeat, Replacement
from .closing import view_of
from .common import locked
from .forming import lane_of
from .settling import finish_petitions
from .stepping import ORDER, check, step


@action("pair.replace_mentor")
def replace_mentor(
    *,
    match: Match,
    old_mentor: MentorCard,
    new_mentor: MentorCard,
    ground: str,
    acting: Actor,
    note: str = "",
    ends_on: datetime.date | None = None,
) -> Match:
    """Begin a replacement: the new mentor is asked (nobody mentors against the own will, Labour Code art. 351.8).

    ``ends_on``: the pair's own end by default; another one is refused where the regulation keeps the period. The new
    mentor's places are taken at once, so that nobody else gets them meanwhile.
    """
    pair = locked(match)
    check(pair, "replace", agreeing.makers(pair, acting))
    if queries.open_replacement(pair) is not None:
        raise Conflict(
            _("A replacement of the mentor is under way already."), next_step=_("Finish it, or give it up first.")
        )
    if queries.ordered_term_change(pair) is not None:
        raise Conflict(_("An order to change the term waits for the head: let it be signed first."))
    row = _mentor_row(pair, old_mentor)
    [card] = seats.lock_mentors([new_mentor])
    _check_new_mentor(pair, card)
    end = ends_on or pair.ends_on
    view = view_of(pair)
    planned = rules.ReplacementFacts(ground, old_end=pair.ends_on, new_end=end, act_kind=_act_kind(view))
    lane, broken = _fit_new_mentor(view, pair, card)
    refuse_if(
        [*rules.replacement(view, planned), *broken, *_unfit_for_an_order(view, card)],
        next_step=_("Choose another mentor or ground."),
    )
    Replacement.objects.create(
        match=pair, old_mentor=row.card, new_mentor=card, ground=ground, note=note.strip(), ends_on=end
    )
    seats.take(card, pair.current_mentees, lane)
    return pair


@action("pair.answer_replacement")
def answer_replacement(*, replacement: Replacement, accepted: bool, acting: Actor, note: str = "") -> Match:
    """The new mentor agrees, or declines with a reason, which gives the places back. The office records paper."""
    pair = locked(replacement.match)
    change = _fresh(replacement)
    own = replacement_queries.is_asked(change, acting)
    who = agreeing.offices(acting) | ({MENTOR} if own else frozenset())
    name = "accept" if accepted else "decline"
    check(change, name, who)
    if not accepted and not note.strip():
        message = _("Say why: the curator looks for another mentor by this.")
        raise InputError(message, problems=[{"place": "note", "message": message}])
    if not accepted:
        _free_places(change)
    step(
        change,
        name,
        who,
        answered_at=now(),
        answered_by=acting.account_id,
        on_paper=not own,
        answer_note=note.strip()[:300],
    )
    return pair


@action("pair.order_replacement")
def order_replacement(*, match: Match, acting: Actor) -> Match:
    """Put the order before the head; refused while the new mentor has not agreed or a written consent is missing."""
    pair = locked(match)
    change, view = _under_way(pair), view_of(pair)
    who = agreeing.makers(pair, acting)
    check(change, "prepare_order", who)
    _check_new_mentor(pair, change.new_mentor)
    refuse_if(
        [*_unfit_for_an_order(view, change.new_mentor), *_missing_consents(change.new_mentor)],
        next_step=_("Choose another mentor; missing consents are recorded on the page “Consents”."),
    )
    step(change, "prepare_order", who)
    orders.draft_order(
        kind=MENTOR_REPLACEMENT,
        act_kind=_act_kind(view),
        title=order_facts.replacement_title(change),
        subject=change,
        facts=order_facts.replacement(view, pair, change, today()),
        acting=acting,
    )
    return pair


@action("pair.give_up_replacement")
def give_up_replacement(*, match: Match, acting: Actor) -> Match:
    """The office thinks better of it before the order; the new mentor's places are free again."""
    pair = locked(match)
    change = step(_under_way(pair), "give_up", agreeing.makers(pair, acting))
    _free_places(change)
    return pair


def _under_way(match: Match) -> Replacement:
    found = queries.open_replacement(match)
    if found is None:
        raise Conflict(_("No replacement of the mentor is under way."))
    return found


def _fresh(replacement: Replacement) -> Replacement:
    return Replacement.objects.select_related("old_mentor__person", "new_mentor__person").get(pk=replacement.pk)


def _free_places(change: Replacement) -> None:
    """Of the new mentor alone: those of the present mentors stay."""
    MentorSeat.objects.filter(card=change.new_mentor_id, mentee__match=change.match_id).delete()


def _act_kind(view: RegulationView) -> str:
    return str(view.value("replacement.act"))


def _unfit_for_an_order(view: RegulationView, card: MentorCard) -> list[Violation]:
    """No act has made the new mentor one, or papers of a mentor from outside are missing."""
    day = today()
    return [*missing_appointments([card.person], day), *external_mentor_violations(view, [card.person], day)]


def _mentor_row(match: Match, card: MentorCard) -> MatchMentor:
    for row in match.current_mentors:
        if row.card_id == card.pk:
            return row
    raise Conflict(_("%(name)s is not a mentor of this pair.") % {"name": card.person.short_name})


def _check_new_mentor(match: Match, card: MentorCard) -> None:
    mentors, mentees = queries.participants(match)
    if card.person in mentors or card.person in mentees:
        message = _("%(name)s is in this pair already.") % {"name": card.person.short_name}
        raise InputError(message, problems=[{"place": "new_mentor", "message": message}])
    if card.state != MentorCard.State.ACTIVE:
        raise Conflict(_("Not in the bank any more: %(names)s.") % {"names": card.person.short_name})


def _fit_new_mentor(view: RegulationView, match: Match, card: MentorCard) -> tuple[str, list[Violation]]:
    """The lane of the new mentor's places, and the rules that forbid this mentor."""
    pair = facts.pair_facts(
        mentors=[(card, queries.load_of(card))],
        mentees=[row.card for row in match.current_mentees],
        form=match.form,
        kind=match.type,
        structure=match.structure,
        on=today(),
        starts_on=match.starts_on,
        ends_on=match.ends_on,
    )
    return lane_of(view, pair, pair.mentors[0]), mentor_rules(view, pair, card)


def _missing_consents(card: MentorCard) -> list[Violation]:
    """The new mentor's written consents, as before any order."""
    day = today()
    days = facts.consent_days([card.person], day)
    people = [facts.participant(card.person, "mentor", days, day)]
    view = current()
    return [*rules.extra_duties_consent(view, people), *rules.participation(view, people)]


@action("pair.carry_out_replacement")
def carry_out_replacement(*, replacement: Replacement, order: Order, acting: Actor) -> Match:
    """The order is signed: the old mentor leaves, the new one is in; called by the signature itself."""
    pair = locked(replacement.match)
    fresh = _fresh(replacement)
    check(pair, "replace", ORDER)
    refuse_if(_missing_consents(fresh.new_mentor))
    day = order.dated or today()
    row = _mentor_row(pair, fresh.old_mentor)
    row.until = day
    row.save(update_fields=["until"])
    MentorSeat.objects.filter(card=fresh.old_mentor, mentee__match=pair).delete()
    MatchMentor.objects.create(
        match=pair, card=fresh.new_mentor, since=day, accepted=True, answered_at=fresh.answered_at
    )
    step(fresh, "carry_out", ORDER, carried_out_on=day)
    pair.ends_on = fresh.ends_on
    pair.save(update_fields=["ends_on", "updated_at"])
    finish_petitions(pair, fresh.old_mentor)
    return pair


@action("pair.drop_replacement")
def drop_replacement(*, replacement: Replacement, order: Order, acting: Actor) -> Match:
    """The order was returned or withdrawn: the new mentor's places are free again; called by the return itself."""
    pair = locked(replacement.match)
    _free_places(step(_fresh(replacement), "drop", ORDER))
    return pair
