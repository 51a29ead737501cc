"""Pages of remote pairs."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.exchange.models import RemotePair
from kernel.clock import now
from tenants.isolation.backend import connection
from tenants.organisations.models import School
from tests.support.cast import ClientFor
from tests.support.exchange import Made, copy_of, make_remote_pair
from tests.support.statistics import asked

SHELL = 5


@pytest.fixture
def made(alpha: School, beta: School) -> Made:
    return make_remote_pair(alpha, beta)


def address(made: Made, rest: str = "") -> str:
    return f"/exchange/{made.pair.pk}/{rest}"


def test_page_shows_both_schools_conditions(client_for: ClientFor, made: Made, beta: School) -> None:
    text = client_for("mentee", beta, at="region").get(address(made)).content.decode()
    assert made.pair.mentor_name in text
    assert text.count("Условия обеих школ") == 1
    assert "термин" not in text


def test_page_of_a_stranger_is_not_found(client_for: ClientFor, made: Made, alpha: School) -> None:
    client = client_for("mentee", alpha, at="region")
    for rest in ("", "plan/new/", "meetings/new/"):
        assert client.get(address(made, rest)).status_code == 404, rest


def test_coordinator_reads_and_is_offered_no_work(client_for: ClientFor, made: Made) -> None:
    client = client_for("regional_coordinator")
    text = client.get(address(made)).content.decode()
    assert "meetings/new" not in text
    assert client.get(address(made, "meetings/new/")).status_code == 403


def test_a_meeting_that_goes_on_is_the_next_one(client_for: ClientFor, made: Made, beta: School) -> None:
    for topic, minutes_ago in (("Прошла", 90), ("Идёт сейчас", 5), ("Будет", -600)):
        starts_at = now() - datetime.timedelta(minutes=minutes_ago)
        made.pair.meetings.create(starts_at=starts_at, minutes=45, topic=topic)
    answer = client_for("mentee", beta, at="region").get(address(made))
    assert answer.context["next_meeting"].row.topic == "Идёт сейчас"
    assert "Вы встречаетесь в комнате этой пары" in answer.content.decode()


def test_meeting_is_typed_on_the_clock_of_the_own_school(client_for: ClientFor, made: Made, beta: School) -> None:
    client = client_for("mentee", beta, at="region")
    answer = client.post(
        address(made, "meetings/new/"),
        {"starts_at": "20.12.2026 14:00", "minutes": "45", "link": "https://v.example/1", "topic": "Знакомство"},
    )
    assert answer.status_code == 302
    at = made.pair.meetings.get().starts_at
    assert at.astimezone(zoneinfo.ZoneInfo("Asia/Yekaterinburg")).hour == 14
    text = client.get(address(made)).content.decode()
    assert "20.12.2026 14:00" in text
    assert "20.12.2026 12:00" in text


def test_insecure_link_comes_back_with_what_was_typed(client_for: ClientFor, made: Made, beta: School) -> None:
    form = {"starts_at": "20.12.2026 14:00", "minutes": "45", "link": "http://v.example/1", "topic": "Знакомство"}
    answer = client_for("mentee", beta, at="region").post(address(made, "meetings/new/"), form)
    assert answer.status_code == 422
    assert "Знакомство" in answer.content.decode()


def test_notes_are_read_by_the_own_side_alone(client_for: ClientFor, made: Made, alpha: School, beta: School) -> None:
    made.pair.meetings.create(starts_at="2026-01-15T09:00:00Z", state="held", mentor_note="Только своим")
    path = address(made)
    assert "Только своим" in client_for("mentor", alpha, at="region").get(path).content.decode()
    assert "Только своим" in client_for("curator", alpha, at="region").get(path).content.decode()
    for role, school in (("mentee", beta), ("curator", beta)):
        assert "Только своим" not in client_for(role, school, at="region").get(path).content.decode()
    assert "Только своим" not in client_for("regional_coordinator").get(path).content.decode()


def test_item_is_added_and_done(client_for: ClientFor, made: Made, alpha: School) -> None:
    client = client_for("mentor", alpha, at="region")
    assert client.post(address(made, "plan/new/"), {"title": "Открытый урок", "due_on": ""}).status_code == 302
    item = made.pair.plan.get()
    client.post(address(made, f"plan/{item.pk}/done/"))
    item.refresh_from_db()
    assert item.done_on is not None


def test_curator_completes_the_work(client_for: ClientFor, made: Made, beta: School) -> None:
    client = client_for("curator", beta, at="region")
    assert "plan_completed" in client.get(address(made, "close/")).content.decode()
    day = made.pair.starts_on.strftime("%d.%m.%Y")
    form = {"ground": "plan_completed", "closed_on": day, "results": "Доска освоена"}
    assert client.post(address(made, "close/"), form).status_code == 302
    assert RemotePair.objects.of(beta.pk).get().state == "completed"
    assert client.get(address(made)).status_code == 200


def test_completion_without_results_is_refused(client_for: ClientFor, made: Made, beta: School) -> None:
    form = {"ground": "plan_completed", "closed_on": made.pair.starts_on.strftime("%d.%m.%Y"), "results": ""}
    assert client_for("curator", beta, at="region").post(address(made, "close/"), form).status_code == 422


@pytest.mark.parametrize("rest", ["", "change/", "note/"])
def test_meeting_pages_open_for_a_participant(client_for: ClientFor, made: Made, alpha: School, rest: str) -> None:
    meeting = made.pair.meetings.create(starts_at="2026-01-15T09:00:00Z")
    client = client_for("mentor", alpha, at="region")
    assert client.get(address(made, f"meetings/{meeting.pk}/{rest}")).status_code == 200
    assert client.get(address(made, f"meetings/{meeting.pk + 1}/{rest}")).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_constantly(client_for: ClientFor, made: Made, alpha: School, count: int) -> None:
    for number in range(count - 1):
        copy_of(made.pair, number)
    client = client_for("curator", alpha, at="region")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/exchange/")
    assert answer.status_code == 200
    assert made.pair.mentor_name in answer.content.decode()
    assert asked(captured) <= SHELL + 3
    assert len(answer.content) < 100_000


def test_list_is_exported(client_for: ClientFor, made: Made, alpha: School) -> None:
    answer = client_for("curator", alpha, at="region").get("/exchange/", {"export": "xlsx", "q": "орлова"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("sheet")


def test_page_asks_constantly(client_for: ClientFor, made: Made, alpha: School) -> None:
    for day in range(1, 21):
        made.pair.meetings.create(starts_at=f"2026-01-{day:02}T09:00:00Z")
        made.pair.plan.create(title=f"Шаг {day}")
    client = client_for("mentor", alpha, at="region")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address(made))
    assert asked(captured) <= SHELL + 4
    assert len(answer.content) < 100_000
