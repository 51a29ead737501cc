"""Duplicates are found, and two records become one without losing anything."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

import pytest

from apps.school.consents.models import Consent
from apps.school.orders.models import Order
from apps.school.pairs.models import Match, MatchMentor, MentorSeat
from apps.school.people import actions, duplicates, queries
from apps.school.people.duplicates import Row
from apps.school.people.models import (
    BankPeriod,
    Guardianship,
    MentorCard,
    Person,
    PersonMerge,
    PortfolioItem,
)
from kernel.acting import system_actor
from kernel.clock import today
from kernel.errors import Conflict
from tenants.organisations.models import School
from tests.support.consents import give_needed
from tests.support.pairs import make_pair
from tests.support.people import make_guardian, make_mentee, make_mentor, make_person, make_pupil

ACTING = system_actor("test")
BORN = datetime.date(1985, 3, 14)


def row(pk: int, name: str = "Орлова Анна Петровна", **fields: Any) -> Row:
    last, first, patronymic = [*name.split(), ""][:3]
    values = {"birth_date": BORN, "email": "", "phone": "", **fields}
    return Row(pk, last, first, patronymic, **values)


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (row(2), ("same_name_and_birth",)),
        (row(2, "Орлова Анна"), ("same_name_and_birth",)),
        (row(2, "Арлова Анна Петровна"), ("similar_name_and_birth",)),
        (row(2, "Петрова Анна Петровна"), ("similar_name_and_birth",)),
        (row(2, "Анна Орлова Петровна"), ("similar_name_and_birth",)),
        (row(2, birth_date=None), ("same_name",)),
        (row(2, birth_date=datetime.date(1990, 1, 1)), ()),
        (row(2, "Зимин Пётр Ильич"), ()),
        (row(2, "Петрова Анна", birth_date=None, phone="8 (912) 000-11-22"), ("same_phone",)),
        (row(2, "Петрова Ольга", birth_date=None, phone="8 (912) 000-11-22"), ()),
        (row(2, "Ежова Анна", birth_date=None, email="Anna@School.test"), ("same_email",)),
    ],
)
def test_records_that_look_alike_are_found(other: Row, reasons: tuple[str, ...]) -> None:
    one = row(1, email="anna@school.test", phone="+7 912 000 11 22")
    found = duplicates.find([one, other])
    assert [pair.reasons for pair in found] == ([reasons] if reasons else [])
    assert duplicates.find([one, other], {(1, 2)}) == []


def test_merged_record_gives_everything_to_the_one_kept(in_school: School) -> None:
    kept, gone = make_person(staff_number="", email=""), make_person(email="anna@school.test", phone="89120001122")
    card = make_mentor(person=gone, competencies=["проекты"])
    PortfolioItem.objects.create(person=gone, kind="achievement", title="Конкурс")
    match = make_pair(Match.State.ACTIVE, mentor=card)
    order = Order.objects.filter(facts__participants__contains=[gone.pk]).get()
    number = gone.staff_number
    actions.merge_persons(kept=kept, gone=gone, chosen=["phone"], acting=ACTING)
    kept.refresh_from_db()
    assert (kept.staff_number, kept.email, kept.phone) == (number, "anna@school.test", "89120001122")
    assert not Person.objects.filter(pk=gone.pk).exists()
    assert MatchMentor.objects.get(match=match).card.person == kept
    assert Consent.objects.filter(person=kept, signer=kept).exists()
    assert kept.portfolio.get().title == "Конкурс"
    order.refresh_from_db()
    assert kept.pk in order.facts["participants"]
    assert gone.pk not in order.facts["participants"]
    record = PersonMerge.objects.get(kept=kept)
    assert (record.merged_id, record.merged_name) == (gone.pk, gone.full_name)
    assert record.merged_data["staff_number"] == number
    assert any(item["count"] for item in record.moved)


def test_old_ids_lead_to_the_record_kept_through_later_merges(in_school: School) -> None:
    first, second, third = make_person(), make_person(), make_person()
    actions.merge_persons(kept=second, gone=first, chosen=[], acting=ACTING)
    actions.merge_persons(kept=third, gone=second, chosen=[], acting=ACTING)
    assert queries.now_kept_as(first.pk) == queries.now_kept_as(second.pk) == third.pk
    assert queries.now_kept_as(third.pk) is None


def test_two_mentors_cards_become_one_with_their_seats(in_school: School) -> None:
    mine, other = make_mentor(competencies=["проекты"], capacity=1), make_mentor(competencies=["оценивание"])
    for card in (mine, other):
        make_pair(Match.State.ACTIVE, mentor=card)
    old = other.person
    actions.merge_persons(kept=mine.person, gone=old, chosen=[], acting=ACTING)
    card = MentorCard.objects.get()
    assert card.pk == mine.pk
    assert (card.competencies, card.capacity) == (["проекты", "оценивание"], 2)
    assert sorted(MentorSeat.objects.filter(card=card).values_list("number", flat=True)) == [1, 2]
    assert MatchMentor.objects.filter(card=card).count() == 2


def test_same_consents_of_both_leave_the_later_in_force(in_school: School) -> None:
    kept, gone = make_person(), make_person()
    for person in (kept, gone):
        give_needed(person, "mentor")
    Consent.objects.filter(person=kept).update(given_on=today() - datetime.timedelta(days=5))
    before = Consent.objects.count()
    actions.merge_persons(kept=kept, gone=gone, chosen=[], acting=ACTING)
    assert Consent.objects.filter(person=kept).count() == before
    in_force = Consent.objects.filter(person=kept, withdrawn_on__isnull=True)
    assert {consent.given_on for consent in in_force} == {today()}
    assert in_force.count() == before // 2


def test_guardians_and_times_of_both_are_joined(in_school: School) -> None:
    ward, twin = make_pupil(), make_pupil()
    parent = make_guardian(ward)
    Guardianship.objects.create(guardian=parent, ward=twin)
    for person, day in ((ward, today()), (twin, today() - datetime.timedelta(days=40))):
        BankPeriod.objects.create(person=person, bank="mentee", category="willing_pupil", entered_on=day)
    actions.merge_persons(kept=ward, gone=twin, chosen=[], acting=ACTING)
    assert ward.guardians.get().guardian == parent
    assert ward.bank_periods.get().entered_on == today() - datetime.timedelta(days=40)


def test_merge_that_would_mix_two_people_up_is_refused(in_school: School) -> None:
    match = make_pair(Match.State.ACTIVE)
    mentor, mentee = match.current_mentors[0].card.person, match.current_mentees[0].card.person
    with pytest.raises(Conflict, match="по разные стороны"):
        actions.merge_persons(kept=mentor, gone=mentee, chosen=[], acting=ACTING)
    pupil = make_pupil()
    with pytest.raises(Conflict, match="представителем"):
        actions.merge_persons(kept=pupil, gone=make_guardian(pupil), chosen=[], acting=ACTING)
    accounts = [make_person(account_id=uuid4()) for _number in range(2)]
    with pytest.raises(Conflict, match="учётная запись"):
        actions.merge_persons(kept=accounts[0], gone=accounts[1], chosen=[], acting=ACTING)


def test_two_people_are_noted_and_asked_about_no_more(in_school: School) -> None:
    one, other = make_person(birth_date=BORN), make_person(birth_date=BORN)
    actions.note_distinct(one=other, other=one, acting=ACTING)
    actions.note_distinct(one=one, other=other, acting=ACTING)
    assert queries.distinct_pairs() == {(one.pk, other.pk)}
    actions.merge_persons(kept=make_mentee().person, gone=other, chosen=[], acting=ACTING)
