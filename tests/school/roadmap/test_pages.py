"""Pages of the year: who sees what, forms that act, lists with a constant number of queries."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from apps.school.roadmap import actions
from apps.school.roadmap.models import Event, Measurement, Refresh, RewardPaper, Roadmap, Term
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.people import counted, make_mentor, make_person
from tests.support.programmes import make_running as make_programme
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill, make_running, samples, term_of
from tests.support.uploads import PDF

URLCONF = "config.urls_school"
DAY = datetime.timedelta(days=1)


def at(name: str, *args: object) -> str:
    return reverse(f"roadmap:{name}", args=args, urlconf=URLCONF)


@pytest.fixture
def curator(alpha: School, client_for: ClientFor) -> Client:
    return client_for("curator", alpha)


@pytest.fixture
def running(alpha: School) -> Roadmap:
    with enter_school(alpha):
        return make_running()


@pytest.mark.parametrize(
    "name", ["index", "new", "mine", "refreshes", "refresh_new", "monitoring", "monitoring_plan", "rewards"]
)
def test_pages_of_the_section_open_in_an_empty_school(alpha: School, curator: Client, name: str) -> None:
    with enter_school(alpha):
        adopted("cit")
    response = curator.get(at(name))
    assert response.status_code == 200
    assert len(response.content) < 100_000


@pytest.mark.parametrize("name", ["show", "terms", "timeline", "print", "approve", "copy", "close", "revise"])
def test_pages_of_a_roadmap_open(running: Roadmap, curator: Client, name: str) -> None:
    response = curator.get(at(name, running.pk))
    assert response.status_code == 200
    assert len(response.content) < 100_000


def test_long_roadmap_stays_a_small_page(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        adopted("co-58")
        start, end = datetime.date(2020, 9, 1), datetime.date(2025, 8, 31)
        roadmap = build("main", starts_on=start, ends_on=end)
    for name in ("show", "timeline", "print"):
        assert len(curator.get(at(name, roadmap.pk)).content) < 100_000


def test_roadmap_is_made_in_a_form_and_its_author_is_asked(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
    data = {"source": "main", "starts_on": "01.09.2026", "ends_on": "31.08.2027"}
    refused = client_for("head", alpha).post(at("new"), data)
    assert refused.status_code == 422
    assert "п. 3.4 (3)" in refused.content.decode()
    assert "01.09.2026" in refused.content.decode()
    made = client_for("curator", alpha).post(at("new"), data)
    with enter_school(alpha):
        assert made["Location"] == Roadmap.objects.get().get_absolute_url()


def test_event_is_changed_in_a_form_with_rules_of_every_kind(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = build(starts_on=datetime.date(2026, 9, 1), ends_on=datetime.date(2027, 8, 31))
        event = events_of(roadmap)[0]
        person = make_person()
    url = at("event_edit", roadmap.pk, event.pk)
    data = {
        "title": "Педсовет",
        "responsible": ["curator", "pedagogical_council"],
        "persons": [person.pk],
        "days": "15.10.2026; 20.12.2026",
        "months": ["5", "12"],
        "yearly": "30.03, 30.09",
        "interval": "quarter",
        "per": "1",
        "interval_from": "11.2026",
        "window_from": "09.2026",
        "window_to": "10.2026",
    }
    assert curator.post(url, data).status_code == 302
    with enter_school(alpha):
        event = Event.objects.get(pk=event.pk)
        assert [rule["rule"] for rule in event.when] == ["day", "day", "window", "months", "yearly_dates", "every"]
        assert [row.person_id for row in event.persons.all()] == [person.pk]
        count = event.terms.count()
        assert count > 6
    shown = curator.get(url).content.decode()
    for words in ("15.10.2026; 20.12.2026", "30.03; 30.09", "11.2026", "09.2026"):
        assert words in shown
    assert curator.post(url, {**data, "days": "31.02.2027"}).status_code == 422
    outside = curator.post(url, {**data, "days": "01.10.2028"})
    assert outside.status_code == 422
    assert "01.10.2028" in outside.content.decode()
    with enter_school(alpha):
        assert Term.objects.filter(event=event).count() == count


def test_draft_tells_what_each_row_lacks(alpha: School, curator: Client, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        roadmap = build("dk2")
    text = curator.get(at("show", roadmap.pk)).content.decode()
    assert text.count("нет срока") >= 30
    refused = client_for("head", alpha).post(at("approve", roadmap.pk))
    assert refused.status_code == 422
    assert "ДК-1, шапка" in refused.content.decode()


def test_stage_is_opened_by_a_button_and_refused_out_of_order(running: Roadmap, alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        first, second = list(running.stages.all())[:2]
    assert curator.post(at("stage_open", running.pk, second.pk)).status_code == 422
    assert curator.post(at("stage_open", running.pk, first.pk)).status_code == 302
    assert curator.post(at("stage_close", running.pk, first.pk)).status_code == 302


def test_responsible_person_sees_own_events_marks_them_and_takes_them_to_a_calendar(
    alpha: School, client_for: ClientFor
) -> None:
    with enter_school(alpha):
        roadmap = fill(build())
        mentor = make_person(account_id=acting_as("mentor", alpha).account_id)
        mine, other = [event for event in events_of(roadmap) if "mentor" not in event.responsible][:2]
        change(mine, title="Провести установочную сессию", persons=[mentor])
        actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
        term, foreign = mine.terms.all()[0], other.terms.all()[0]
    client = client_for("mentor", alpha)
    assert "Провести установочную сессию" in client.get(at("mine")).content.decode()
    assert client.get(at("event", roadmap.pk, mine.pk)).status_code == 200
    assert client.get(at("event", roadmap.pk, other.pk)).status_code == 404
    assert client.get(at("done", roadmap.pk, foreign.pk)).status_code == 404
    assert client.get(at("show", roadmap.pk)).status_code == 403
    calendar = Calendar.from_ical(b"".join(client.get(at("calendar")).streaming_content))  # type: ignore[attr-defined]  # a file
    [event] = [each for each in calendar.walk("VEVENT") if each["summary"] == "Провести установочную сессию"]
    assert event.decoded("dtstart") == term.due_on
    scan = SimpleUploadedFile("протокол.pdf", PDF)
    data = {"done_on": today().strftime("%d.%m.%Y"), "note": "Протокол № 1", "file": scan}
    assert client.post(at("done", roadmap.pk, term.pk), data).status_code == 302
    assert b"".join(client.get(at("file", roadmap.pk, term.pk)).streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # a file
    assert client.get(at("file", roadmap.pk, foreign.pk)).status_code == 404


def test_file_of_another_kind_is_refused_and_what_was_typed_stays(
    running: Roadmap, alpha: School, curator: Client
) -> None:
    with enter_school(alpha):
        term = term_of(running)
    data = {"done_on": "01.09.2026", "note": "Протокол № 1", "file": SimpleUploadedFile("a.pdf", b"MZ program")}
    answer = curator.post(at("done", running.pk, term.pk), data)
    assert answer.status_code == 422
    assert "Протокол № 1" in answer.content.decode()


def test_printed_table_and_workbook_have_the_columns_of_the_act(alpha: School, curator: Client) -> None:
    """roadmap.columns: gymnasium-35 asks for event, term, responsible, resources."""
    with enter_school(alpha):
        adopted("gymnasium-35")
        roadmap = make_running()
    text = curator.get(at("print", roadmap.pk)).content.decode()
    headers = ["Мероприятие", "Сроки исполнения", "Ответственные", "Необходимые ресурсы"]
    found = [text.index(f'<th scope="col">{header}</th>') for header in headers]
    assert found == sorted(found)
    assert curator.get(at("table", roadmap.pk)).status_code == 200


def test_late_refresh_asks_for_its_reason_and_keeps_the_rest(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        adopted("cit")
        make_mentor(entered_on=today() - 400 * DAY)
    data = {"code": "mentor_registry", "done_on": today().strftime("%d.%m.%Y"), "checked": "Сверены карточки"}
    refused = curator.post(at("refresh_new"), data)
    assert refused.status_code == 422
    assert "Сверены карточки" in refused.content.decode()
    assert curator.post(at("refresh_new"), {**data, "late_reason": "Болезнь"}).status_code == 302
    with enter_school(alpha):
        assert Refresh.objects.get().late_reason == "Болезнь"
    assert "Болезнь" in curator.get(at("refreshes")).content.decode()


def test_monitoring_is_planned_from_the_days_of_the_act_and_held(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
    page = curator.get(at("monitoring_plan")).content.decode()
    assert "30.09." in page
    assert "30.03." in page
    assert curator.post(at("monitoring_plan"), {"days": "30.09.2019"}).status_code == 422
    days = page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
    assert curator.post(at("monitoring_plan"), {"days": days}).status_code == 302
    with enter_school(alpha):
        first = Measurement.objects.all()[0]
        assert Measurement.objects.count() == 2
    held = {"held_on": today().strftime("%d.%m.%Y"), "note": "Анкеты 10 наставников"}
    assert curator.post(at("held", first.pk), held).status_code == 302


def test_papers_on_rewards_are_made_and_handed_out(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        programme = make_programme()
        mentor = programme.match.mentors.get().card.person
    period = {"starts_on": "01.09.2025", "ends_on": today().strftime("%d.%m.%Y")}
    made = curator.post(at("extract"), {**period, "person": mentor.pk})
    assert made.status_code == 302
    with enter_school(alpha):
        paper = RewardPaper.objects.get()
    assert mentor.last_name in curator.get(made["Location"]).content.decode()
    for name in ("paper_docx", "paper_pdf"):
        assert curator.get(at(name, paper.pk)).status_code == 200
    refused = curator.post(at("pay_memo"), period)
    assert refused.status_code == 422
    assert "351.8" in refused.content.decode()
    terms = {f"agreement_{mentor.pk}": "№ 3", f"terms_{mentor.pk}": "10 %"}
    assert curator.post(at("pay_memo"), {**period, **terms}).status_code == 302
    ordered = curator.post(at("reward_order"), {**period, "kind": "gratitude", "people": [mentor.pk]})
    assert ordered.status_code == 302
    assert "Объявить благодарность" in curator.get(ordered["Location"]).content.decode()


@pytest.mark.parametrize("name", ["index", "mine", "refreshes", "monitoring", "rewards"])
def test_list_takes_the_same_number_of_queries_for_more_rows(alpha: School, curator: Client, name: str) -> None:
    found = []
    for times in (1, 30):
        with enter_school(alpha):
            if times == 1:
                samples()
            else:
                for number in range(2, times):
                    Refresh.objects.create(code="mentor_registry", done_on=today() - number * DAY, doer_name="К")
                    day = today() + number * DAY
                    Measurement.objects.create(due_on=day, starts_on=day)
                    RewardPaper.objects.create(kind="pay_memo", starts_on=today(), ends_on=today(), maker_name="К")
                    Roadmap.objects.create(title=f"Карта {number}", starts_on=today(), ends_on=today() + DAY)
        curator.get(at(name))
        with CaptureQueriesContext(connection) as queries:
            assert curator.get(at(name)).status_code == 200
        found.append(counted(queries))
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["show", "terms", "timeline", "print"])
def test_roadmap_takes_the_same_number_of_queries_for_more_events(
    alpha: School, running: Roadmap, curator: Client, name: str
) -> None:
    found = []
    for times in (1, 30):
        if times > 1:
            with enter_school(alpha):
                stage = running.stages.all()[0]
                rows = [Event(stage=stage, position=50 + number, title="Ещё") for number in range(times)]
                Term.objects.bulk_create(Term(event=event) for event in Event.objects.bulk_create(rows))
        curator.get(at(name, running.pk))
        with CaptureQueriesContext(connection) as queries:
            curator.get(at(name, running.pk))
        found.append(counted(queries))
    assert found[0] == found[1]
