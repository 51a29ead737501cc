"""What the school's year asks for stands in «Today» with its clause and goes with its cause."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import set_urlconf

from apps.school.regulation.queries import current
from apps.school.roadmap import actions
from apps.school.roadmap.models import Event, Measurement, Roadmap, Term
from apps.school.today.waiting import year
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.today.conftest import Look
from tests.support.cast import acting_as
from tests.support.people import make_mentor, make_person
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill, make_running

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _at_a_school() -> Iterator[None]:
    """Addresses of a school, as a request to its host has them."""
    set_urlconf(settings.SCHOOL_URLCONF)
    yield
    set_urlconf(None)


def codes(school: School, role: str = "curator") -> list[str]:
    return [item.code for item in year.lines(acting_as(role, school), current(), today())]


def lines(school: School, role: str = "curator") -> dict[str, str]:
    return {item.code: item.detail for item in year.lines(acting_as(role, school), current(), today())}


def test_overdue_bank_is_told_with_the_clause(in_alpha: School) -> None:
    """data.refresh: cit refreshes its banks every quarter."""
    adopted("cit")
    make_mentor(entered_on=today() - 400 * DAY)
    assert "стр. 2–4" in lines(in_alpha)["registry.refresh"]
    for code in ("mentor_registry", "selection_training"):
        actions.record_refresh(code=code, checked="Сверено", late_reason="Болезнь", acting=ACTING)
    assert "registry.refresh" not in lines(in_alpha)


@pytest.mark.parametrize("key", ["monitoring.frequency", "monitoring.deadlines"])
@pytest.mark.parametrize("days", [-3, 5])
def test_measurement_is_told_before_its_day_and_after(in_alpha: School, key: str, days: int) -> None:
    adopted("cit")
    row = Measurement.objects.create(key=key, starts_on=today() - 9 * DAY, due_on=today() + days * DAY)
    assert "стр. 6" in lines(in_alpha)["monitoring.due"]
    actions.hold_measurement(measurement=row, held_on=today(), note="12 анкет", acting=ACTING)
    assert "monitoring.due" not in codes(in_alpha)


def test_school_whose_act_names_days_is_reminded_of_planning(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    assert "monitoring.unplanned" in codes(in_alpha)


def test_school_whose_act_names_no_days_is_not(in_alpha: School) -> None:
    adopted("gymnasium-35")
    assert codes(in_alpha) == []


def test_year_that_ends_without_its_closing_event_is_told(in_alpha: School) -> None:
    """incentives.event: cit sums the year up at a round table and a seminar."""
    adopted("cit")
    roadmap = make_running("main")
    Roadmap.objects.update(ends_on=today() + 20 * DAY)
    assert "стр. 6" in lines(in_alpha)["roadmap.closing_event"]
    closing = Event.objects.filter(stage__roadmap=roadmap, auto_tick="closing_event.held")
    Term.objects.filter(event__in=closing).update(done_on=today())
    assert "roadmap.closing_event" not in codes(in_alpha)
    Roadmap.objects.update(ends_on=today() - DAY)
    assert "roadmap.expired" in codes(in_alpha)


def test_responsible_person_is_told_of_own_events_the_office_of_all(in_alpha: School) -> None:
    roadmap = fill(build())
    person = make_person(account_id=acting_as("mentor", in_alpha).account_id)
    mine, other = [event for event in events_of(roadmap) if "mentor" not in event.responsible][:2]
    Event.objects.exclude(pk__in=[mine.pk, other.pk]).delete()
    change(mine, when=[{"rule": "day", "date": (today() + 3 * DAY).isoformat()}], persons=[person])
    change(other, when=[{"rule": "day", "date": (today() - 3 * DAY).isoformat()}])
    actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
    assert codes(in_alpha, "mentor") == ["roadmap.due"]
    assert sorted(codes(in_alpha, "head")) == ["roadmap.due", "roadmap.overdue"]
    assert codes(in_alpha, "mentee") == []


def test_overdue_event_goes_up_to_the_curator_and_then_to_the_head(in_alpha: School) -> None:
    """After the days that the school set; those who answer are told at once, their deputies when it is overdue."""
    roadmap = fill(build())
    people = {role: make_person(account_id=acting_as(role, in_alpha).account_id) for role in ("mentor", "mentee")}
    event = next(each for each in events_of(roadmap) if "mentor" not in each.responsible)
    Event.objects.exclude(pk=event.pk).delete()
    change(event, responsible=[], persons=[people["mentor"]], deputies=[people["mentee"]])
    roadmap = actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
    actions.set_reminders(roadmap=roadmap, curator_after=3, head_after=5, acting=ACTING)
    told = {}
    for late in (-2, 1, 3, 5):
        Term.objects.update(due_on=today() - late * DAY, starts_on=None)
        roles = ("mentor", "mentee", "curator", "head")
        told[late] = [role for role in roles if any(code.startswith("roadmap.") for code in codes(in_alpha, role))]
    assert told == {
        -2: ["mentor"],
        1: ["mentor", "mentee"],
        3: ["mentor", "mentee", "curator"],
        5: ["mentor", "mentee", "curator", "head"],
    }
    Term.objects.update(dropped_on=today(), drop_reason="Не нужно")
    assert codes(in_alpha, "head") == []


def test_lines_lead_to_pages_that_open(alpha: School, look: Look) -> None:
    with enter_school(alpha):
        adopted("cit")
        make_mentor(entered_on=today() - 400 * DAY)
        make_running("main")
        Term.objects.all().delete()
        Term.objects.bulk_create(Term(event=event, due_on=today() - DAY) for event in Event.objects.all())
        Measurement.objects.create(key="monitoring.deadlines", starts_on=today(), due_on=today())
    shown = look("curator")
    assert {"roadmap.overdue", "registry.refresh", "monitoring.due"} <= set(shown.codes)
    assert {link: shown.client.get(link).status_code for link in shown.links()} == dict.fromkeys(shown.links(), 200)


def test_lines_take_the_same_number_of_queries_for_more_events(in_alpha: School) -> None:
    adopted("cit")
    roadmap = make_running("main")
    found = []
    codes(in_alpha)
    for times in (1, 30):
        stage = roadmap.stages.all()[0]
        rows = Event.objects.bulk_create(Event(stage=stage, position=50 + n, title="Ещё") for n in range(times))
        Term.objects.bulk_create(Term(event=event, due_on=today() - DAY) for event in rows)
        with CaptureQueriesContext(connection) as asked:
            codes(in_alpha)
        found.append(len(asked))
    assert found[0] == found[1]
