"""What the region's host tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.cases.models import PracticeCase
from apps.region.exchange.models import Offer, RemotePair, RemoteRequest
from kernel.clock import today
from tenants.organisations.models import Municipality, School
from tests.support.api import V1, program_of
from tests.support.cases import make_case
from tests.support.exchange import make_remote_pair
from tests.support.people import counted
from tests.support.speed import make_event
from tests.support.statistics import make_school, report


def ask(role: str, path: str, school: School | None = None) -> dict[str, Any]:
    answer = program_of(role, school, at="region").get(f"{V1}/{path}")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_indicators_are_the_latest_of_each_school(alpha: School, beta: School) -> None:
    report(alpha, days_ago=3, mentors=1)
    report(alpha, mentors=9, novices=4, novices_covered=3)
    rows = {row["slug"]: row for row in ask("regional_coordinator", "indicators/")["results"]}
    assert rows["alpha"]["snapshot"]["mentors"] == 9
    assert rows["alpha"]["coverage"] == 75
    assert rows["alpha"]["is_stale"] is False
    assert (rows["beta"]["snapshot"], rows["beta"]["is_stale"]) == (None, True)


def test_municipal_coordinator_sees_the_own_municipality_only(alpha: School, beta: School) -> None:
    other = Municipality.objects.create(code="other", title="Другой район")
    School.objects.filter(pk=beta.pk).update(municipality=other)
    rows = ask("municipal_coordinator", "indicators/")["results"]
    assert "alpha" in {row["slug"] for row in rows}
    assert "beta" not in {row["slug"] for row in rows}
    assert "beta" not in {
        row["slug"] for row in ask("municipal_coordinator", "indicators/?municipality=other")["results"]
    }


def test_library_holds_published_cases_only(alpha: School) -> None:
    case = make_case(alpha)
    make_case(alpha, state=PracticeCase.State.SUBMITTED, title="Ждёт")
    (row,) = ask("mentee", "cases/", alpha)["results"]
    assert (row["id"], row["school"]) == (str(case.pk), alpha.short_name)
    assert row["form"] == {"code": "pedagogue_pedagogue", "title": "педагог – педагог"}


def test_library_is_searched_in_russian(alpha: School) -> None:
    make_case(alpha, title="Работа с одарёнными детьми", summary="Подготовка к олимпиадам")
    make_case(alpha)
    found = ask("curator", "cases/?q=олимпиада", alpha)["results"]
    assert [row["title"] for row in found] == ["Работа с одарёнными детьми"]


def test_case_that_waits_is_seen_by_experts_only(alpha: School) -> None:
    case = make_case(alpha, state=PracticeCase.State.SUBMITTED)
    assert ask("institute_expert", f"cases/{case.pk}/")["problem"]
    assert program_of("curator", alpha, at="region").get(f"{V1}/cases/{case.pk}/").status_code == 404


def test_remote_pairs_are_those_the_caller_may_see(alpha: School, beta: School) -> None:
    made = make_remote_pair(alpha, beta)
    for role, school in (("curator", alpha), ("mentee", beta), ("mentor", alpha), ("regional_coordinator", None)):
        rows = ask(role, "remote-pairs/", school)["results"]
        assert [row["id"] for row in rows] == [str(made.pair.pk)], role
    for role, school in (("mentee", alpha), ("institute_expert", None)):
        assert ask(role, "remote-pairs/", school)["count"] == 0, role


def test_speed_events_are_those_the_caller_may_see(alpha: School, beta: School) -> None:
    event = make_event()
    event.schools.set([beta])
    assert ask("mentor", "speed-events/", alpha)["count"] == 0
    (row,) = ask("mentor", "speed-events/", beta)["results"]
    assert (row["id"], row["state"]["code"], row["signed_up"]) == (str(event.pk), "sign_up", False)
    assert ask("regional_coordinator", "speed-events/")["count"] == 1


def more_schools(schools: tuple[School, School], number: int) -> None:
    report(make_school(number))


def more_cases(schools: tuple[School, School], number: int) -> None:
    make_case(schools[0])


def more_events(schools: tuple[School, School], number: int) -> None:
    make_event()


def more_remote_pairs(schools: tuple[School, School], number: int) -> None:
    mentors, mentees = schools
    offer = Offer.objects.create(school=mentors, mentor_card=number, mentor_name="Наставник", topics="Темы")
    term = {"starts_on": today(), "ends_on": today().replace(year=today().year + 1, day=1)}
    names = {"form": "pedagogue_pedagogue", "form_title": "педагог – педагог", "mentee_name": "Наставляемый"}
    request = RemoteRequest.objects.create(
        offer=offer, mentor_school=mentors, school=mentees, mentee_card=number, need="Помощь", **term, **names
    )
    RemotePair.objects.create(
        request=request,
        offer=offer,
        mentor_school=mentors,
        mentee_school=mentees,
        mentor_name="Н",
        goal="Ц",
        **term,
        **names,
    )


@pytest.mark.parametrize(
    ("path", "more", "before"),
    [
        ("indicators/", more_schools, 2),
        ("cases/", more_cases, 0),
        ("remote-pairs/", more_remote_pairs, 0),
        ("speed-events/", more_events, 0),
    ],
)
def test_list_asks_as_many_queries_for_thirty_rows_as_for_one(
    alpha: School,
    beta: School,
    asked: CaptureQueriesContext,
    path: str,
    more: Callable[[tuple[School, School], int], None],
    before: int,
) -> None:
    client = program_of("regional_coordinator")
    more((alpha, beta), 0)
    client.get(f"{V1}/{path}")
    with asked:
        assert client.get(f"{V1}/{path}").json()["count"] == before + 1
    one = counted(asked.captured_queries)
    for number in range(1, 30):
        more((alpha, beta), number)
    with asked:
        assert client.get(f"{V1}/{path}").json()["count"] == before + 30
    assert counted(asked.captured_queries) == one <= 8
