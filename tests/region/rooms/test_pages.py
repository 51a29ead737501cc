"""Pages of rooms: the way in, the record, and who gets neither."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pytest

from apps.region.exchange import actions as exchange
from apps.region.exchange.models import RemoteMeeting
from apps.region.exchange.rooms import KIND
from apps.region.rooms import actions
from apps.region.rooms.models import Room, Sitting
from apps.region.rooms.queries import seat_of
from kernel.clock import at, now
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.exchange import make_remote_pair, on_region
from tests.support.rooms import ACTING, MadeRoom, make_room


@pytest.fixture
def made(alpha: School, beta: School) -> MadeRoom:
    return make_room(alpha, beta)


def test_the_pairs_page_leads_into_its_room(client_for: ClientFor, alpha: School, beta: School) -> None:
    pair = make_remote_pair(alpha, beta).pair
    client = client_for("mentor", alpha, at="region")
    enter = f"/rooms/enter/{KIND}/{pair.pk}/"
    assert enter in client.get(f"/exchange/{pair.pk}/").content.decode()
    answer = client.post(enter)
    room = Room.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/rooms/{room.pk}/")
    page = client.get(f"/rooms/{room.pk}/")
    assert f'data-live="ws://region.estafeta.localhost/ws/rooms/{room.pk}/"' in page.content.decode()
    client_for("mentee", beta, at="region").post(enter)
    assert Room.objects.count() == 1


def test_who_has_no_seat_learns_of_no_room(client_for: ClientFor, made: MadeRoom, alpha: School) -> None:
    for role in ("mentee", "curator"):
        client = client_for(role, alpha, at="region")
        assert client.get(f"/rooms/{made.room.pk}/").status_code == 404
        assert client.post(f"/rooms/enter/{KIND}/{made.pair.pk}/").status_code == 404
    assert client.post("/rooms/enter/unknown/1/").status_code == 404


def test_an_abandoned_meeting_ends_when_its_last_sign_came(made: MadeRoom, alpha: School, beta: School) -> None:
    mentor = on_region("mentor", alpha)
    seat = seat_of(KIND, str(made.pair.pk), mentor)
    sitting = actions.join(room=made.room, seat=seat, record=True, acting=mentor)
    actions.met(sitting=sitting.pk)
    assert actions.end_abandoned(acting=ACTING) == []
    Sitting.objects.update(updated_at=now() - datetime.timedelta(hours=1))
    Sitting.objects.update(started_at=now() - datetime.timedelta(hours=2), met_at=now() - datetime.timedelta(hours=2))
    [ended] = actions.end_abandoned(acting=ACTING)
    assert ended.ended_at is not None
    assert ended.ended_at < now() - datetime.timedelta(minutes=59)
    assert made.pair.meetings.get().state == RemoteMeeting.State.HELD


def test_the_meeting_that_was_planned_is_the_one_held(made: MadeRoom, alpha: School) -> None:
    planned = made.pair.meetings.create(
        starts_at=now() - datetime.timedelta(minutes=10), minutes=45, topic="Знакомство"
    )
    mentor = on_region("mentor", alpha)
    seat = seat_of(KIND, str(made.pair.pk), mentor)
    with at(now() - datetime.timedelta(minutes=30)):
        sitting = actions.join(room=made.room, seat=seat, record=False, acting=mentor)
        actions.met(sitting=sitting.pk)
    actions.end(room=made.room, acting=mentor)
    planned.refresh_from_db()
    assert (planned.state, planned.minutes) == (RemoteMeeting.State.HELD, 30)
    assert made.pair.meetings.count() == 1


def test_who_waited_alone_has_held_no_meeting(made: MadeRoom, alpha: School, client_for: ClientFor) -> None:
    mentor = on_region("mentor", alpha)
    seat = seat_of(KIND, str(made.pair.pk), mentor)
    actions.join(room=made.room, seat=seat, record=True, acting=mentor)
    ended = actions.end(room=made.room, acting=mentor)
    assert ended is not None
    assert not made.pair.meetings.exists()
    text = client_for("mentor", alpha, at="region").get(f"/rooms/{made.room.pk}/records/{ended.pk}/").content.decode()
    assert "Встреча не состоялась" in text
    assert made.pair.mentor_name in text


def test_the_record_stays_with_the_pair_and_the_office_reads_no_chat(
    client_for: ClientFor, made: MadeRoom, alpha: School, beta: School
) -> None:
    mentor = on_region("mentor", alpha)
    seat = seat_of(KIND, str(made.pair.pk), mentor)
    sitting = actions.join(room=made.room, seat=seat, record=False, acting=mentor)
    actions.met(sitting=sitting.pk)
    actions.say(room=made.room, seat=seat, key=uuid4(), words=actions.Words("Только вам"), acting=mentor)
    actions.end(room=made.room, acting=mentor)
    exchange.close_pair(
        pair=made.pair,
        ground="plan_completed",
        results="Доска освоена",
        closed_on=made.pair.starts_on,
        acting=on_region("curator", beta),
    )
    record = f"/rooms/{made.room.pk}/records/{sitting.pk}/"
    for school, role, reads_chat in ((alpha, "mentor", True), (beta, "mentee", True), (beta, "curator", False)):
        client = client_for(role, school, at="region")
        assert record in client.get(f"/exchange/{made.pair.pk}/").content.decode()
        page = client.get(record)
        assert page.status_code == 200
        assert ("Только вам" in page.content.decode()) is reads_chat
    assert client_for("mentor", alpha, at="region").get(f"/rooms/{made.room.pk}/").status_code == 404
    assert client_for("mentee", alpha, at="region").get(record).status_code == 404
    coordinator = client_for("regional_coordinator")
    assert record not in coordinator.get(f"/exchange/{made.pair.pk}/").content.decode()
    assert coordinator.get(record).status_code == 404
