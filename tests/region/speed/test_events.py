"""Events from sign-up to feedback."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from apps.region.speed import actions, queries
from apps.region.speed.models import Registration, SpeedEvent, SpeedMeeting
from kernel.acting import Actor
from kernel.clock import now
from kernel.errors import Conflict, InputError, NotFound, RuleViolation
from tenants.organisations.models import School, SchoolTerms
from tests.support.cast import ClientFor, account_in, acting_as
from tests.support.speed import ACTING, begin, change, make_event, plan, sign_up

URLCONF = "config.urls_region"
MENTOR, MENTEE = Registration.Side.MENTOR, Registration.Side.MENTEE


def url(name: str, *args: object) -> str:
    return reverse(f"speed:{name}", urlconf=URLCONF, args=args)


def sign_up_as(event: SpeedEvent, school: School, person: Actor) -> Registration:
    """A mentee of the cast is in."""
    assert person.account_id is not None
    return actions.sign_up(
        event_id=event.pk,
        school=school,
        account_id=person.account_id,
        name="Н",
        side=MENTEE,
        themes="",
        wish="",
        acting=person,
    )


def evening_of_four(alpha: School, beta: School) -> SpeedEvent:
    """Four mentors, four mentees, three rounds."""
    event = make_event()
    for number in range(4):
        sign_up(event, alpha, MENTOR, name=f"Наставник {number}")
        sign_up(event, beta, MENTEE, name=f"Наставляемый {number}")
    return event


def test_event_is_refused_by_the_strictest_invited_school(alpha: School, beta: School) -> None:
    values = {"types.speed_max_minutes": {"value": 10, "clause": "разд. 9", "quote": "", "origin": "school"}}
    SchoolTerms.objects.create(school=alpha, values=values, sent_at=now())
    with pytest.raises(RuleViolation) as refusal:
        make_event(minutes=15)
    assert [item.clause for item in refusal.value.violations] == ["разд. 9"]
    assert make_event(minutes=10).minutes == 10


def test_sign_up_twice_is_refused(alpha: School, beta: School) -> None:
    event, account = make_event(), account_in("mentor", alpha)

    def come(themes: str) -> None:
        actions.sign_up(
            event_id=event.pk,
            school=alpha,
            account_id=account.pk,
            name="Н",
            side=MENTOR,
            themes=themes,
            wish="",
            acting=ACTING,
        )

    come("Алгебра, алгебра; Проекты")
    assert Registration.objects.of(alpha.pk).get().themes == ["алгебра", "проекты"]
    with pytest.raises(Conflict):
        come("")


def test_school_that_is_not_invited_sees_nothing(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = make_event()
    event.schools.set([alpha])
    assert client_for("mentor", beta, at="region").get(url("event", event.pk)).status_code == 404
    assert client_for("mentor", alpha, at="region").get(url("event", event.pk)).status_code == 200
    with pytest.raises(NotFound):
        sign_up(event, beta, MENTEE)


def test_last_place_is_taken_once_and_the_others_wait(transactional_db: None) -> None:
    event = make_event(places=1)
    school = School.objects.order_by("pk")[0]
    waits: list[bool] = []

    def run() -> None:
        try:
            waits.append(sign_up(event, school, MENTOR).waits)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [False] + [True] * 7


def test_freed_place_goes_to_the_first_who_waits_and_whose_school_has_places(alpha: School, beta: School) -> None:
    event = make_event(mentee_places=2, school_places=1)
    first, other = sign_up(event, alpha, MENTEE), sign_up(event, beta, MENTEE)
    of_alpha, of_beta = sign_up(event, alpha, MENTEE), sign_up(event, beta, MENTEE)
    assert [first.waits, other.waits, of_alpha.waits, of_beta.waits] == [False, False, True, True]
    assert not sign_up(event, alpha, MENTOR).waits
    for _twice in range(2):
        actions.cancel_registration(event_id=event.pk, registration_id=other.pk, acting=ACTING)
    assert [row.pk for row in queries.waiting_of(event)] == [of_alpha.pk]
    change(event, places=20, mentee_places=None, school_places=None)
    assert not queries.waiting_of(event).exists()


def test_event_that_does_not_go_with_its_format_is_refused_by_field(alpha: School, beta: School) -> None:
    with pytest.raises(InputError) as refusal:
        make_event(event_format="sequential", rounds=9, seats=2)
    assert [problem["place"] for problem in refusal.value.problems] == ["rounds", "seats"]


def test_rounds_of_a_series_are_a_week_apart(alpha: School, beta: School) -> None:
    event = make_event(event_format="sequential", minutes=30, rounds=4)
    starts = [queries.round_start(event, number) for number in (1, 2, 4)]
    assert [(start - starts[0]).days for start in starts] == [0, 7, 21]


def test_small_timetables_are_computed_at_once_and_compared(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = evening_of_four(alpha, beta)
    client = client_for("regional_coordinator")
    assert client.post(url("plan", event.pk))["Location"] == url("plans", event.pk)
    assert SpeedMeeting.objects.count() == 0
    page = client.get(url("plans", event.pk)).content.decode()
    assert url("publish", event.pk, "fairest") in page
    assert url("publish", event.pk, "total") in page
    assert client.get(url("publish", event.pk, "fairest")).status_code == 200
    person = Registration.objects.of(alpha.pk)[0].pk
    chosen = client.get(url("plans", event.pk), {"person": str(person), "aim": "total"})
    assert client.get(chosen["Location"]).status_code == 200
    assert client.post(url("publish", event.pk, "fairest")).status_code == 302
    event.refresh_from_db()
    assert event.state == SpeedEvent.State.PLANNED
    assert SpeedMeeting.objects.filter(event=event).count() == 12


def test_price_of_fairness_is_told_with_who_loses(alpha: School, beta: School, client_for: ClientFor) -> None:
    """Two mentors know what one mentee needs and nobody else does: the best total gives them to him alone."""
    event = make_event(rounds=2)
    for _number in range(2):
        sign_up(event, alpha, MENTOR, themes="опрос")
    lucky = sign_up(event, beta, MENTEE, themes="опрос", name="Везучий Иван")
    other = sign_up(event, beta, MENTEE, name="Прочий Пётр")
    third = sign_up(event, beta, MENTEE, name="Третий Фома")
    plan(event)
    page = client_for("regional_coordinator").get(url("plans", event.pk))
    fairest, total = (column["offered"] for column in page.context["columns"])
    assert (fairest.plan.aim, total.plan.aim) == ("fairest", "total")
    assert fairest.figures.least == 1
    assert fairest.figures.fit <= total.figures.fit
    held = [sum(pk in slot.ends for slot in fairest.slots) for pk in (lucky.pk, other.pk, third.pk)]
    assert sorted(held) == [1, 1, 2]
    assert page.context["compared"].price


def test_large_timetable_is_computed_by_a_job(
    alpha: School, beta: School, client_for: ClientFor, run_jobs: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.region.speed.actions.planning.AT_ONCE", 10)
    event = evening_of_four(alpha, beta)
    for _time in range(2):
        with run_jobs():
            response = client_for("regional_coordinator").post(url("plan", event.pk))
        assert "/plans/" not in response["Location"]
        assert {plan.aim for plan in queries.plans_of(event)} == {"fairest", "total"}
        assert all(len(plan.slots) == 12 and plan.gap == 0 for plan in queries.plans_of(event))


def test_timetable_of_other_people_is_not_published(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = evening_of_four(alpha, beta)
    actions.ask_timetable(event_id=event.pk, result_url="", acting=ACTING)
    late = sign_up(event, beta, MENTEE, name="Поздняя Вера")
    with pytest.raises(Conflict):
        actions.publish_plan(event_id=event.pk, aim="fairest", acting=ACTING)
    page = client_for("regional_coordinator").get(url("plans", event.pk)).content.decode()
    assert url("publish", event.pk, "fairest") not in page
    plan(event)
    assert event.meetings.filter(mentee_id=late.pk).exists()


def test_wishes_move_the_timetable_and_reasons_are_told(alpha: School, beta: School, client_for: ClientFor) -> None:
    event, person = make_event(rounds=1), acting_as("mentee", beta)
    wanted, _other, avoided = (sign_up(event, alpha, MENTOR, name=name) for name in ("Ада", "Бэла", "Вера"))
    own = sign_up_as(event, beta, person)
    client = client_for("mentee", beta, at="region")
    page = url("wishes", event.pk)
    assert "Ада" in client.get(page).content.decode()
    assert client.post(page, {"wanted": [wanted.pk], "avoided": [wanted.pk]}).status_code == 422
    assert client.post(page, {"wanted": [wanted.pk], "avoided": [own.pk]}).status_code == 422
    assert client.post(page, {"wanted": [wanted.pk], "avoided": [avoided.pk]}).status_code == 302
    plan(event)
    assert event.meetings.get().mentor_id == wanted.pk
    row = client_for("regional_coordinator").get(url("row", event.pk, "fairest", own.pk)).context["row"]
    assert [met.other.name for met in row.met] == ["Ада"]
    assert [each.other.name for each in row.others] == ["Бэла"]
    assert "30" in row.others[0].cost
    assert [each.other.name for each in row.barred] == ["Вера"]
    assert client.get(url("plans", event.pk)).status_code == 403


def test_group_meets_at_once_within_its_seats(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = make_event(event_format="group", seats=3, rounds=1)
    sign_up(event, alpha, MENTOR, name="Ведущая Анна")
    for number in range(5):
        sign_up(event, beta, MENTEE, name=f"Участник {number}")
    plan(event)
    assert sorted(event.meetings.values_list("round", "seat")) == [(1, 1), (1, 2), (1, 3)]
    client = client_for("regional_coordinator")
    assert client.get(url("event", event.pk)).content.decode().count("Участник") >= 5
    assert "Ведущая Анна" in client.get(url("slips", event.pk)).content.decode()
    assert client.get(url("timetable", event.pk)).status_code == 200


def test_rounds_that_somebody_misses_are_left_free(alpha: School, beta: School, client_for: ClientFor) -> None:
    event = make_event(themes="опрос, оценка")
    sign_up(event, alpha, MENTOR)
    page = url("sign_up", event.pk)
    client = client_for("mentee", beta, at="region")
    sent = {"school": beta.pk, "side": "mentee", "absent": ["1", "3"]}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, {**sent, "picked": ["опрос"], "themes": "Проекты"}).status_code == 302
    own = Registration.objects.of(beta.pk).get()
    assert own.themes == ["опрос", "проекты"]
    plan(event)
    assert event.meetings.get().round == 2


def test_times_are_shown_by_the_clock_of_the_readers_school(alpha: School, beta: School, client_for: ClientFor) -> None:
    School.objects.filter(pk=beta.pk).update(zone="Asia/Omsk")
    event, person = make_event(), acting_as("mentee", beta)
    event.starts_at = event.starts_at.replace(hour=13, minute=0)
    event.save(update_fields=["starts_at"])
    sign_up(event, alpha, MENTOR)
    sign_up_as(event, beta, person)
    plan(event)
    mine = client_for("mentee", beta, at="region").get(url("event", event.pk)).content.decode()
    theirs = client_for("regional_coordinator").get(url("event", event.pk)).content.decode()
    assert "19:00–19:15" in mine
    assert "Asia/Omsk" in mine
    assert "16:00" in theirs
    assert "Asia/Omsk" not in theirs


def test_personal_timetable_is_a_valid_calendar(alpha: School, beta: School, client_for: ClientFor) -> None:
    event, person = make_event(), acting_as("mentee", beta)
    sign_up(event, alpha, MENTOR, name="Иванова Анна")
    sign_up_as(event, beta, person)
    plan(event)
    response = client_for("mentee", beta, at="region").get(url("calendar", event.pk))
    calendar = Calendar.from_ical(b"".join(response.streaming_content))  # type: ignore[attr-defined]  # a file
    entries = calendar.walk("VEVENT")
    assert len(entries) == 1
    assert entries[0].decoded("dtstart") == event.starts_at.replace(microsecond=0)
    assert "Иванова" in str(entries[0]["summary"])


def test_feedback_is_given_after_the_meeting_by_those_who_met(
    alpha: School, beta: School, client_for: ClientFor
) -> None:
    event, person = make_event(), acting_as("mentee", beta)
    sign_up(event, alpha, MENTOR)
    sign_up_as(event, beta, person)
    plan(event)
    meeting = SpeedMeeting.objects.get(event=event)
    page = url("feedback", meeting.pk)
    client: Client = client_for("mentee", beta, at="region")
    data = {"useful": "Приём опроса", "next_step": "Попробую завтра", "again": "on"}
    assert client.post(page, data).status_code == 409 or meeting.feedback.count() == 0
    begin(event)
    assert client.post(page, data).status_code == 302
    assert meeting.feedback.get().again
    assert client_for("mentor", alpha, at="region").get(page).status_code == 404
    assert queries.report_of(event).feedback == 1


@pytest.mark.parametrize("count", [1, 30])
def test_event_list_asks_a_constant_number_of_queries(
    alpha: School, beta: School, client_for: ClientFor, count: int, django_assert_max_num_queries: Any
) -> None:
    for _number in range(count):
        make_event()
    client = client_for("regional_coordinator")
    with django_assert_max_num_queries(14):
        assert client.get(url("index")).status_code == 200
