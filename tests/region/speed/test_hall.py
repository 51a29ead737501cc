"""Pages of the hall and of the console; who is told what."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse

from apps.region.rooms.models import Room
from apps.region.rooms.queries import seated
from apps.region.speed import actions, queries
from apps.region.speed.consumers import HallBoard
from apps.region.speed.models import Registration, SpeedCall, SpeedContinuation, SpeedEvent
from apps.region.speed.rooms import MeetingRoom, subject_of
from kernel.acting import Actor
from tenants.identity.models import Account
from tenants.identity.queries import actor_for
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in, acting_as
from tests.support.speed import ACTING, as_person, evening, make_event, sign_up

MENTOR, MENTEE = Registration.Side.MENTOR, Registration.Side.MENTEE


def url(name: str, *args: object) -> str:
    return reverse(f"speed:{name}", urlconf="config.urls_region", args=args)


def evening_of_the_cast(alpha: School, beta: School, *, others: int = 2, **more: Any) -> SpeedEvent:
    """A planned event: a mentor of alpha's cast and a mentee of beta's among others."""
    event = make_event(**more)
    for school, side in ((alpha, MENTOR), (beta, MENTEE)):
        account = account_in(side, school)
        actions.sign_up(
            event_id=event.pk,
            school=school,
            account_id=account.pk,
            name=f"Участник {side}",
            side=side,
            themes="опрос",
            wish="",
            acting=ACTING,
        )
        for number in range(others):
            sign_up(event, school, side, name=f"Прочий {side} {number}")
    return evening(alpha, beta, event=event)


def at_region(role: str, school: School) -> Actor:
    """Somebody of the cast at the region's host."""
    return actor_for(account_in(role, school), place="region")


def row_of(event: SpeedEvent, actor: Actor) -> Registration:
    own = queries.own_registration(event, actor.account_id)
    assert own is not None
    return own


def told(event: SpeedEvent, *people: Actor) -> list[dict[str, Any]]:
    """What the board tells each of them; empty for who is not let in."""
    board = HallBoard()
    look = board.look(board.read({"event": event.pk}), {str(number): actor for number, actor in enumerate(people)})
    return [dict(look.told[str(n)].content) if str(n) in look.told else {} for n in range(len(people))]


def test_each_is_told_their_own_meetings_and_strangers_nothing(alpha: School, beta: School) -> None:
    event = evening_of_the_cast(alpha, beta)
    mentor, mentee = at_region("mentor", alpha), at_region("mentee", beta)
    coordinator = acting_as("regional_coordinator")
    actions.start_event(event_id=event.pk, acting=ACTING)
    actions.ask_organiser(event_id=event.pk, text="Слышно ли меня?", acting=mentee)
    own_mentor, own_mentee, console, nothing = told(event, mentor, mentee, coordinator, at_region("mentee", alpha))
    assert [line["round"] for line in own_mentee["lines"]] == [1, 2, 3]
    assert {line["name"] for line in own_mentor["lines"]} >= {"Участник mentee"}
    assert [call["text"] for call in own_mentee["calls"]] == ["Слышно ли меня?"]
    assert own_mentor["calls"] == []
    assert own_mentee["clock"]["phase"] == "round"
    assert "lines" not in console
    assert nothing == {}


def test_frames_name_only_whom_one_meets(alpha: School, beta: School) -> None:
    """Nor anybody's account or address; the organiser's frame names nobody, the console is a page."""
    event = evening_of_the_cast(alpha, beta, others=6)
    own = at_region("mentee", beta)
    mine, console = told(event, own, acting_as("regional_coordinator"))
    met = {line["name"] for line in mine["lines"]}
    everybody = set(Registration.objects.of_all_schools().values_list("name", flat=True))
    heard = json.dumps(mine, ensure_ascii=False)
    assert len(met) == event.rounds
    assert [name for name in everybody - met if name in heard] == []
    assert [name for name in everybody if name in json.dumps(console, ensure_ascii=False)] == []
    assert [word for row in Account.objects.all() for word in (str(row.pk), row.email) if word in heard] == []


def test_who_has_no_role_in_their_school_any_more_is_told_nothing(alpha: School, beta: School) -> None:
    event = evening_of_the_cast(alpha, beta)
    mentee = at_region("mentee", beta)
    gone = Actor(account_id=mentee.account_id, name="", roles=frozenset({"mentor"}), place="region", schools={})
    assert told(event, mentee, gone)[1] == {}


def test_hall_is_read_in_as_many_queries_for_one_as_for_many(
    alpha: School, beta: School, django_assert_num_queries: Any
) -> None:
    for others in (1, 20):
        event = evening_of_the_cast(alpha, beta, others=others)
        actions.start_event(event_id=event.pk, acting=ACTING)
        people = [as_person(event, side) for side in (MENTOR, MENTEE)] * others
        with django_assert_num_queries(8):
            told(event, *people)


def test_hall_leads_into_the_room_of_the_round(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = evening_of_the_cast(alpha, beta)
    client = client_for("mentee", beta, at="region")
    mentee = at_region("mentee", beta)
    assert client.get(url("hall", event.pk)).context["content"]["clock"]["phase"] == "before"
    assert client.post(url("meet", event.pk)).status_code == 422
    run = actions.start_event(event_id=event.pk, acting=ACTING)
    page = client.get(url("hall", event.pk))
    assert page.status_code == 200
    assert page.context["content"]["lines"][0]["name"]
    for _twice in range(2):
        answer = client.post(url("meet", event.pk))
    room = Room.objects.get(kind="speed_meeting")
    assert answer["Location"].endswith(f"/rooms/{room.pk}/")
    seat = seated(room.pk, mentee)
    assert seat is not None
    assert seat.seat.key == str(row_of(event, mentee).pk)
    others = {"stranger": at_region("mentee", alpha), "organiser": acting_as("regional_coordinator")}
    assert seated(room.pk, others["stranger"]) is None
    helper = seated(room.pk, others["organiser"])
    assert helper is not None
    assert helper.seat.role == "organiser"
    assert helper.kind.title(room.subject)
    assert client.get(answer["Location"]).context["back_url"] == url("hall", event.pk)
    actions.skip_step(event_id=event.pk, version=run.version, acting=ACTING)
    assert [seated(room.pk, actor) for actor in (mentee, others["organiser"])] == [None, None]


def test_group_shares_one_room(alpha: School, beta: School) -> None:
    event = evening_of_the_cast(alpha, beta, event_format="group", seats=3, rounds=1)
    actions.start_event(event_id=event.pk, acting=ACTING)
    meetings = list(event.meetings.filter(mentor=row_of(event, at_region("mentor", alpha))))
    subjects = {subject_of(meeting) for meeting in meetings}
    assert len(subjects) == 1
    assert len(subjects.pop()) <= 40
    seats = [MeetingRoom().seat(subject_of(meeting), at_region("mentor", alpha)) for meeting in meetings]
    assert all(seat is not None and seat.role == "mentor" for seat in seats)


def test_console_runs_the_evening(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = evening_of_the_cast(alpha, beta)
    client = client_for("regional_coordinator")
    assert url("start", event.pk) in client.get(url("console", event.pk)).content.decode()
    assert client.post(url("start", event.pk)).status_code == 302
    version = client.get(url("console", event.pk)).context["run"].version
    for act, more in (("pause", {}), ("resume", {}), ("extend", {"minutes": "2"}), ("skip", {})):
        assert client.post(url(act, event.pk), {"version": str(version), **more}).status_code == 302, act
        version += 1
    stale = client.post(url("skip", event.pk), {"version": "1"})
    assert stale.status_code == 422
    page = client.get(url("console", event.pk))
    assert page.context["phase"].key == "break-2"
    gone = row_of(event, at_region("mentee", beta))
    assert client.post(url("missing", event.pk, gone.pk)).status_code == 302
    assert url("placed", event.pk, gone.pk) in client.get(url("console", event.pk)).content.decode()
    assert client.post(url("placed", event.pk, gone.pk)).status_code == 302
    assert client.post(url("say", event.pk), {"text": "Перерыв"}).status_code == 302
    assert client.get(url("better", event.pk)).status_code == 200
    assert client.post(url("find_better", event.pk)).status_code == 302
    assert client.get(url("better", event.pk)).context["offered"].since == 2
    assert client.get(url("apply_better", event.pk)).status_code == 200
    assert client.post(url("apply_better", event.pk)).status_code == 302
    assert client.post(url("finish", event.pk))["Location"] == url("report", event.pk)
    assert client.get(url("report", event.pk)).status_code == 200
    assert client.get(url("console", event.pk)).status_code == 200


def test_calls_come_to_the_console_and_their_answers_back(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = evening_of_the_cast(alpha, beta)
    person, organiser = client_for("mentee", beta, at="region"), client_for("regional_coordinator")
    actions.start_event(event_id=event.pk, acting=ACTING)
    assert person.post(url("ask", event.pk), {"text": "Где зал?"})["Location"] == url("hall", event.pk)
    assert person.post(url("ask", event.pk), {"text": ""}).status_code == 422
    assert person.post(url("help", event.pk)).status_code == 302
    question, help_wanted = SpeedCall.objects.order_by("pk")
    page = organiser.get(url("console", event.pk)).content.decode()
    assert "Где зал?" in page
    assert url("visit", event.pk, question.author_id) in page
    assert organiser.get(url("answer", event.pk, question.pk)).status_code == 200
    assert organiser.post(url("answer", event.pk, question.pk), {"answer": "Здесь"}).status_code == 302
    assert organiser.post(url("coming", event.pk, help_wanted.pk)).status_code == 302
    visit = organiser.post(url("visit", event.pk, question.author_id))
    assert "/rooms/" in visit["Location"]
    told_now = told(event, at_region("mentee", beta))[0]
    assert [call["done"] for call in told_now["calls"]] == [True, True]


def test_late_person_comes_in_by_themselves(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = evening(alpha, beta, mentors=3, mentees=2)
    client = client_for("mentee", beta, at="region")
    assert url("come", event.pk) not in client.get(url("hall", event.pk)).content.decode()
    actions.start_event(event_id=event.pk, acting=ACTING)
    assert url("come", event.pk) in client.get(url("hall", event.pk)).content.decode()
    assert client.get(url("come", event.pk)).status_code == 200
    sent = {"school": beta.pk, "side": "mentee", "themes": "опрос"}
    assert client.post(url("come", event.pk), sent)["Location"] == url("hall", event.pk)
    assert event.meetings.filter(mentee=row_of(event, at_region("mentee", beta))).count() == 3


def test_meeting_leads_to_a_request_or_leaves_a_wish_with_the_curators(
    alpha: School, beta: School, client_for: ClientFor, settings: Any
) -> None:
    event = evening_of_the_cast(alpha, beta)
    mentee = at_region("mentee", beta)
    meeting = event.meetings.filter(mentee=row_of(event, mentee), round=1).get()
    actions.start_event(event_id=event.pk, acting=ACTING)
    client = client_for("mentee", beta, at="region")
    settings.SPEED_OFFERS = "tests.region.speed.test_hall.no_offer"
    assert client.get(url("go_on", meeting.pk)).status_code == 200
    assert client.post(url("go_on", meeting.pk))["Location"] == url("hall", event.pk)
    settings.SPEED_OFFERS = "tests.region.speed.test_hall.an_offer"
    offered = client.post(url("go_on", meeting.pk))["Location"]
    assert offered.startswith(f"http://{beta.slug}.")
    assert offered.endswith("/ask/")
    assert SpeedContinuation.objects.count() == 1
    for school in (alpha, beta):
        page = client_for("curator", school, at="region").get(url("continuations"))
        assert len(page.context["wishes"]) == 1
    assert client.get(url("continuations")).status_code == 403


def no_offer(school_id: int, account_id: Any) -> None:
    """The mentor is not offered."""


def an_offer(school_id: int, account_id: Any) -> Any:
    """The mentor is offered: any key."""
    return account_id


@pytest.mark.parametrize("name", ["console", "start", "pause", "better", "say"])
def test_console_is_the_coordinators_alone(alpha: School, beta: School, client_for: ClientFor, name: str) -> None:
    event = evening(alpha, beta)
    client = client_for("mentor", alpha, at="region")
    assert client.post(url(name, event.pk)).status_code in {403, 405}
