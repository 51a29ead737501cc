"""The new mentor of a running pair answers for himself or herself: verbs, pages, lines of «Today»."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from apps.school.notices.models import Notice
from apps.school.orders.models import Order
from apps.school.pairs import actions, queries
from apps.school.pairs.models import MentorSeat, Replacement
from apps.school.people import actions as people
from apps.school.people.models import MentorCard, Person
from apps.school.today import own
from apps.school.today.waiting import asked, replacements
from kernel.acting import Actor, system_actor
from kernel.actions import reference
from kernel.clock import today
from kernel.errors import Conflict, DomainError, InputError, NotAllowed
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import make_pair, replace_mentor
from tests.support.people import make_mentor

ClientFor = Callable[..., Client]
SYSTEM = system_actor("tests")
State = Replacement.State


def asked_of_the_cast(school: School) -> Replacement:
    """The cast's mentor is asked to take over a pair of strangers."""
    new = make_mentor()
    Person.objects.filter(pk=new.person_id).update(account_id=account_in("mentor", school).pk)
    return replace_mentor(make_pair(), MentorCard.objects.select_related("person").get(pk=new.pk))


def answer(change: Replacement, actor: Actor, *, accepted: bool = True, note: str = "") -> Replacement:
    actions.answer_replacement(replacement=change, accepted=accepted, note=note, acting=actor)
    return Replacement.objects.get(pk=change.pk)


def test_new_mentor_answers_before_there_is_an_order(in_alpha: School) -> None:
    change = asked_of_the_cast(in_alpha)
    with pytest.raises(Conflict):
        actions.order_replacement(match=change.match, acting=SYSTEM)
    assert not Order.objects.filter(subject=reference(change)).exists()
    agreed = answer(change, acting_as("mentor", in_alpha))
    assert (agreed.state, agreed.on_paper, agreed.answered_at is not None) == (State.AGREED, False, True)
    actions.order_replacement(match=change.match, acting=SYSTEM)
    assert Order.objects.get(subject=reference(change)).state == Order.State.WAITING


def test_office_records_what_was_said_on_paper(in_alpha: School) -> None:
    assert answer(asked_of_the_cast(in_alpha), acting_as("curator", in_alpha)).on_paper


def test_nobody_answers_for_the_new_mentor(in_alpha: School) -> None:
    change = asked_of_the_cast(in_alpha)
    with pytest.raises(NotAllowed):
        answer(change, acting_as("mentee", in_alpha))


def test_declining_needs_a_reason_and_gives_the_places_back(in_alpha: School) -> None:
    change, mentor = asked_of_the_cast(in_alpha), acting_as("mentor", in_alpha)
    with pytest.raises(InputError):
        answer(change, mentor, accepted=False)
    assert queries.load_of(change.new_mentor).individual == 1
    declined = answer(change, mentor, accepted=False, note="Большая нагрузка")
    assert (declined.state, declined.answer_note) == (State.DECLINED, "Большая нагрузка")
    assert queries.load_of(change.new_mentor) == queries.Load()
    assert queries.load_of(change.old_mentor).individual == 1
    assert replace_mentor(queries.get_visible(change.match_id, SYSTEM)).state == State.ASKED


def test_end_of_the_pair_ends_the_question(in_alpha: School) -> None:
    change = asked_of_the_cast(in_alpha)
    actions.end_pair(match=change.match, ground="plan_completed", closed_on=today(), completed=True, acting=SYSTEM)
    assert Replacement.objects.get().state == State.DROPPED
    assert not MentorSeat.objects.exists()


def test_who_is_asked_does_not_leave_the_bank(in_alpha: School) -> None:
    change = asked_of_the_cast(in_alpha)
    with pytest.raises(DomainError, match=str(change.match_id)):
        people.leave_bank(card=change.new_mentor, reason="Отпуск", acting=SYSTEM)


def test_new_mentor_sees_the_question_and_not_the_pair(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        account_in("curator", alpha)
        change = asked_of_the_cast(alpha)
        mentee = queries.get_visible(change.match_id, SYSTEM).current_mentees[0].card.person
        Person.objects.filter(pk=mentee.pk).update(phone="+7 900 000-00-00")
        assert Notice.objects.filter(kind="pair.take_over").count() == 1
    address, mentor = f"/pairs/replacements/{change.pk}/answer/", client_for("mentor", alpha)
    page = mentor.get(address).content.decode()
    assert mentee.full_name in page
    assert "+7 900 000-00-00" not in page
    assert mentor.get(f"/pairs/{change.match_id}/").status_code == 404
    assert client_for("mentee", alpha).get(address).status_code == 404
    assert mentor.post(address, {"answer": "no", "note": ""}).status_code == 422
    assert mentor.post(address, {"answer": "yes", "note": ""}).status_code == 302
    pair = client_for("curator", alpha).get(f"/pairs/{change.match_id}/").content.decode()
    assert f"/pairs/{change.match_id}/replace/order/" in pair
    with enter_school(alpha):
        assert Notice.objects.filter(kind="pair.take_over_answered").exists()


def test_today_tells_the_new_mentor_and_then_the_office(in_alpha: School, settings: Any) -> None:
    settings.ROOT_URLCONF = settings.SCHOOL_URLCONF
    change, mentor = asked_of_the_cast(in_alpha), acting_as("mentor", in_alpha)

    def told() -> list[str]:
        lines = asked.participant(mentor, own.read(mentor, today()), today())
        return [line.code for line in lines if line.code.startswith("replacements.")]

    assert told() == ["replacements.answer"]
    assert replacements.office() == []
    answer(change, mentor, accepted=False, note="Нет")
    assert told() == []
    assert [line.code for line in replacements.office()] == ["replacements.declined"]
    again = replace_mentor(queries.get_visible(change.match_id, SYSTEM))
    assert replacements.office() == []
    answer(again, SYSTEM)
    assert [line.code for line in replacements.office()] == ["replacements.order"]
