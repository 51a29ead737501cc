"""What the script does, in a real browser under the strict content policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory, override_settings
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.ui.browser import chromium, launched, served
from tests.ui.conftest import CURATOR, page_text
from ui.forms import EstafetaForm
from ui.gallery import GalleryPage
from ui.pages import ANYONE, FormPage, Progress, ProgressPage

pytestmark = pytest.mark.journey

AXE = Path(__file__).parents[2] / "platform" / "ui" / "node_modules" / "axe-core" / "axe.min.js"
KEEPS_AFTER = 800  # milliseconds; the script waits 300 after the last key
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAVIGATION = [
    {"title": "Work", "items": [{"label": "Pairs", "url": "/form/", "icon": "people", "count": 3, "active": True}]}
]


class NoteForm(EstafetaForm):
    topic = forms.CharField(label="Topic")
    day = forms.DateField(label="Day", required=False)


class NotePage(FormPage[NoteForm]):
    access = ANYONE
    title = "A note"
    form_class = NoteForm
    draft = True


class JobPage(ProgressPage):
    access = ANYONE
    title = "Import"

    def get_progress(self) -> Progress:
        return Progress("running", 40, 200)


class Site:
    """The served pages and what was posted to them."""

    def __init__(self) -> None:
        self.posts = 0

    def show(self, view: Any, method: str = "GET") -> str:
        """Render a view for the browser."""
        request = RequestFactory().generic(method, "/")
        request.path = "/form/"
        request.POST = QueryDict("")  # an empty form: errors
        request.actor = CURATOR  # type: ignore[attr-defined]  # what the host middleware does
        with translation.override("en"), override_settings(DEBUG=True):
            return page_text(request, view(request), navigation=NAVIGATION)

    def form(self, method: str) -> tuple[str, str]:
        """The form; a post is counted and comes back with errors."""
        if method == "POST":
            self.posts += 1
        return ("422 Unprocessable Content" if method == "POST" else "200 OK"), self.show(NotePage.as_view(), method)

    def good(self, method: str) -> tuple[str, str]:
        """The form whose post succeeds."""
        return ("303 See Other", "/job/") if method == "POST" else ("200 OK", self.show(NotePage.as_view()))

    def done(self, _method: str) -> tuple[str, str]:
        """Where a success leads."""
        return "200 OK", self.show(JobPage.as_view())

    def gallery(self, _method: str) -> tuple[str, str]:
        """All components."""
        return "200 OK", self.show(GalleryPage.as_view())


@pytest.fixture(scope="module")
def site() -> Site:
    return Site()


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served({"/form/": site.form, "/good/": site.good, "/job/": site.done, "/gallery/": site.gallery}) as where:
        yield where


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        pytest.skip("no chromium on this machine")
    with launched(executable) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_gallery_is_accessible_quiet_and_never_scrolls_sideways(
    browser: Browser, address: str, width: int, theme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    page.on("console", hear)
    page.goto(f"{address}/gallery/")
    page.wait_for_selector(".chart-canvas svg")
    assert said == []
    assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(rule["id"], [node["html"][:90] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_draft_survives_a_closed_tab_and_can_be_discarded(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    page.fill("#id_topic", "half a thought")
    page.wait_for_timeout(KEEPS_AFTER)
    again = page.context.new_page()
    again.goto(f"{address}/form/")
    assert again.input_value("#id_topic") == "half a thought"
    again.get_by_role("button", name="Discard the draft").click()
    assert again.input_value("#id_topic") == ""
    again.reload()
    assert again.input_value("#id_topic") == ""


def test_draft_is_forgotten_once_it_was_sent(page: Page, address: str) -> None:
    page.goto(f"{address}/good/")
    page.fill("#id_topic", "whole")
    page.wait_for_timeout(KEEPS_AFTER)
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/job/")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_double_click_posts_once(page: Page, address: str, site: Site) -> None:
    page.goto(f"{address}/form/")
    before = site.posts
    page.get_by_role("button", name="Save").dblclick()
    page.wait_for_selector(".error-summary")
    assert site.posts == before + 1


def test_errors_take_the_focus_and_lead_to_the_field(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    page.get_by_role("button", name="Save").click()
    page.wait_for_selector(".error-summary:focus")
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_topic"


def test_calendar_button_fills_the_russian_order(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    assert page.get_by_role("button", name="Open the calendar: Day").is_visible()
    page.evaluate(
        "() => { const picker = document.querySelector('input.picker'); picker.value = '2025-11-20';"
        " picker.dispatchEvent(new Event('change')); }"
    )
    assert page.input_value("#id_day") == "20.11.2025"


def test_drawer_takes_the_focus_and_gives_it_back(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    page.get_by_role("button", name="Open the menu").click()
    assert page.evaluate("document.querySelector('#sidebar').contains(document.activeElement)")
    assert page.evaluate("document.querySelector('main').inert")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.drawerOpen") == ""


def test_dangerous_button_asks_first(page: Page, address: str) -> None:
    page.goto(f"{address}/gallery/")
    page.locator("button[data-confirm]").first.click()
    assert page.locator("#confirm-dialog").is_visible()
    assert page.evaluate("document.activeElement.value") == "no"
    page.keyboard.press("Escape")
    assert page.locator("#confirm-dialog").is_hidden()


def test_theme_is_kept_in_a_cookie(page: Page, address: str) -> None:
    page.goto(f"{address}/form/")
    page.locator("[data-theme-toggle]").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_progress_says_that_the_connection_is_lost(page: Page, address: str) -> None:
    page.goto(f"{address}/job/")
    page.context.set_offline(True)
    page.wait_for_selector("[data-connection]:visible")
    assert page.locator("[data-connection]").inner_text() == "Connection lost, retrying…"
