"""Materials of the kinds that the act lists; the place on the school's own site."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.school.publication import actions, queries
from apps.school.publication.models import Material, SitePlace
from apps.school.regulation.catalogue import catalogue, preset
from apps.school.regulation.rules import publishing
from apps.school.regulation.view import RegulationView, view_of
from apps.school.today.waiting.ledger import place_on_site
from kernel.errors import InputError, NotAllowed, RuleViolation
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.support.cast import ClientFor, acting_as
from tests.support.consents import give
from tests.support.people import make_mentor
from tests.support.programmes import ACTING, close, make_running
from tests.support.publication import make_material, make_result
from tests.support.regulation import adopted


def at(name: str, *args: object) -> str:
    return reverse(f"publication:{name}", args=args, urlconf="config.urls_school")


def act(slug: str) -> RegulationView:
    return view_of(preset(slug))


@pytest.mark.parametrize(
    ("slug", "kind", "is_allowed"),
    [
        ("lenskaya", "news_announcements", True),
        ("lenskaya", "partners_list", False),
        ("cit", "roadmap_coverage", True),
        ("cit", "results", False),
        ("ozono-chepetskaya", "partners_list", True),
        ("co-58", "partners_list", True),
    ],
)
def test_kinds_are_those_of_the_act_and_all_where_it_is_silent(slug: str, kind: str, is_allowed: bool) -> None:
    assert (publishing.material(act(slug), kind) == []) is is_allowed
    assert (kind in publishing.material_kinds(act(slug))) is is_allowed


def test_kind_outside_the_act_is_refused_with_the_clause(in_alpha: School) -> None:
    adopted("lenskaya")
    with pytest.raises(RuleViolation) as refusal:
        make_material(kind="partners_list")
    [violation] = refusal.value.violations
    assert violation.parameter == "publication.content"
    assert violation.clause.startswith("п. 8.1")
    material = make_material()
    with pytest.raises(RuleViolation):
        actions.edit_material(material=material, kind="partners_list", title="1", text="2", link="", acting=ACTING)
    with pytest.raises(RuleViolation):
        make_result(close(make_running()), kind="partners_list")
    result = make_result()
    with pytest.raises(RuleViolation):
        actions.edit_result(result=result, title="1", text="2", kind="partners_list", acting=ACTING)


def test_result_takes_the_first_kind_that_fits(in_alpha: School) -> None:
    adopted("lenskaya", publication__content=["best_cases", "other"])
    assert make_result().kind == "best_cases"


def test_material_names_nobody_without_consent(in_alpha: School) -> None:
    adopted("lenskaya")
    person = make_mentor().person
    with pytest.raises(RuleViolation) as refusal:
        make_material(text=f"Урок провела {person.last_name}.")
    assert refusal.value.violations[0].origin == "law"
    give(person, "distribution", categories=["position"])
    with pytest.raises(RuleViolation):
        make_material(text=f"Урок провела {person.last_name}.")


def test_lists_of_people_are_no_materials(in_alpha: School) -> None:
    adopted("ozono-chepetskaya")
    with pytest.raises(InputError):
        make_material(kind="portfolios")


def test_material_has_words_or_a_link(in_alpha: School) -> None:
    adopted("lenskaya")
    with pytest.raises(InputError):
        make_material(text=" ")
    assert make_material(text="", kind="normative_base", link="https://publication.example.test/act").pk


def test_mentor_places_nothing(in_alpha: School) -> None:
    adopted("lenskaya")
    mentor = acting_as("mentor", in_alpha)
    with pytest.raises(NotAllowed):
        actions.place_material(kind="news_announcements", title="1", text="2", link="", acting=mentor)
    with pytest.raises(NotAllowed):
        actions.state_place(address="https://school.example.test/", acting=mentor)


def test_sections_of_the_public_page_follow_the_act(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
        for number in range(5):
            make_material(title=f"Новость {number}")
        make_material(kind="methodical_materials", title="Памятка")
        # Placed under an act that listed it; the act of today does not.
        Material.objects.create(kind="partners_list", title="Партнёр", published_on="2026-01-01")
        assert "partners_list" not in dict(queries.material_kinds()), "publication.content"
    stranger = client_for(at="alpha")
    page = stranger.get(at("public")).content.decode()
    assert "Новость 4" in page
    assert "Новость 0" not in page
    assert "Памятка" in page
    assert "Партнёр" not in page
    assert "Новость 0" in stranger.get(at("materials_public", "news_announcements")).content.decode()
    assert stranger.get(at("materials_public", "partners_list")).status_code == 404


def test_material_is_added_changed_and_taken_off_by_pages(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya")
    client = client_for("curator", alpha)
    data = {"kind": "news_announcements", "title": "Круглый стол", "text": "Ждём всех", "link": ""}
    assert client.post(at("material_add"), data).status_code == 302
    with enter_school(alpha):
        material = Material.objects.get()
    assert "Круглый стол" in client.get(at("materials")).content.decode()
    assert client.post(at("material", material.pk), {**data, "title": "Семинар"}).status_code == 302
    assert client.get(at("material_remove", material.pk)).status_code == 200
    assert client.post(at("material_remove", material.pk)).status_code == 302
    assert client.get(at("material", material.pk)).status_code == 404


def test_place_on_the_site_is_shown_with_its_clause(alpha: School, client_for: ClientFor) -> None:
    with enter_school(alpha):
        adopted("lenskaya", publication__section="association_page")
    client = client_for("curator", alpha)
    page = client.get(at("index")).content.decode()
    assert catalogue().title("publication_place", "association_page") in page.lower(), "publication.section"
    assert "п. 99" in page
    address = "https://school.example.test/mentoring"
    assert client.post(at("place"), {"address": address}).status_code == 302
    assert address in client.get(at("index")).content.decode()
    with enter_school(alpha):
        assert SitePlace.objects.get().address == address


def test_place_that_is_not_stated_waits_for_the_curator(in_alpha: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.school.today.waiting.ledger.reverse", lambda name: name)
    adopted("lenskaya")
    view = act("lenskaya")
    assert place_on_site(view) == [], "nothing is published yet"
    make_material()
    [line] = place_on_site(view)
    assert line.code == "publication.place"
    assert view.rule("publication.section").clause in line.detail
    actions.state_place(address="https://school.example.test/", acting=ACTING)
    assert place_on_site(view) == []
    assert place_on_site(RegulationView(settings={})) == [], "silent where the act says nothing"
