"""Rendering without a database: pages get an actor and a message storage, templates a bare context."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponseBase
from django.template import engines
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from kernel.acting import Actor

CURATOR = Actor(
    account_id=UUID(int=7), name="Anna Serova", roles=frozenset({"curator"}), place="school", school="alpha"
)

MakeRequest = Callable[..., HttpRequest]
Render = Callable[..., str]
Body = Callable[[HttpRequest, HttpResponseBase], str]


def page_text(request: HttpRequest, response: HttpResponseBase, **context: Any) -> str:
    """The text of a page's answer, rendered without the context processors of the running product."""
    assert isinstance(response, TemplateResponse)
    names = response.template_name
    assert isinstance(names, list | tuple)
    return render_to_string(
        names, {**(response.context_data or {}), "request": request, "csrf_token": "token", **context}
    )


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The texts of the code itself: compiled translations are not needed here."""
    with translation.override("en"):
        yield


@pytest.fixture
def make_request() -> MakeRequest:
    """``make_request("post", "/x/", {...}, actor=...)``."""

    def make(
        method: str = "get",
        path: str = "/",
        data: dict[str, Any] | None = None,
        *,
        actor: Actor = CURATOR,
        **headers: str,
    ) -> HttpRequest:
        request: HttpRequest = getattr(RequestFactory(), method)(path, data or {}, headers=headers)
        request.actor = actor  # type: ignore[attr-defined]  # what the host middleware does
        request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # what the message middleware does
        return request

    return make


@pytest.fixture
def render(make_request: MakeRequest) -> Render:
    """Render the source of a template that loads ``ui``."""

    def run(source: str, **context: Any) -> str:
        # Components are compiled by cotton's template loader, which a template from a string does not pass.
        compiled = CottonCompiler().process("{% load i18n ui %}" + source)
        context = {"request": make_request(), "csrf_token": "token", **context}
        return str(engines["django"].from_string(compiled).render(context))

    return run


@pytest.fixture
def body() -> Body:
    """``body(request, response)``: the text of a page's answer."""
    return page_text
