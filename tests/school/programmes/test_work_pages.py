"""Pages of the work of a programme: choices, changes by agreement, visits, releases, the annual programme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from apps.school.programmes.models import Amendment, AnnualProgramme, LessonVisit, Programme, Release
from apps.school.programmes.queries import view_for
from kernel.clock import today
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import account_in
from tests.support.programmes import make_draft, make_item, make_meeting, make_running, some_choices
from tests.support.regulation import adopted
from tests.support.today import seat

ClientFor = Callable[..., Client]
DAY = f"{today():%d.%m.%Y}"


def seated(school: School, preset: str = "lenskaya", *, draft: bool = False, **values: Any) -> Programme:
    with enter_school(school):
        adopted(preset, **values)
        made = make_draft() if draft else make_running()
        return seat(made, mentor=account_in("mentor", school), mentee=account_in("mentee", school))


def post(client: Client, path: str, **data: Any) -> int:
    return client.post(path, data).status_code


def test_choice_of_the_form_is_written_and_printed(alpha: School, client_for: ClientFor) -> None:
    """forms.choice_criteria: a draft is reminded, the choice is written with the note and printed."""
    programme = seated(alpha, draft=True)
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/"
    assert "п. 2.3" in mentor.get(address).content.decode()
    page = mentor.get(f"{address}note/edit/").content.decode()
    assert 'name="choice_criteria"' in page
    sent = {
        "tasks": "Три задачи",
        "basis": "individual",
        "interactions": ["consultation", "training"],
        "mode": "in_person",
        "choice_criteria": ["mentee_request"],
        "choice_reason": "Так просит сам учитель",
    }
    assert post(mentor, f"{address}note/edit/", **sent) == 302
    printed = mentor.get(f"{address}print/").content.decode()
    for words in ("Три задачи", "консультаци", "Так просит сам учитель", "апрос"):
        assert words in printed


def test_approved_programme_is_changed_by_the_word_of_both(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha)
    mentor, mentee = client_for("mentor", alpha), client_for("mentee", alpha)
    address = f"/programmes/{programme.pk}/"
    assert "п. 7.2" in mentor.get(f"{address}plan/new/").content.decode()
    sent = {"title": "Мастер-класс", "due_on": DAY, "reason": "Попросили на кафедре"}
    assert post(mentor, f"{address}plan/new/", **sent) == 302
    assert "Мастер-класс" not in mentor.get(f"{address}plan/").content.decode()
    with enter_school(alpha):
        amendment = Amendment.objects.get()
        word = amendment.agreements.get(role="mentee")
    answer = f"{address}changes/{amendment.pk}/answer/"
    assert answer in mentee.get(f"{address}changes/").content.decode()
    assert "Попросили на кафедре" in mentee.get(answer).content.decode()
    assert post(mentee, answer, agreement=word.pk, answer="yes") == 302
    assert "Мастер-класс" in mentor.get(f"{address}plan/").content.decode()
    assert "редакция 2" in mentor.get(f"{address}changes/").content.decode()


def test_note_row_and_form_are_proposed_on_their_pages(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha)
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/"
    with enter_school(alpha):
        item = make_item(programme)
        chosen = some_choices(view_for(programme.match))
        note = {**Programme.objects.get(pk=programme.pk).note, "tasks": "Другие задачи"}
    same = {"basis": chosen.basis, "mode": chosen.mode, "interactions": chosen.interactions}
    sent = {**note, **same, "choice_criteria": chosen.choice_criteria}
    assert post(mentor, f"{address}note/edit/", **sent, reason="Уточнили") == 302
    assert post(mentor, f"{address}plan/{item.pk}/", title="Иначе", due_on=DAY, reason="Перенос") == 302
    assert post(mentor, f"{address}plan/{item.pk}/remove/") == 302
    assert post(mentor, f"{address}changes/form/", form="pedagogue_pedagogue", reason="Модель") == 302
    with enter_school(alpha):
        assert {row.what for row in Amendment.objects.all()} == {"note", "edit", "remove", "form"}
        assert Amendment.objects.get(what="note").content == {"note": {"tasks": "Другие задачи"}, "choices": {}}
        one = Amendment.objects.get(what="edit")
    assert mentor.get(f"{address}changes/").status_code == 200
    assert post(mentor, f"{address}changes/{one.pk}/withdraw/") == 302


def test_plan_names_the_directions_it_lacks(alpha: School, client_for: ClientFor) -> None:
    """programme.plan_directions"""
    programme = seated(alpha)
    with enter_school(alpha):
        make_item(programme, direction="professional_contests")
    page = client_for("mentor", alpha).get(f"/programmes/{programme.pk}/plan/").content.decode()
    assert "Прил. 1, сноска 1" in page
    assert "бщественные дела" in page
    assert "рофессиональные конкурсы," not in page.split("Прил. 1, сноска 1")[0]


def test_visits_are_recorded_counted_and_explained(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, "co-58")
    mentor, address = client_for("mentor", alpha), f"/programmes/{programme.pk}/"
    assert f"{address}visits/" in mentor.get(address).content.decode()
    with enter_school(alpha):
        match = programme.match
        between = {"mentee": match.mentees.get().card.person_id, "mentor": match.mentors.get().card.person_id}
    sent = {**between, "way": "to_mentee", "visited_on": DAY, "lesson": "Физика, 8 «А»", "analysis": "Хороший темп"}
    assert post(mentor, f"{address}visits/new/", **sent) == 302
    page = mentor.get(f"{address}visits/").content.decode()
    assert "Физика, 8 «А»" in page
    assert "разд. 7.2" in page
    assert "visits/explain/" in page
    month = mentor.get(f"{address}visits/explain/").content.decode().split('<option value="20')[1][:5]
    assert post(mentor, f"{address}visits/explain/", month=f"20{month}", reason="Каникулы") == 302
    assert "Каникулы" in mentor.get(f"{address}visits/").content.decode()
    with enter_school(alpha):
        visit = LessonVisit.objects.get()
    assert post(client_for("mentee", alpha), f"{address}visits/{visit.pk}/remove/") == 403
    assert post(mentor, f"{address}visits/{visit.pk}/remove/") == 302


def test_release_goes_from_the_mentor_to_the_head(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha)
    mentor, head, address = client_for("mentor", alpha), client_for("head", alpha), f"/programmes/{programme.pk}/"
    assert f"{address}release/" in mentor.get(f"{address}meetings/").content.decode()
    with enter_school(alpha):
        person = programme.match.mentors.get().card.person_id
    sent = {"person": person, "on_day": DAY, "lessons": "3–4", "reason": "Открытый урок"}
    assert post(mentor, f"{address}release/", **sent) == 302
    with enter_school(alpha):
        release = Release.objects.get()
    own = f"/programmes/releases/{release.pk}/"
    assert own in head.get("/programmes/releases/").content.decode()
    answer = head.post(f"{own}decide/", {"decision": "yes"})
    assert answer.status_code == 422
    assert "п. 1.4" in answer.content.decode()
    met = ["exceptional_case", "teaching_continuity"]
    assert post(head, f"{own}decide/", decision="yes", substitute="Котова", confirmed=met) == 302
    assert "Котова" in mentor.get(own).content.decode()
    assert client_for("mentee", alpha).get(own).status_code == 404


def test_annual_programme_is_written_and_sent_for_signature(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
    curator = client_for("curator", alpha)
    assert "не утверждена" in curator.get("/programmes/annual/").content.decode()
    year = str(today().year if today().month >= 9 else today().year - 1)
    texts = {"forms_with_role_models": "Учитель – учитель", "standard_individual_plans": "План на год"}
    assert post(curator, "/programmes/annual/write/", year=year, **texts) == 302
    with enter_school(alpha):
        annual = AnnualProgramme.objects.get()
    assert "План на год" in curator.get(annual.get_absolute_url()).content.decode()
    assert post(curator, f"{annual.get_absolute_url()}order/") == 302
    assert "annual/write/?year=" not in curator.get(annual.get_absolute_url()).content.decode()
    assert curator.get("/programmes/annual/write/").status_code == 200


def test_meeting_has_a_form_and_methods_of_the_regulation(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, "co-58")
    mentor = client_for("mentor", alpha)
    with enter_school(alpha):
        meeting = make_meeting(programme, days=-1, form="workshop")
    address = f"/programmes/{programme.pk}/meetings/{meeting.pk}/"
    assert 'value="workshop" selected' in mentor.get(f"{address}edit/").content.decode()
    assert post(mentor, f"{address}held/", mentor_note="Хорошо", methods=["reflection"]) == 302
    page = mentor.get(address).content.decode()
    assert "оркшоп" in page
    assert "рефлексия" in page


def test_another_document_is_drawn_up_anew(alpha: School, client_for: ClientFor) -> None:
    programme = seated(alpha, draft=True)
    with enter_school(alpha):
        Programme.objects.filter(pk=programme.pk).update(unit="individual_plan")
    curator, address = client_for("curator", alpha), f"/programmes/{programme.pk}/"
    assert "draw-up-anew" in curator.get(address).content.decode()
    assert post(curator, f"{address}draw-up-anew/") == 302
    assert "draw-up-anew" not in curator.get(address).content.decode()
