"""Pages of dependencies, evidence, templates and the turn of the year."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from icalendar import Calendar

from apps.school.people.models import MentorCard
from apps.school.regulation.deeds import place_of
from apps.school.roadmap import actions
from apps.school.roadmap.models import Event, Evidence, Roadmap, Template, Term
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.canaries import text_of_file
from tests.support.cast import ClientFor, acting_as
from tests.support.people import make_mentor, make_person
from tests.support.regulation import adopted
from tests.support.roadmap import ACTING, build, change, events_of, fill, make_running, term_of
from tests.support.uploads import PDF

DAY = datetime.timedelta(days=1)


def at(name: str, *args: object) -> str:
    return reverse(f"roadmap:{name}", args=args, urlconf="config.urls_school")


def plain(days: int) -> list[dict[str, str]]:
    return [{"rule": "day", "date": (today() + days * DAY).isoformat()}]


@pytest.fixture
def curator(alpha: School, client_for: ClientFor) -> Client:
    return client_for("curator", alpha)


def form_of(event: Event, **changes: object) -> dict[str, object]:
    """What the browser sends of an event's form."""
    said = {"title": event.title, "responsible": event.responsible, "auto_tick": event.auto_tick}
    return {**said, "seen": actions.stamp(event), **changes}


def test_event_form_asks_for_weeks_days_after_another_and_what_it_waits_for(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = build()
        [first, second, third, *_rest] = events_of(roadmap)
        person = make_person()
    since = (today() + DAY).strftime("%d.%m.%Y")
    data = form_of(third, weeks="2", weeks_since=since, needs=[first.pk, second.pk], deputies=[person.pk])
    data |= {"after": first.pk, "after_days": "10"}
    url = at("event_edit", roadmap.pk, third.pk)
    assert curator.post(url, {**data, "weeks_since": ""}).status_code == 422
    assert curator.post(url, {**data, "after": ""}).status_code == 422
    assert curator.post(url, data).status_code == 302
    with enter_school(alpha):
        third = Event.objects.get(pk=third.pk)
        assert [rule["rule"] for rule in third.when] == ["weeks", "after"]
        assert {row.needed_id for row in third.needs.all()} == {first.pk, second.pk}
        assert [row.is_deputy for row in third.persons.all()] == [True]
    assert since in curator.get(url).content.decode()
    circle = curator.post(at("event_edit", roadmap.pk, first.pk), form_of(first, needs=[third.pk]))
    assert circle.status_code == 422
    assert "→" in circle.content.decode()


def test_second_editor_is_told_keeps_the_text_and_may_save_again(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = build()
        event = events_of(roadmap)[0]
        data = form_of(event, title="Моё")
        change(event, title="Чужое")
    url = at("event_edit", roadmap.pk, event.pk)
    told = curator.post(url, data)
    text = told.content.decode()
    assert told.status_code == 422
    assert "Чужое" in text
    assert "Моё" in text
    with enter_school(alpha):
        now = actions.stamp(Event.objects.get(pk=event.pk))
    assert now in text
    assert curator.post(url, {**data, "seen": now}).status_code == 302


def test_moved_row_offers_to_move_those_after_it(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = build()
        [first, second, *_rest] = events_of(roadmap)
        change(first, when=plain(3))
        change(second, when=plain(5), needs=[first])
        first.refresh_from_db()
    later = (today() + 10 * DAY).strftime("%d.%m.%Y")
    moved = curator.post(at("event_edit", roadmap.pk, first.pk), form_of(first, days=later))
    assert moved["Location"] == f"{at('event_shift', roadmap.pk, first.pk)}?days=7"
    assert second.title in curator.get(moved["Location"]).content.decode()
    assert curator.post(moved["Location"], {"days": "7", "events": [second.pk]}).status_code == 302
    with enter_school(alpha):
        assert second.terms.get().due_on == today() + 12 * DAY


def test_blocked_rows_and_evidence_are_shown(alpha: School, curator: Client, client_for: ClientFor) -> None:
    with enter_school(alpha):
        roadmap = fill(build())
        [first, second, *_rest] = events_of(roadmap)
        change(second, needs=[first], auto_tick="")
        roadmap = actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
        term = second.terms.get()
    assert f"ещё не сделано: {first.title}" in curator.get(at("show", roadmap.pk)).content.decode()
    assert first.title in curator.get(at("done", roadmap.pk, term.pk)).content.decode()
    add = at("evidence_add", roadmap.pk, term.pk)
    file = SimpleUploadedFile("Протокол.pdf", PDF, "application/pdf")
    assert curator.post(add, {"file": file}).status_code == 302
    assert curator.post(add, {}).status_code == 422
    page = curator.get(at("event", roadmap.pk, second.pk)).content.decode()
    with enter_school(alpha):
        piece = Evidence.objects.get()
    assert at("evidence_file", roadmap.pk, piece.pk) in page
    assert curator.get(at("evidence_file", roadmap.pk, piece.pk)).status_code == 200
    assert client_for("mentee", alpha).get(at("evidence_file", roadmap.pk, piece.pk)).status_code == 404
    assert curator.post(at("evidence_remove", roadmap.pk, piece.pk)).status_code == 302
    assert curator.post(at("drop", roadmap.pk, term.pk), {"reason": "Передано"}).status_code == 302
    assert "Передано" in curator.get(at("event", roadmap.pk, second.pk)).content.decode()
    assert curator.post(at("take_up", roadmap.pk, term.pk)).status_code == 302


def test_table_that_is_looked_at_is_ticked_first_but_not_all_the_time(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = make_running()
        cache.delete(actions.LOOKED)
        make_mentor(trained_on=today())
    curator.get(at("show", roadmap.pk))
    with enter_school(alpha):
        assert Term.objects.get(event__auto_tick="training.recorded").is_auto
        Term.objects.update(done_on=None, is_auto=False)
        MentorCard.objects.update(trained_on=today())
    curator.get(at("show", roadmap.pk))
    with enter_school(alpha):
        assert Term.objects.get(event__auto_tick="training.recorded").done_on is None


def test_template_is_kept_used_and_thrown_away(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = build()
    assert curator.post(at("keep", roadmap.pk), {"title": "Наш год"}).status_code == 302
    assert "Наш год" in curator.get(at("templates")).content.decode()
    with enter_school(alpha):
        template = Template.objects.get()
    offered = curator.get(at("new")).content.decode()
    assert f"template:{template.pk}" in offered
    assert "33 мероприятия" in offered
    assert curator.get(at("template_drop", template.pk)).status_code == 200
    assert curator.post(at("template_drop", template.pk)).status_code == 302
    with enter_school(alpha):
        assert not Template.objects.exists()


def test_copy_of_a_year_before_is_made_for_the_chosen_year(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = make_running()
    later = roadmap.starts_on.year + 2
    data = {"source": f"copy:{roadmap.pk}", "starts_on": f"01.09.{later}", "ends_on": f"31.08.{later + 1}"}
    assert curator.post(at("new"), data).status_code == 302
    with enter_school(alpha):
        assert Roadmap.objects.get(copied_from=roadmap).starts_on == datetime.date(later, 9, 1)


def test_year_is_turned_on_a_page_that_lists_what_was_not_done(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = make_running()
        chosen, other = list(Term.objects.filter(event__stage__roadmap=roadmap, due_on__isnull=False))[:2]
    url = at("turn", roadmap.pk)
    page = curator.get(url).content.decode()
    assert f'value="{chosen.pk}"' in page
    assert curator.post(url, {"carried": [chosen.pk]}).status_code == 422  # no reason for the rest
    assert curator.post(url, {"carried": [chosen.pk], "reason": "Не понадобилось"}).status_code == 302
    with enter_school(alpha):
        assert Term.objects.filter(carried_from=chosen).exists()
        assert Term.objects.get(pk=other.pk).drop_reason == "Не понадобилось"
    again = curator.post(url, {"carried": [chosen.pk], "reason": "Не понадобилось"})
    assert again.status_code == 422
    assert "уже переведён" in again.content.decode()
    assert "Год переведён" in curator.get(at("show", roadmap.pk)).content.decode()


def test_reminders_are_set_by_the_office(alpha: School, curator: Client, client_for: ClientFor) -> None:
    with enter_school(alpha):
        roadmap = build()
    url = at("reminders", roadmap.pk)
    assert curator.post(url, {"curator_after": "5", "head_after": "2"}).status_code == 422
    assert curator.post(url, {"curator_after": "5", "head_after": "12"}).status_code == 302
    with enter_school(alpha):
        assert (Roadmap.objects.get().curator_after, Roadmap.objects.get().head_after) == (5, 12)
    assert client_for("mentor", alpha).get(url).status_code == 403


@pytest.mark.parametrize(("slug", "source"), [("ozono-chepetskaya", "dk2"), ("cit", "main")])
def test_roadmap_is_an_annex_on_paper(alpha: School, curator: Client, slug: str, source: str) -> None:
    with enter_school(alpha):
        adopted(slug)
        roadmap = build(source)
        titles = [event.title for event in events_of(roadmap)]
    document = Document(io.BytesIO(curator.get(at("docx", roadmap.pk)).getvalue()))
    rows = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert all(any(title.split()[0] in text for text in rows) for title in titles)
    assert document.paragraphs[0].text.startswith("Приложение")
    printed = text_of_file(curator.get(at("pdf", roadmap.pk)).getvalue())
    assert "ДОРОЖНАЯКАРТА" in printed
    assert all(title.split()[0].replace("-", "") in printed for title in titles)


def test_dates_of_the_roadmap_go_to_a_calendar(alpha: School, curator: Client) -> None:
    with enter_school(alpha):
        roadmap = make_running()
        dropped = actions.drop_term(term=term_of(roadmap), reason="Не нужно", acting=ACTING)
        expected = Term.objects.filter(due_on__isnull=False, dropped_on__isnull=True).count()
    content = curator.get(at("calendar_of", roadmap.pk)).getvalue()
    events = Calendar.from_ical(content).walk("VEVENT")
    assert len(events) == expected > 10
    assert not [event for event in events if f"-{dropped.pk}@" in str(event["uid"])]


def test_right_to_draw_the_roadmap_up_leads_to_it() -> None:
    served = place_of("curator", "разрабатывает Дорожную карту (план мероприятий) по реализации Положения")
    assert served is not None
    assert served.url_name == "roadmap:index"


def test_others_see_the_pages_of_events_that_name_them_alone(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        roadmap = fill(build())
        deputy = make_person(account_id=acting_as("mentor", alpha).account_id)
        mine, other = [event for event in events_of(roadmap) if "mentor" not in event.responsible][:2]
        change(mine, deputies=[deputy])
        actions.approve_roadmap(roadmap=roadmap, acting=ACTING)
        ours, theirs = mine.terms.get(), other.terms.get()
    mentor = client_for("mentor", alpha)
    assert mentor.get(at("evidence_add", roadmap.pk, ours.pk)).status_code == 200
    assert mentor.get(at("evidence_add", roadmap.pk, theirs.pk)).status_code == 404
    assert mentor.get(at("drop", roadmap.pk, ours.pk)).status_code == 403
