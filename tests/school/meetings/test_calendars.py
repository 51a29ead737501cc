"""The feed of a person: its secret address, what calendars take over, what nobody sees there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from apps.school.meetings import actions
from apps.school.meetings.models import FeedAddress
from apps.school.meetings.queries.agenda import token_of
from apps.school.programmes import meetings
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.queries import people_of
from kernel.errors import NotAllowed
from tenants.identity.models import Membership
from tenants.isolation.backend import connection
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.meetings.conftest import Cast
from tests.support.cast import ClientFor, acting_as
from tests.support.programmes import close, make_meeting, make_running

HOUR = datetime.timedelta(hours=1)


def address(feed: FeedAddress) -> str:
    return reverse("meetings:feed_file", args=[feed.pk, token_of(feed)], urlconf="config.urls_school")


@pytest.fixture
def feed(running: Programme, cast: Cast) -> FeedAddress:
    """The mentor's address."""
    return actions.open_feed(person=people_of(running).mentors[0], acting=cast.mentor)


@dataclass(frozen=True)
class Shown:
    """An event as a calendar reads it."""

    uid: str
    sequence: int
    status: str
    start: datetime.datetime


class Reader:
    """A calendar program: it knows an address and has no session. Afterwards the test is in alpha again."""

    def __init__(self, client: Client, school: School) -> None:
        self.client, self.school = client, school

    def status(self, url: str) -> int:
        """What the address answers."""
        status = self.client.get(url).status_code
        connection.set_tenant(self.school)
        return status

    def text(self, feed: FeedAddress) -> str:
        """The whole file."""
        response = self.client.get(address(feed))
        connection.set_tenant(self.school)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/calendar")
        return response.getvalue().decode()

    def events(self, feed: FeedAddress) -> list[Shown]:
        """Its events."""
        return [
            Shown(str(event["uid"]), int(str(event["sequence"])), str(event["status"]), event.decoded("dtstart"))
            for event in Calendar.from_ical(self.text(feed)).walk("VEVENT")
        ]


@pytest.fixture
def reader(client_for: ClientFor, in_alpha: School) -> Reader:
    """Reads on alpha's host."""
    return Reader(client_for(at="alpha"), in_alpha)


def later(meeting: Meeting) -> Meeting:
    """The meeting as made a minute ago, so that a change now is a later one."""
    earlier = meeting.created_at - datetime.timedelta(minutes=1)
    Meeting.objects.filter(pk=meeting.pk).update(created_at=earlier)
    return Meeting.objects.get(pk=meeting.pk)


def test_moved_meeting_replaces_itself_with_a_higher_sequence(
    running: Programme, feed: FeedAddress, cast: Cast, reader: Reader
) -> None:
    meeting = make_meeting(running)
    [first] = reader.events(feed)
    later(meeting)
    meetings.replan_meeting(
        meeting=meeting, starts_at=meeting.starts_at + HOUR, minutes=30, mode="in_person", acting=cast.mentor
    )
    [second] = reader.events(feed)
    assert second.uid == first.uid
    assert second.sequence > first.sequence
    assert second.start == first.start + HOUR
    assert second.status == "CONFIRMED"


def test_meeting_called_off_stays_in_the_feed_as_cancelled(
    running: Programme, feed: FeedAddress, cast: Cast, reader: Reader
) -> None:
    make_meeting(running)
    [first] = reader.events(feed)
    meetings.remove_meeting(meeting=running.meetings.get(), acting=cast.mentor)
    [second] = reader.events(feed)
    assert second.uid == first.uid
    assert second.sequence > first.sequence
    assert second.status == "CANCELLED"


def test_missed_meeting_and_meetings_of_a_pair_that_is_over_are_cancelled(
    running: Programme, feed: FeedAddress, cast: Cast, reader: Reader
) -> None:
    missed = make_meeting(running, days=1)
    make_meeting(running, days=2)
    meetings.record_meeting(meeting=missed, held=False, missed_reason="Болезнь", acting=cast.mentor)
    close(running, ground="mutual_decision")
    found = reader.events(feed)
    assert [event.status for event in found] == ["CANCELLED", "CANCELLED"]


def test_feed_names_nobody_beyond_the_own_pairs(running: Programme, feed: FeedAddress, reader: Reader) -> None:
    make_meeting(running)
    other = make_running()
    make_meeting(other, topic="Чужая тема")
    text = reader.text(feed).replace("\r\n ", "")
    assert people_of(running).mentees[0].last_name in text
    assert "Чужая тема" not in text
    assert people_of(other).mentees[0].last_name not in text


def test_new_or_closed_address_makes_the_former_one_untrue(
    running: Programme, feed: FeedAddress, cast: Cast, reader: Reader
) -> None:
    former = address(feed)
    person = people_of(running).mentors[0]
    renewed = actions.open_feed(person=person, acting=cast.mentor)
    assert reader.status(former) == 404
    assert reader.status(address(renewed)) == 200
    actions.close_feed(person=person, acting=cast.mentor)
    assert reader.status(address(renewed)) == 404
    with pytest.raises(NotAllowed):
        actions.open_feed(person=person, acting=cast.mentee)


def test_feed_closes_with_the_membership(running: Programme, feed: FeedAddress, cast: Cast, reader: Reader) -> None:
    assert reader.status(address(feed)) == 200
    Membership.objects.filter(account=cast.mentor.account_id).update(is_active=False)
    assert reader.status(address(feed)) == 404


def test_address_opens_nothing_in_another_school(alpha: School, beta: School, client_for: ClientFor) -> None:
    with enter_school(beta):
        programme = make_running()
        person = people_of(programme).mentors[0]
        person.account_id = acting_as("mentor", beta).account_id
        person.save(update_fields=["account_id"])
        feed = actions.open_feed(person=person, acting=acting_as("mentor", beta))
        url = address(feed)
    assert client_for(at="alpha").get(url).status_code == 404
    assert client_for(at="beta").get(url).status_code == 200
