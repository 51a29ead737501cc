"""Offers, requests and remote pairs of tests, made by the real verbs: alpha offers a mentor, beta's mentee asks."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from apps.school.consents.queries import has
from apps.school.consents.rules import TRANSFER
from apps.school.liaison import actions, reporting
from apps.school.people.models import MenteeCard, MentorCard, Person
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
from tests.support.consents import give
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
    consent(person)
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
    consent(person)
    return make_mentee(person=person, **fields)


def consent(person: Person) -> None:
    """The person's name may be told to another school. Inside the school."""
    if not has(person, TRANSFER):
        give(person, TRANSFER)


def make_offer(
    school: School, *, places: int = 1, agreed: bool = True, mentor: MentorCard | None = None, **fields: Any
) -> UUID:
    """An offer of the school; opened by the mentor unless ``agreed`` is False."""
    with enter_school(school):
        card = mentor or mentor_of(school)
        defaults: dict[str, Any] = {"topics": "Цифровые инструменты урока", "forms": [FORM], "places": places}
        offer = actions.offer_mentor(mentor=card, **{**defaults, **fields}, acting=curator(school))
        if agreed:
            actions.answer_offer(offer=offer, agreed=True, acting=themself(card.person.account_id, "mentor"))
    return offer


def curator(school: School) -> Actor:
    """The school's curator."""
    return acting_as("curator", school)


def a_term() -> tuple[datetime.date, datetime.date]:
    """The longest term from today. Inside a school."""
    return today(), term_bounds(current(), today())[1]


def make_request(
    school: School, offer: UUID, *, mentee: MenteeCard | None = None, agreed: bool = True, **fields: Any
) -> UUID:
    """The curator of the school asks for the offer on behalf of a mentee; both people agree unless told otherwise."""
    with enter_school(school):
        card = mentee or mentee_of(school)
        starts_on, ends_on = a_term()
        defaults: dict[str, Any] = {"need": "Хочу вести уроки с доской", "form": FORM}
        defaults |= {"starts_on": starts_on, "ends_on": ends_on, "acting": curator(school)}
        request = actions.ask_for_mentor(offer=offer, mentee=card, **{**defaults, **fields})
    if agreed:
        both_agree(request)
    return request


def both_agree(request: UUID) -> None:
    """The mentee and, once he sees the request, the mentor say yes, those who have not yet said so."""
    row = RemoteRequest.objects.of_all_schools().select_related("offer", "school", "mentor_school").get(pk=request)
    if row.mentee_at is None:
        with enter_school(row.school):
            actions.answer_as_mentee(request=request, agreed=True, acting=themself(row.mentee_account, "mentee"))
    if row.mentor_at is None and row.mentee_curator_at is not None:
        with enter_school(row.mentor_school):
            mentor = themself(row.offer.mentor_account, "mentor")
            actions.answer_as_mentor(request=request, agreed=True, acting=mentor)


def themself(account: UUID | None, role: str) -> Actor:
    """Whoever the account is, in the own school."""
    return Actor(account_id=account, name=role, roles=frozenset({role}), place="school")


def publish_need(school: School, *, mentee: MenteeCard | None = None, **fields: Any) -> UUID:
    """The curator of the school publishes what a mentee needs, without a name."""
    with enter_school(school):
        starts_on, ends_on = a_term()
        defaults: dict[str, Any] = {"text": "Хочу вести уроки с цифровыми инструментами", "subjects": ["математика"]}
        defaults |= {"forms": [FORM], "starts_on": starts_on, "ends_on": ends_on, "acting": curator(school)}
        return actions.publish_need(mentee=mentee or make_mentee(), **{**defaults, **fields})


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


def copy_of(pair: RemotePair, number: int, **fields: Any) -> RemotePair:
    """Another pair like this one, of another mentee; ``fields``: what differs besides."""
    request = RemoteRequest.objects.of_all_schools().get(pk=pair.request_id)
    request.pk, request.mentee_card, request._state.adding = None, 10_000_000 + number, True
    request.save()
    copy = RemotePair.objects.of_all_schools().get(pk=pair.pk)
    copy.pk, copy.request, copy._state.adding = None, request, True
    copy.place = copy.load = None
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def on_region(role: str, school: School) -> Actor:
    """The cast's account of a school, acting on the region's host."""
    return actor_for(account_in(role, school), place="region")


def samples() -> dict[str, object]:
    """URL keyword -> value for the route walker: alpha's offer, beta's request, their pair with its work."""
    alpha, beta = (School.objects.get(slug=slug) for slug in ("alpha", "beta"))
    made = make_remote_pair(alpha, beta)
    item = made.pair.plan.create(title="Посетить урок")
    need = publish_need(beta)
    complaint = made.pair.complaints.create(side="mentee", text="Встречи срываются", answer_by=today())
    meeting = made.pair.meetings.create(starts_at="2026-01-15T09:00:00Z", topic="Знакомство")
    return {
        **statistics.samples(),
        "offer": made.offer.pk,
        "remote_request": made.request.pk,
        "remote_pair": made.pair.pk,
        "remote_item": item.pk,
        "remote_meeting": meeting.pk,
        "need": need,
        "remote_complaint": complaint.pk,
        "format": "pdf",
    }
