"""What becomes of pairs when an order about them is cancelled by another one. Imported by ``PairsConfig.ready``.

An order is cancelled while nothing rests on it: later changes of the pair, or what the rooms above have done with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.school.orders.kinds import PAIR_FORMATION, PAIR_TERM_CHANGE, PAIRS_FORMATION
from apps.school.orders.models import Order
from apps.school.orders.undoing import Undoing, undoes
from kernel.acting import Actor
from kernel.clock import today

from . import actions, handlers
from .lives import MATCH, TERM_CHANGE
from .machine import BY_ORDER
from .models import Match, Pause, Replacement, TermChange
from .reactions import term_change_of

Text = str | Promise
NEVER_WAS = (TermChange.State.DECLINED, TermChange.State.WITHDRAWN)
ORDER = frozenset({BY_ORDER})


def _pairs_of(order: Order) -> list[Match]:
    """One pair, or all that an order for many names."""
    keys = [int(name.rpartition(":")[2]) for name in order.facts.get("subjects", [order.subject])]
    people = ("mentors__card__person", "mentees__card__person")
    return list(Match.objects.filter(pk__in=keys).prefetch_related(*people).order_by("pk"))


def _formation_tells(order: Order) -> list[Text]:
    titles = ", ".join(match.title for match in _pairs_of(order))
    return [
        _("The work stops: %(pairs)s") % {"pairs": titles},
        _(
            "Both sides stay agreed and the mentor's place stays taken: a new order may begin the work, or the office "
            "cancels the pair."
        ),
        _("The draft of the personalised programme is dropped."),
    ]


def _formation_rests(order: Order) -> list[Text]:
    """Of an order for many it is said which pair each reason is about."""
    matches = _pairs_of(order)
    if len(matches) == 1:
        return list(_rests(matches[0]))
    told = _("%(pair)s: %(reason)s")
    return [told % {"pair": match.title, "reason": reason} for match in matches for reason in _rests(match)]


def _rests(match: Match) -> Sequence[Text]:
    if not MATCH.may(match.state, "annul", ORDER):
        return [_("The work is not under way any more.")]
    found: list[Text] = []
    dropped = (Replacement.State.DROPPED, "declined")
    if match.term_changes.exclude(state__in=NEVER_WAS).exists() or match.replacements.exclude(state__in=dropped):
        found.append(_("Its term or its mentor has been changed since, or a change is under way: end the pair."))
    if match.pauses.filter(state=Pause.State.SET).exists():
        found.append(_("A pause is announced: resume the work first."))
    return [*found, *handlers.what_rests_on(match)]


def _annul(order: Order, acting: Actor) -> None:
    for match in _pairs_of(order):
        actions.annul_pair(match=match, order=order, acting=acting)


def _term_tells(order: Order) -> list[Text]:
    change = term_change_of(order)
    return [
        _("The pair ends on %(old)s again instead of %(new)s.")
        % {
            "old": date_format(change.old_end, "SHORT_DATE_FORMAT"),
            "new": date_format(change.new_end, "SHORT_DATE_FORMAT"),
        },
        _("Meetings and steps of the plan that are set after that day are to be moved."),
    ]


def _term_rests(order: Order) -> list[Text]:
    change = term_change_of(order)
    match = change.match
    if not (TERM_CHANGE.may(change.state, "annul", ORDER) and MATCH.may(match.state, "change_term", ORDER)):
        return [_("The work is not under way any more.")]
    found: list[Text] = []
    later = match.term_changes.filter(pk__gt=change.pk).exclude(state__in=NEVER_WAS)
    if match.ends_on != change.new_end or later.exists():
        found.append(_("The term has been changed since, or a change is under way: that goes first."))
    if change.old_end < today():
        found.append(_("The former last day has passed: change the term by a new order, or end the pair."))
    return found


def _annul_term(order: Order, acting: Actor) -> None:
    actions.annul_term_change(change=term_change_of(order), order=order, acting=acting)


FORMATION = Undoing(_formation_tells, _annul, _formation_rests)
undoes(PAIR_FORMATION, FORMATION)
undoes(PAIRS_FORMATION, FORMATION)
undoes(PAIR_TERM_CHANGE, Undoing(_term_tells, _annul_term, _term_rests))
