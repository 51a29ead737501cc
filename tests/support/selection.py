"""Mentors of the register and everything else of the selection, inside the current school."""

from __future__ import annotations

from typing import Any

from apps.school.people.models import MentorCard, Person
from apps.school.regulation.queries import current_or_none
from apps.school.selection import actions
from apps.school.selection.models import (
    AgendaItem,
    Appointment,
    Body,
    BodyMember,
    Candidacy,
    Commission,
    CommissionMember,
    Criterion,
    CuratorAppointment,
    Evidence,
    Rating,
    RatingRow,
    Sitting,
)
from kernel.acting import Actor, system_actor
from kernel.clock import today
from tenants.identity.models import Account
from tests.support.people import make_person

ACTING = system_actor("tests")
APPOINTMENT = "pairing.mentor_appointment"
GRADES = "scope.mentor_grades"


def ensure_appointed(card: MentorCard) -> None:
    """The mentor stands in the register by the act that the regulation names, where it names one at all."""
    view = current_or_none()
    if view is None or not view.is_set(APPOINTMENT):
        return
    if Appointment.objects.filter(person=card.person_id, ended_on=None).exists():
        return
    grades = view.codes(GRADES) if view.is_set(GRADES) else ()
    # The middle grade of three leads one mentee and a group.
    fallback = "senior" if "senior" in grades else next(iter(grades), "")
    actions.register_act(
        person=card.person,
        act_kind=str(view.value(APPOINTMENT)),
        act_number="7-од",
        act_date=today(),
        grade=card.grade if card.grade in grades else fallback,
        acting=ACTING,
    )
    card.refresh_from_db(fields=["grade"])


def make_candidacy(person: Person | None = None, *, acting: Actor = ACTING, **fields: Any) -> Candidacy:
    """A nominated candidate by the first way of the act; ``fields``: arguments of ``nominate``."""
    view = current_or_none()
    assert view is not None
    defaults: dict[str, Any] = {
        "route": view.codes("selection.routes")[0],
        "nominated_by": "методическое объединение",
        "grounds": "ведёт открытые уроки",
    }
    return actions.nominate(person=person or make_person(), **{**defaults, **fields}, acting=acting)


def appoint_curator(account: Account, **fields: Any) -> CuratorAppointment:
    """The account's owner is a curator by an act of the head; ``fields``: arguments of ``register_curator``."""
    person = Person.objects.filter(account_id=account.pk).first() or make_person(account_id=account.pk)
    defaults: dict[str, Any] = {"appointed_by": "head", "act_number": "1-од", "act_date": today(), "portfolio": "папка"}
    return actions.register_curator(person=person, **{**defaults, **fields}, acting=ACTING)


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker; straight into the tables, for no act provides for all of it."""
    day = today()
    candidacy = Candidacy.objects.create(person=make_person(), route="bank_analysis", grounds="опыт", opened_on=day)
    evidence = Evidence.objects.create(
        candidacy=candidacy, kind=Evidence.Kind.INTERVIEW, held_on=day, held_by="куратор"
    )
    appointment = Appointment.objects.create(
        person=make_person(), act_kind="order", act_number="7-од", act_date=day, since=day
    )
    commission = Commission.objects.filter(state="in_force").first() or Commission.objects.create(
        state="in_force", since=day
    )
    CommissionMember.objects.create(commission=commission, person=make_person(), part="member", seat="head")
    sitting = Sitting.objects.create(commission=commission, held_on=day, place="каб. 12")
    AgendaItem.objects.create(sitting=sitting, candidacy=candidacy)
    curator = CuratorAppointment.objects.create(
        person=make_person(), state="in_force", appointed_by="head", act_number="1-од", act_date=day, since=day
    )
    body = Body.objects.create(code="methodical_association", name=f"МО № {curator.pk}", since=day)
    member = BodyMember.objects.create(body=body, person=make_person(), since=day)
    criterion = Criterion.objects.create(title=f"Открытые уроки {body.pk}", source="manual")
    rating = Rating.objects.create(computed_on=day, top=3)
    row = RatingRow.objects.create(rating=rating, person=make_person(), place=1, score=5, in_pool=True)
    return {
        "candidacy": candidacy.pk,
        "evidence": evidence.pk,
        "appointment": appointment.pk,
        "sitting": sitting.pk,
        "curator": curator.pk,
        "body": body.pk,
        "member": member.pk,
        "criterion": criterion.pk,
        "rating": rating.pk,
        "rating_row": row.pk,
    }
