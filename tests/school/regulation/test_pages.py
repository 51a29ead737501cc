"""The pages: «Положение» in the school's own words, drafts, adoption, comparison."""

from __future__ import annotations

import datetime
import html
import json
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import JSONField
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.school.regulation import queries
from apps.school.regulation.catalogue import PRESET_SLUGS, catalogue, preset
from apps.school.regulation.forms import DraftForm
from apps.school.regulation.models import RegulationVersion
from apps.school.regulation.view import RegulationView, SetValue, view_of
from tenants.organisations.models import School
from tests.school.regulation.acts import document
from tests.school.regulation.forms import field as name_of
from tests.school.regulation.forms import posted, typed
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
    client, key = client_for("curator", alpha), "pairing.max_mentees"
    url = address("value", version=draft.pk, key=key)
    assert "п. 2.6" in text_of(client, url)
    response = client.post(url, typed(key, individual="3", group="", clause="п. 2.6", quote="не более трёх"))
    assert response.status_code == 302
    assert stored(inside, draft).rule(key).value == {"individual": 3, "group": None}
    client.post(address("clear", version=draft.pk, key=key))
    assert not stored(inside, draft).is_set(key)


@pytest.mark.parametrize(
    ("key", "values", "field"),
    [
        ("term.max_months", {"value": "99", "clause": "п. 1"}, "value"),
        ("term.max_months", {"value": "9", "clause": ""}, "clause"),
        ("selection.commission_size", {"low": "6", "high": "3", "clause": "п. 1"}, "low"),
        ("act.validity", {"from": "30.02.2025", "to": "", "basis": "dates", "clause": "п. 1"}, "from"),
        ("act.validity", {"from": "весной", "to": "", "basis": "dates", "clause": "п. 1"}, "from"),
        ("stages", {"value": "такого этапа нет", "clause": "п. 1"}, "value"),
        ("monitoring.deadlines", {"row0_rule": "yearly_dates", "row0_dates": "31.02", "clause": "п. 1"}, "row0_dates"),
        ("monitoring.deadlines", {"row0_rule": "months", "clause": "п. 1"}, "row0_months"),
        ("selection.commission_members", {"row1_actor": "head", "clause": "п. 1"}, "row1_part"),
        ("scope.mentee_experience", {"row0_track": "mentor_school", "clause": "п. 1"}, "row0_track"),
        ("forms.enabled", {"clause": "п. 1"}, "value"),
    ],
)
def test_faulty_value_is_refused_beside_its_field(
    key: str,
    values: dict[str, str],
    field: str,
    alpha: School,
    inside: Any,
    draft: RegulationVersion,
    client_for: ClientFor,
) -> None:
    before = stored(inside, draft).settings.get(key)
    response = client_for("curator", alpha).post(address("value", version=draft.pk, key=key), typed(key, **values))
    assert response.status_code == 422
    assert name_of(key, field) in response.context["form"].errors
    assert stored(inside, draft).settings.get(key) == before


@pytest.mark.parametrize("slug", PRESET_SLUGS)
def test_form_of_every_parameter_gives_back_what_it_shows(slug: str) -> None:
    view = view_of(preset(slug))
    shown = DraftForm(parameters=PARAMETERS, view=view)
    again = DraftForm(posted(shown), parameters=PARAMETERS, view=view)
    assert again.is_valid(), again.errors
    assert again.changes == {}
    assert again.entries == {each.key: bare(view.settings.get(each.key)) for each in PARAMETERS}


def bare(entry: SetValue | None) -> SetValue | None:
    return replace(entry, alternatives=()) if entry else None


def test_default_of_every_parameter_can_be_set_as_it_is_offered() -> None:
    view = RegulationView({})
    data = posted(DraftForm(parameters=PARAMETERS, view=view))
    for parameter in PARAMETERS:
        data |= typed(parameter.key, clause="п. 1")
    form = DraftForm(data, parameters=PARAMETERS, view=view)
    assert form.is_valid(), form.errors
    assert {key: entry.value for key, entry in form.changes.items() if entry} == {
        each.key: each.default for each in PARAMETERS
    }


def test_no_parameter_is_typed_as_json() -> None:
    form = DraftForm(parameters=PARAMETERS, view=view_of(preset("ozono-chepetskaya")))
    assert not [name for name, field in form.fields.items() if isinstance(field, JSONField)]
    assert not [name for name, value in form.initial.items() if isinstance(value, dict)]


def test_reading_of_a_contradiction_can_be_picked(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    url = address("value", version=draft.pk, key="pairing.act")
    assert "reading=0" in text_of(client, url)
    assert "ДК-2" in text_of(client, f"{url}?of=pairing.act&reading=1")
    client.post(url, typed("pairing.act", value="directive", clause="ДК-2, стр. 18"))
    assert stored(inside, draft).rule("pairing.act").alternatives == ()


def test_contradiction_is_settled_with_the_value_as_it_stands(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client, url = client_for("curator", alpha), address("value", version=draft.pk, key="pairing.act")
    data = posted(client.get(url).context["form"])
    client.post(url, data)
    assert stored(inside, draft).rule("pairing.act").alternatives
    client.post(url, {**data, name_of("pairing.act", "settle"): "on"})
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
    assert head.post(url, data).status_code == 422  # the warnings were not confirmed
    data |= {"confirmed": head.get(url).context["form"].fields["confirmed"].initial, "read_warnings": "on"}
    assert head.post(url, {**data, "effective_from": "01.08.2026"}).status_code == 422
    assert head.post(url, data).status_code == 302
    assert inside(lambda: queries.current(datetime.date(2026, 9, 1)).version_id) == draft.pk
    assert head.get(url).status_code == 409


def test_versions_are_listed_and_compared(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    listed = text_of(client, address("versions"))
    assert "проект" in listed
    assert str(draft) in listed
    assert "проект" not in text_of(client_for("mentor", alpha), address("versions"))
    assert "Различий нет" in text_of(client, address("compare", version=draft.pk))
    client.post(
        address("value", version=draft.pk, key="term.max_months"), typed("term.max_months", value="18", clause="п. 2.7")
    )
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


def test_any_two_versions_are_compared_by_sections(
    alpha: School, inside: Any, draft: RegulationVersion, version: RegulationVersion, client_for: ClientFor
) -> None:
    client = client_for("curator", alpha)
    third = inside(lambda: adopted("co-58", since=datetime.date(2022, 9, 1)))
    page = client.get(address("compare", version=third.pk), {"with": draft.pk})
    text = html.unescape(page.content.decode())
    changed = {row.new.parameter.key for _title, rows in page.context["sections"] for row in rows}
    views = stored(inside, draft), stored(inside, third)
    assert changed == {
        each.key for each in PARAMETERS if views[0].settings.get(each.key) != views[1].settings.get(each.key)
    }
    assert "разд. 8" in text  # clause
    assert "п. 2.6" in text  # of the other version
    assert "сотрудник ОИМС" in text  # own word
    assert page.context["lists"]
    assert 'name="with"' not in html.unescape(
        client.get(address("compare", version=third.pk), {"with": draft.pk, "print": 1}).content.decode()
    )


def test_drafts_are_not_compared_by_those_who_may_not_see_them(
    alpha: School, draft: RegulationVersion, version: RegulationVersion, client_for: ClientFor
) -> None:
    page = client_for("mentor", alpha).get(address("compare", version=version.pk), {"with": draft.pk})
    assert page.context["other"] is None
    assert draft not in page.context["others"]


def test_same_value_from_another_clause_is_told_as_such(
    alpha: School, inside: Any, draft: RegulationVersion, client_for: ClientFor
) -> None:
    client, key = client_for("curator", alpha), "term.max_months"
    client.post(address("value", version=draft.pk, key=key), typed(key, value="12", clause="п. 3.1"))
    page = text_of(client, address("compare", version=draft.pk))
    assert "п. 3.1" in page
    assert "Значение то же" in page
