"""Calls for help: between two people, and nobody else; the audit trail has no word of them."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from apps.school.journal.models import SchoolAudit
from apps.school.meetings import actions, queries
from apps.school.meetings.actions.diary import Words
from apps.school.meetings.errors import SignalClosed, WrongTerms
from apps.school.meetings.models import Signal
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.errors import NotAllowed, NotFound
from tenants.organisations.models import School
from tests.school.meetings.conftest import Cast
from tests.support.cast import ClientFor, account_in, acting_as
from tests.support.meetings import ACTING
from tests.support.people import make_person

SECRET = "тайные-слова"


@pytest.fixture
def psychologist(in_alpha: School) -> Person:
    """Somebody whom the school names, with an account of another role."""
    person = make_person(account_id=account_in("methodical_association", in_alpha).pk)
    actions.name_contact(person=person, kind="psychologist", acting=ACTING)
    return person


@pytest.fixture
def sent(running: Programme, cast: Cast, psychologist: Person) -> Signal:
    """The mentee has written to the psychologist."""
    assert psychologist.account_id is not None
    return actions.send_signal(addressee=psychologist.account_id, words=Words(SECRET), acting=cast.mentee)


def test_only_the_author_and_the_addressee_find_a_call(sent: Signal, in_alpha: School, client_for: ClientFor) -> None:
    page, listed = (
        reverse(f"meetings:{name}", args=args, urlconf="config.urls_school")
        for name, args in (("signal", [sent.pk]), ("help", []))
    )
    seen = {"mentee": 200, "methodical_association": 200, "mentor": 404, "curator": 404, "head": 404}
    for role, status in seen.items():
        client = client_for(role, in_alpha)
        response = client.get(page)
        assert response.status_code == status
        assert (SECRET in response.content.decode()) == (status == 200)
        assert (page in client.get(listed).content.decode()) == (status == 200)


def test_whom_the_school_names_gets_nothing_else_of_the_curator(
    sent: Signal, running: Programme, cast: Cast, in_alpha: School, client_for: ClientFor
) -> None:
    """Being turned to is a right to the calls addressed to one, and to nothing beside them."""
    client = client_for("methodical_association", in_alpha)
    mine = reverse("meetings:signal", args=[sent.pk], urlconf="config.urls_school")
    others = actions.send_signal(
        addressee=account_in("curator", in_alpha).pk, words=Words("Другое"), acting=cast.mentor
    ).get_absolute_url()
    assert client.post(mine, {"text": "Приходите завтра"}).status_code == 302
    assert "Приходите завтра" in client.get(mine).content.decode()
    assert client.get(others).status_code == client.post(others, {"text": "Моё"}).status_code == 404
    for name, args in (("school", []), ("contact_new", []), ("private_note", [running.pk, 1])):
        page = reverse(f"meetings:{name}", args=args, urlconf="config.urls_school")
        assert client.get(page).status_code in {403, 404}


def test_today_tells_the_addressee_without_a_name_or_a_word(
    sent: Signal, running: Programme, in_alpha: School, client_for: ClientFor
) -> None:
    name = people_of(running).mentees[0].last_name
    page = client_for("methodical_association", in_alpha).get("/").content.decode()
    assert 'data-code="help.answer"' in page
    assert SECRET not in page
    assert name not in page.split('data-code="help.answer"')[1].split("</li>")[0]
    assert 'data-code="help.answer"' not in client_for("curator", in_alpha).get("/").content.decode()


def test_call_is_taken_answered_and_closed(sent: Signal, cast: Cast, in_alpha: School) -> None:
    helper = acting_as("methodical_association", in_alpha)
    with pytest.raises(NotAllowed):
        actions.take_signal(signal=sent, acting=cast.mentee)
    for stranger in (cast.mentor, cast.curator, cast.head):
        with pytest.raises(NotFound):
            actions.answer_signal(signal=sent, words=Words("Привет"), acting=stranger)
    assert actions.take_signal(signal=sent, acting=helper).state == Signal.State.TAKEN
    assert not actions.answer_signal(signal=sent, words=Words(SECRET), acting=helper).by_author
    assert actions.answer_signal(signal=sent, words=Words(SECRET), acting=cast.mentee).by_author
    assert queries.get_signal(cast.mentee, sent.pk).state == Signal.State.ANSWERED
    assert actions.close_signal(signal=sent, acting=helper).state == Signal.State.CLOSED
    with pytest.raises(SignalClosed):
        actions.answer_signal(signal=sent, words=Words("Ещё"), acting=cast.mentee)


def test_audit_trail_knows_that_and_not_what(sent: Signal, cast: Cast) -> None:
    actions.answer_signal(signal=sent, words=Words(SECRET), acting=cast.mentee)
    rows = SchoolAudit.objects.filter(code__startswith="help.")
    assert {row.code for row in rows} >= {"help.send", "help.answer"}
    assert SECRET not in json.dumps([row.facts for row in rows], ensure_ascii=False)


def test_other_side_of_the_pair_is_not_offered(running: Programme, cast: Cast, psychologist: Person) -> None:
    mentor, mentee = people_of(running).mentors[0], people_of(running).mentees[0]
    actions.name_contact(person=mentor, kind="trusted", acting=ACTING)
    offered = {each.account for each in queries.addressees(mentee)}
    assert offered == {psychologist.account_id, cast.curator.account_id}
    assert mentor.account_id is not None
    with pytest.raises(WrongTerms):
        actions.send_signal(addressee=mentor.account_id, words=Words(SECRET), acting=cast.mentee)
    with pytest.raises(WrongTerms):
        actions.name_contact(person=make_person(), kind="psychologist", acting=ACTING)
