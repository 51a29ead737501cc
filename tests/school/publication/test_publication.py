"""Results are published after completion, without names, and taken back at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.programmes.queries import people_of
from apps.school.publication import actions
from apps.school.publication.models import PublishedResult
from kernel.errors import Conflict, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give
from tests.support.programmes import close, make_running
from tests.support.publication import make_result
from tests.support.regulation import adopted


def at(name: str, *args: object) -> str:
    return reverse(f"publication:{name}", args=args, urlconf="config.urls_school")


def test_result_of_a_running_programme_is_refused_with_the_clause(in_alpha: School) -> None:
    adopted("lenskaya")
    with pytest.raises(RuleViolation) as error:
        make_result(make_running())
    [violation] = error.value.violations
    assert (violation.parameter, violation.clause) == ("publication.results_after", "п. 8.2")


def test_same_result_is_allowed_where_the_regulation_does_not_wait(in_alpha: School) -> None:
    adopted("lenskaya", publication__results_after=False)
    assert make_result(make_running()).pk


def test_result_naming_a_person_needs_the_consent_to_distribution(in_alpha: School) -> None:
    programme = close(make_running())
    person = people_of(programme).mentors[0]
    text = f"Уроки провела {person.last_name}."
    with pytest.raises(RuleViolation) as error:
        make_result(programme, text=text)
    assert error.value.violations[0].origin == "law"
    give(person, "distribution")
    assert make_result(programme, text=text).text == text


def test_result_is_published_once(in_alpha: School) -> None:
    published = make_result()
    with pytest.raises(Conflict):
        make_result(published.programme)


def test_edit_asks_the_rules_again(in_alpha: School) -> None:
    published = make_result()
    surname = people_of(published.programme).mentees[0].last_name
    curator = acting_as("curator", in_alpha)
    with pytest.raises(RuleViolation):
        actions.edit_result(result=published, title="Итог", text=f"{surname} справилась", acting=curator)
    assert actions.edit_result(result=published, title="Итог", text="Справилась", acting=curator).title == "Итог"


def test_mentor_does_not_publish(in_alpha: School) -> None:
    programme = close(make_running())
    with pytest.raises(NotAllowed):
        actions.publish_result(programme=programme, title="Итог", text="Текст", acting=acting_as("mentor", in_alpha))


def test_public_page_is_for_anybody_and_names_nobody(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        published = make_result()
        running = make_running()
        surnames = [
            person.last_name
            for programme in (published.programme, running)
            for side in (people_of(programme).mentors, people_of(programme).mentees)
            for person in side
        ]
    page = client_for(at="alpha").get(at("public")).content.decode()
    assert published.title in page
    assert "п. 2.3" in page
    assert not [name for name in surnames if name in page]


def test_public_page_opens_without_a_regulation(beta: School, client_for: ClientFor) -> None:
    assert client_for(at="beta").get(at("public")).status_code == 200


def test_result_of_another_school_is_not_found(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        published = make_result()
    assert client_for(at="alpha").get(published.get_absolute_url()).status_code == 200
    assert client_for(at="beta").get(published.get_absolute_url()).status_code == 404


def test_unpublished_result_is_gone_at_once(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        published = make_result()
    curator = client_for("curator", alpha)
    assert curator.get(at("unpublish", published.pk)).status_code == 200
    assert curator.post(at("unpublish", published.pk)).status_code == 302
    assert client_for(at="alpha").get(at("result", published.pk)).status_code == 404


def test_editor_s_list_offers_closed_programmes(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        programme = close(make_running())
    client = client_for("curator", alpha)
    assert at("publish", programme.pk) in client.get(at("index")).content.decode()
    data = {"title": "Итог", "text": "Три открытых урока"}
    assert client.post(at("publish", programme.pk), data).status_code == 302
    with enter_school(alpha):
        assert PublishedResult.objects.get().text == "Три открытых урока"


def test_refused_publication_keeps_the_text(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        programme = make_running()
    response = client_for("curator", alpha).post(at("publish", programme.pk), {"title": "Итог", "text": "Мой текст"})
    assert response.status_code == 422
    assert "Мой текст" in response.content.decode()


def test_list_asks_as_often_for_thirty_rows_as_for_one(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        make_result()
    client = client_for("curator", alpha)
    client.get(at("index"))
    with CaptureQueriesContext(connection) as one:
        client.get(at("index"))
    with enter_school(alpha):
        for _number in range(29):
            make_result()
    with CaptureQueriesContext(connection) as thirty:
        client.get(at("index"))
    assert len(thirty) == len(one)
