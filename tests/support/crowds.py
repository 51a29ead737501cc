"""A thousand people of one event with browsers that are signed in, made in bulk: for the benchmark of the hall."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils.crypto import get_random_string

from apps.region.speed.models import Registration, SpeedEvent, SpeedMeeting
from kernel.clock import now
from tenants.identity.models import Account, Membership
from tenants.organisations.models import School
from tests.support.probing import BACKEND
from tests.support.speed import begin, make_event


@dataclass(frozen=True)
class Crowd:
    """An event, and the session key of each participant by registration."""

    event: SpeedEvent
    sessions: dict[int, str]


def crowd(alpha: School, beta: School, *, pairs: int, rounds: int = 8) -> Crowd:
    """``pairs`` mentors of alpha and as many mentees of beta; in every round everybody meets somebody else."""
    event = make_event(places=500, rounds=rounds)
    mentors = _people(event, alpha, Registration.Side.MENTOR, pairs)
    mentees = _people(event, beta, Registration.Side.MENTEE, pairs)
    SpeedMeeting.objects.bulk_create(
        SpeedMeeting(event=event, round=number, mentor=mentor, mentee=mentees[(place + number) % pairs])
        for number in range(1, rounds + 1)
        for place, mentor in enumerate(mentors)
    )
    begin(event, days=0)
    SpeedEvent.objects.filter(pk=event.pk).update(state=SpeedEvent.State.PLANNED)
    event.refresh_from_db()
    return Crowd(event, _signed_in([*mentors, *mentees]))


def _people(event: SpeedEvent, school: School, side: str, count: int) -> list[Registration]:
    accounts = Account.objects.bulk_create(
        Account(email=f"{side}{number}@crowd.demo", last_name=f"Участник{number}", first_name="Иван")
        for number in range(count)
    )
    Membership.objects.bulk_create(Membership(account=account, school=school, role=side) for account in accounts)
    rows = [
        Registration(event=event, school=school, account_id=account.pk, name=str(account), side=side, themes=["опрос"])
        for account in accounts
    ]
    Registration.objects.of(school.pk).bulk_create(rows)
    return list(Registration.objects.of(school.pk).filter(event=event, side=side).order_by("pk"))


def _signed_in(people: list[Registration]) -> dict[int, str]:
    accounts = Account.objects.in_bulk([person.account_id for person in people])
    store, expires = SessionStore(), now() + datetime.timedelta(days=1)
    keys = {person.pk: get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789") for person in people}
    Session.objects.bulk_create(
        Session(
            session_key=keys[person.pk],
            session_data=store.encode(
                {
                    SESSION_KEY: str(person.account_id),
                    BACKEND_SESSION_KEY: BACKEND,
                    HASH_SESSION_KEY: accounts[person.account_id].get_session_auth_hash(),
                }
            ),
            expire_date=expires,
        )
        for person in people
    )
    return keys
