"""What a school's host tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from apps.region.cases.models import PracticeCase
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.api.conftest import Work
from tests.support.api import V1, program_of
from tests.support.cases import make_case
from tests.support.people import counted, make_mentee, make_mentor, make_person
from tests.support.programmes import make_draft, make_meeting
from tests.support.regulation import adopted


def ask(role: str, school: School, path: str) -> dict[str, Any]:
    answer = program_of(role, school).get(f"{V1}/{path}")
    assert answer.status_code == 200, answer.content
    told: dict[str, Any] = answer.json()
    return told


def test_mentors_are_told_with_titles_and_lacking_consents(alpha: School) -> None:
    with enter_school(alpha):
        adopted("gymnasium-35")
        card = make_mentor(person=make_person(last_name="Берёзова"), consents=False)
    (row,) = ask("curator", alpha, "mentors/")["results"]
    assert row["id"] == card.pk
    assert row["person"]["full_name"] == "Берёзова Анна Петровна"
    assert row["category"]["code"] == "pedagogue"
    assert row["category"]["title"] not in {"", "pedagogue"}
    assert row["grade"] is None
    assert row["lacks_consents"]
    assert "birth_date" not in row["person"]


def test_banks_are_searched_as_on_the_pages(alpha: School) -> None:
    with enter_school(alpha):
        for name in ("Берёзова", "Ильина"):
            make_mentor(person=make_person(last_name=name))
            make_mentee(person=make_person(last_name=name))
    for bank in ("mentors", "mentees"):
        found = ask("head", alpha, f"{bank}/?q=березова")["results"]
        assert [row["person"]["full_name"].split()[0] for row in found] == ["Берёзова"], bank


def test_bank_is_cut_into_pages(alpha: School) -> None:
    with enter_school(alpha):
        for _ in range(3):
            make_mentor(consents=False)
    told = ask("curator", alpha, "mentors/?page_size=2")
    assert (told["count"], len(told["results"])) == (3, 2)
    assert told["next"].startswith("http://alpha.estafeta.localhost")
    assert told["next"].endswith("/api/v1/mentors/?page=2&page_size=2")


def test_staff_see_all_pairs_and_participants_their_own(work: Work) -> None:
    with enter_school(work.school):
        make_draft()
    seen = {role: ask(role, work.school, "pairs/")["count"] for role in ("head", "mentor", "mentee", "guardian")}
    assert seen == {"head": 2, "mentor": 1, "mentee": 1, "guardian": 0}


def test_participants_own_pairs_only(work: Work) -> None:
    with enter_school(work.school):
        other = make_draft()
    client = program_of("mentor", work.school)
    assert client.get(f"{V1}/pairs/{work.pair.pk}/").status_code == 200
    assert client.get(f"{V1}/pairs/{other.match.pk}/").status_code == 404
    assert client.get(f"{V1}/programmes/{other.pk}/").status_code == 404
    assert client.get(f"{V1}/programmes/{other.pk}/meetings/").status_code == 404


def test_pair_is_told_with_its_people_and_titles(work: Work) -> None:
    told = ask("curator", work.school, f"pairs/{work.pair.pk}/")
    assert told["state"]["code"] == "active"
    assert told["form"]["title"] != told["form"]["code"] == "pedagogue_pedagogue"
    assert told["mentors"][0]["accepted"] is True
    assert told["mentors"][0]["person"]["full_name"]
    assert told["goal"] == work.pair.goal
    assert told["regulation_version"] == work.pair.regulation_version_id


def test_programmes_tell_their_progress(work: Work) -> None:
    (row,) = ask("mentee", work.school, "programmes/")["results"]
    assert (row["id"], row["pair"], row["state"]["code"]) == (work.programme.pk, work.pair.pk, "running")
    assert (row["progress"]["meetings"], row["progress"]["held"], row["progress"]["items"]) == (1, 1, 1)


def test_programme_is_told_with_note_and_plan(work: Work) -> None:
    told = ask("mentor", work.school, f"programmes/{work.programme.pk}/")
    assert told["plan"][0]["title"] == "Посетить урок наставника"
    assert told["note"]
    assert all(field["title"] and field["text"] for field in told["note"])
    assert told["completion_ground"] is None


def test_programmes_are_filtered_as_on_the_page(work: Work) -> None:
    with enter_school(work.school):
        make_draft()
    assert ask("curator", work.school, "programmes/?state=draft")["count"] == 1
    assert ask("curator", work.school, "programmes/")["count"] == 2


def test_indicators_are_those_of_the_page(work: Work) -> None:
    told = ask("head", work.school, "indicators/")
    assert told["pair_count"] == 1
    assert [(pair["form"]["code"], pair["count"]) for pair in told["pairs"]] == [("pedagogue_pedagogue", 1)]
    assert {side["side"] for side in told["satisfaction"]} == {"mentor", "mentee"}
    assert {"R3", "R4", "R5", "R7"} <= {line["code"] for line in told["lines"]}


def test_regulation_tells_every_parameter_with_its_clause(alpha: School) -> None:
    with enter_school(alpha):
        adopted("lenskaya", term__max_months=11)
    parameters = {row["key"]: row for row in ask("mentee", alpha, "regulation/")["parameters"]}
    assert len(parameters) == 101
    term = parameters["term.max_months"]
    assert (term["value"], term["clause"], term["origin"], term["enforced"]) == (11, "п. 99", "school", True)
    assert all(row["clause"] and row["title"] and row["origin"] in {"school", "region"} for row in parameters.values())
    assert {row["origin"] for row in parameters.values()} == {"school", "region"}


def test_school_without_a_regulation_has_none_to_tell(alpha: School) -> None:
    answer = program_of("head", alpha).get(f"{V1}/regulation/")
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_own_cases_are_told_in_all_states(alpha: School, beta: School) -> None:
    make_case(alpha)
    make_case(alpha, state=PracticeCase.State.DRAFT, title="Черновик")
    make_case(beta, title="Чужой")
    rows = ask("head", alpha, "cases/")["results"]
    assert {row["state"]["code"] for row in rows} == {"published", "draft"}
    assert "Чужой" not in {row["title"] for row in rows}


def more_mentors(work: Work) -> None:
    make_mentor(consents=False)


def more_mentees(work: Work) -> None:
    make_mentee(consents=False)


def more_programmes(work: Work) -> None:
    make_draft()


def more_meetings(work: Work) -> None:
    make_meeting(work.programme, days=work.programme.meetings.count())


def more_cases(work: Work) -> None:
    make_case(work.school)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("mentors/", more_mentors),
        ("mentees/", more_mentees),
        ("pairs/", more_programmes),
        ("programmes/", more_programmes),
        ("programmes/{programme}/meetings/", more_meetings),
        ("cases/", more_cases),
    ],
)
def test_list_asks_as_many_queries_for_thirty_rows_as_for_one(
    work: Work, asked: CaptureQueriesContext, path: str, more: Callable[[Work], None]
) -> None:
    client = program_of("curator", work.school)
    address = f"{V1}/{path.format(programme=work.programme.pk)}"
    if path == "cases/":
        make_case(work.school)
    client.get(address)
    with asked:
        assert client.get(address).json()["count"] == 1
    one = counted(asked.captured_queries)
    with enter_school(work.school):
        for _ in range(29):
            more(work)
    with asked:
        assert client.get(address).json()["count"] == 30
    assert counted(asked.captured_queries) == one <= 14
