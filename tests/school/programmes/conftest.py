"""A running programme of alpha whose mentor and mentee are the cast's accounts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from apps.school.programmes.models import Programme
from apps.school.programmes.queries import people_of
from kernel.acting import Actor
from tenants.organisations.models import School
from tests.support.cast import acting_as
from tests.support.programmes import make_draft, make_running


def seat(programme: Programme, school: School) -> Programme:
    """Give the cast's mentor and mentee accounts to the people of a programme."""
    people = people_of(programme)
    for role, person in (("mentor", people.mentors[0]), ("mentee", people.mentees[0])):
        person.account_id = acting_as(role, school).account_id
        person.save(update_fields=["account_id"])
    return programme


@dataclass(frozen=True)
class Cast:
    """Who acts in alpha."""

    curator: Actor
    head: Actor
    mentor: Actor
    mentee: Actor


@pytest.fixture
def cast(in_alpha: School) -> Cast:
    """Actors of alpha."""
    return Cast(*(acting_as(role, in_alpha) for role in ("curator", "head", "mentor", "mentee")))


@pytest.fixture
def running(in_alpha: School) -> Programme:
    """An approved programme of the cast's mentor and mentee."""
    return seat(make_running(), in_alpha)


@pytest.fixture
def draft(in_alpha: School) -> Programme:
    """A draft of the cast's mentor and mentee."""
    return seat(make_draft(), in_alpha)
