"""Offers, requests and remote pairs of tests, made by the real verbs: alpha offers a mentor, beta's mentee asks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from apps.school.liaison import actions, reporting
from apps.school.people.models import MenteeCard, MentorCard
from apps.school.regulation.queries import current, current_or_none
from apps.school.regulation.rules import term_bounds
from kernel import clock
from kernel.acting import Actor
from kernel.clock import now, today
from tenants.identity.queries import actor_for
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support import statistics
from tests.support.cast import account_in, acting_as
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.regulation import adopted

FORM = "pedagogue_pedagogue"


def open_for_business(school: School, preset: str = "gymnasium-35", **values: Any) -> None:
    """Adopt a regulation in the school and send its terms outward."""
    with enter_school(school):
        if current_or_none() is None:
            adopted(preset, **values)
        reporting.send_indicators()


def mentor_of(school: School, **fields: Any) -> MentorCard:
    """A mentor card whose person has the cast's mentor account. Inside the school."""
    person = make_person(last_name="Орлова", first_name="Нина", account_id=account_in("mentor", school).pk)
    return make_mentor(person=person, **fields)


def mentee_of(school: School, **fields: Any) -> MenteeCard:
    """A mentee card whose person has the cast's mentee account. Inside the school."""
    person = make_person(
        last_name="Секретова",
        first_name="Ольга",
        birth_date=datetime.date(2000, 1, 1),
        teaching_since=today() - datetime.timedelta(days=300),
        account_id=account_in("mentee", school).pk,
    )
    return make_mentee(person=person, **fields)


def make_offer(school: School, *, places: int = 1, agreed: bool = True, mentor: MentorCard | None = None) -> UUID:
    """An offer of the school; opened by the mentor unless ``agreed`` is False."""
    with enter_school(school):
        card = mentor or mentor_of(school)
        offer = actions.offer_mentor(
            mentor=card, topics="Цифровые инструменты урока", forms=[FORM], places=places, acting=curator(school)
        )
        if agreed:
            account_id = card.person.account_id
            acting = Actor(account_id=account_id, name="m", roles=frozenset({"mentor"}), place="school")
            actions.answer_offer(offer=offer, agreed=True, acting=acting)
    return offer


def curator(school: School) -> Actor:
    """The school's curator."""
    return acting_as("curator", school)


def a_term() -> tuple[datetime.date, datetime.date]:
    """The longest term from today. Inside a school."""
    return today(), term_bounds(current(), today())[1]


def make_request(school: School, offer: UUID, *, mentee: MenteeCard | None = None, **fields: Any) -> UUID:
    """The curator of the school asks for the offer on behalf of a mentee."""
    with enter_school(school):
        card = mentee or mentee_of(school)
        starts_on, ends_on = a_term()
        defaults: dict[str, Any] = {"need": "Хочу вести уроки с доской", "form": FORM}
        defaults |= {"starts_on": starts_on, "ends_on": ends_on, "acting": curator(school)}
        return actions.ask_for_mentor(offer=offer, mentee=card, **{**defaults, **fields})


@dataclass(frozen=True)
class Made:
    """What a remote pair came out of."""

    offer: Offer
    request: RemoteRequest
    pair: RemotePair


def make_remote_pair(mentor_school: School, mentee_school: School) -> Made:
    """A remote pair of the two schools, led there by both curators yesterday: on each school's clock it has begun."""
    with clock.at(now() - datetime.timedelta(days=1)):
        open_for_business(mentor_school)
        open_for_business(mentee_school)
        offer = make_offer(mentor_school)
        request = make_request(mentee_school, offer)
        with enter_school(mentor_school):
            pair = actions.approve_incoming_request(request=request, acting=curator(mentor_school))
    return Made(
        Offer.objects.of_all_schools().get(pk=offer),
        RemoteRequest.objects.of_all_schools().get(pk=request),
        RemotePair.objects.of_all_schools().select_related("mentor_school", "mentee_school").get(pk=pair),
    )


def on_region(role: str, school: School) -> Actor:
    """The cast's account of a school, acting on the region's host."""
    return actor_for(account_in(role, school), place="region")


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker: alpha's offer, beta's request, their pair with its work."""
    alpha, beta = (School.objects.get(slug=slug) for slug in ("alpha", "beta"))
    made = make_remote_pair(alpha, beta)
    item = made.pair.plan.create(title="Посетить урок")
    meeting = made.pair.meetings.create(starts_at="2026-01-15T09:00:00Z", topic="Знакомство")
    return {
        **statistics.samples(),
        "offer": made.offer.pk,
        "remote_request": made.request.pk,
        "remote_pair": made.pair.pk,
        "remote_item": item.pk,
        "remote_meeting": meeting.pk,
    }
