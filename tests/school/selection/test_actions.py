"""From nomination to the register by the real verbs."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.school.orders import actions as orders
from apps.school.orders.models import Order
from apps.school.pairs import actions as pairs
from apps.school.pairs.models import Match
from apps.school.people.errors import StillNeeded
from apps.school.regulation.queries import current
from apps.school.selection import actions, queries
from apps.school.selection.actions.commissions import Member
from apps.school.selection.models import (
    Appointment,
    Body,
    Candidacy,
    Commission,
    CuratorAppointment,
    Evidence,
    Rating,
    Sitting,
)
from apps.school.selection.queries import in_register
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import Conflict, InputError, NotAllowed, RuleViolation
from tenants.identity.actions import grant_membership
from tenants.identity.models import Account, Membership
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import agree, propose
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.programmes import close, make_running
from tests.support.regulation import adopted
from tests.support.selection import make_candidacy

SYSTEM = system_actor("tests")
State = Candidacy.State


def refused(call: Any, **arguments: Any) -> list[str]:
    """Parameters that forbid it."""
    with pytest.raises(RuleViolation) as refusal:
        call(**arguments)
    assert refusal.value.next_step
    return [violation.parameter for violation in refusal.value.violations]


def agreed(candidacy: Candidacy) -> Candidacy:
    return actions.answer(candidacy=candidacy, agrees=True, acting=SYSTEM)


def record(candidacy: Candidacy, kind: str, **fields: Any) -> Evidence:
    defaults: dict[str, Any] = {"held_on": today(), "held_by": "куратор"}
    return actions.record(candidacy=candidacy, kind=kind, **{**defaults, **fields}, acting=SYSTEM)


def members(count: int = 3) -> list[Member]:
    """The seats of ozono: the head in the chair, the curator, others."""
    seats = [("chair", "head"), ("member", "curator"), *[("member", "")] * (count - 2)]
    return [Member(make_person(), part, seat) for part, seat in seats]


def commission_at_work() -> Commission:
    formed = actions.form_commission(members=members(), acting=SYSTEM)
    assert formed.order is not None
    orders.sign_order(order=formed.order, acting=SYSTEM)
    return Commission.objects.get(pk=formed.pk)


def test_way_outside_the_act_is_refused(in_alpha: School) -> None:
    adopted("gymnasium-35")
    person = make_person()
    assert refused(make_candidacy, person=person, route="nomination_by_staff") == ["selection.routes"]
    assert make_candidacy(person, route="curator_list").state == State.NOMINATED
    with pytest.raises(Conflict):
        make_candidacy(person, route="curator_list")


def test_own_application(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    account = account_in("mentee", in_alpha)
    acting = acting_as("mentee", in_alpha)
    with pytest.raises(Conflict):
        actions.apply(grounds="хочу помогать", acting=acting)
    make_person(account_id=account.pk)
    applied = actions.apply(grounds="хочу помогать", acting=acting)
    assert (applied.state, applied.route) == (State.CONSENTED, "selection_by_application")
    actions.withdraw(candidacy=applied, reason="передумал", acting=acting)
    adopted("gymnasium-35", since=today())
    assert refused(actions.apply, grounds="ещё раз", acting=acting) == ["selection.routes"]


def test_association_nominates_on_behalf_of_the_staff_only(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    acting = acting_as("methodical_association", in_alpha)
    with pytest.raises(NotAllowed):
        make_candidacy(route="nomination_by_administration", acting=acting)
    named = make_candidacy(route="nomination_by_staff", acting=acting)
    with pytest.raises(InputError):
        make_candidacy(route="nomination_by_staff", grounds=" ", acting=acting)
    with pytest.raises(NotAllowed):
        actions.approve(candidacies=[named], acting=acting)


def test_candidate_answers_in_person_and_nobody_else_does(in_alpha: School) -> None:
    adopted("gymnasium-35")
    account = account_in("mentee", in_alpha)
    candidacy = make_candidacy(make_person(account_id=account.pk))
    with pytest.raises(NotAllowed):
        actions.answer(candidacy=candidacy, agrees=True, acting=acting_as("mentor", in_alpha))
    closed = actions.answer(candidacy=candidacy, agrees=False, note="нет времени", acting=acting_as("mentee", in_alpha))
    assert (closed.state, closed.closing_reason) == (State.WITHDRAWN, "нет времени")
    assert closed.evidence.get().positive is False
    with pytest.raises(Conflict):
        agreed(closed)


def test_one_order_appoints_many_and_the_card_gets_the_grade(in_alpha: School) -> None:
    adopted("co-58", act__validity={"from": "2020", "to": "2040", "basis": "academic_years"})
    card = make_mentor(consents=False)
    found = [make_candidacy(card.person, grade="senior"), make_candidacy(grade="teacher")]
    assert refused(actions.approve, candidacies=found, acting=SYSTEM) == ["scope.voluntary", "scope.voluntary"]
    for each in found:
        agreed(each)
    until = today() + datetime.timedelta(days=300)
    approved = actions.approve(candidacies=found, until=until, acting=acting_as("curator", in_alpha))
    assert {each.state for each in approved} == {State.APPROVED}
    order = Order.objects.get(kind="mentor_appointment")
    signed = orders.sign_order(order=order, acting=acting_as("head", in_alpha))
    entries = list(in_register(today()))
    assert {(entry.act_kind, entry.act_number, entry.until) for entry in entries} == {
        ("local_act", signed.number, until)
    }
    card.refresh_from_db()
    assert card.grade == "senior"
    text = " ".join(signed.facts["act"]["text"]["points"])
    assert "старш" in text.lower()
    assert {each.state for each in Candidacy.objects.all()} == {State.APPOINTED}


def test_returned_order_leaves_candidates_where_they_were(in_alpha: School) -> None:
    adopted("lenskaya")
    candidacy = agreed(make_candidacy())
    record(candidacy, Evidence.Kind.SURVEY)
    actions.approve(candidacies=[candidacy], acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.reject(candidacy=candidacy, reason="поздно", acting=SYSTEM)
    orders.return_order(order=Order.objects.get(), reason="не тот срок", acting=SYSTEM)
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.order) == (State.CONSENTED, None)
    assert not Appointment.objects.exists()


def test_head_approves_at_once_where_no_order_is_named(in_alpha: School) -> None:
    adopted("gymnasium-35")
    assert current().value("pairing.mentor_appointment") == "head_approval"
    candidacy = agreed(make_candidacy())
    with pytest.raises(NotAllowed):
        actions.approve(candidacies=[candidacy], acting=acting_as("curator", in_alpha))
    [entered] = actions.approve(candidacies=[candidacy], acting=acting_as("head", in_alpha))
    assert (entered.state, entered.appointment.act_kind) == (State.APPOINTED, "head_approval")
    assert not Order.objects.exists()


def test_pair_gets_no_order_before_its_mentor_is_appointed(in_alpha: School) -> None:
    adopted("lenskaya")
    mentor = make_mentor()
    Appointment.objects.all().delete()
    match = agree(propose(mentor))
    Appointment.objects.all().delete()
    assert refused(pairs.prepare_order, match=match, acting=SYSTEM) == ["pairing.mentor_appointment"]
    act: dict[str, Any] = {"act_number": "5-од", "act_date": today(), "acting": SYSTEM}
    wrong_act = {"person": mentor.person, "act_kind": "head_approval", **act}
    assert refused(actions.register_act, **wrong_act) == ["pairing.mentor_appointment"]
    entry = actions.register_act(person=mentor.person, act_kind="order", **act)
    order = pairs.prepare_order(match=match, acting=SYSTEM)
    orders.sign_order(order=order, acting=SYSTEM)
    pair = Match.objects.get()
    with pytest.raises(StillNeeded, match="Пара не завершена"):
        actions.remove(appointment=entry, reason="перевод", acting=SYSTEM)
    third = make_mentor()
    Appointment.objects.filter(person=third.person).delete()
    change: dict[str, Any] = {
        "match": pair,
        "old_mentor": mentor,
        "new_mentor": third,
        "ground": "employment_ended",
    }
    assert refused(pairs.replace_mentor, **change, acting=SYSTEM) == ["pairing.mentor_appointment"]


def test_commission_votes_and_its_protocol_is_numbered(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    assert refused(actions.form_commission, members=members(2), acting=SYSTEM) == ["selection.commission_size"]
    commission = commission_at_work()
    found = [make_candidacy(route="selection_by_application") for _number in range(2)]
    for each in found:
        record(each, Evidence.Kind.SURVEY)
        record(each, Evidence.Kind.PORTFOLIO)
    assert refused(actions.approve, candidacies=found[:1], acting=SYSTEM) == ["selection.routes"]
    sitting = actions.plan_sitting(held_on=today(), candidacies=found, acting=SYSTEM)
    there = [member.pk for member in commission.members.all()]
    items = list(sitting.agenda.all())
    votes = {items[0].pk: actions.Votes(3, 0), items[1].pk: actions.Votes(0, 2, 1, "нет опыта")}
    with pytest.raises(InputError):
        actions.hold_sitting(sitting=sitting, present=there[:1], votes=votes, acting=SYSTEM)
    with pytest.raises(InputError):
        actions.hold_sitting(sitting=sitting, present=there[:2], votes=votes, acting=SYSTEM)
    held = actions.hold_sitting(sitting=sitting, present=there, votes=votes, acting=SYSTEM)
    assert held.number == 1
    assert "рекомендовать" in held.facts["text"]["points"][0]
    states = [Candidacy.objects.get(pk=each.pk).state for each in found]
    assert states == [State.RECOMMENDED, State.REJECTED]
    with pytest.raises(Conflict):
        actions.hold_sitting(sitting=sitting, present=there, votes=votes, acting=SYSTEM)
    [approved] = actions.approve(candidacies=found[:1], acting=SYSTEM)
    assert approved.state == State.APPROVED
    assert Sitting.objects.count() == 1


def test_seats_of_a_commission_belong_to_who_holds_them(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    account = account_in("head", in_alpha)
    head, other = make_person(account_id=account.pk), make_person()
    body = actions.form_body(code="pedagogical_council", name="Педсовет", acting=SYSTEM)
    rest = [Member(make_person(), "member", "curator"), Member(make_person(), "member")]
    seats = "selection.commission_members"
    assert refused(actions.form_commission, members=[Member(other, "chair", "head"), *rest], acting=SYSTEM) == [seats]
    without_chair = [Member(head, "member", "head"), *rest]
    assert refused(actions.form_commission, members=without_chair, acting=SYSTEM) == [seats]
    assert queries.seat_holders(["head", "curator", body.code]) == {"head": {head.pk}}
    actions.add_member(body=body, person=other, part="member", acting=SYSTEM)
    assert queries.seat_holders([body.code]) == {body.code: {other.pk}}
    assert actions.form_commission(members=[Member(head, "chair", "head"), *rest], acting=SYSTEM).order


def test_new_commission_takes_the_place_of_the_former(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    first = commission_at_work()
    commission_at_work()
    first.refresh_from_db()
    assert first.state == Commission.State.DISSOLVED
    third = actions.form_commission(members=members(), acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.form_commission(members=members(), acting=SYSTEM)
    assert third.order is not None
    orders.return_order(order=third.order, reason="другой состав", acting=SYSTEM)
    third.refresh_from_db()
    assert third.state == Commission.State.DROPPED


def test_curators_access_follows_the_signed_order(in_alpha: School) -> None:
    adopted("gymnasium-35")
    head = acting_as("head", in_alpha)
    account = Account.objects.create_user("new.curator@alpha.test", last_name="Новая")
    person = make_person(account_id=account.pk)
    grant: dict[str, Any] = {"account": account, "role": "curator", "school": in_alpha, "acting": head}
    assert refused(grant_membership, **grant) == ["curator.appointed_by"]
    appointment = actions.appoint_curator(person=person, acting=head)
    assert appointment.order is not None
    orders.sign_order(order=appointment.order, acting=head)
    membership = Membership.objects.get(account=account, role="curator")
    assert membership.is_active
    appointment.refresh_from_db()
    ended = actions.end_curator(appointment=appointment, reason="отпуск", acting=head)
    membership.refresh_from_db()
    assert (ended.state, membership.is_active) == (CuratorAppointment.State.ENDED, False)
    assert refused(grant_membership, **grant) == ["curator.appointed_by"]


def test_association_gets_access_where_the_act_names_it(in_alpha: School) -> None:
    adopted("cit")
    head = acting_as("head", in_alpha)
    account = Account.objects.create_user("association@alpha.test")
    grant: dict[str, Any] = {"account": account, "role": "methodical_association", "school": in_alpha}
    assert refused(grant_membership, **grant, acting=head) == ["bodies"]
    assert grant_membership(**grant, acting=SYSTEM).is_active
    assert refused(actions.form_body, code="pedagogical_council", name="Педсовет", acting=head) == ["bodies"]


def test_body_has_one_chair_and_everybody_once(in_alpha: School) -> None:
    adopted("lenskaya")
    body = actions.form_body(code="methodical_association", name="МО отделов", acting=SYSTEM)
    person = make_person()
    actions.add_member(body=body, person=person, part="chair", acting=SYSTEM)
    with pytest.raises(Conflict):
        actions.add_member(body=body, person=person, acting=SYSTEM)
    with pytest.raises(InputError):
        actions.add_member(body=body, person=make_person(), part="chair", acting=SYSTEM)
    closed = actions.close_body(body=body, acting=SYSTEM)
    assert closed.members.get().until == today()
    with pytest.raises(Conflict):
        actions.add_member(body=Body.objects.get(), person=make_person(), acting=SYSTEM)


def test_training_stands_on_the_mentors_card(in_alpha: School) -> None:
    adopted("gymnasium-35")
    card = make_mentor()
    course: dict[str, Any] = {"title": "Школа наставников", "hours": 36, "acting": SYSTEM}
    finished = today() - datetime.timedelta(days=3)
    actions.record_training(person=card.person, finished_on=finished, **course)
    actions.record_training(person=card.person, finished_on=finished - datetime.timedelta(days=30), **course)
    card.refresh_from_db()
    assert card.trained_on == finished
    with pytest.raises(Conflict):
        actions.record_training(person=card.person, finished_on=finished, **course)
    with pytest.raises(InputError):
        actions.record_training(person=card.person, finished_on=today() + datetime.timedelta(days=1), **course)


def test_rating_needs_an_act_that_provides_for_one(in_alpha: School) -> None:
    adopted("gymnasium-35")
    assert current().value("incentives.rating") is False
    assert refused(actions.compute, top=3, acting=SYSTEM) == ["incentives.rating"]


def test_pool_of_the_best_is_computed_from_the_work_and_approved_by_an_order(in_alpha: School) -> None:
    adopted("gymnasium-35", incentives__rating=True)
    best, other = make_mentor(), make_mentor()
    close(make_running(mentor=best, mentees=[make_mentee(consents=False)]))
    criterion: dict[str, Any] = {"weight": 5, "cap": 20, "acting": SYSTEM}
    for source in ("completed_programmes", "mentees_kept", "satisfaction", "publications", "trainings"):
        actions.add_criterion(title=source, source=source, **criterion)
    by_hand = actions.add_criterion(title="Открытые уроки", source="manual", **criterion)
    actions.give_points(criterion=by_hand, person=other.person, units=1, evidence="приказ № 3", acting=SYSTEM)
    rating = actions.compute(top=1, acting=SYSTEM)
    rows = {row.person_id: row for row in rating.rows.all()}
    assert (rows[best.person_id].score, rows[best.person_id].in_pool) == (10, True)
    assert (rows[other.person_id].score, rows[other.person_id].in_pool) == (5, False)
    waiting = actions.approve_pool(rating=rating, acting=SYSTEM)
    assert waiting.order is not None
    signed = orders.sign_order(order=waiting.order, acting=SYSTEM)
    assert Rating.objects.get().state == Rating.State.APPROVED
    assert best.person.last_name in signed.facts["act"]["text"]["points"][0]
    with pytest.raises(Conflict):
        actions.approve_pool(rating=rating, acting=SYSTEM)


def test_hostile_file_is_no_evidence(in_alpha: School) -> None:
    adopted("lenskaya")
    candidacy = make_candidacy()
    program = SimpleUploadedFile("portfolio.pdf", b"MZ\x90\x00 not a document")
    with pytest.raises(InputError):
        record(candidacy, Evidence.Kind.PORTFOLIO, file=program)
    with pytest.raises(InputError):
        record(candidacy, Evidence.Kind.INTERVIEW, held_by="")
    assert not Evidence.objects.exists()
