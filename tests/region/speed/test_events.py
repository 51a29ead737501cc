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
from kernel.clock import now
from kernel.errors import Conflict, NotFound, RuleViolation
from tenants.organisations.models import School, SchoolTerms
from tests.support.cast import ClientFor, account_in, acting_as
from tests.support.speed import ACTING, begin, make_event, sign_up

URLCONF = "config.urls_region"
MENTOR, MENTEE = Registration.Side.MENTOR, Registration.Side.MENTEE


def url(name: str, *args: object) -> str:
    return reverse(f"speed:{name}", urlconf=URLCONF, args=args)


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


def test_last_place_for_a_mentor_is_taken_once(transactional_db: None) -> None:
    event = make_event(places=1)
    school = School.objects.order_by("pk")[0]
    outcomes: list[str] = []

    def run() -> None:
        try:
            sign_up(event, school, MENTOR)
            outcomes.append("in")
        except Conflict:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["refused"] * 7


def test_timetable_is_computed_by_a_job_and_can_be_computed_again(
    alpha: School, beta: School, client_for: ClientFor, run_jobs: Callable[..., Any]
) -> None:
    event = make_event()
    for number in range(4):
        sign_up(event, alpha, MENTOR, name=f"Наставник {number}")
        sign_up(event, beta, MENTEE, name=f"Наставляемый {number}")
    for _time in range(2):
        with run_jobs():
            response = client_for("regional_coordinator").post(url("plan", event.pk))
        assert response.status_code == 302
        assert SpeedMeeting.objects.filter(event=event).count() == 12
    event.refresh_from_db()
    assert event.state == SpeedEvent.State.PLANNED


def test_personal_timetable_is_a_valid_calendar(alpha: School, beta: School, client_for: ClientFor) -> None:
    event, person = make_event(), acting_as("mentee", beta)
    sign_up(event, alpha, MENTOR, name="Иванова Анна")
    assert person.account_id is not None
    actions.sign_up(
        event_id=event.pk,
        school=beta,
        account_id=person.account_id,
        name="Н",
        side=MENTEE,
        themes="",
        wish="",
        acting=person,
    )
    actions.plan_event(event_id=event.pk, acting=ACTING)
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
    assert person.account_id is not None
    actions.sign_up(
        event_id=event.pk,
        school=beta,
        account_id=person.account_id,
        name="Н",
        side=MENTEE,
        themes="",
        wish="",
        acting=person,
    )
    actions.plan_event(event_id=event.pk, acting=ACTING)
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
