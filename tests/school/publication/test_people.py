"""Lists and portfolios of people: by the act, by each person's consent to the very data, at once gone with it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.consents import actions as consents
from apps.school.consents.models import Consent, WithdrawalTrace
from apps.school.programmes.queries import people_of
from apps.school.publication import actions, showing
from apps.school.publication.models import Material, PublishedPortfolio, PublishedResult
from apps.school.regulation.catalogue import preset
from apps.school.regulation.rules import publishing
from apps.school.regulation.rules.publishing import Shown
from apps.school.regulation.view import view_of
from kernel.errors import Conflict, InputError, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give
from tests.support.people import make_mentor, make_person
from tests.support.programmes import ACTING, close, make_running
from tests.support.publication import EVERYTHING, make_material, make_result, willing_mentor
from tests.support.regulation import adopted
from tests.support.selection import ensure_appointed


def at(name: str, *args: object) -> str:
    return reverse(f"publication:{name}", args=args, urlconf="config.urls_school")


def publish(registry: str, *categories: str, leave_out: bool = False) -> object:
    return actions.publish_list(registry=registry, categories=categories, leave_out=leave_out, acting=ACTING)


def test_gymnasium_publishes_banks_but_not_without_consent() -> None:
    view = view_of(preset("gymnasium-35"))
    willing, silent = Shown("Иванова А. П.", frozenset({"full_name"})), Shown("Петров И. С.", frozenset())
    assert publishing.list_of_people(view, "mentor_registry", [willing], ["full_name"]) == []
    [violation] = publishing.list_of_people(view, "mentor_registry", [willing, silent], ["full_name"])
    assert (violation.origin, violation.actual) == ("law", "Петров И. С.")
    assert "10.1" in violation.clause
    assert publishing.list_of_people(view, "mentor_registry", [willing], ["full_name", "position"])


def test_list_that_the_act_does_not_name_is_refused() -> None:
    view = view_of(preset("lenskaya"))
    keys = [row.parameter for row in publishing.list_of_people(view, "mentor_registry", [], ["full_name"])]
    assert keys == ["publication.content", "publication.registry"]


def test_list_is_published_by_the_act_and_with_everybody_s_consent(in_alpha: School) -> None:
    adopted("gymnasium-35")
    willing, silent = willing_mentor(), make_mentor().person
    with pytest.raises(RuleViolation) as refusal:
        publish("mentor_registry")
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.origin) == ("publication.registry", "law")
    assert silent.full_name in violation.message
    assert willing.full_name not in violation.message
    assert refusal.value.next_step
    published = actions.publish_list(registry="mentor_registry", categories=["position"], leave_out=True, acting=ACTING)
    assert [row.name for row in showing.rows_of(published)] == [willing.full_name]
    give(silent, "distribution", categories=["full_name"])
    assert len(showing.rows_of(published)) == 1, "the position is shown, and that was not allowed"


def test_list_of_nobody_is_not_published(in_alpha: School) -> None:
    adopted("gymnasium-35")
    make_mentor()
    with pytest.raises(Conflict):
        publish("mentor_registry", leave_out=True)


def test_portfolio_is_published_in_the_roles_of_the_act_with_consent(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    person = make_mentor().person
    with pytest.raises(RuleViolation) as refusal:
        actions.publish_portfolio(person=person, role="mentor", acting=ACTING)
    assert [(row.parameter, row.origin) for row in refusal.value.violations] == [("publication.portfolio", "law")]
    give(person, "distribution", categories=EVERYTHING)
    assert actions.publish_portfolio(person=person, role="mentor", acting=ACTING).pk
    with pytest.raises(Conflict):
        actions.publish_portfolio(person=person, role="mentor", acting=ACTING)
    with pytest.raises(InputError):
        actions.publish_portfolio(person=willing_mentor(), role="curator", acting=ACTING)


def test_portfolio_of_a_role_that_the_act_does_not_name_is_refused(in_alpha: School) -> None:
    adopted("ozono-chepetskaya", publication__portfolio=["curator"])
    with pytest.raises(RuleViolation) as refusal:
        actions.publish_portfolio(person=willing_mentor(), role="mentor", acting=ACTING)
    [violation] = refusal.value.violations
    assert (violation.parameter, violation.origin) == ("publication.portfolio", "school")


def test_portfolio_shows_what_was_allowed_and_no_more(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    person = make_mentor().person
    give(person, "distribution", categories=["full_name", "achievements"])
    assert showing.entries_of(person) == []
    Consent.objects.filter(type="distribution").update(categories=["full_name", "achievements", "subjects"])
    assert {entry.category for entry in showing.entries_of(person)} == {"subjects"}


def test_curator_shows_a_portfolio_by_the_account(in_alpha: School) -> None:
    curator = acting_as("curator", in_alpha)
    person = make_person(account_id=curator.account_id)
    assert showing.roles_of(person) == ["curator"]
    assert person in showing.candidates(["curator"])
    assert person not in showing.candidates(["mentor"])


def test_withdrawal_takes_portfolio_text_and_line_off_the_page_and_tells_so(
    alpha: School, client_for: ClientFor
) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya", publication__results_after=False, monitoring__before_after=False)
        programme = close(make_running())
        person = people_of(programme).mentors[0]
        give(person, "distribution", categories=EVERYTHING)
        portfolio = actions.publish_portfolio(person=person, role="mentor", acting=ACTING)
        ensure_appointed(person.mentor_card)
        actions.publish_list(registry="approved_mentor_list", categories=[], leave_out=True, acting=ACTING)
        result = make_result(programme, text=f"Уроки провела {person.last_name}.")
        material = make_material(text=f"Поздравляем {person.last_name}!")
        consent = Consent.objects.get(type="distribution")
    stranger, curator = client_for(at="alpha"), client_for("curator", alpha)
    pages = [at("portfolio_public", portfolio.pk), at("list_public", "approved_mentor_list"), at("public")]
    assert all(person.last_name in stranger.get(page).content.decode() for page in pages), "publication.registry"
    withdraw = reverse("consents:withdraw", urlconf="config.urls_school", args=[consent.pk])
    before = curator.get(withdraw).content.decode()
    for words in (result.title, material.title, "Портфолио на публичной странице"):
        assert words in before
    assert curator.post(withdraw, {"withdrawn_on": f"{consent.given_on:%d.%m.%Y}"}).status_code == 302
    assert stranger.get(pages[0]).status_code == 404
    for page in pages[1:]:
        assert person.last_name not in stranger.get(page).content.decode()
    assert stranger.get(at("result", result.pk)).status_code == 404
    with enter_school(alpha):
        assert WithdrawalTrace.objects.filter(kind="removed").count() == 4
        assert not PublishedPortfolio.objects.exists()
    trace = curator.get(consent.get_absolute_url()).content.decode()
    assert material.title in trace


def test_narrower_consent_removes_what_it_no_longer_allows(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    person = willing_mentor()
    actions.publish_portfolio(person=person, role="mentor", acting=ACTING)
    material = make_material(text=f"Поздравляем {person.last_name}!")
    old = Consent.objects.get(type="distribution")
    consents.record_paper(
        person=person,
        signer=person,
        kind="distribution",
        given_on=old.given_on,
        acting=ACTING,
        terms_of_use=consents.Distribution(["full_name"]),
    )
    assert Material.objects.filter(pk=material.pk).exists()
    assert not PublishedPortfolio.objects.exists()
    assert [trace.kind for trace in old.traces.all()] == ["removed"]
    assert PublishedResult.objects.count() == 0


def test_lists_and_portfolios_are_kept_by_pages(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        person = willing_mentor()
    client = client_for("curator", alpha)
    assert client.get(at("lists")).status_code == 200
    page = at("list_publish", "approved_mentor_list")
    assert client.get(page).status_code == 200
    assert client.post(page, {"categories": ["full_name", "subjects"]}).status_code == 302
    assert "математика" in client_for(at="alpha").get(at("list_public", "approved_mentor_list")).content.decode()
    assert client.post(at("list_remove", "approved_mentor_list")).status_code == 302
    assert client.get(at("list_publish", "practice_library")).status_code == 404
    assert person.full_name in client.get(at("portfolios")).content.decode()
    assert client.post(at("portfolio", person.pk), {"role": "mentor"}).status_code == 302
    with enter_school(alpha):
        portfolio = PublishedPortfolio.objects.get()
    assert client.get(at("portfolio", person.pk)).status_code == 200
    assert client.get(at("portfolio_remove", portfolio.pk)).status_code == 200
    assert client.post(at("portfolio_remove", portfolio.pk)).status_code == 302


@pytest.mark.parametrize("page", ["public", "portfolios"])
def test_pages_of_people_ask_as_often_for_thirty_as_for_one(page: str, alpha: School, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)

    def add() -> None:
        actions.publish_portfolio(person=willing_mentor(), role="mentor", acting=ACTING)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(at(page)).status_code == 200
        return len(captured)

    with enter_school(alpha):
        adopted("ozono-chepetskaya")
        add()
    asked()
    few = asked()
    with enter_school(alpha):
        for _number in range(29):
            add()
    assert asked() == few
