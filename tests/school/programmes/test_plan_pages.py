"""Pages of goals, examples, the library, participation and versions."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.school.people.models import Person
from apps.school.programmes.models import Goal, Participation, Programme, TypicalPlan
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.programmes.test_work_pages import DAY, ClientFor, post, seated
from tests.support.cast import account_in
from tests.support.people import make_guardian, make_mentee, make_pupil
from tests.support.programmes import close, make_draft, make_goal, make_item, make_running
from tests.support.regulation import adopted


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_draft_is_built_on_its_pages(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, draft=True)
    with enter_school(alpha):
        example = make_running()
        make_goal(example, title="Класс слушает", actual=80)
        close(example)
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/"
    assert f"{address}build/" in text(mentor, f"{address}plan/")
    page = text(mentor, f"{address}build/")
    assert "Молодой педагог: первый год" in page
    assert f"{address}build/worked/{example.pk}/" in page
    with enter_school(alpha):
        plan = TypicalPlan.objects.get(source="novice_first_year")
    take = f"{address}build/typical/{plan.pk}/"
    assert "Подготовка и проведение открытого урока" in text(mentor, take)
    assert post(mentor, take) == 302
    shown = text(mentor, f"{address}plan/")
    assert "Подготовка и проведение открытого урока" in shown
    assert "Опыт показан коллегам" in shown
    assert "Класс слушает" in text(mentor, f"{address}build/worked/{example.pk}/")


def test_goals_are_set_and_measured_on_their_pages(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, draft=True)
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/"
    sent = {"title": "Меньше опозданий", "indicator": "опозданий в неделю", "target": "1"}
    assert post(mentor, f"{address}goals/new/", **sent) == 302
    with enter_school(alpha):
        goal = Goal.objects.get()
    measured = {"beginning": "5", "actual": "3", "measured_on": DAY}
    assert post(mentor, f"{address}goals/{goal.pk}/measure/", **measured) == 302
    assert 'value="50"' in text(mentor, f"{address}plan/")
    assert post(mentor, f"{address}goals/{goal.pk}/", **{**sent, "target": "0", "beginning": "5"}) == 302
    assert post(mentor, f"{address}goals/{goal.pk}/remove/") == 302


def test_second_tab_sees_both_wordings_and_keeps_its_own(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, draft=True)
    mentor, curator = client_for("mentor", alpha), client_for("curator", alpha)
    address = f"/programmes/{programme.pk}/note/edit/"
    seen = mentor.get(address).context["form"]["seen"].value()
    assert post(curator, address, tasks="Слова куратора", seen=seen) == 302
    answer = mentor.post(address, {"tasks": "Слова наставника", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Слова куратора" in page
    assert page.count("Слова наставника") >= 2
    again = answer.context["form"]["seen"].value()
    assert again != seen
    assert post(mentor, address, tasks="Слова наставника", seen=again) == 302
    with enter_school(alpha):
        assert Programme.objects.get(pk=programme.pk).note["tasks"] == "Слова наставника"


def test_pair_that_ends_while_one_writes_keeps_the_words(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha)
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/plan/new/"
    with enter_school(alpha):
        close(Programme.objects.get(pk=programme.pk))
    sent = {"title": "Написано до конца", "due_on": DAY, "reason": "Так нужно"}
    answer = mentor.post(address, sent)
    assert answer.status_code == 422
    assert "Написано до конца" in answer.content.decode()


def test_regulation_replaced_in_the_middle_leaves_the_programme_its_own(alpha: School, client_for: ClientFor) -> None:
    """programme.template_fields: a pair lives by the act it was formed under."""
    programme = seated(alpha, draft=True)
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/note/edit/"
    before = list(mentor.get(address).context["form"].fields)
    with enter_school(alpha):
        adopted("gymnasium-35", since=today(), programme__authors=[{"actor": "curator", "part": "author"}])
    assert list(mentor.get(address).context["form"].fields) == before
    assert post(mentor, address, tasks="Задачи") == 302


def test_guardian_reads_the_individual_plan_of_a_ward(alpha: School, client_for: ClientFor) -> None:
    """programme.unit: the plan has its own name, fields and columns; a guardian reads, and writes nothing."""
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        pupil = make_pupil()
        mother = make_guardian(pupil)
        Person.objects.filter(pk=mother.pk).update(account_id=account_in("guardian", alpha).pk)
        card = make_mentee(person=pupil, category="willing_pupil", consents=False)
        programme = make_draft(mentees=[card], form="pupil_pupil")
        make_item(programme, title="Занятия по темам пробелов", responsible="mentor")
        stranger = make_draft(form="pupil_pupil")
    guardian, address = client_for("guardian", alpha), f"/programmes/{programme.pk}/"
    plan = text(guardian, f"{address}plan/")
    assert "Занятия по темам пробелов" in plan
    assert "Ответственный" in plan
    assert "plan/new/" not in plan
    assert "ндивидуальный план" in text(guardian, f"{address}print/")
    assert guardian.get(f"{address}programme.pdf").status_code == 200
    assert guardian.get(f"{address}plan/new/").status_code == 403
    assert guardian.get(f"/programmes/{stranger.pk}/plan/").status_code == 404


def test_library_is_edited_with_growing_rows(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
    office, mentor = client_for("methodical_association", alpha), client_for("mentor", alpha)
    assert office.post("/programmes/library/stock/").status_code == 302
    assert "Реверсивное: цифровые инструменты" in text(mentor, "/programmes/library/")
    assert mentor.post("/programmes/library/stock/").status_code == 403
    assert mentor.get("/programmes/library/new/").status_code == 403
    sent: dict[str, Any] = {"title": "План кафедры", "row0_title": "Урок", "row0_at": "50", "goal0_title": "Цель"}
    refused = office.post("/programmes/library/new/", sent)
    assert refused.status_code == 422
    more = office.post("/programmes/library/new/", {**sent, "more": "yes"})
    assert more.status_code == 200
    assert 'name="row1_title"' in more.content.decode()
    sent |= {"goal0_indicator": "уроков", "goal0_target": "2", "row1_title": "Отчёт", "row1_methods": ["reflection"]}
    assert office.post("/programmes/library/new/", sent).status_code == 302
    with enter_school(alpha):
        plan = TypicalPlan.objects.get(title="План кафедры")
    address = f"/programmes/library/{plan.pk}/"
    assert "Отчёт" in text(mentor, address)
    assert 'value="План кафедры"' in text(office, f"{address}edit/")
    for step in ("copy", "archive", "restore"):
        assert office.post(f"{address}{step}/").status_code == 302


def test_participation_and_versions_have_their_pages(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha)
    mentee, address = client_for("mentee", alpha), f"/programmes/{programme.pk}/"
    with enter_school(alpha):
        person = programme.match.mentees.get().card.person_id
    sent = {"person": person, "kind": "contest", "title": "Педагогический дебют", "level": "regional"}
    assert post(mentee, f"{address}parts/new/", **sent, on_day=DAY, result="winner") == 302
    assert "Педагогический дебют" in text(mentee, f"{address}parts/")
    assert "Педагогический дебют" in text(client_for("curator", alpha), f"/people/{person}/")
    with enter_school(alpha):
        part = Participation.objects.get()
    assert post(mentee, f"{address}parts/{part.pk}/", **sent, on_day=DAY, result="prize") == 302
    assert post(mentee, f"{address}parts/{part.pk}/remove/") == 302
    assert f"{address}versions/1/" in text(mentee, f"{address}changes/")
    assert "Посетить урок наставника" in text(mentee, f"{address}versions/1/")
    assert text(mentee, f"{address}versions/1/against/1/")


def test_plan_asks_as_often_for_thirty_rows_as_for_one(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, draft=True)
    mentor, numbers = client_for("mentor", alpha), []
    for count in (1, 29):
        with enter_school(alpha):
            for number in range(count):
                make_item(programme, title=f"Мероприятие {count} {number}")
                make_goal(programme, title=f"Цель {count} {number}")
        with CaptureQueriesContext(connection) as asked:
            text(mentor, f"/programmes/{programme.pk}/plan/")
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
