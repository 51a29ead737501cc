"""Pages of programmes: who sees what, forms that act, lists with a constant number of queries."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from apps.school.programmes.models import Meeting, Programme
from kernel.clock import now, today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.programmes.conftest import seat
from tests.support.cast import ClientFor
from tests.support.programmes import close, fill, make_draft, make_item, make_meeting, make_running

URLCONF = "config.urls_school"


def at(name: str, *args: object) -> str:
    return reverse(f"programmes:{name}", args=args, urlconf=URLCONF)


@pytest.fixture
def mine(alpha: School) -> Programme:
    """A running programme of the cast's mentor and mentee, made and left inside alpha."""
    with enter_school(alpha):
        return seat(make_running(), alpha)


def test_mentor_opens_own_programme_and_not_another(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        other = make_running()
    client = client_for("mentor", alpha)
    assert client.get(mine.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["curator", "head", "methodical_association"])
def test_staff_open_every_programme(alpha: School, mine: Programme, client_for: ClientFor, role: str) -> None:
    assert client_for(role, alpha).get(mine.get_absolute_url()).status_code == 200


def test_programme_of_another_school_is_not_found(
    alpha: School, beta: School, mine: Programme, client_for: ClientFor
) -> None:
    assert client_for("curator", beta).get(mine.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["show", "plan", "meetings", "note", "print", "complete", "note_edit", "item_add"])
def test_pages_open_for_the_curator(alpha: School, mine: Programme, client_for: ClientFor, name: str) -> None:
    with enter_school(alpha):
        make_meeting(mine)
        make_meeting(mine, days=-2, held=True)
        make_item(mine, done=True)
    response = client_for("curator", alpha).get(at(name, mine.pk))
    assert response.status_code == 200
    assert len(response.content) < 100_000


def test_notes_of_the_other_side_are_not_shown(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        meeting = make_meeting(mine, days=-1, held=True)
        Meeting.objects.update(mentor_note="заметка-наставника", mentee_note="заметка-наставляемого")
    for url in (at("meeting", mine.pk, meeting.pk), at("meetings", mine.pk)):
        for role, sees in (("mentor", (True, False)), ("mentee", (False, True)), ("curator", (True, True))):
            page = client_for(role, alpha).get(url).content.decode()
            assert ("заметка-наставника" in page, "заметка-наставляемого" in page) == sees
        head = client_for("head", alpha).get(url).content.decode()
        assert "заметка-" not in head


def test_mine_leads_to_the_only_programme(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    response = client_for("mentor", alpha).get(at("mine"))
    assert response["Location"] == mine.get_absolute_url()


def test_mine_leads_to_the_list_without_a_programme(alpha: School, client_for: ClientFor) -> None:
    assert client_for("mentee", alpha).get(at("mine"))["Location"] == at("index")


def test_meeting_is_planned_in_the_zone_of_the_school(beta: School, client_for: ClientFor) -> None:
    with enter_school(beta):
        programme = seat(make_running(), beta)
    day = f"{today() + datetime.timedelta(days=2):%d.%m.%Y}"
    data = {"starts_at": f"{day} 15:00", "minutes": "45", "mode": "in_person", "stage": "organisational"}
    response = client_for("mentee", beta).post(at("meeting_new", programme.pk), data)
    assert response.status_code == 302
    with enter_school(beta):
        assert f"{programme.meetings.get().starts_at.astimezone(datetime.UTC):%H:%M}" == "10:00"


def test_refused_meeting_keeps_what_was_typed(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        programme = seat(make_draft(type="flash_speed"), alpha)
    data = {
        "starts_at": "01.12.2026 10:00",
        "minutes": "90",
        "mode": "in_person",
        "stage": "regular",
        "topic": "Моя тема",
    }
    response = client_for("mentor", alpha).post(at("meeting_new", programme.pk), data)
    assert response.status_code == 422
    assert "Моя тема" in response.content.decode()


def test_note_form_has_the_words_of_the_regulation(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    page = client_for("mentor", alpha).get(at("note_edit", mine.pk)).content.decode()
    assert "Запрос (цель) наставляемого" in page
    assert f'data-draft="{at("note_edit", mine.pk)}"' in page


def test_plan_is_marked_and_unmarked_on_pages(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    client = client_for("mentee", alpha)
    with enter_school(alpha):
        item = mine.plan.get()
    mark = {"done_on": f"{today():%d.%m.%Y}", "mark": "готово"}
    assert client.post(at("item_mark", mine.pk, item.pk), mark).status_code == 302
    with enter_school(alpha):
        assert mine.plan.get().mark == "готово"
    assert client.post(at("item_unmark", mine.pk, item.pk)).status_code == 302
    with enter_school(alpha):
        assert mine.plan.get().done_on is None


def test_approval_page_names_what_is_missing(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        programme = make_draft()
    client = client_for("head", alpha)
    assert "Задачи (1–3)" in client.get(at("approve", programme.pk)).content.decode()
    assert client.post(at("approve", programme.pk)).status_code == 422
    with enter_school(alpha):
        fill(programme)
    assert client.post(at("approve", programme.pk)).status_code == 302


def test_completion_page_offers_the_closed_list(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    page = client_for("curator", alpha).get(at("complete", mine.pk)).content.decode()
    assert 'value="mentor_refusal"' in page
    assert 'value="employment_ended"' not in page


def test_completion_by_the_page_ends_the_pair(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    data = {"ground": "mutual_decision", "completed_on": f"{today():%d.%m.%Y}", "results": ""}
    assert client_for("head", alpha).post(at("complete", mine.pk), data).status_code == 302
    with enter_school(alpha):
        mine.refresh_from_db()
        assert mine.state == Programme.State.ENDED


def test_closed_programme_shows_its_results(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        close(mine, results="Три открытых урока")
    assert "Три открытых урока" in client_for("mentee", alpha).get(mine.get_absolute_url()).content.decode()


def test_meeting_file_is_a_calendar_event(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        meeting = make_meeting(mine, topic="Разбор урока", link="https://example.org/room")
    response = client_for("mentor", alpha).get(at("meeting_file", mine.pk, meeting.pk))
    event = Calendar.from_ical(response.getvalue()).walk("VEVENT")[0]
    assert event.decoded("dtstart") == meeting.starts_at.replace(microsecond=0)
    assert str(event["summary"]) == "Разбор урока"


def test_list_shows_participants_only_their_own(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        other = make_running()
    page = client_for("mentor", alpha).get(at("index")).content.decode()
    assert mine.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def test_list_finds_a_name_with_yo_written_as_e(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        found, other = make_running(), make_running()
        for programme, name in ((found, "Ёжикова"), (other, "Петрова")):
            person = programme.match.mentors.get().card.person
            person.last_name = name
            person.save()
    page = client_for("curator", alpha).get(at("index"), {"q": "ежикова"}).content.decode()
    assert found.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def test_list_filters_quiet_and_overdue(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        quiet, lively = make_running(), make_running()
        make_meeting(lively, days=-3, held=True)
        late = make_running(ends_on=today() - datetime.timedelta(days=1))
    client = client_for("curator", alpha)
    page = client.get(at("index"), {"quiet": "14"}).content.decode()
    assert (quiet.get_absolute_url() in page, lively.get_absolute_url() in page) == (True, False)
    page = client.get(at("index"), {"overdue": "true"}).content.decode()
    assert (late.get_absolute_url() in page, quiet.get_absolute_url() in page) == (True, False)


def test_list_exports_all_rows(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    response = client_for("curator", alpha).get(at("index"), {"export": "xlsx"})
    assert response.status_code == 200
    assert response.getvalue()[:2] == b"PK"


def test_list_asks_as_often_for_thirty_rows_as_for_one(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    client.get(at("index"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(at("index"))
    with enter_school(alpha):
        for _number in range(29):
            make_draft()
    with CaptureQueriesContext(connection) as thirty:
        response = client.get(at("index"))
    assert len(response.content) < 100_000
    assert len(thirty) == len(one)


def test_next_meetings_are_those_of_the_actor(alpha: School, mine: Programme) -> None:
    from apps.school.programmes.queries import next_meetings, unrecorded_meetings
    from tests.support.cast import acting_as

    with enter_school(alpha):
        other = make_running()
        late, soon = make_meeting(mine, days=-1), make_meeting(mine, starts_at=now() + datetime.timedelta(hours=2))
        make_meeting(other)
        mentor, curator = acting_as("mentor", alpha), acting_as("curator", alpha)
        assert next_meetings(mentor, 5) == [soon]
        assert len(next_meetings(curator, 5)) == 2
        assert unrecorded_meetings(mentor, 5) == [late]
