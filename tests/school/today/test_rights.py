"""Rights and duties: what the system serves is recognised in every school's own text, and nothing else is."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from django.urls import reverse

from apps.school.regulation.catalogue import PRESET_SLUGS, preset
from apps.school.regulation.deeds import deed_of, serves
from apps.school.today.rights import KINDS, LISTS_OF_BODIES, LISTS_OF_GRADES
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, account_in
from tests.support.programmes import make_running
from tests.support.regulation import adopted
from tests.support.today import seat

# Every item of the five acts that the system serves, by the school's own code of it; the other 158 are served by none.
SERVED = {
    "lenskaya": {
        ("head", "issue_local_acts"): "local_acts",
        ("head", "approve_roadmap"): "roadmap",
        ("head", "issue_pair_orders"): "pair_orders",
        ("curator", "update_needs"): "refresh_needs",
        ("curator", "draft_roadmap"): "roadmap",
        ("curator", "keep_banks"): "keep_banks",
        ("curator", "form_programme_bank"): "programme_bank",
        ("curator", "supervise_programmes"): "supervise_programmes",
        ("curator", "organise_monitoring"): "monitor",
        ("curator", "monitor_and_report"): "monitor",
        ("curator", "record_statistics"): "statistics",
        ("mentor", "ask_release"): "resign",
        ("mentee", "take_part_in_programme"): "write_programme",
        ("mentee", "propose_improvements"): "propose_change",
        ("mentee", "ask_replacement"): "ask_replacement",
        ("mentee", "carry_out_plan"): "carry_out_plan",
    },
    "gymnasium-35": {
        ("head", "issue_local_acts"): "local_acts",
        ("head", "approve_roadmap"): "roadmap",
        ("head", "issue_pair_orders"): "pair_orders",
        ("curator", "propose_mentor_list"): "propose_mentors",
        ("curator", "draft_roadmap"): "roadmap",
        ("curator", "keep_banks"): "keep_banks",
        ("curator", "form_programme_bank"): "programme_bank",
        ("curator", "organise_monitoring"): "monitor",
        ("curator", "monitor_and_report"): "monitor",
        ("methodical_association", "develop_programmes"): "develop_programmes",
    },
    "cit": {},
    "ozono-chepetskaya": {
        ("curator", "form_bases"): "keep_banks",
        ("curator", "draft_annual_programme"): "annual_programme",
        ("curator", "draft_documents"): "draft_orders",
        ("curator", "assess_programmes"): "monitor",
        ("curator", "assess_model_conformity"): "assess_conformity",
        ("curator", "get_feedback"): "collect_feedback",
        ("mentor", "ask_release"): "resign",
        ("mentor", "help_develop_plan"): "write_programme",
        ("mentor", "meet_in_person"): "meet",
        ("mentor", "provide_certificates"): "external_papers",
        ("mentee", "ask_replacement"): "ask_replacement",
        ("mentee", "do_tasks"): "carry_out_plan",
    },
    "co-58": {
        ("mentors_association", "develop_plan_programme"): "write_programme",
        ("mentors_association", "visit_lessons"): "visit_lessons",
    },
}


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_served_items_of_every_act_are_recognised_and_no_others(slug: str) -> None:
    found = {}
    for actor, lists in preset(slug)["role_lists"].items():
        role = "mentor" if actor in LISTS_OF_GRADES else LISTS_OF_BODIES.get(actor, actor)
        for item in (item for kind in KINDS for item in lists[kind]):
            deed = deed_of(role, item["text_ru"])
            if deed:
                found[actor, item["code"]] = deed
    assert found == SERVED[slug]


@pytest.mark.parametrize(
    ("role", "text", "deed"),
    [
        ("mentee", "Подать куратору заявление о замене наставника", "ask_replacement"),
        ("mentor", "Просить директора о сложении обязанностей наставника: подать заявление", "resign"),
        ("guardian", "давать и отзывать согласие на участие ребёнка в программе", "consent"),
        ("mentee", "Отозвать согласие на обработку персональных данных", "consent"),
        ("mentor", "Подать куратору заявление о замене наставника", ""),
        ("curator", "рассматривать ходатайства о замене наставника", ""),
        ("head", "рассматривать заявления о сложении обязанностей наставника", ""),
        ("mentor", "заменять временно отсутствующего учителя", ""),
        ("curator", "участвовать в мониторинге", ""),
        ("mentee", "", ""),
    ],
)
def test_schools_own_texts_are_recognised_for_the_roles_that_may_do_it(role: str, text: str, deed: str) -> None:
    assert deed_of(role, text) == deed


def test_only_known_deeds_may_be_served() -> None:
    with pytest.raises(KeyError):
        serves("dance", label="Dance", url_name="today:index")


def rights(client_for: ClientFor, role: str, school: School) -> str:
    client = client_for(role, school)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    response = client.get(reverse("today:rights", urlconf=settings.SCHOOL_URLCONF))
    assert response.status_code == 200
    text = html.unescape(response.content.decode())
    links = re.findall(r'<li>[^<]*<span class="hint">[^<]*</span><div><a[^>]*href="([^"]+)"', text)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert [client.get(link).status_code for link in links] == [200] * len(links)
    return text


def test_each_role_sees_its_own_list_with_clauses(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
    mentee, head = rights(client_for, "mentee", alpha), rights(client_for, "head", alpha)
    assert "Наставляемый: права" in mentee
    assert "п. 5.1 (5)" in mentee
    assert "п. 4.1 (3)" not in mentee
    assert "Директор: функции" in head
    assert "п. 3.3 (5)" in head
    assert "п. 5.1 (5)" not in head
    assert "Куратор реализации программ наставничества: функции" in rights(client_for, "curator", alpha)


def test_link_leads_into_the_only_open_programme(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
        programme = make_running()
    plan = reverse("programmes:plan", urlconf=settings.SCHOOL_URLCONF, kwargs={"programme": programme.pk})
    assert plan not in rights(client_for, "mentee", alpha)
    with enter_school(alpha):
        seat(programme, mentee=account_in("mentee", alpha))
    assert plan in rights(client_for, "mentee", alpha)


def test_school_without_lists_says_so_and_leads_to_the_regulation(alpha: School, client_for: ClientFor) -> None:
    assert "Нет списка прав и обязанностей" in rights(client_for, "mentor", alpha)
    with enter_school(alpha):
        adopted("cit")
    assert "Нет списка прав и обязанностей" in rights(client_for, "curator", alpha)


def test_mentor_sees_the_list_of_the_mentors_association(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("co-58")
    page = rights(client_for, "mentor", alpha)
    assert "Объединение наставников: функции" in page
    assert "Ведущий наставник: функции" not in page
    assert "Объединение молодых педагогов" not in page
