"""The rating of mentors and the pool of the best ones."""

from __future__ import annotations

import datetime
from dataclasses import asdict

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import MENTOR_POOL
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.people.queries import mentors
from apps.school.regulation.queries import current
from apps.school.regulation.rules import selection as regulation
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import order_facts, permissions, queries, rules
from ..counting import values_of
from ..errors import needed, not_in_future, wrong
from ..models import Criterion, ManualPoint, Rating, RatingRow
from ..ports import MANUAL, rating_sources

State = Rating.State


def _provided(acting: Actor) -> None:
    permissions.require(permissions.may_manage(acting))
    refuse_if(regulation.rating(current()), next_step=_("Provide for a rating in the regulation, then come back."))


@action("rating.add_criterion")
def add_criterion(*, title: str, source: str, weight: int, cap: int, acting: Actor) -> Criterion:
    """A criterion of the school's own: what is counted, points for one, the most it can bring."""
    _provided(acting)
    name = needed("title", title, _("Name the criterion."))
    if source != MANUAL and source not in rating_sources():
        raise wrong("source", _("Choose what is counted from the list."))
    if not 1 <= weight <= 100 or not weight <= cap <= 1000:
        raise wrong("cap", _("The most is not less than the points for one, and not more than 1000."))
    counted = {"source": source, "weight": weight, "cap": cap}
    criterion, created = Criterion.objects.get_or_create(title=name, dropped_on=None, defaults=counted)
    if not created:
        raise wrong("title", _("There is such a criterion already."))
    return criterion


@action("rating.drop_criterion")
def drop_criterion(*, criterion: Criterion, acting: Actor) -> Criterion:
    """The criterion counts no more; ratings computed before keep it."""
    _provided(acting)
    found = Criterion.objects.select_for_update().get(pk=criterion.pk)
    if found.dropped_on is not None:
        raise Conflict(_("This criterion is not in use any more."))
    found.dropped_on = today()
    found.save(update_fields=["dropped_on", "updated_at"])
    return found


@action("rating.give_points")
def give_points(
    *,
    criterion: Criterion,
    person: Person,
    units: int,
    evidence: str,
    acting: Actor,
    given_on: datetime.date | None = None,
) -> ManualPoint:
    """Count something by hand, with what shows it."""
    _provided(acting)
    if criterion.source != MANUAL or criterion.dropped_on is not None:
        raise wrong("criterion", _("This criterion is counted by itself."))
    if not 1 <= units <= 100:
        raise wrong("units", _("From 1 to 100."))
    return ManualPoint.objects.create(
        criterion=criterion,
        person=person,
        units=units,
        evidence=needed("evidence", evidence, _("Say what shows it.")),
        given_on=not_in_future("given_on", given_on or today()),
    )


@action("rating.compute")
def compute(*, acting: Actor, top: int | None = None, threshold: int | None = None) -> Rating:
    """Compute the rating of everybody in the mentors' bank, with the way each sum came about.

    ``top``: so many best, ``threshold``: from so many points; both together narrow the pool. Refused with the clause
    where the act provides for no rating.
    """
    _provided(acting)
    criteria = list(queries.criteria())
    if not criteria:
        raise Conflict(_("There are no criteria yet."), next_step=_("Add the school's criteria first."))
    if top is None and threshold is None:
        raise wrong("top", _("Say how many are best, or from how many points."))
    weights = [rules.Weight(each.title, each.source, each.weight, each.cap) for each in criteria]
    persons = [card.person_id for card in mentors()]
    values = {number: values_of(each, persons) for number, each in enumerate(criteria)}
    rating = Rating.objects.create(
        computed_on=today(),
        top=top,
        threshold=threshold,
        criteria=[{"title": one.title, "weight": one.weight, "cap": one.cap} for one in weights],
    )
    RatingRow.objects.bulk_create(
        RatingRow(
            rating=rating,
            person_id=each.person,
            place=each.place,
            score=each.score,
            in_pool=each.in_pool,
            parts=[asdict(part) for part in each.parts],
        )
        for each in rules.rated(weights, values, persons, top=top, threshold=threshold)
    )
    return rating


@action("rating.approve_pool")
def approve_pool(*, rating: Rating, acting: Actor) -> Rating:
    """Put the pool of best mentors before the head as an order."""
    _provided(acting)
    found = Rating.objects.select_for_update().get(pk=rating.pk)
    if found.state != State.COMPUTED:
        raise Conflict(_("The pool of this rating has its order already."))
    if not found.rows.filter(in_pool=True).exists():
        raise Conflict(_("Nobody is in the pool."), next_step=_("Compute the rating with other bounds."))
    found.order = orders.draft_order(
        kind=MENTOR_POOL,
        act_kind="order",
        title=_("To approve the pool of best mentors"),
        subject=found,
        facts=order_facts.pool(current(), found),
        acting=acting,
    )
    found.state = State.WAITING
    found.save(update_fields=["order", "state", "updated_at"])
    return found


@action("rating.pool_approved")
def pool_approved(*, rating: Rating, order: Order, acting: Actor) -> Rating:
    """The head has signed; called by the signature itself."""
    return _moved(rating, State.APPROVED)


@action("rating.pool_returned")
def pool_returned(*, rating: Rating, acting: Actor) -> Rating:
    """The order came back: the rating stays computed; called by the return itself."""
    return _moved(rating, State.COMPUTED)


def _moved(rating: Rating, state: str) -> Rating:
    rating.state = state
    rating.save(update_fields=["state", "updated_at"])
    return rating
