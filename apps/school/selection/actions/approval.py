"""Approval and the register: the gates, the act, its signature, acts made before, leaving the register."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.orders import actions as orders
from apps.school.orders.kinds import MENTOR_APPOINTMENT
from apps.school.orders.models import Order
from apps.school.people.actions.marks import note_grade
from apps.school.people.errors import StillNeeded
from apps.school.people.models import Person
from apps.school.people.ports import obstacles_to_leaving
from apps.school.people.queries import mentors
from apps.school.regulation.queries import current
from apps.school.regulation.rules import selection as regulation
from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, Violation, refuse_if

from .. import order_facts, permissions, rules
from ..errors import needed, not_in_future, wrong
from ..models import Appointment, Candidacy
from ..papers import facts_of, papers_of

State = Candidacy.State
HEAD_APPROVES = "head_approval"


def gates(view: RegulationView, candidacies: Sequence[Candidacy]) -> dict[int, list[Violation]]:
    """Candidacy id -> what still forbids its approval (three queries)."""
    papers = papers_of(candidacies)
    return {each.pk: regulation.approval(view, facts_of(each, papers[each.pk])) for each in candidacies}


@action("selection.approve")
def approve(*, candidacies: Sequence[Candidacy], acting: Actor, until: datetime.date | None = None) -> list[Candidacy]:
    """Approve candidates: one order for all of them goes to the head, or the head approves at once where the act names
    no order. Refuses with everything that is missing for any of them. ``until``: last day of validity.
    """
    permissions.require(permissions.may_manage(acting))
    view, day = current(), today()
    if until is not None and until < day:
        raise wrong("until", _("This day has passed."))
    found = _locked(candidacies)
    for each in found:
        rules.check_step(each, "approve")
    broken = [rule for rules_broken in gates(view, found).values() for rule in rules_broken]
    refuse_if(
        list(dict.fromkeys(broken)),
        next_step=_("Record what is missing on the candidate's page, or choose candidates who have everything."),
    )
    if view.value(regulation.APPOINTMENT) == HEAD_APPROVES:
        if not permissions.may_decide(acting):
            raise NotAllowed(_("By the regulation the head approves mentors: the head presses this button."))
        return [_enter(each, HEAD_APPROVES, None, day, until, acting) for each in found]
    order = orders.draft_order(
        kind=MENTOR_APPOINTMENT,
        act_kind="order",
        title=_("To appoint mentors: %(names)s") % {"names": ", ".join(each.person.short_name for each in found)},
        subject=found[0],
        facts=order_facts.appointment(view, found, until),
        acting=acting,
    )
    Candidacy.objects.filter(pk__in=[each.pk for each in found]).update(state=State.APPROVED, order=order)
    return list(_of(order))


def _locked(candidacies: Sequence[Candidacy]) -> list[Candidacy]:
    ids = {each.pk for each in candidacies}
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(pk__in=ids).select_related("person")
    found = list(rows.order_by("pk"))
    if not found:
        raise InputError(_("No candidates were chosen."))
    return found


def _of(order: Order) -> list[Candidacy]:
    rows = Candidacy.objects.select_for_update(of=("self",)).filter(order=order).select_related("person")
    return list(rows.order_by("pk"))


@action("selection.appoint")
def appoint(*, order: Order, acting: Actor) -> list[Appointment]:
    """Enter the candidates of a signed order into the register; called by the signature itself.

    A consent taken back or a portfolio withdrawn meanwhile stops the signature.
    """
    day = order.dated or today()
    view = current(day)
    found = _of(order)
    broken = [rule for rules_broken in gates(view, found).values() for rule in rules_broken]
    refuse_if(list(dict.fromkeys(broken)), next_step=_("Return the order and record what is missing."))
    kind = str(view.value(regulation.APPOINTMENT))
    kind = "order" if kind == HEAD_APPROVES else kind
    until = datetime.date.fromisoformat(order.facts["until"]) if order.facts["until"] else None
    entered = []
    for each in found:
        rules.check_step(each, "appoint")
        entered.append(_enter(each, kind, order, day, until, acting).appointment)
    return entered


def _enter(
    candidacy: Candidacy,
    act_kind: str,
    order: Order | None,
    day: datetime.date,
    until: datetime.date | None,
    acting: Actor,
) -> Candidacy:
    candidacy.state, candidacy.closed_on = State.APPOINTED, day
    candidacy.save(update_fields=["state", "closed_on", "updated_at"])
    Appointment.objects.filter(person=candidacy.person, ended_on=None).update(
        ended_on=day, end_reason=_("replaced by a new appointment")
    )
    Appointment.objects.create(
        person=candidacy.person,
        candidacy=candidacy,
        grade=candidacy.grade,
        act_kind=act_kind,
        act_number=order.number if order else "",
        act_date=day,
        order=order,
        since=day,
        until=until,
    )
    _grade_on_card(candidacy.person, candidacy.grade, acting)
    return Candidacy.objects.select_related("person", "appointment").get(pk=candidacy.pk)


def _grade_on_card(person: Person, grade: str, acting: Actor) -> None:
    """The grade of the act is the grade of the card, where the mentor stands in the bank."""
    card = mentors().filter(person=person).first()
    if card is not None and grade:
        note_grade(mentor=card, grade=grade, acting=acting)


@action("selection.take_back")
def take_back(*, order: Order, acting: Actor) -> list[Candidacy]:
    """The order was returned or withdrawn: its candidates stand where they stood; called by the return itself."""
    found = _of(order)
    papers = papers_of(found)
    for each in found:
        own = each.route == regulation.BY_APPLICATION
        known = papers[each.pk]
        each.state = rules.state_before_approval(
            recommended=known.recommended_on is not None, consents=own or known.consented_on is not None
        )
        each.order = None
        each.save(update_fields=["state", "order", "updated_at"])
    return found


@action("selection.register")
def register_act(
    *,
    person: Person,
    act_kind: str,
    act_number: str,
    act_date: datetime.date,
    acting: Actor,
    grade: str = "",
    until: datetime.date | None = None,
) -> Appointment:
    """Enter a mentor appointed by an act made before or outside of this register, with the act's number and date.

    The act must be of the kind that the regulation names, or a stronger one.
    """
    permissions.require(permissions.may_manage(acting))
    view = current()
    number = (
        act_number.strip() if act_kind == HEAD_APPROVES else needed("act_number", act_number, _("Give the number."))
    )
    not_in_future("act_date", act_date)
    if until is not None and until < act_date:
        raise wrong("until", _("The end is before the act."))
    broken = regulation.mentor_appointment(view, [regulation.AppointmentFacts(person.short_name, act_kind)])
    broken += regulation.grade(view, regulation.CandidateFacts(person.short_name, "", grade=grade))
    refuse_if(broken, next_step=_("Enter an act of the kind that the regulation names."))
    Person.objects.select_for_update().get(pk=person.pk)
    if Appointment.objects.filter(person=person, ended_on=None).exists():
        raise Conflict(_("%(name)s is in the register already.") % {"name": person.short_name})
    entered = Appointment.objects.create(
        person=person,
        grade=grade,
        act_kind=act_kind,
        act_number=number,
        act_date=act_date,
        since=act_date,
        until=until,
    )
    _grade_on_card(person, grade, acting)
    return entered


@action("selection.remove")
def remove(*, appointment: Appointment, reason: str, acting: Actor) -> Appointment:
    """Take a mentor out of the register from today; ``StillNeeded`` while a pair counts on the mentor."""
    permissions.require(permissions.may_manage(acting))
    text = needed("reason", reason, _("Say why."))
    found = Appointment.objects.select_for_update(of=("self",)).select_related("person").get(pk=appointment.pk)
    if found.ended_on is not None:
        raise Conflict(_("This entry has already been ended."))
    reasons = obstacles_to_leaving(found.person, "mentor")
    if reasons:
        raise StillNeeded(reasons)
    found.ended_on, found.end_reason = today(), text
    found.save(update_fields=["ended_on", "end_reason", "updated_at"])
    return found
