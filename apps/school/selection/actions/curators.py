"""Curators: the act that makes one, the access that follows it, the end."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import CURATOR_APPOINTMENT
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.regulation.queries import current
from apps.school.regulation.rules import governance
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, refuse_if
from tenants.identity.actions import grant_membership, revoke_membership
from tenants.identity.models import Account, Role
from tenants.identity.queries import holders
from tenants.isolation.context import require_school

from .. import order_facts, permissions, queries
from ..errors import needed, not_in_future
from ..models import CuratorAppointment

State = CuratorAppointment.State


def curator_facts(person: Person, appointed_by: str, *, portfolio: bool = True) -> governance.CuratorFacts:
    """What the rules are told of a curator to be."""
    external = person.kind == Person.Kind.EXTERNAL
    return governance.CuratorFacts(
        name=person.short_name,
        appointed_by=appointed_by,
        organisation=(person.organisation or person.short_name) if external else "",
        others=queries.curators_at_work().exclude(person=person).count(),
        portfolio=portfolio,
    )


def _check(person: Person, appointed_by: str, portfolio: str) -> None:
    facts = curator_facts(person, appointed_by, portfolio=bool(portfolio.strip()))
    step = _("Choose another person, record the portfolio, or change the regulation.")
    refuse_if(governance.curator_appointment(current(), facts), next_step=step)
    # Two appointments at once would each count the curators without the other.
    list(CuratorAppointment.objects.select_for_update().filter(state__in=(State.WAITING, State.IN_FORCE)))
    if CuratorAppointment.objects.filter(person=person, state__in=(State.WAITING, State.IN_FORCE)).exists():
        raise Conflict(_("%(name)s is a curator already.") % {"name": person.short_name})


@action("curator.appoint")
def appoint_curator(*, person: Person, acting: Actor, area: str = "", portfolio: str = "") -> CuratorAppointment:
    """Put the order on a curator before the head. ``portfolio``: where it is kept, for acts that want one."""
    permissions.require(permissions.may_manage(acting))
    _check(person, "head", portfolio)
    appointment = CuratorAppointment.objects.create(
        person=person, appointed_by="head", area=area.strip(), portfolio=portfolio.strip()
    )
    appointment.order = orders.draft_order(
        kind=CURATOR_APPOINTMENT,
        act_kind="order",
        title=_("To appoint the curator: %(name)s") % {"name": person.short_name},
        subject=appointment,
        facts=order_facts.curator(current(), appointment),
        acting=acting,
    )
    appointment.save(update_fields=["order", "updated_at"])
    return appointment


@action("curator.register")
def register_curator(
    *,
    person: Person,
    appointed_by: str,
    act_number: str,
    act_date: datetime.date,
    acting: Actor,
    area: str = "",
    portfolio: str = "",
) -> CuratorAppointment:
    """Enter a curator appointed by an act made before or outside of this register. ``appointed_by``: ``appointer``."""
    permissions.require(permissions.may_manage(acting))
    number = needed("act_number", act_number, _("Give the number."))
    not_in_future("act_date", act_date)
    _check(person, appointed_by, portfolio)
    return CuratorAppointment.objects.create(
        person=person,
        state=State.IN_FORCE,
        appointed_by=appointed_by,
        area=area.strip(),
        portfolio=portfolio.strip(),
        act_number=number,
        act_date=act_date,
        since=act_date,
    )


@action("curator.begin")
def begin_curator(*, appointment: CuratorAppointment, order: Order, acting: Actor) -> CuratorAppointment:
    """The order is signed; whoever has an account gets the curator's access at once. Called by the signature itself."""
    appointment.state = State.IN_FORCE
    appointment.act_number, appointment.act_date = order.number, order.dated
    appointment.since = order.dated
    appointment.save(update_fields=["state", "act_number", "act_date", "since", "updated_at"])
    holder = appointment.person.account_id
    account = Account.objects.filter(pk=holder).first() if holder else None
    if account is not None:
        grant_membership(account=account, role=Role.CURATOR, school=require_school(), acting=acting)
    return appointment


@action("curator.drop")
def drop_curator(*, appointment: CuratorAppointment, acting: Actor) -> CuratorAppointment:
    """The order came back: nobody is appointed; called by the return itself."""
    appointment.state = State.DROPPED
    appointment.save(update_fields=["state", "updated_at"])
    return appointment


@action("curator.end")
def end_curator(*, appointment: CuratorAppointment, reason: str, acting: Actor) -> CuratorAppointment:
    """The person is no curator any more; the access ends with it."""
    permissions.require(permissions.may_manage(acting))
    text = needed("reason", reason, _("Say why."))
    found = CuratorAppointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)
    if found.state != State.IN_FORCE:
        raise Conflict(_("This appointment is not in force."))
    found.state, found.ended_on, found.end_reason = State.ENDED, today(), text
    found.save(update_fields=["state", "ended_on", "end_reason", "updated_at"])
    holder = found.person.account_id
    if holder is not None:
        held = holders(require_school(), Role.CURATOR)
        for membership in held.filter(account_id=holder):
            revoke_membership(membership=membership, acting=acting)
    return found
