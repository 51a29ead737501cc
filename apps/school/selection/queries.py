"""Reads of the selection."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection

from django.db.models import Count, Prefetch, Q, QuerySet

from apps.school.orders.kinds import REGISTER_APPROVAL
from apps.school.orders.models import Order
from apps.school.people.models import Person
from apps.school.people.queries import present
from kernel.acting import Actor
from kernel.errors import NotFound
from tenants.identity.models import Role
from tenants.identity.queries import holders
from tenants.isolation.context import require_school

from . import permissions
from .models import (
    OPEN_STATES,
    AgendaItem,
    Appointment,
    Body,
    BodyMember,
    Candidacy,
    Commission,
    CommissionMember,
    Criterion,
    CuratorAppointment,
    Rating,
    Sitting,
    Training,
)


def candidacies() -> QuerySet[Candidacy]:
    """All candidacies with their persons, the newest first."""
    return Candidacy.objects.select_related("person")


def open_candidacies() -> QuerySet[Candidacy]:
    """Those not yet decided."""
    return candidacies().filter(state__in=OPEN_STATES)


def candidacy_for(actor: Actor, candidacy_id: int) -> Candidacy:
    """A candidacy that the actor may see: the staff any, everybody else the own one. ``NotFound`` otherwise."""
    rows = candidacies().select_related("order")
    if not permissions.may_nominate(actor):
        rows = rows.filter(person__account_id=actor.account_id, person__account_id__isnull=False)
    found = rows.filter(pk=candidacy_id).first()
    if found is None:
        raise NotFound()
    return found


def may_be_nominated() -> QuerySet[Person]:
    """Present people who are neither candidates nor in the register."""
    return (
        present()
        .exclude(candidacies__state__in=OPEN_STATES)
        .exclude(pk__in=Appointment.objects.filter(ended_on=None).values("person"))
    )


def register() -> QuerySet[Appointment]:
    """Everybody ever approved, by name."""
    return Appointment.objects.select_related("person", "order")


def in_register(day: datetime.date) -> QuerySet[Appointment]:
    """The approved mentors of a day."""
    begun = register().filter(since__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return begun.filter(Q(until=None) | Q(until__gte=day))


def approving_order() -> Order | None:
    """The newest signed order that approves the register and that no other has cancelled."""
    rows = Order.objects.filter(kind=REGISTER_APPROVAL, state=Order.State.SIGNED, cancellation=None)
    return rows.order_by("-pk").first()


def act_kinds(persons: Collection[int], day: datetime.date) -> dict[int, str]:
    """Person id -> kind of the act by which the person is a mentor on a day (one query)."""
    return dict(in_register(day).filter(person__in=persons).values_list("person_id", "act_kind"))


def commission_at_work() -> Commission | None:
    """The commission in force, with its members."""
    return _commissions().filter(state=Commission.State.IN_FORCE).first()


def commission_in_making() -> Commission | None:
    """The composition whose order waits for the signature."""
    return _commissions().filter(state=Commission.State.WAITING).first()


def _commissions() -> QuerySet[Commission]:
    members = CommissionMember.objects.select_related("person")
    return Commission.objects.select_related("order").prefetch_related(Prefetch("members", members))


def seat_holders(seats: Collection[str]) -> dict[str, set[int]]:
    """Role or body -> ids of the people of this school who hold it (three queries).

    A role is held through an account's membership, a curator's also by the act of appointment, a body by its members.
    Seats of which the records name nobody are left out: nothing is known of them.
    """
    found: dict[str, set[int]] = defaultdict(set)
    roles = list(holders(require_school()).filter(role__in=seats).values_list("account_id", "role"))
    accounts = {account for account, _role in roles}
    people = dict(present().filter(account_id__in=accounts).values_list("account_id", "pk"))
    for account, role in roles:
        if account in people:
            found[role].add(people[account])
    if Role.CURATOR in seats:
        found[Role.CURATOR].update(curators_at_work().values_list("person_id", flat=True))
    sitting = BodyMember.objects.filter(until=None, body__until=None, body__code__in=seats)
    for code, member in sitting.values_list("body__code", "person_id"):
        found[code].add(member)
    return {seat: people for seat, people in found.items() if people}


def sittings() -> QuerySet[Sitting]:
    """All sittings, the newest first, with the length of their agenda."""
    return Sitting.objects.annotate(questions=Count("agenda"))


def sitting_by_id(sitting_id: int) -> Sitting:
    """A sitting with its agenda and commission; ``NotFound`` when there is none."""
    agenda = AgendaItem.objects.select_related("candidacy__person")
    members = CommissionMember.objects.select_related("person")
    rows = Sitting.objects.select_related("commission").prefetch_related(
        Prefetch("agenda", agenda), Prefetch("commission__members", members), "present"
    )
    found = rows.filter(pk=sitting_id).first()
    if found is None:
        raise NotFound()
    return found


def curators() -> QuerySet[CuratorAppointment]:
    """All appointments of curators, the newest first."""
    return CuratorAppointment.objects.select_related("person", "order")


def curators_at_work() -> QuerySet[CuratorAppointment]:
    """Curators appointed and not ended."""
    return curators().filter(state=CuratorAppointment.State.IN_FORCE)


def bodies() -> QuerySet[Body]:
    """Bodies that exist now, with how many members each has."""
    now_in = Count("members", filter=Q(members__until=None))
    return Body.objects.filter(until=None).annotate(size=now_in)


def body_by_id(body_id: int) -> Body:
    """A body with all its members; ``NotFound`` when there is none."""
    members = BodyMember.objects.select_related("person")
    found = Body.objects.filter(pk=body_id).prefetch_related(Prefetch("members", members)).first()
    if found is None:
        raise NotFound()
    return found


def trainings() -> QuerySet[Training]:
    """All trainings with their persons."""
    return Training.objects.select_related("person")


def criteria() -> QuerySet[Criterion]:
    """Criteria in use."""
    return Criterion.objects.filter(dropped_on=None)


def ratings() -> QuerySet[Rating]:
    """All ratings, the newest first."""
    return Rating.objects.select_related("order")


def rating_by_id(rating_id: int) -> Rating:
    """A rating; ``NotFound`` when there is none."""
    found = ratings().filter(pk=rating_id).first()
    if found is None:
        raise NotFound()
    return found
