"""The front door: choose your school; unknown hosts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tenants.organisations.models import School
from tests.support.cast import host_of


def front(path: str = "/") -> str:
    return Client(HTTP_HOST=host_of("")).get(path).content.decode()


def test_front_door_shows_working_schools_only(alpha: School, beta: School) -> None:
    School.objects.filter(pk=beta.pk).update(state=School.State.SUSPENDED)
    page = front()
    assert "http://alpha.estafeta.localhost:8000/" in page
    assert "beta.estafeta.localhost" not in page


@pytest.mark.parametrize("words", ["альфа", "АЛЬФ", "муниципалитет № 1", "alpha"])
def test_search_finds_by_words_whatever_the_case(alpha: School, beta: School, words: str) -> None:
    page = front(f"/?q={words}")
    assert "alpha.estafeta.localhost" in page
    assert "beta.estafeta.localhost" not in page


def test_search_that_finds_nothing_says_so(db: None) -> None:
    assert "Такой школы нет" in front("/?q=нетакой")


def test_typing_asks_for_the_list_alone(db: None) -> None:
    answer = Client(HTTP_HOST=host_of("")).get("/?q=альфа", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()


def test_many_schools_are_not_all_listed(alpha: School) -> None:
    School.objects.bulk_create(
        School(
            slug=f"s{number}",
            schema_name=f"s_s{number}",
            name="Школа",
            short_name=f"Школа {number}",
            municipality=alpha.municipality,
            state=School.State.READY,
        )
        for number in range(100)
    )
    with CaptureQueriesContext(connection) as queries:
        page = front()
    assert page.count(".estafeta.localhost:8000/") < 40
    assert "Школ больше" in page
    assert len(queries) <= 4


def test_plain_localhost_leads_to_the_front_door(db: None) -> None:
    answer = Client(HTTP_HOST="localhost:8000").get("/?q=x")
    assert answer["Location"] == "http://estafeta.localhost:8000/?q=x"


@pytest.mark.parametrize("host", ["gamma.estafeta.localhost", "example.org"])
def test_an_unknown_host_gets_its_page(db: None, host: str) -> None:
    answer = Client(HTTP_HOST=host).get("/accounts/login/")
    assert answer.status_code == 404
    assert "http://estafeta.localhost:8000/" in answer.content.decode()
