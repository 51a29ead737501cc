"""A longer or a shorter term of a running pair: asked, agreed, ordered, in force."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import PAIR_TERM_CHANGE
from apps.school.orders.models import Order
from apps.school.regulation.rules import change as rules
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, refuse_if

from .. import agreeing, order_facts, queries
from ..machine import AUTHOR
from ..models import Match, TermAgreement, TermChange
from .closing import view_of
from .common import locked
from .stepping import ORDER, check, step

Kind = TermChange.Kind


@action("pair.extend")
def extend_pair(*, match: Match, ground: str, new_end: datetime.date, acting: Actor, note: str = "") -> Match:
    """Ask for a longer term on a ground of the closed list; those whom the regulation names agree to it next."""
    pair, view = _open(match, acting)
    if new_end <= pair.ends_on:
        raise _wrong_end(_("A longer term ends after the present one."))
    refuse_if(
        rules.extension(view, _facts(pair, new_end, acting, ground)),
        next_step=_("Choose a ground of the list, or ask those whom the regulation names to propose the change."),
    )
    return _ask(pair, Kind.EXTENSION, rules.extension_roles(view, ground), new_end, acting, ground=ground, note=note)


@action("pair.shorten")
def shorten_pair(*, match: Match, new_end: datetime.date, acting: Actor, note: str = "") -> Match:
    """Ask for a shorter term; both sides agree to it next."""
    pair, view = _open(match, acting)
    if not today() <= new_end < pair.ends_on:
        raise _wrong_end(_("A shorter term ends before the present one, today or later."))
    refuse_if(
        rules.reduction(view, _facts(pair, new_end, acting)),
        next_step=_("Choose another day, or complete the programme when its plan is done."),
    )
    return _ask(pair, Kind.REDUCTION, rules.reduction_roles(view), new_end, acting, note=note)


def _open(match: Match, acting: Actor) -> tuple[Match, RegulationView]:
    """The pair, locked, when its term may be spoken of by the actor, and the version it lives under."""
    pair = locked(match)
    check(pair, "change_term", agreeing.makers(pair, acting))
    if queries.open_term_change(pair) is not None:
        raise Conflict(
            _("A change of the term is under way already."), next_step=_("Finish or withdraw it, then ask again.")
        )
    return pair, view_of(pair)


def _wrong_end(message: str) -> InputError:
    return InputError(message, problems=[{"place": "new_end", "message": message}])


def _facts(match: Match, new_end: datetime.date, acting: Actor, ground: str = "") -> rules.TermFacts:
    return rules.TermFacts(match.starts_on, match.ends_on, new_end, agreeing.makers(match, acting), ground)


def _ask(
    match: Match,
    kind: Kind,
    roles: tuple[str, ...],
    new_end: datetime.date,
    acting: Actor,
    *,
    note: str,
    ground: str = "",
) -> Match:
    change = TermChange.objects.create(
        match=match,
        kind=kind,
        ground=ground,
        note=note.strip(),
        old_end=match.ends_on,
        new_end=new_end,
        asked_by=acting.account_id,
    )
    rows = agreeing.rows_for(TermAgreement, match, roles, acting)
    for row in rows:
        row.change = change
    TermAgreement.objects.bulk_create(rows)
    return match


def _change_of(match: Match) -> TermChange:
    change = queries.open_term_change(match)
    if change is None:
        raise Conflict(_("No change of the term is under way."))
    return change


@action("pair.answer_term_change")
def answer_term_change(
    *, match: Match, agreement: TermAgreement, accepted: bool, acting: Actor, note: str = ""
) -> Match:
    """One of those asked agrees, or declines with a reason, which stops the change. The office records paper."""
    pair = locked(match)
    change = _change_of(pair)
    row = change.agreements.select_related("person").filter(pk=agreement.pk).first()
    if row is None:
        raise Conflict(_("This change is not under way any more."))
    agreeing.check_answer(row, accepted=accepted, note=note, actor=acting)
    step(change, "answer" if accepted else "decline", agreeing.makers(pair, acting))
    agreeing.give(row, accepted=accepted, actor=acting, note=note)
    row.save()
    return pair


@action("pair.order_term_change")
def order_term_change(*, match: Match, acting: Actor) -> Match:
    """Put the order of the change before the head; refused while a consent is missing."""
    pair = locked(match)
    change, view = _change_of(pair), view_of(pair)
    check(change, "prepare_order", agreeing.makers(pair, acting))
    if queries.open_replacement(pair) is not None:
        raise Conflict(
            _("A replacement of the mentor is under way."),
            next_step=_("Carry it out or give it up first: open the pair."),
        )
    _check_agreed(view, change)
    step(change, "prepare_order", agreeing.makers(pair, acting))
    orders.draft_order(
        kind=PAIR_TERM_CHANGE,
        act_kind=str(view.value("pairing.act")),
        title=order_facts.term_change_title(pair, change),
        subject=change,
        facts=order_facts.term_change(view, pair, change, today()),
        acting=acting,
    )
    return pair


def _check_agreed(view: RegulationView, change: TermChange) -> None:
    agreed = agreeing.agreed_roles(list(change.agreements.all()))
    broken = (
        rules.extension_agreed(view, change.ground, agreed)
        if change.kind == Kind.EXTENSION
        else rules.reduction_agreed(view, agreed)
    )
    refuse_if(broken, next_step=_("Wait for the answers, or record those given on paper."))


@action("pair.carry_out_term_change")
def carry_out_term_change(*, change: TermChange, order: Order, acting: Actor) -> Match:
    """The order is signed: the pair ends on the new day; called by the signature itself."""
    pair = locked(change.match)
    fresh = TermChange.objects.get(pk=change.pk)
    check(pair, "change_term", ORDER)
    step(fresh, "carry_out", ORDER, in_force_on=order.dated or today())
    pair.ends_on = fresh.new_end
    pair.save(update_fields=["ends_on", "updated_at"])
    return pair


@action("pair.keep_term")
def keep_term(*, change: TermChange, order: Order, acting: Actor) -> Match:
    """The order was returned or withdrawn: agreements stay, an order may be prepared anew; called by the return."""
    pair = locked(change.match)
    step(TermChange.objects.get(pk=change.pk), "take_order_back", ORDER)
    return pair


@action("pair.withdraw_term_change")
def withdraw_term_change(*, match: Match, acting: Actor) -> Match:
    """Whoever asked, or the office, gives the change up before its order."""
    pair = locked(match)
    change = _change_of(pair)
    asked = acting.account_id is not None and change.asked_by == acting.account_id
    step(change, "withdraw", agreeing.offices(acting) | ({AUTHOR} if asked else set()))
    return pair
