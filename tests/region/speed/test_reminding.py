"""Reminders of events: each school tells its own people, once for each beginning."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from apps.region.speed.models import Registration, SpeedEvent
from apps.region.speed.reminding import remind
from apps.school.notices.models import Notice
from kernel import clock
from kernel.clock import now
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.speed import begin, make_event, sign_up

HOUR = datetime.timedelta(hours=1)
RunJobs = Callable[[], Any]


def signed(event: SpeedEvent, school: School, role: str, **fields: Any) -> None:
    """The cast's account of the role is in."""
    row = sign_up(event, school, role)
    Registration.objects.of(school.pk).filter(pk=row.pk).update(account_id=account_in(role, school).pk, **fields)


def told(school: School, role: str) -> list[str]:
    with enter_school(school):
        rows = Notice.objects.filter(kind="event.soon", account_id=account_in(role, school).pk)
        return list(rows.order_by("pk").values_list("text", flat=True))


def test_each_school_reminds_its_own_people_once(alpha: School, beta: School, run_jobs: RunJobs) -> None:
    event = make_event()
    signed(event, alpha, "mentor")
    signed(event, beta, "mentee")
    signed(event, beta, "curator", waits=True)
    with run_jobs():
        assert remind() == 0
    begin(event, days=0.5)
    for _again in range(2):
        with run_jobs():
            assert remind() == 2
    [text] = told(alpha, "mentor")
    assert text.startswith("Вечер вопросов: ")
    assert len(told(beta, "mentee")) == 1
    assert told(beta, "curator") == told(alpha, "mentee") == []
    with enter_school(alpha):
        assert Notice.objects.get().url.endswith(f"/speed/{event.pk}/")


def test_an_event_that_is_moved_is_reminded_of_anew_and_one_called_off_is_not(
    alpha: School, beta: School, run_jobs: RunJobs
) -> None:
    event = make_event()
    signed(event, alpha, "mentor")
    for days in (0.5, 0.9):
        begin(event, days=days)
        with run_jobs():
            remind()
    assert len(told(alpha, "mentor")) == 2
    SpeedEvent.objects.filter(pk=event.pk).update(state=SpeedEvent.State.CANCELLED)
    assert remind() == 0


def test_of_a_series_every_week_is_reminded_of_but_not_those_who_miss_it(
    alpha: School, beta: School, run_jobs: RunJobs
) -> None:
    event = make_event(rounds=3)
    event.format = SpeedEvent.Format.SEQUENTIAL
    event.save(update_fields=["format"])
    signed(event, alpha, "mentor")
    signed(event, beta, "mentee", absent=[2])
    begin(event, days=0.5)
    for week in range(3):
        with clock.at(now() + week * 7 * 24 * HOUR), run_jobs():
            remind()
    assert len(told(alpha, "mentor")) == 3
    assert len(told(beta, "mentee")) == 2
