"""Writes: the order on rewards is prepared, papers are made."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import INCENTIVE
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.rules import rewards as rules
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if

from .. import permissions
from ..errors import WrongInput
from ..models import RewardPaper
from . import facts


def _require_office(acting: Actor) -> None:
    permissions.require(permissions.OFFICE.admits(acting) or permissions.is_product(acting))


def _check_period(starts_on: datetime.date, ends_on: datetime.date) -> facts.Period:
    if ends_on < starts_on:
        raise WrongInput("ends_on", _("The last day comes after the first one."))
    return starts_on, ends_on


@action("incentive.order")
def order_rewards(
    *,
    kind: str,
    people: Sequence[Person],
    starts_on: datetime.date,
    ends_on: datetime.date,
    acting: Actor,
    ground: str = "",
) -> Order:
    """An order that rewards people for the period, put before the head. The kind is one that the act provides for."""
    _require_office(acting)
    view = regulation.current()
    period = _check_period(starts_on, ends_on)
    refuse_if(rules.reward_kinds(view, [kind]), next_step=_("Choose a reward of the list, or amend the regulation."))
    if not people:
        raise WrongInput("people", _("Choose whom to reward."))
    strangers = [person.short_name for person in people if person not in facts.participants(period)]
    if strangers:
        message = _("Took no part in this period: %(names)s.") % {"names": ", ".join(strangers)}
        raise WrongInput("people", message)
    title = facts.word(view, "incentive", kind)
    said = {
        "participants": [person.pk for person in people],
        "rewards": [{"kind": kind, "title": title, "people": [facts.person_facts(person) for person in people]}],
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "ground": ground.strip() or "за успешную работу",
        "regulation": facts.regulation_facts(view, rules.TYPES),
    }
    return orders.draft_order(
        kind=INCENTIVE,
        act_kind="order",
        title=_("To reward: %(reward)s") % {"reward": title},
        subject=f"incentive.{kind}:{starts_on:%Y%m%d}",
        facts=said,
        acting=acting,
    )


@action("incentive.extract")
def make_extract(*, person: Person, starts_on: datetime.date, ends_on: datetime.date, acting: Actor) -> RewardPaper:
    """The extract on a mentor's work in the period, for the attestation."""
    _require_office(acting)
    view = regulation.current()
    period = _check_period(starts_on, ends_on)
    refuse_if(rules.attestation(view), next_step=_("Amend the regulation if mentoring is to count."))
    mine = facts.mentors_of(facts.works(period)).get(person)
    if not mine:
        raise Conflict(
            _("This person mentored nobody in the period: there is nothing to certify."),
            next_step=_("Choose another period."),
        )
    said = facts.extract(view, person, period, mine, today())
    return _paper(RewardPaper.Kind.ATTESTATION, period, said, acting, person)


@action("incentive.pay_memo")
def make_pay_memo(
    *, starts_on: datetime.date, ends_on: datetime.date, terms: Mapping[int, tuple[str, str]], acting: Actor
) -> RewardPaper:
    """The memo on payments for the mentors of the period. ``terms``: person id -> (agreement, terms of payment)."""
    _require_office(acting)
    view = regulation.current()
    period = _check_period(starts_on, ends_on)
    found = facts.mentors_of(facts.works(period))
    if not found:
        raise Conflict(_("Nobody mentored in the period."), next_step=_("Choose another period."))
    named = [
        rules.PayFacts(person.short_name, person.kind == Person.Kind.EMPLOYEE, *terms.get(person.pk, ("", "")))
        for person in found
    ]
    refuse_if(
        rules.payments(view, named), next_step=_("Name the agreement and what it says of the payment for each mentor.")
    )
    return _paper(
        RewardPaper.Kind.PAY, period, facts.pay_memo(view, period, found, terms, acting.name, today()), acting
    )


def _paper(
    kind: str, period: facts.Period, said: facts.Facts, acting: Actor, person: Person | None = None
) -> RewardPaper:
    return RewardPaper.objects.create(
        kind=kind,
        person=person,
        starts_on=period[0],
        ends_on=period[1],
        facts=said,
        made_by=acting.account_id,
        maker_name=acting.name,
    )
