"""The OpenAPI document: valid, complete, true, and read on a page without a line of script inside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from tenants.isolation.context import enter_school
from tenants.organisations.models import School
from tests.api.conftest import Work
from tests.support.api import V1, Document, anonymous, program_of
from tests.support.cases import make_case
from tests.support.cast import host_of
from tests.support.exchange import make_remote_pair
from tests.support.people import make_mentee, make_mentor
from tests.support.routes import routes
from tests.support.speed import make_event
from tests.support.statistics import report

WITHOUT_DOCUMENT = {"api:schema", "api:docs", "api:nothing"}


def document(place: str) -> Document:
    answer = anonymous(place).get(f"{V1}/schema/", HTTP_ACCEPT="application/json")
    assert answer.status_code == 200
    return Document(answer.json())


@pytest.mark.parametrize("urlconf", ["config.urls_school", "config.urls_region"])
def test_document_is_valid_and_written_without_a_warning(db: None, urlconf: str) -> None:
    out = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, urlconf=urlconf, stdout=out)
    assert yaml.safe_load(out.getvalue())["openapi"].startswith("3.")


@pytest.mark.parametrize(("place", "host"), [("school", "alpha"), ("region", "region")])
def test_document_names_every_endpoint(alpha: School, place: str, host: str) -> None:
    listed = [route for route in routes(place) if route.is_api and route.name not in WITHOUT_DOCUMENT]
    expected = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route.pattern) for route in listed}
    assert set(document(host).paths) == expected


def test_every_operation_asks_for_a_token_and_may_refuse(alpha: School) -> None:
    for host in ("alpha", "region"):
        for path, methods in document(host).paths.items():
            for method, operation in methods.items():
                assert operation["security"] == [{"token": []}], (path, method)
                assert {"401", "403", "404", "429"} <= set(operation["responses"]), (path, method)
                assert operation["summary"], (path, method)


def test_school_answers_what_the_document_promises(work: Work) -> None:
    with enter_school(work.school):
        make_mentor(consents=False)
        make_mentee(consents=False)
    make_case(work.school)
    found = document("alpha")
    values = {"pair": work.pair.pk, "programme": work.programme.pk}
    walk(found, program_of("curator", work.school), values)
    walk(found, program_of("mentee", work.school), values, admitted=False)
    walk(found, anonymous("alpha"), values, admitted=False)


def test_region_answers_what_the_document_promises(alpha: School, beta: School) -> None:
    case = make_case(alpha)
    make_remote_pair(alpha, beta)
    make_event()
    report(alpha)
    found = document("region")
    walk(found, program_of("regional_coordinator"), {"case": case.pk})
    walk(found, program_of("institute_expert"), {"case": case.pk}, admitted=False)


def walk(found: Document, client: Client, values: Mapping[str, object], *, admitted: bool = True) -> None:
    """Every GET of the document, and its answer held against it."""
    for path in found.paths:
        answer = client.get(path.format(**values))
        assert answer.status_code < 500, path
        assert answer.status_code == 200 or not admitted, path
        media = answer.headers["Content-Type"].split(";")[0]
        body = answer.json()
        assert not admitted or body.get("count") != 0, f"{path} has no row to look at"
        found.check(path, "get", answer.status_code, media, body)


def test_written_meeting_and_its_refusal_are_what_the_document_promises(work: Work) -> None:
    found, client = document("alpha"), program_of("mentor", work.school)
    path = f"{V1}/programmes/{{programme}}/meetings/"
    for mode, status in (("in_person", 201), ("nonsense", 422)):
        body = {"starts_at": "2026-01-12T15:00:00+03:00", "mode": mode}
        answer = client.post(path.format(programme=work.programme.pk), body, "application/json")
        assert answer.status_code == status
        found.check(path, "post", status, answer.headers["Content-Type"], answer.json())


def test_document_is_yaml_by_default(alpha: School) -> None:
    answer = anonymous("region").get(f"{V1}/schema/")
    assert yaml.safe_load(answer.content)["info"]["title"] == "Estafeta API"


@pytest.mark.parametrize("place", ["alpha", "region"])
def test_page_of_the_document_has_no_script_or_style_inside(alpha: School, place: str) -> None:
    client = Client(HTTP_HOST=host_of(place))
    page = client.get(f"{V1}/docs/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html)
    sources = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert sources
    assert all(source.startswith("/") for source in sources)
    script = client.get(f"{V1}/docs/?script=")
    assert script.headers["Content-Type"].startswith("application/javascript")
    assert f"{V1}/schema/" in script.content.decode().replace("\\u002D", "-")


@pytest.mark.parametrize("place", ["alpha", "region"])
def test_document_is_told_in_russian_and_in_english(alpha: School, place: str) -> None:
    cyrillic = re.compile("[а-яё]", re.IGNORECASE)
    for language in ("ru", "en"):
        answer = anonymous(place).get(f"{V1}/schema/?lang={language}", HTTP_ACCEPT="application/json")
        texts = list(described(answer.json()))
        assert len(texts) > 50
        assert [text for text in texts if bool(cyrillic.search(text)) != (language == "ru")] == []


def described(part: Any) -> Iterator[str]:
    """Every text for people in a document."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"description", "summary"} and isinstance(value, str) and value:
                yield value
            yield from described(value)
    elif isinstance(part, list):
        for item in part:
            yield from described(item)
