"""The pages: «Положение» in the school's own words, drafts, adoption, comparison."""

from __future__ import annotations

import datetime
import html
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.regulation import actions, queries
from apps.school.regulation.catalogue import Parameter, catalogue, preset
from apps.school.regulation.editors import editor_of
from apps.school.regulation.forms import ValueForm
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.view import RegulationView, view_of
from kernel.acting import system_actor
from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.school.regulation.acts import document
from tests.support.cast import ClientFor
from tests.support.regulation import adopted

URLS = settings.SCHOOL_URLCONF
MAX_BYTES = 100_000
MAX_QUERIES = 10
PARAMETERS = list(catalogue().parameters.values())


def address(name: str, **kwargs: Any) -> str:
    return reverse(f"regulation:{name}", urlconf=URLS, kwargs=kwargs)


def text_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status, response.content[:500]
    return html.unescape(response.content.decode())


@pytest.fixture
def inside(alpha: School) -> Callable[[Callable[[], Any]], Any]:
    """Run something inside alpha's schema, as requests do by themselves."""

    def run(body: Callable[[], Any]) -> Any:
        with enter_school(alpha):
            return body()

    return run


@pytest.fixture
def version(inside: Any) -> RegulationVersion:
    found: RegulationVersion = inside(lambda: adopted("ozono-chepetskaya"))
    return found


@pytest.fixture
def draft(inside: Any, version: RegulationVersion) -> RegulationVersion:
    found: RegulationVersion = inside(lambda: actions.copy_version(version=version, acting=system_actor("tests")))
    return found


def stored(inside: Any, version: RegulationVersion) -> RegulationView:
    view: RegulationView = inside(lambda: queries.version_view(version.pk))
    return view


@pytest.mark.parametrize("role", ["mentor", "mentee", "guardian", "curator", "head"])
def test_everybody_in_the_school_reads_the_regulation(
    role: str, alpha: School, version: RegulationVersion, client_for: ClientFor
) -> None:
    page = text_of(client_for(role, alpha), address("index"))
    assert "п. 2.6" in page
    assert "не более 2 наставляемых" in page
    assert "Региональное умолчание" in page or "региональное умолчание" in page
    for parameter in PARAMETERS:
        assert f'id="{parameter.key.replace(".", "-")}"' in page, parameter.key
        assert parameter.title.ru in page
    assert "Загрузить положение" not in page or role in {"curator", "head"}


@pytest.mark.parametrize("slug", ["lenskaya", "ozono-chepetskaya", "co-58"])
def test_page_is_light_and_takes_few_queries(slug: str, alpha: School, inside: Any, client_for: ClientFor) -> None:
    inside(lambda: adopted(slug))
    client = client_for("curator", alpha)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address("index"))
    assert sum(query["sql"].startswith("SELECT") for query in captured.captured_queries) < MAX_QUERIES
    assert len(response.content) < MAX_BYTES


def test_search_finds_by_word_and_clause(alpha: School, version: RegulationVersion, client_for: ClientFor) -> None:
    client = client_for("mentor", alpha)
    page = text_of(client, address("index") + "?q=предел+наставляемых")
    assert 'id="pairing-max_mentees"' in page
    assert 'id="term-max_months"' not in page
    assert 'id="term-max_months"' in text_of(client, address("index") + "?q=п.+2.7")
    assert 'id="term-min_months"' in text_of(client, address("index") + "?show=unset")
    assert 'id="term-max_months"' not in text_of(client, address("index") + "?show=unset")
    assert "Ничего не найдено" in text_of(client, address("index") + "?q=тетраэдр")


def test_contradictions_are_shown(alpha: School, version: RegulationVersion, client_for: ClientFor) -> None:
    page = text_of(client_for("mentor", alpha), address("index") + "?show=contradictory")
    assert 'id="pairing-act"' in page
    assert "противоречие" in page
    assert 'id="term-max_months"' not in page


def test_school_without_a_regulation_is_told_what_to_do(alpha: School, client_for: ClientFor) -> None:
    assert "Загрузить положение" in text_of(client_for("curator", alpha), address("index"))
    assert "Загрузить положение" not in text_of(client_for("mentor", alpha), address("index"))


def test_drafts_are_seen_by_those_who_prepare_them(
    alpha: School, draft: RegulationVersion, client_for: ClientFor
) -> None:
    text_of(client_for("mentor", alpha), address("version", version=draft.pk), 404)
    page = text_of(client_for("curator", alpha), address("version", version=draft.pk))
    assert address("value", version=draft.pk, key="term.max_months") in page
    assert "Ввести в действие" not in page
    assert "Ввести в действие" in text_of(client_for("head", alpha), address("version", version=draft.pk))


def upload(client: Client, data: Any) -> Any:
    content = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    return client.post(address("upload"), {"file": SimpleUploadedFile("regulation.json", content)})


def test_uploaded_file_becomes_a_draft(alpha: School, inside: Any, client_for: ClientFor) -> None:
    response = upload(client_for("curator", alpha), preset("cit"))
    assert response.status_code == 302
    draft = inside(lambda: RegulationVersion.objects.get())
    assert draft.is_draft
    assert response.headers["Location"] == address("version", version=draft.pk)


def test_faulty_file_is_refused_with_every_place(alpha: School, inside: Any, client_for: ClientFor) -> None:
    data = document()
    data["values"]["term.max_months"]["value"] = "12"
    data["values"]["forms.enabled"]["value"] = ["pedagog_pedagogue"]
    response = upload(client_for("curator", alpha), data)
    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "$.values['term.max_months'].value" in page
    assert "pedagogue_pedagogue" in page
    assert not inside(RegulationVersion.objects.exists)
    assert upload(client_for("curator", alpha), b"{").status_code == 422
    assert upload(client_for("curator", alpha), b"\xff\xfe").status_code == 422


def test_value_of_a_draft_is_set_and_cleared(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    url = address("value", version=draft.pk, key="pairing.max_mentees")
    assert "п. 2.6" in text_of(client, url)
    response = client.post(url, {"individual": "3", "group": "", "clause": "п. 2.6", "quote": "не более трёх"})
    assert response.status_code == 302
    assert stored(inside, draft).rule("pairing.max_mentees").value == {"individual": 3, "group": None}
    client.post(address("clear", version=draft.pk, key="pairing.max_mentees"))
    assert not stored(inside, draft).is_set("pairing.max_mentees")


@pytest.mark.parametrize(
    ("key", "data"),
    [
        ("term.max_months", {"value": "99", "clause": "п. 1"}),
        ("term.max_months", {"value": "9", "clause": ""}),
        ("selection.commission_size", {"low": "6", "high": "3", "clause": "п. 1"}),
        ("act.validity", {"start": "2025-02-30", "end": "", "basis": "dates", "clause": "п. 1"}),
        ("stages", {"value": "такого этапа нет", "clause": "п. 1"}),
        ("monitoring.deadlines", {"value": '[{"rule": "months", "months": [13]}]', "clause": "п. 1"}),
        ("forms.enabled", {"clause": "п. 1"}),
    ],
)
def test_faulty_value_is_refused_beside_its_field(
    key: str, data: dict[str, str], alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    before = stored(inside, draft).settings.get(key)
    response = client_for("curator", alpha).post(address("value", version=draft.pk, key=key), data)
    assert response.status_code == 422
    assert stored(inside, draft).settings.get(key) == before


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.key)
def test_form_of_every_parameter_gives_back_what_it_shows(parameter: Parameter) -> None:
    for slug in ("lenskaya", "ozono-chepetskaya", "co-58"):
        view = view_of(preset(slug))
        value = view.value(parameter.key)
        initial = editor_of(parameter).initial(value, view)
        shown = ValueForm(parameter=parameter, view=view, initial={**initial, "clause": "п. 1"})
        data: dict[str, Any] = {"clause": "п. 1"}
        for name in initial:
            typed = shown[name].value()
            data[name] = "" if typed is None else typed
        form = ValueForm(data, parameter=parameter, view=view)
        assert form.is_valid(), form.errors
        read = form.read_value
        same = (
            set(read) == set(value) if parameter.spec.kind in {"set", "actor_set", "condition_set"} else read == value
        )
        assert same, (slug, read, value)


def test_reading_of_a_contradiction_can_be_picked(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    url = address("value", version=draft.pk, key="pairing.act")
    assert "?reading=0" in text_of(client, url)
    assert "ДК-2" in text_of(client, f"{url}?reading=1")
    client.post(url, {"value": "directive", "clause": "ДК-2, стр. 18"})
    assert stored(inside, draft).rule("pairing.act").alternatives == ()


def test_head_brings_a_draft_into_force(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    url = address("adopt", version=draft.pk)
    assert client_for("curator", alpha).get(url).status_code == 403
    head = client_for("head", alpha)
    assert "Работающие пары" in text_of(head, url)
    data = {
        "body": "pedagogical_council",
        "protocol_no": "3",
        "protocol_date": "20.08.2026",
        "order_no": "77-од",
        "order_date": "25.08.2026",
        "effective_from": "01.09.2026",
    }
    assert head.post(url, {**data, "effective_from": "01.08.2026"}).status_code == 422
    assert head.post(url, data).status_code == 302
    assert inside(lambda: queries.current(datetime.date(2026, 9, 1)).version_id) == draft.pk
    assert head.get(url).status_code == 409


def test_versions_are_listed_and_compared(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    assert "проект" in text_of(client, address("versions"))
    assert "проект" not in text_of(client_for("mentor", alpha), address("versions"))
    assert "Различий нет" in text_of(client, address("compare", version=draft.pk))
    client.post(address("value", version=draft.pk, key="term.max_months"), {"value": "18", "clause": "п. 2.7"})
    page = text_of(client, address("compare", version=draft.pk))
    assert "18 месяцев" in page
    assert "12 месяцев" in page


def test_new_version_is_prepared_from_one_in_force(
    alpha: School, inside: Any, version: RegulationVersion, client_for: ClientFor
) -> None:
    response = client_for("curator", alpha).post(address("copy", version=version.pk))
    assert response.status_code == 302
    copy = inside(lambda: RegulationVersion.objects.get(based_on=version))
    assert stored(inside, copy).settings == stored(inside, version).settings
    assert client_for("mentor", alpha).post(address("copy", version=version.pk)).status_code == 403


def test_draft_is_discarded_after_a_question(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client, url = client_for("curator", alpha), address("discard", version=draft.pk)
    assert "Удалить проект" in text_of(client, url)
    assert client.post(url).status_code == 302
    assert not inside(lambda: RegulationVersion.objects.filter(pk=draft.pk).exists())


def test_own_words_rights_and_duties_are_shown(
    alpha: School, version: RegulationVersion, client_for: ClientFor
) -> None:
    page = text_of(client_for("mentor", alpha), address("words", version=version.pk))
    assert "куратор наставнической деятельности" in page
    assert "запрашивать документы" in page


def test_unknown_parameter_does_not_exist(alpha: School, draft: RegulationVersion, client_for: ClientFor) -> None:
    assert client_for("curator", alpha).get(address("value", version=draft.pk, key="term.max")).status_code == 404


def test_english_reader_sees_english(alpha: School, version: RegulationVersion, client_for: ClientFor) -> None:
    client = client_for("mentor", alpha)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text_of(client, address("index"))
    assert "Maximum term" in page
    assert "the system enforces this" in page
