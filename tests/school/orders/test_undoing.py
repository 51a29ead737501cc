"""What a cancelled order takes back, and what keeps it from being cancelled."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from apps.school.orders import actions
from apps.school.orders.cancelling import NotCancelled, prepare_cancellation
from apps.school.orders.handlers import address_of_preparing
from apps.school.orders.kinds import CANCELLATION, MENTOR_APPOINTMENT, ORDER_KINDS, PAIR_TERM_CHANGE
from apps.school.orders.models import Order
from apps.school.orders.undoing import IMPOSSIBLE, undoing_of
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match, MentorSeat, TermChange
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.roadmap.seen import orders as seen_orders
from apps.school.selection import actions as selection
from apps.school.selection.actions.commissions import Member
from apps.school.selection.models import Appointment, Candidacy, Commission, CuratorAppointment
from kernel.acting import system_actor
from kernel.clock import today
from tenants.identity.models import Membership
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.pairs import ask_longer, make_pair, order_of
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.regulation import adopted
from tests.support.selection import make_candidacy

SYSTEM = system_actor("tests")


def cancelled(order: Order) -> Order:
    by = prepare_cancellation(order=order, reason="Ошибка в приказе", acting=SYSTEM)
    return actions.sign_order(order=by, acting=SYSTEM)


def signed(kind: str) -> Order:
    return actions.sign_order(order=Order.objects.get(kind=kind), acting=SYSTEM)


def refused(order: Order) -> str:
    with pytest.raises(NotCancelled) as refusal:
        prepare_cancellation(order=order, reason="Ошибка", acting=SYSTEM)
    return str(refusal.value.message)


def test_every_kind_is_undone_or_says_why_not() -> None:
    assert [kind for kind in ORDER_KINDS if undoing_of(kind) is None and not IMPOSSIBLE.get(kind)] == []


def test_pair_waits_for_a_new_order_when_its_own_is_cancelled(in_alpha: School) -> None:
    match = make_pair()
    by = cancelled(order_of(match))
    match.refresh_from_db()
    assert match.state == Match.State.AGREED
    assert MentorSeat.objects.count() == 1
    assert not Programme.objects.exists()
    assert by.facts["undone"]
    again = pairs.prepare_order(match=match, acting=SYSTEM)
    actions.sign_order(order=again, acting=SYSTEM)
    assert Programme.objects.get().match == match


def test_one_order_of_many_pairs_is_cancelled_for_all_of_them(in_alpha: School) -> None:
    found = [make_pair("agreed", mentor=make_mentor(), mentee=make_mentee()) for _number in range(2)]
    order = actions.sign_order(order=pairs.prepare_order_of_many(matches=found, acting=SYSTEM), acting=SYSTEM)
    Programme.objects.filter(match=found[1]).update(state=Programme.State.RUNNING)
    assert refused(order).startswith(found[1].title)
    Programme.objects.update(state=Programme.State.DRAFT)
    cancelled(order)
    assert set(Match.objects.values_list("state", flat=True)) == {Match.State.AGREED}


def test_order_of_a_pair_with_an_agreed_programme_is_not_cancelled(in_alpha: School) -> None:
    match = make_pair()
    Programme.objects.update(state=Programme.State.RUNNING)
    assert refused(order_of(match)) == "Программа согласована: завершите пару."
    assert Match.objects.get().state == Match.State.ACTIVE


def test_what_came_to_rest_on_an_order_meanwhile_stops_the_signature_of_its_cancellation(in_alpha: School) -> None:
    match = make_pair()
    by = prepare_cancellation(order=order_of(match), reason="Ошибка", acting=SYSTEM)
    pairs.end_pair(match=match, ground="mentor_initiative", closed_on=today(), completed=False, acting=SYSTEM)
    with pytest.raises(NotCancelled):
        actions.sign_order(order=by, acting=SYSTEM)
    assert Order.objects.get(kind=CANCELLATION).state == Order.State.WAITING


def longer() -> tuple[datetime.date, Order]:
    """A pair whose term was extended by an order: its former last day, the order."""
    match = ask_longer(make_pair())
    before = match.ends_on
    for row in TermChange.objects.get().agreements.filter(accepted__isnull=True):
        pairs.answer_term_change(match=match, agreement=row, accepted=True, acting=SYSTEM)
    pairs.order_term_change(match=match, acting=SYSTEM)
    return before, signed(PAIR_TERM_CHANGE)


def test_pair_ends_when_it_would_have_ended_when_the_order_of_the_term_is_cancelled(in_alpha: School) -> None:
    before, order = longer()
    assert Match.objects.get().ends_on > before
    refused(order_of(Match.objects.get()))
    cancelled(order)
    assert Match.objects.get().ends_on == before
    assert TermChange.objects.get().state == TermChange.State.WITHDRAWN


def test_order_of_the_term_is_not_cancelled_after_a_later_one(in_alpha: School) -> None:
    _before, order = longer()
    ask_longer(Match.objects.get())
    assert refused(order)


def candidate(person: Person) -> Candidacy:
    return selection.answer(candidacy=make_candidacy(person), agrees=True, acting=SYSTEM)


def test_mentors_leave_the_register_with_the_order_that_appointed_them(in_alpha: School) -> None:
    adopted("gymnasium-35", pairing__mentor_appointment="order")
    person = make_mentor(consents=False).person
    selection.approve(candidacies=[candidate(person)], acting=SYSTEM)
    order = signed(MENTOR_APPOINTMENT)
    assert person.short_name in str(undone_words(order)[0])
    cancelled(order)
    assert Appointment.objects.get().ended_on == today()
    assert Candidacy.objects.get().state == Candidacy.State.WITHDRAWN
    assert selection.nominate(
        person=person, route=Candidacy.objects.get().route, nominated_by="МО", grounds="опыт", acting=SYSTEM
    ).is_open


def undone_words(order: Order) -> list[Any]:
    undoing = undoing_of(order.kind)
    assert undoing is not None
    return list(undoing.tells(order))


def test_commission_is_dissolved_with_its_order_and_not_after_a_sitting(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    members = [Member(make_person(), "chair"), Member(make_person(), "member"), Member(make_person(), "member")]
    seats = ("head", "curator", "")
    members = [Member(each.person, each.part, seat) for each, seat in zip(members, seats, strict=True)]
    selection.form_commission(members=members, acting=SYSTEM)
    order = signed("commission")
    sitting = selection.plan_sitting(held_on=today(), candidacies=[make_candidacy()], acting=SYSTEM)
    assert "1" in refused(order)
    selection.call_off(sitting=sitting, acting=SYSTEM)
    cancelled(order)
    assert Commission.objects.get().state == Commission.State.DISSOLVED


def test_curator_loses_the_access_with_the_order(alpha: School) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        account = account_in("mentee", alpha)
        person = make_person(account_id=account.pk)
        selection.appoint_curator(person=person, acting=SYSTEM)
        order = signed("curator_appointment")
        held = Membership.objects.filter(account=account, role="curator", is_active=True)
        assert held.exists()
        cancelled(order)
        assert CuratorAppointment.objects.get().state == CuratorAppointment.State.ENDED
        assert not held.exists()


def test_cancelled_order_of_a_pair_is_not_seen_by_the_roadmap(in_alpha: School) -> None:
    order = order_of(make_pair())
    assert seen_orders(today(), today())
    cancelled(order)
    assert not any(seen_orders(today(), today()).values())


def test_every_kind_says_where_it_is_prepared_anew(in_alpha: School) -> None:
    order = order_of(make_pair())
    by = prepare_cancellation(order=order, reason="Ошибка", acting=SYSTEM)
    actions.return_order(order=by, reason="Нет", acting=SYSTEM)
    assert address_of_preparing(by) == f"/orders/{order.pk}/cancel/"
