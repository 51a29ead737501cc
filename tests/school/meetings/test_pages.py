"""Pages: the whole way from a proposal to a reflection, who sees what, bad input, constant number of queries."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime

from apps.school.meetings.models import BellLesson, PrivateNote, Proposal, Reflection, SharedNote, Window
from apps.school.people.queries import person_of
from apps.school.programmes.models import Meeting, Programme
from apps.school.programmes.queries import people_of
from kernel.clock import now
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.meetings.conftest import seat
from tests.support.cast import ClientFor, account_in
from tests.support.meetings import make_proposal, make_series, make_shift, open_school
from tests.support.programmes import make_meeting, make_running

URLCONF = "config.urls_school"
KEY = re.compile(r'name="idempotency_key" value="([^"]+)"')


def at(name: str, *args: object) -> str:
    return reverse(f"meetings:{name}", args=args, urlconf=URLCONF)


@pytest.fixture
def mine(alpha: School) -> Programme:
    """A running programme of the cast's mentor and mentee, made and left inside alpha."""
    with enter_school(alpha):
        return seat(make_running(), alpha)


def test_pair_goes_from_proposed_times_to_a_reflection(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    mentor, mentee = client_for("mentor", alpha), client_for("mentee", alpha)
    when = localtime(now() + datetime.timedelta(days=2)).replace(second=0, microsecond=0)
    form = {"other": when.strftime("%d.%m.%Y %H:%M"), "minutes": "45", "mode": "in_person", "stage": "organisational"}
    proposed = mentor.post(at("propose", mine.pk), form)
    assert proposed.status_code == 302, unescape(proposed.content.decode())
    with enter_school(alpha):
        proposal = Proposal.objects.get()
        option, person = proposal.options.get(), people_of(mine).mentees[0]
    today_page = mentee.get("/").content.decode()
    answer = at("answer", mine.pk, proposal.pk, person.pk)
    assert answer in today_page
    assert mentee.post(answer, {"options": "none"}).status_code == 422
    assert mentee.post(answer, {"options": str(option.pk)}).status_code == 302
    with enter_school(alpha):
        meeting = Meeting.objects.get()
        assert meeting.starts_at == when
        Meeting.objects.update(starts_at=now() - datetime.timedelta(hours=2))
    held = reverse("programmes:meeting_held", args=[mine.pk, meeting.pk], urlconf=URLCONF)
    assert mentor.post(held, {"mentor_note": "Разобрали урок"}).status_code == 302
    reflect = at("reflect", mine.pk, meeting.pk)
    assert reflect in mentor.get("/").content.decode()
    assert mentor.post(reflect, {"useful": "Разбор урока", "mark": "5"}).status_code == 302
    page = reverse("programmes:meeting", args=[mine.pk, meeting.pk], urlconf=URLCONF)
    assert "Разбор урока" not in mentee.get(page).content.decode()
    assert mentee.post(reflect, {"useful": "Новые приёмы", "mark": "4"}).status_code == 302
    assert "Разбор урока" in mentee.get(page).content.decode()
    with enter_school(alpha):
        assert Reflection.objects.count() == 2


def test_double_submit_proposes_once(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    client = client_for("mentor", alpha)
    found = KEY.search(client.get(at("propose", mine.pk)).content.decode())
    assert found
    when = (localtime(now()) + datetime.timedelta(days=2)).strftime("%d.%m.%Y %H:%M")
    form = {"idempotency_key": found.group(1), "other": when, "minutes": "45", "mode": "in_person", "stage": "trial"}
    assert [client.post(at("propose", mine.pk), form).status_code for _turn in range(2)] == [302, 302]
    with enter_school(alpha):
        assert Proposal.objects.count() == 1


def test_refused_proposal_keeps_what_was_typed(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    form = {"other": "01.02.2020 10:00", "minutes": "45", "mode": "in_person", "stage": "trial", "topic": "Тема-одна"}
    response = client_for("mentor", alpha).post(at("propose", mine.pk), form)
    assert response.status_code == 422
    page = response.content.decode()
    assert "Тема-одна" in page
    assert "01.02.2020 10:00" in page


def test_shared_note_of_two_tabs_loses_neither_text(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        meeting = make_meeting(mine, days=-1, held=True)
    url = at("shared_note", mine.pk, meeting.pk)
    assert client_for("mentor", alpha).post(url, {"text": "Первый текст", "version": "0"}).status_code == 302
    mentee = client_for("mentee", alpha)
    refused = mentee.post(url, {"text": "Второй текст", "version": "0"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Первый текст" in page
    assert "Второй текст" in page
    assert 'name="version" value="1"' in page
    assert mentee.post(url, {"text": "Оба текста", "version": "1"}).status_code == 302
    with enter_school(alpha):
        assert SharedNote.objects.get().text == "Оба текста"


def test_private_note_is_read_by_its_author_alone(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        meeting = make_meeting(mine, days=1)
    mentor = client_for("mentor", alpha)
    assert mentor.post(at("private_note", mine.pk, meeting.pk), {"text": "только-мне"}).status_code == 302
    page = reverse("programmes:meeting", args=[mine.pk, meeting.pk], urlconf=URLCONF)
    assert "только-мне" in mentor.get(page).content.decode()
    for role in ("mentee", "curator", "head"):
        other = client_for(role, alpha)
        assert "только-мне" not in other.get(page).content.decode()
        assert "только-мне" not in other.get(at("notes")).content.decode()
    with enter_school(alpha):
        note = PrivateNote.objects.get()
        Meeting.objects.all().delete()
    assert client_for("curator", alpha).post(at("note_erase", note.pk)).status_code == 404
    assert "только-мне" in mentor.get(at("notes")).content.decode()
    assert mentor.post(at("note_erase", note.pk)).status_code == 302


def test_hours_are_told_by_lessons_and_follow_the_bells(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        lesson = make_shift().lessons.get(number=2)
    mentor = client_for("mentor", alpha)
    form = {f"lessons_0_{lesson.shift_id}": [str(lesson.pk)], "hours_1": "14:00-15:30, 16.00–17.00"}
    assert mentor.post(at("hours_edit"), form).status_code == 302
    page = mentor.get(at("hours")).content.decode()
    assert "09:25–10:10" in page
    assert "16:00–17:00" in page
    bells = {"name": "Первая смена", "lessons": "08:00–08:45\n08:55–09:40"}
    curator = client_for("curator", alpha)
    with enter_school(alpha):
        shift = BellLesson.objects.get(pk=lesson.pk).shift_id
    assert curator.post(at("shift", shift), bells).status_code == 302
    assert "08:55–09:40" in mentor.get(at("hours")).content.decode()
    refused = mentor.post(at("hours_edit"), {"hours_1": "15:00-14:00"})
    assert refused.status_code == 422
    with enter_school(alpha):
        assert Window.objects.filter(person=person_of(account_in("mentor", alpha).pk)).count() == 3


def test_pages_open_for_those_who_come(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        open_school()
        make_shift()
        make_meeting(mine, days=-1, held=True)
        make_series(mine)
        proposal = make_proposal(mine)
        person = people_of(mine).mentees[0]
    own = ["index", "hours", "hours_edit", "day_new", "feed", "notes", "help", "help_new"]
    urls = {
        "mentor": [*map(at, own), at("when", mine.pk), at("propose", mine.pk), at("series_new", mine.pk)],
        "mentee": [at("proposal", mine.pk, proposal.pk), at("answer", mine.pk, proposal.pk, person.pk)],
        "curator": [at("school"), at("times"), at("shift_new"), at("school_days_new"), at("contact_new"), at("index")],
        "head": [at("index"), at("proposal", mine.pk, proposal.pk)],
    }
    for role, addresses in urls.items():
        client = client_for(role, alpha)
        for url in addresses:
            response = client.get(url)
            assert response.status_code == 200, url
            assert len(response.content) < 100_000, url
    assert client_for("mentor", alpha).get(f"{at('index')}?month=nonsense").status_code == 200


def test_next_step_is_planned_by_one_click(alpha: School, mine: Programme, client_for: ClientFor) -> None:
    with enter_school(alpha):
        open_school()
    mentor = client_for("mentor", alpha)
    diary = mentor.get(reverse("programmes:meetings", args=[mine.pk], urlconf=URLCONF)).content.decode()
    found = re.search(r'name="starts_at" value="([^"]+)"', diary)
    assert found
    assert mentor.post(at("step", mine.pk), {"starts_at": unescape(found.group(1))}).status_code == 302
    with enter_school(alpha):
        assert Meeting.objects.get().stage == Meeting.Stage.ORGANISATIONAL
    assert mentor.post(at("step", mine.pk), {"starts_at": "yesterday"}).status_code == 422


def test_agenda_asks_the_same_number_of_queries_for_more_meetings(alpha: School, client_for: ClientFor) -> None:
    client, found = client_for("curator", alpha), []
    for times in (1, 30):
        with enter_school(alpha):
            programme = make_running()
            for number in range(times):
                make_meeting(programme, days=0.01 + number / 1000)
        client.get(at("index"))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(at("index"), {"day": f"{localtime(now() + datetime.timedelta(days=0.01)):%Y-%m-%d}"})
        assert page.status_code == 200
        found.append(len(captured.captured_queries))
    assert found[0] == found[1]
