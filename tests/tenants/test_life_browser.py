"""The operator's pages of a school's data in a real browser: accessible, and never wider than a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from playwright.sync_api import Browser

from kernel.clock import now
from tenants.organisations.models import School
from tenants.provisioning.life.models import Destruction, SchoolExport
from tests.support import life
from tests.support.cast import ClientFor
from tests.ui.browser import Answer, chromium, launched, served

pytestmark = pytest.mark.journey

AXE = Path(configured.ROOT) / "platform" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("", "data/", "delete/")


@pytest.fixture
def rendered(client_for: ClientFor, alpha: School) -> dict[str, str]:
    """Path -> page, with an archive and acts in both states to be shown."""
    School.objects.filter(pk=alpha.pk).update(state=School.State.ARCHIVED)
    SchoolExport.objects.create(school=alpha, file="a.zip", size=12_345_678, digest="ab" * 32, finished_at=now())
    Destruction.objects.create(school=alpha, finished_at=now(), **life.ACT)
    Destruction.objects.create(school=alpha, **life.ACT)
    operator = client_for("platform_operator")
    pages = {f"/{name}": operator.get(f"/platform/schools/alpha/{name}") for name in PAGES}
    pages["/refused/"] = operator.post("/platform/schools/alpha/delete/", {"confirm": "beta"})
    assert {page.status_code for page in pages.values()} == {200, 422}
    return {path: page.content.decode() for path, page in pages.items()}


def faults_in(browser: Browser, address: str, path: str, width: int) -> list[Any]:
    """What axe finds, and the width when the page scrolls sideways."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{address}{path}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    faults: list[Any] = [(path, rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    return faults + ([(path, wide)] if wide > width else [])


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit(rendered: dict[str, str], width: int) -> None:
    executable = chromium()
    if executable is None:
        pytest.skip("no browser on this machine")

    def page(html: str) -> Answer:
        return lambda _method: ("200 OK", html)

    answers = {path: page(html) for path, html in rendered.items()}
    with served(answers) as address, launched(executable) as browser:
        faults = [fault for path in rendered for fault in faults_in(browser, address, path, width)]
    assert faults == []
