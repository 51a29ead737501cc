"""A draft is edited by sections; two curators at once lose nothing; conflicts are shown before anything is saved."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.region.institute.intake import ProfileReport, accept_profile
from apps.school.regulation import queries
from apps.school.regulation.catalogue import PRESET_SLUGS, catalogue, preset
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.view import RegulationView, view_of
from kernel.clock import now
from tenants.organisations.models import School
from tests.school.regulation.forms import field, posted, typed
from tests.support.cast import ClientFor

MAX_BYTES = 100 * 1024
SEATS = "selection.commission_members"
SECTIONS = [section.code for section in catalogue().sections]


def address(name: str, **kwargs: Any) -> str:
    return reverse(f"regulation:{name}", urlconf=settings.SCHOOL_URLCONF, kwargs=kwargs)


def stored(inside: Any, version: RegulationVersion) -> RegulationView:
    view: RegulationView = inside(lambda: queries.version_view(version.pk))
    return view


def opened(client: Client, version: RegulationVersion, section: str) -> tuple[str, dict[str, Any]]:
    """The address of a section and what its form sends back untouched."""
    url = address("section", version=version.pk, section=section)
    response = client.get(url)
    assert response.status_code == 200
    return url, posted(response.context["form"])


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_light_and_saved_untouched_changes_nothing(
    section: str, alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    before = stored(inside, draft)
    url, data = opened(client, draft, section)
    assert len(client.get(url).content) < MAX_BYTES
    assert client.post(url, data).status_code == 302
    assert stored(inside, draft).settings == before.settings


def test_section_is_saved_in_one_act(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    url, data = opened(client, draft, "term")
    data |= {
        field("term.max_months", "value"): "9",
        field("term.min_months", "set"): "on",
        field("term.min_months", "clause"): "п. 2.7",
    }
    data.pop(field("term.individual", "set"))
    assert client.post(url, {**data, "following": "yes"}).headers["Location"] == address(
        "section", version=draft.pk, section="change"
    )
    view = stored(inside, draft)
    assert view.value("term.max_months") == 9
    assert view.rule("term.min_months").clause == "п. 2.7"
    assert not view.is_set("term.individual")


def test_one_fault_saves_nothing_and_loses_nothing(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    before = stored(inside, draft)
    url, data = opened(client, draft, "term")
    data |= {
        field("term.max_months", "value"): "99",
        field("term.max_months", "note"): "подумать",
        field("term.extension_grounds", "quote"): "иное",
    }
    response = client.post(url, data)
    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field("term.max_months", "value")]
    assert {name: str(value) for name, value in posted(form).items()} == {
        name: str(value) for name, value in data.items()
    }
    assert stored(inside, draft).settings == before.settings


def test_row_is_added_without_saving_or_scolding(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    url, data = opened(client, draft, "selection")
    last = max(int(name.split("row")[1][0]) for name in data if name.startswith(field(SEATS, "row")))
    data[field(SEATS, f"row{last}_actor")] = "mentor"
    response = client.post(url, {**data, "more": SEATS})
    form = response.context["form"]
    assert response.status_code == 200
    assert not form.errors
    assert field(SEATS, f"row{last + 1}_actor") in form.fields
    assert form[field(SEATS, f"row{last}_actor")].value() == "mentor"


def test_second_curator_is_told_and_chooses_and_nothing_is_lost(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    first, second = client_for("curator", alpha), client_for("head", alpha)
    url, mine = opened(first, draft, "term")
    _url, theirs = opened(second, draft, "term")
    theirs |= {field("term.max_months", "value"): "10", field("term.max_months", "clause"): "п. 2.7 (1)"}
    assert second.post(url, theirs).status_code == 302
    mine |= {field("term.max_months", "value"): "8", field("term.extension_grounds", "note"): "ещё спросить юриста"}
    told = first.post(url, mine)
    page = html.unescape(told.content.decode())
    assert told.status_code == 422
    assert all(words in page for words in ("10 месяцев", "8 месяцев", "п. 2.7 (1)"))
    assert stored(inside, draft).value("term.max_months") == 10
    form = told.context["form"]
    again = posted(form)
    assert again[field("term.max_months", "value")] == "8"
    assert again[field("term.extension_grounds", "note")] == "ещё спросить юриста"
    assert first.post(url, again).status_code == 422  # a choice is asked, none is made for the person
    kept = {**again, field("term.max_months", "choice"): "theirs"}
    assert first.post(url, kept).status_code == 302
    view = stored(inside, draft)
    assert view.value("term.max_months") == 10
    assert view.rule("term.extension_grounds").note == "ещё спросить юриста"


def test_second_curator_may_keep_the_own_wording(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    first, second = client_for("curator", alpha), client_for("head", alpha)
    url, mine = opened(first, draft, "term")
    second.post(url, {**mine, field("term.max_months", "value"): "10"})
    again = posted(first.post(url, {**mine, field("term.max_months", "value"): "8"}).context["form"])
    assert first.post(url, {**again, field("term.max_months", "choice"): "mine"}).status_code == 302
    assert stored(inside, draft).value("term.max_months") == 8


def test_changes_of_different_parameters_are_both_kept_and_it_is_said(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    first, second = client_for("curator", alpha), client_for("head", alpha)
    url, mine = opened(first, draft, "term")
    second.post(url, {**mine, field("term.max_months", "value"): "10"})
    response = first.post(url, {**mine, field("term.individual", "value"): "no"}, follow=True)
    assert catalogue().parameters["term.max_months"].title.ru in html.unescape(response.content.decode())
    view = stored(inside, draft)
    assert view.value("term.max_months") == 10
    assert view.value("term.individual") is False


def test_conflicts_are_shown_while_typing_and_nothing_is_saved(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    before = stored(inside, draft)
    _url, data = opened(client, draft, "term")
    data |= typed("term.min_months", value="20", clause="п. 1")
    page = client.post(address("check", version=draft.pk), data)
    assert "(20 мес.)" in html.unescape(page.content.decode())
    assert stored(inside, draft).settings == before.settings
    data[field("term.min_months", "value")] = "много"
    assert client.post(address("check", version=draft.pk), data).status_code == 200


@pytest.mark.parametrize("basis", ["", *PRESET_SLUGS])
def test_regulation_is_begun_from_nothing_or_from_a_preset(
    basis: str, alpha: School, inside: Any, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    response = client.post(address("start"), {"basis": basis, "title": "Положение о наставничестве"})
    draft = inside(lambda: RegulationVersion.objects.get())
    assert response.headers["Location"] == address("version", version=draft.pk)
    assert client.get(response.headers["Location"]).status_code == 200
    assert draft.title == "Положение о наставничестве"
    assert stored(inside, draft).settings == (view_of(preset(basis)).settings if basis else {})


def test_usual_values_of_other_schools_stand_beside_the_field(
    alpha: School, beta: School, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client, url = client_for("curator", alpha), address("section", version=draft.pk, section="term")
    assert "1 школа" not in html.unescape(client.get(url).content.decode())
    accept_profile(ProfileReport(beta.pk, 1, now(), {"term.max_months": 9}, conflicts=0))
    assert "9 месяцев – 1 школа" in html.unescape(client.get(url).content.decode())


def test_own_words_are_edited_and_dropped(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    url = address("word", version=draft.pk) + "?place=role.curator"
    data = posted(client.get(url).context["form"])
    assert data["singular"] == "куратор наставнической деятельности"
    rival = client_for("head", alpha)
    assert rival.post(url, {**data, "singular": "методист", "aliases": "куратор\nответственный"}).status_code == 302
    word = stored(inside, draft).words["role", "curator"]
    assert (word.singular, word.aliases) == ("методист", ("куратор", "ответственный"))
    told = client.post(url, {**data, "singular": "координатор"})
    assert told.status_code == 422
    assert "методист" in html.unescape(told.content.decode())
    assert client.post(url, posted(told.context["form"])).status_code == 302
    assert stored(inside, draft).words["role", "curator"].singular == "координатор"
    client.post(address("drop_word", version=draft.pk) + "?place=role.curator")
    assert ("role", "curator") not in stored(inside, draft).words


def test_word_is_added_for_a_code_without_one(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client, url = client_for("curator", alpha), address("word", version=draft.pk)
    assert client.post(url, {"place": "role.nobody", "singular": "тьютор", "clause": "п. 1"}).status_code == 422
    assert client.post(url, {"place": "role.tutor", "singular": "спутник", "clause": "п. 1"}).status_code == 302
    assert stored(inside, draft).words["role", "tutor"].singular == "спутник"


@pytest.mark.parametrize("place", ["mentor.rights", "guardian.duties", ".rules"])
def test_lists_are_edited_line_by_line(
    place: str, alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client, url = client_for("curator", alpha), f"{address('lines', version=draft.pk)}?place={place}"
    data = posted(client.get(url).context["form"])
    data.pop("idempotency_key")
    number = next(number for number in range(200) if not data[f"line{number}_text"])
    data[f"line{number}_text"] = "Отдыхать"
    assert client.post(url, data).status_code == 422  # without a clause nothing is saved
    data[f"line{number}_clause"] = "п. 9.9"
    assert client.post(url, data).status_code == 302
    view = stored(inside, draft)
    actor, _sep, kind = place.partition(".")
    lines = view.extras["role_lists"][actor][kind] if actor else view.extras["rules"]
    assert lines[-1]["text_ru"] == "Отдыхать"
    assert len({line["code"] for line in lines}) == len(lines)
    assert client.post(url, data).status_code == 302  # the same again is no rivalry
    told = client.post(url, {**data, f"line{number}_text": "Работать"})
    assert told.status_code == 422
    assert client.get(f"{address('lines', version=draft.pk)}?place=mentor.wishes").status_code == 404


def test_adopted_version_is_not_edited(alpha: School, version: RegulationVersion, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    for url in (
        address("section", version=version.pk, section="term"),
        address("word", version=version.pk),
        address("lists", version=version.pk),
        address("rename", version=version.pk),
    ):
        assert client.get(url).status_code == 409, url
    assert client_for("mentor", alpha).get(address("start")).status_code == 403


def test_draft_is_renamed(alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor) -> None:
    client = client_for("curator", alpha)
    client.post(address("rename", version=draft.pk), {"title": "Положение 2027"})
    assert stored(inside, draft).title == "Положение 2027"
