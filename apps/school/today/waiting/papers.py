"""Pairs agreed without an order, orders returned, and what waits for the head's signature."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.school.consents import wording
from apps.school.orders import queries as orders
from apps.school.orders.changes import changes_of
from apps.school.orders.kinds import PAIR_FORMATION, PAIRS_FORMATION
from apps.school.orders.models import Order
from apps.school.pairs.models import Match
from apps.school.people.models import Person
from kernel.actions import reference
from kernel.clock import today

from .item import WaitingItem, few_or_all, names
from .office import Lacks

REMEMBERED_DAYS = 14  # so long a returned order about a replacement is shown; the pair goes on without it
SIGNED_AT_ONCE = 30
CHANGES = 2


def returned() -> list[Order]:
    """The latest returned orders, by now without a new one about the same (one query)."""
    rows = Order.objects.exclude(state=Order.State.WITHDRAWN).order_by("subject", "-pk").distinct("subject")
    latest = Order.objects.filter(pk__in=rows.values("pk"), state=Order.State.RETURNED).order_by("-pk")
    return list(latest)


# ---- the curator's


@dataclass(frozen=True, slots=True)
class Agreed:
    """A pair without an order: what its people lack, and why the head sent an order back."""

    match: Match
    lacking: Mapping[Person, tuple[str, ...]]
    order: Order | None

    @property
    def is_late(self) -> bool:
        """True when the pair was to be at work by now."""
        return self.match.starts_on < today()


def agreed(matches: Sequence[Match], state: Lacks, sent_back: Sequence[Order]) -> list[WaitingItem]:
    """Lines of agreed pairs: blocked by consents, returned by the head, or only waiting for their order."""
    by_subject = {order.subject: order for order in sent_back}
    found = [_agreed(match, state, by_subject.get(reference(match))) for match in matches]
    blocked = [pair for pair in found if pair.lacking]
    back = [pair for pair in found if not pair.lacking and pair.order is not None]
    ready = [pair for pair in found if not pair.lacking and pair.order is None]
    return [
        *few_or_all(blocked, _blocked_one, _blocked_many),
        *[_returned_pair(pair) for pair in back],
        *few_or_all(ready, _ready_one, _ready_many),
    ]


def _agreed(match: Match, state: Lacks, order: Order | None) -> Agreed:
    persons = [row.card.person for row in match.current_mentors]
    persons += [row.card.person for row in match.current_mentees]
    lacking = {person: state.lacked[person.pk] for person in persons if person.pk in state.lacked}
    return Agreed(match, lacking, order)


def _blocked_one(pair: Agreed) -> WaitingItem:
    people = list(pair.lacking)
    told = "; ".join(
        f"{person.short_name} – {', '.join(str(wording.short(code)) for code in pair.lacking[person])}"
        for person in people
    )
    alone = reverse("consents:record", kwargs={"person": people[0].pk})
    return WaitingItem(
        code="consents.block_order",
        title=_("A missing consent holds the order up: %(pair)s") % {"pair": pair.match.title},
        detail=told,
        deadline=pair.match.starts_on,
        overdue=pair.is_late,
        url=alone if len(people) == 1 else f"{reverse('consents:matrix')}?lacks=any",
        action_label=_("Record the consent") if len(people) == 1 else _("Collect consents"),
        icon="file-check",
        kind="warning",
    )


def _blocked_many(found: Sequence[Agreed]) -> WaitingItem:
    title = ngettext(
        "A missing consent holds up the order on %(count)s pair",
        "Missing consents hold up the orders on %(count)s pairs",
        len(found),
    )
    return WaitingItem(
        code="consents.block_order",
        title=title % {"count": len(found)},
        detail=names([pair.match.title for pair in found]),
        deadline=min(pair.match.starts_on for pair in found),
        overdue=any(pair.is_late for pair in found),
        url=f"{reverse('consents:matrix')}?lacks=any",
        action_label=_("Collect consents"),
        icon="file-check",
        kind="warning",
        count=len(found),
    )


def _returned_pair(pair: Agreed) -> WaitingItem:
    return WaitingItem(
        code="orders.returned",
        title=_("The head has returned the order: %(pair)s") % {"pair": pair.match.title},
        detail=pair.order.return_reason if pair.order else "",
        deadline=pair.match.starts_on,
        overdue=pair.is_late,
        url=pair.match.get_absolute_url(),
        action_label=_("Prepare it anew"),
        icon="arrow-return-left",
        kind="warning",
    )


def _ready_one(pair: Agreed) -> WaitingItem:
    return WaitingItem(
        code="pairs.without_order",
        title=_("Both sides agree, there is no order: %(pair)s") % {"pair": pair.match.title},
        detail=_("The pair begins on %(day)s.") % {"day": date_format(pair.match.starts_on, "SHORT_DATE_FORMAT")},
        deadline=pair.match.starts_on,
        overdue=pair.is_late,
        url=reverse("pairs:prepare_order", kwargs={"pair": pair.match.pk}),
        action_label=_("Prepare the order"),
        icon="file-earmark-text",
        kind="accent",
    )


def _ready_many(found: Sequence[Agreed]) -> WaitingItem:
    title = ngettext("%(count)s agreed pair has no order", "%(count)s agreed pairs have no order", len(found))
    return WaitingItem(
        code="pairs.without_order",
        title=title % {"count": len(found)},
        detail=names([pair.match.title for pair in found]),
        deadline=min(pair.match.starts_on for pair in found),
        overdue=any(pair.is_late for pair in found),
        url=f"{reverse('pairs:index')}?state=agreed",
        action_label=_("Prepare the orders"),
        icon="file-earmark-text",
        kind="accent",
        count=len(found),
    )


def returned_others(sent_back: Sequence[Order], day: datetime.date) -> list[WaitingItem]:
    """Orders that the head has lately returned, but for those of pairs, which ``agreed`` tells."""
    edge = day - datetime.timedelta(days=REMEMBERED_DAYS)
    return [
        WaitingItem(
            code="orders.returned",
            title=_("The head has returned the order: %(title)s") % {"title": order.title},
            detail=order.return_reason,
            url=order.get_absolute_url(),
            action_label=_("Read why"),
            icon="arrow-return-left",
            kind="warning",
        )
        for order in sent_back
        if order.kind not in (PAIR_FORMATION, PAIRS_FORMATION) and localdate(order.updated_at) >= edge
    ]


# ---- the head's


def signatures(day: datetime.date) -> list[WaitingItem]:
    """Orders that wait for the signature, each with the first lines of what it changes (one query)."""
    waiting = list(orders.waiting()[: SIGNED_AT_ONCE + 1])
    shown = [_signature(order, day) for order in waiting[:SIGNED_AT_ONCE]]
    if len(waiting) <= SIGNED_AT_ONCE:
        return shown
    return [*shown, _more_signatures()]


def _signature(order: Order, day: datetime.date) -> WaitingItem:
    start = order.facts.get("starts_on") if order.kind == PAIR_FORMATION else None
    deadline = datetime.date.fromisoformat(start) if start else None
    return WaitingItem(
        code="orders.sign",
        title=order.title,
        detail=" ".join(changes_of(order)[:CHANGES]),
        deadline=deadline,
        overdue=deadline is not None and deadline < day,
        url=order.get_absolute_url(),
        action_label=_("Read and sign"),
        icon="pen",
        kind="accent",
    )


def _more_signatures() -> WaitingItem:
    return WaitingItem(
        code="orders.sign_more",
        title=_("More orders wait for signature"),
        url=reverse("orders:index"),
        action_label=_("Open the list"),
        icon="pen",
        kind="accent",
    )
