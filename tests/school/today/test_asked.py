"""Lines of «Today» about what was asked: petitions, changes, releases, support, visits, the annual programme."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.school.pairs import actions as pairs
from apps.school.pairs import queries
from apps.school.pairs.models import Match
from apps.school.people.models import MenteeCard
from apps.school.programmes import amending, releasing
from apps.school.programmes.models import Programme
from apps.school.regulation.queries import current
from apps.school.today import own
from apps.school.today.waiting import asked
from apps.school.today.waiting.item import WaitingItem
from kernel.acting import Actor
from kernel.clock import today
from tenants.organisations.models import School
from tests.support.cast import account_in, acting_as
from tests.support.pairs import ask_longer, file_petition, make_pair
from tests.support.people import counted, make_mentee, make_mentor
from tests.support.programmes import (
    ACTING,
    approve_annual,
    make_release,
    make_running,
    propose_row,
)
from tests.support.regulation import adopted
from tests.support.today import seat


@pytest.fixture(autouse=True)
def _addresses(settings: Any) -> None:
    """Addresses as on the host of a school."""
    settings.ROOT_URLCONF = settings.SCHOOL_URLCONF


def office(role: str, school: School) -> dict[str, WaitingItem]:
    """Code -> line of an office."""
    return {item.code: item for item in asked.office(acting_as(role, school), current(), today())}


def told(actor: Actor, day: datetime.date | None = None) -> dict[str, WaitingItem]:
    """Code -> line of a participant."""
    when = day or today()
    return {item.code: item for item in asked.participant(actor, own.read(actor, when), when)}


def seated(school: School) -> Programme:
    return seat(make_running(), mentor=account_in("mentor", school), mentee=account_in("mentee", school))


def fresh(match: Match) -> Match:
    return queries.get_visible(match.pk, ACTING)


def test_petition_waits_for_whom_it_is_addressed_to(in_alpha: School) -> None:
    adopted("gymnasium-35")
    petition = file_petition(fresh(make_pair()))
    assert office("curator", in_alpha)["petitions.decide"].url == petition.get_absolute_url()
    assert "petitions.decide" not in office("head", in_alpha)
    pairs.decide_petition(petition=petition, granted=True, acting=ACTING)
    assert "petitions.decide" in office("curator", in_alpha)
    type(petition.author).objects.filter(pk=petition.author_id).update(account_id=account_in("mentee", in_alpha).pk)
    assert "petitions.answered" in told(acting_as("mentee", in_alpha))


def test_change_of_the_term_waits_for_words_and_then_for_the_order(in_alpha: School) -> None:
    programme = seated(in_alpha)
    match = ask_longer(fresh(programme.match))
    for role in ("mentor", "mentee"):
        assert f"/pairs/{match.pk}/term/answer/" == told(acting_as(role, in_alpha))["terms.answer"].url
        assert "terms.order" not in office("curator", in_alpha)
        row = match.term_changes.get().agreements.get(role=role)
        pairs.answer_term_change(match=match, agreement=row, accepted=True, acting=acting_as(role, in_alpha))
        assert "terms.answer" not in told(acting_as(role, in_alpha))
    assert "terms.order" in office("curator", in_alpha)


def test_change_of_the_programme_waits_for_the_other_side(in_alpha: School) -> None:
    programme = seated(in_alpha)
    amendment = propose_row(programme, acting_as("mentor", in_alpha))
    assert "changes.answer" not in told(acting_as("mentor", in_alpha))
    assert "Открытый урок" in told(acting_as("mentee", in_alpha))["changes.answer"].detail
    amending.withdraw_amendment(amendment=amendment, acting=ACTING)
    assert "changes.answer" not in told(acting_as("mentee", in_alpha))


def test_release_waits_for_the_head(in_alpha: School) -> None:
    release = make_release(seated(in_alpha))
    assert "releases.decide" in office("head", in_alpha)
    releasing.withdraw_release(release=release, acting=ACTING)
    assert "releases.decide" not in office("head", in_alpha)


def test_mentee_without_support_is_told_until_something_is_done(in_alpha: School) -> None:
    """pairing.unpaired_support: nothing done for a month is told to the curator."""
    adopted("cit", pairing__unpaired_support=True)
    card = make_mentee()
    assert "mentees.unsupported" not in office("curator", in_alpha)
    MenteeCard.objects.filter(pk=card.pk).update(entered_on=today() - datetime.timedelta(days=40))
    assert office("curator", in_alpha)["mentees.unsupported"].url == f"/pairs/unpaired/{card.pk}/"
    pairs.record_support(card=card, measure="Беседа", acting=ACTING)
    assert "mentees.unsupported" not in office("curator", in_alpha)


def test_unpaired_support_left_out_tells_nothing(in_alpha: School) -> None:
    adopted("cit", pairing__unpaired_support=False)
    MenteeCard.objects.filter(pk=make_mentee().pk).update(entered_on=today() - datetime.timedelta(days=40))
    assert "mentees.unsupported" not in office("curator", in_alpha)


def test_missing_annual_programme_is_told_until_it_is_approved(in_alpha: School) -> None:
    """programme.annual"""
    adopted("ozono-chepetskaya")
    assert "annual.missing" in office("head", in_alpha)
    approve_annual()
    assert "annual.missing" not in office("head", in_alpha)


def test_lines_ask_as_often_for_many_as_for_one(in_alpha: School) -> None:
    mentor, curator, day = acting_as("mentor", in_alpha), acting_as("curator", in_alpha), today()
    card = make_mentor(consents=False)
    type(card.person).objects.filter(pk=card.person_id).update(account_id=mentor.account_id)
    numbers = []
    for _time in range(2):
        programme = make_running(mentor=card)
        propose_row(programme, curator)
        file_petition(ask_longer(fresh(programme.match)))
        make_release(programme)
        mine, view = own.read(mentor, day), current()
        with CaptureQueriesContext(connection) as queries_asked:
            found = [*asked.office(curator, view, day), *asked.participant(mentor, mine, day)]
        assert found
        numbers.append(counted(queries_asked))
    assert numbers[0] == numbers[1]
