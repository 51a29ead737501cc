"""The page of the OpenAPI document in a real browser, under the product's policy. The region's needs no database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page

from tests.support.api import V1
from tests.support.cast import host_of
from tests.ui.browser import chromium, launched


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        """Tests speak by failing."""


@pytest.fixture
def region_address() -> Iterator[str]:
    """The product, served to the browser."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://{host_of('region')}:{server.server_port}"
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of the system's browser."""
    executable = chromium()
    if executable is None:
        pytest.skip("no browser on this machine")
    with launched(executable) as browser:
        yield browser.new_page(viewport={"width": 1280, "height": 900})


def test_page_shows_the_operations_without_breaking_the_policy(region_address: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{region_address}{V1}/docs/")
    page.wait_for_selector(".opblock")
    assert page.locator(".opblock").count() == 5
    page.locator(".opblock-summary-control").first.click()
    page.wait_for_selector(".opblock-body .parameters, .opblock-body .responses-wrapper")
    assert complaints == []
