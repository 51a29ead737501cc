"""The live connection of a room: members only, asked anew at every message, and what they tell each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from apps.region.exchange.models import RemoteMeeting, RemotePair
from apps.region.rooms import actions, frames
from apps.region.rooms.models import Attendance, RoomMessage, Sitting
from apps.region.rooms.ports import Seat
from tenants.identity.models import Account, Membership
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.exchange import copy_of
from tests.support.lines import Line, cookie_of, live, meanwhile
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.rooms import ACTING, MadeRoom, make_room, room_of

REGION = "region.estafeta.localhost"
OFFER = {"description": {"type": "offer", "sdp": "v=0"}}


@pytest.fixture(autouse=True)
def _layer(settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@pytest.fixture
def made(transactional_db: None) -> MadeRoom:
    return make_room(*(School.objects.get(slug=slug) for slug in ("alpha", "beta")))


@pytest.fixture
def line(made: MadeRoom) -> Callable[..., Line]:
    """``line("mentor")``: a connection of alpha's mentor or beta's mentee to their room."""
    sides = {"mentor": made.pair.mentor_school, "mentee": made.pair.mentee_school}

    def make(who: str | Account | None, *, host: str = REGION, origin: str = "") -> Line:
        account = account_in(who, sides[who]) if isinstance(who, str) else who
        return Line(f"/ws/rooms/{made.room.pk}/", cookie_of(account), host, origin)

    return make


async def inside(line: Line, *, record: bool = True) -> dict[str, Any]:
    """Connect and come in; what the server answers."""
    assert await line.open()
    await line.send(type="join", record=record)
    return await line.hear("joined")


# ---- who is let in


def test_a_stranger_a_curator_and_nobody_are_not_let_in(line: Callable[..., Line], alpha: School, beta: School) -> None:
    lines = [line(account) for account in (account_in("mentee", alpha), account_in("curator", alpha), None)]

    async def scenario() -> None:
        for each in lines:
            assert not await each.open()

    live(scenario)


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        (REGION, "http://alpha.estafeta.localhost"),  # a page of a school, whose cookie is the same
        (REGION, "http://evil.example"),
        ("alpha.estafeta.localhost", ""),  # rooms are on the region's host alone
        ("beta.estafeta.localhost", ""),
    ],
)
def test_a_member_comes_by_the_regions_own_page_only(line: Callable[..., Line], host: str, origin: str) -> None:
    other = line("mentor", host=host, origin=origin)

    async def scenario() -> None:
        assert not await other.open()

    live(scenario)


def end_the_pair(made: MadeRoom) -> None:
    RemotePair.objects.of_all_schools().filter(pk=made.pair.pk).update(
        state="ended", closed_on="2026-01-20", closing_ground="x"
    )


def take_the_role(made: MadeRoom) -> None:
    Membership.objects.filter(account=made.pair.mentor_account).update(is_active=False)


@pytest.mark.parametrize("ending", [end_the_pair, take_the_role], ids=lambda ending: ending.__name__)
@pytest.mark.parametrize("says", [True, False], ids=["asks", "is told"])
def test_who_is_no_member_any_more_is_out_at_the_next_message_and_told_why(
    line: Callable[..., Line], made: MadeRoom, ending: Callable[[MadeRoom], None], says: bool
) -> None:
    mentor, mentee = line("mentor"), line("mentee")

    async def scenario() -> None:
        await inside(mentor)
        await inside(mentee)
        await mentor.find("here")
        await meanwhile(lambda: ending(made))
        if says:
            await mentor.send(type="say", key=str(uuid4()), text="Меня слышно?")
        else:
            await mentee.send(type="state", microphone=True, camera=True, screen=False)
        assert (await mentor.hear("out"))["code"] == "no_seat"
        await mentor.hear("closed")

    live(scenario)
    assert not RoomMessage.objects.exists()


# ---- what members tell each other


def test_two_find_each_other_and_one_of_them_is_polite(line: Callable[..., Line], made: MadeRoom) -> None:
    mentor, mentee = line("mentor"), line("mentee")

    async def scenario() -> None:
        first = await inside(mentor)
        second = await inside(mentee)
        card, other = await mentor.find("here"), await mentee.find("here")
        assert (card["from"], other["from"]) == (second["sid"], first["sid"])
        assert (card["name"], card["role"]) == (made.pair.mentee_name, "mentee")
        assert card["polite"] is not other["polite"]
        await mentor.send(type="signal", to=second["sid"], data=OFFER)
        assert await mentee.hear("signal") == {"type": "signal", "from": first["sid"], "data": OFFER}

    live(scenario)
    assert Sitting.objects.get().met_at is not None


def test_a_signal_reaches_only_whom_it_is_for_and_who_has_come_in(line: Callable[..., Line]) -> None:
    mentor, mentee, looking = line("mentor"), line("mentee"), line("mentee")

    async def scenario() -> None:
        await inside(mentor)
        second = await inside(mentee)
        assert await looking.open()
        await looking.find("here")
        await looking.send(type="signal", to=second["sid"], data=OFFER)
        assert (await looking.hear("error"))["code"] == "not_joined"
        await mentor.send(type="signal", to="nobody", data=OFFER)
        await mentor.send(type="say", key=str(uuid4()), text="только для вошедших")
        await mentor.hear("said")
        await mentee.hear("said")
        assert not [frame for frame in mentee.heard if frame["type"] == "signal"]
        assert await looking.hears_nothing()

    live(scenario)


def test_chat_stays_and_a_line_sent_again_is_said_once(line: Callable[..., Line]) -> None:
    mentor, again, key = line("mentor"), line("mentee"), str(uuid4())

    async def scenario() -> None:
        await inside(mentor)
        for _turn in range(2):
            await mentor.send(type="say", key=key, text="Добрый день!")
            await mentor.hear("said")
        await mentor.close()
        assert [said["text"] for said in (await inside(again))["chat"]] == ["Добрый день!"]

    live(scenario)


def test_who_writes_notes_second_sees_both_texts(line: Callable[..., Line], made: MadeRoom) -> None:
    mentor, mentee = line("mentor"), line("mentee")

    async def scenario() -> None:
        await inside(mentor)
        await inside(mentee)
        await mentor.send(type="note", base=0, text="Повестка наставника")
        assert (await mentor.hear("notes_kept"))["number"] == 1
        await mentee.send(type="note", base=0, text="Повестка ученика")
        differ = await mentee.hear("notes_differ")
        assert (differ["number"], differ["text"], differ["name"]) == (1, "Повестка наставника", made.pair.mentor_name)
        await mentee.send(type="note", base=1, text="Повестка наставника\n\nПовестка ученика")
        await mentee.hear("notes_kept")
        assert (await mentor.hear("notes"))["text"].endswith("Повестка ученика")

    live(scenario)


def test_a_second_window_takes_the_seat_and_the_first_is_closed(line: Callable[..., Line]) -> None:
    first, second = line("mentor"), line("mentor")

    async def scenario() -> None:
        await inside(first)
        await inside(second)
        await first.hear("closed")
        assert first.closed == 4409
        await second.send(type="alive")
        await second.hear("alive")

    live(scenario)
    assert Attendance.objects.filter(left_at=None).count() == 1


def test_nonsense_and_floods_are_answered_and_the_line_holds(line: Callable[..., Line]) -> None:
    mentor = line("mentor")

    async def scenario() -> None:
        assert await mentor.open()
        for text, code in [("{", "malformed"), ('{"type": "end"}', "not_joined"), ("x" * 70_000, "too_large")]:
            await mentor.send_text(text)
            assert (await mentor.hear("error"))["code"] == code
        for _turn in range(frames.BURST):
            await mentor.send_text("{")
        while (await mentor.hear("error"))["code"] != "too_fast":
            pass

    live(scenario)


# ---- attendance and the end


def test_only_who_agrees_is_written_down_and_the_end_becomes_the_pairs_record(
    line: Callable[..., Line], made: MadeRoom
) -> None:
    mentor, mentee = line("mentor"), line("mentee")
    records: list[str] = []

    async def scenario() -> None:
        await inside(mentor, record=True)
        await inside(mentee, record=False)
        await mentor.find("here")
        await mentor.send(type="note", base=0, text="Договорились о двух уроках")
        await mentee.hear("notes")
        await mentee.send(type="end")
        records.append((await mentor.hear("ended"))["url"])

    live(scenario)
    assert records == [f"/rooms/{made.room.pk}/records/{Sitting.objects.get().pk}/"]
    assert [row.person.key for row in Attendance.objects.select_related("person")] == ["mentor"]
    assert made.pair.meetings.get().state == RemoteMeeting.State.HELD


# ---- what is heard of others


CANARY = "qkcanaryk"


def test_frames_name_nobody_but_the_two(line: Callable[..., Line], made: MadeRoom) -> None:
    """Everybody else of both schools, another pair and what is said in its room have a word that nobody hears."""
    sides = (made.pair.mentor_school, made.pair.mentee_school)
    Account.objects.update(last_name=CANARY, first_name=CANARY)
    for school in sides:
        with enter_school(school):
            make_mentor(person=make_person(last_name=CANARY))
            make_mentee(person=make_person(last_name=CANARY))
    names = dict.fromkeys(("mentor_name", "mentee_name", "goal"), CANARY)
    other = copy_of(made.pair, 1, **names, mentor_account=uuid4(), mentee_account=uuid4())
    room, seat = room_of(other).room, Seat("mentor", CANARY, "mentor", other.mentor_school_id)
    actions.join(room=room, seat=seat, record=True, acting=ACTING)
    actions.say(room=room, seat=seat, key=uuid4(), words=actions.Words(CANARY), acting=ACTING)
    mentor, mentee = line("mentor"), line("mentee")

    async def scenario() -> None:
        await inside(mentor)
        await inside(mentee)
        await mentor.find("here")
        await mentor.send(type="say", key=str(uuid4()), text="Добрый день!")
        await mentee.hear("said")
        await mentee.send(type="note", base=0, text="Договорились")
        await mentor.hear("notes")
        await mentor.send(type="signal", to=(await mentee.find("joined"))["sid"], data=OFFER)
        await mentee.hear("signal")
        await mentee.send(type="end")
        await mentor.hear("ended")

    live(scenario)
    heard = json.dumps([mentor.heard, mentee.heard], ensure_ascii=False)
    assert made.pair.mentor_name in heard
    assert CANARY not in heard
    accounts = Account.objects.values_list("pk", "email")
    assert [word for account in accounts for word in map(str, account) if word in heard] == []
