"""A person at a browser: finds things by what is written on them, and looks at every page it comes to.

``look`` fails on accessibility violations (axe-core), sideways scrolling, messages in the console, heavy HTML.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "platform/ui/node_modules/axe-core/axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]
MEDIA = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
]
"""Flags of a browser with a camera that shows a moving picture, and nobody to ask."""
HEIGHTS = {1280: 800, 390: 844}
HTML_LIMIT = 100 * 1024
STEP_MS = 15_000
WORK_MS = 90_000
RUN_AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']});
  const places = violation => violation.nodes.slice(0, 4).map(node => node.html.slice(0, 200)).join(' | ');
  return found.violations.map(violation => violation.id + ': ' + violation.help + ' ' + places(violation));
}"""
SIDEWAYS = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide <= 0) return [];
  const edge = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > edge + 1)
    .slice(0, 5).map(e => e.outerHTML.slice(0, 160));
}"""


def executable() -> str:
    """The browser's path; the test fails without one unless ESTAFETA_NO_BROWSER=1 says that none is wanted."""
    if os.environ.get("ESTAFETA_NO_BROWSER") == "1":
        pytest.skip("ESTAFETA_NO_BROWSER=1: no browser on this machine")
    named = os.environ.get("ESTAFETA_CHROMIUM", "")
    for candidate in (named, "/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        if candidate and (path := shutil.which(candidate)):
            return path
    pytest.fail("No Chromium found: name one in ESTAFETA_CHROMIUM, or set ESTAFETA_NO_BROWSER=1 to leave journeys out.")


@contextmanager
def launched(*more: str) -> Iterator[Browser]:
    """A headless browser for which every *.localhost is this machine. ``more``: flags beside the usual."""
    path = executable()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, *more])
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """Somebody with a browser window of their own. ``address(place, path)`` gives the address of a page."""

    def __init__(
        self, browser: Browser, address: Callable[[str, str], str], *, width: int = 1280, dark: bool = False
    ) -> None:
        self.address, self.width = address, width
        self._context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(STEP_MS)
        self.page: Page = self._context.new_page()
        self._console: list[str] = []
        self._html = 0
        self._examined = False
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._console.append(str(error)))
        self.page.on("response", self._weigh)

    # ---- what the window heard

    def _hear(self, message: Any) -> None:
        # The browser itself says so of every refused form (422): that is no defect of the page.
        # axe tries styles that the pages' own policy forbids: what is heard of styles after it is its doing.
        own = r"status of (409|422)|inline style" if self._examined else r"status of (409|422)"
        if message.type == "error" and not re.search(own, message.text):
            self._console.append(message.text)

    def _weigh(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._examined = False
        if response.request.is_navigation_request() and response.status < 300:
            with suppress(BrowserError):
                self._html = len(response.body())

    # ---- going

    def sign_in(self, email: str, password: str) -> None:
        """Through the front door's form."""
        self.page.goto(self.address("", "/accounts/login/"))
        self.page.get_by_label("Электронная почта").first.fill(email)
        self.page.get_by_label("Пароль").first.fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Войти", exact=True).click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def go(self, place: str, path: str = "/") -> None:
        """Type an address (a whole one, or a path in a place); the page must answer 200."""
        response = self.page.goto(path if path.startswith("http") else self.address(place, path))
        assert response is not None
        assert response.status == 200, f"{response.status} at {response.url}"
        self.look()

    def section(self, name: str) -> None:
        """Choose a line of the sidebar, on a phone through the menu button."""
        menu = self.page.get_by_role("navigation", name="Основные разделы")
        if not menu.is_visible():
            self.page.get_by_role("button", name="Открыть меню").click()
        # A line may say after its name how much waits there.
        self._follow(menu.get_by_role("link", name=re.compile(rf"^{re.escape(name)}\s*(,|$)")).first)

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None, nth: int = 0) -> None:
        """Click a link of the page's content by its words."""
        scope = within or self.page.get_by_role("main")
        self._follow(scope.get_by_role("link", name=name, exact=isinstance(name, str)).nth(nth))

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None, nth: int = 0) -> None:
        """Click a button of the page's content by its words."""
        scope = within or self.page.get_by_role("main")
        self._follow(scope.get_by_role("button", name=name, exact=isinstance(name, str)).nth(nth))

    def press_and_confirm(self, name: str) -> None:
        """Click a button that asks once more, and say yes."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
        question = self.page.get_by_role("dialog")
        expect(question).to_be_visible()
        self.look()
        self._follow(question.get_by_role("button", name="Подтвердить"))

    def _follow(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()
        self.page.wait_for_load_state()
        self.look()

    def download(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> bytes:
        """Click a link or button that hands out a file; the file."""
        scope = within or self.page.get_by_role("main")
        with self.page.expect_download() as waiting:
            scope.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()
        return Path(waiting.value.path()).read_bytes()

    def turn_to(self, width: int) -> None:
        """Make the window as wide as another device."""
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})

    # ---- filling in

    def field(self, label: str | re.Pattern[str], *, within: Locator | None = None) -> Locator:
        """A control by its label."""
        scope = within or self.page.get_by_role("main")
        if isinstance(label, str):
            label = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
        return scope.get_by_label(label).first

    def fill(self, label: str | re.Pattern[str], value: str) -> None:
        """Type into a control; its words are those of its label."""
        self.field(label).fill(value)

    def choose(self, label: str | re.Pattern[str], option: str | re.Pattern[str]) -> None:
        """Choose a line of a select by its words."""
        select = self.field(label)
        if isinstance(option, re.Pattern):
            words = [text for text in select.locator("option").all_inner_texts() if option.search(text)]
            assert words, f"none of {select.locator('option').all_inner_texts()} has {option.pattern}"
            option = words[0]
        select.select_option(label=option.strip())

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Tick a box or choose one of several."""
        self.field(label).check()

    def search(self, words: str) -> None:
        """Type into the list's search box and wait until the list has followed."""
        self.page.get_by_role("main").get_by_role("searchbox").fill(words)
        self.page.wait_for_url(re.compile(r"[?&]q=."))

    # ---- seeing

    def sees(self, *texts: str | re.Pattern[str]) -> None:
        """Every text is on the page, visible."""
        for text in texts:
            found = self.page.get_by_role("main").get_by_text(text)
            expect(found.filter(visible=True).first).to_be_visible()

    def text(self) -> str:
        """All words of the page's content."""
        return self.page.get_by_role("main").inner_text()

    def until(self, met: Callable[[], bool], *, seconds: float = 10.0, what: str = "") -> None:
        """Look again and again, as a person would reload, until the page says so."""
        for _turn in range(int(seconds / 0.5)):
            if met():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        pytest.fail(f"{what or 'nothing changed'} within {seconds:.0f} s at {self.page.url}: {self.text()[:800]}")

    def wait_for_work(self, result: str | re.Pattern[str] = "Посмотреть результат") -> None:
        """Wait on a progress page until the worker has done it, then go on to the result."""
        link = self.page.get_by_role("main").get_by_role("link", name=result)
        link.wait_for(timeout=WORK_MS)
        self.look()
        self._follow(link)

    def look(self) -> None:
        """Nothing wrong may be seen or heard: axe-core, width, console, weight."""
        where = f"{urlsplit(self.page.url).netloc}{urlsplit(self.page.url).path} at {self.width}"
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        self._examined = True
        faults = {
            "accessibility": self.page.evaluate(RUN_AXE, list(RULES)),
            "scrolls sideways": self.page.evaluate(SIDEWAYS),
            "console": self._console,
            "bytes of HTML": [self._html] if self._html > HTML_LIMIT else [],
        }
        assert not any(faults.values()), f"{where}: { {name: found for name, found in faults.items() if found} }"

    def picture(self, path: Path, *, whole: bool = False) -> None:
        """Save what the window shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=whole, animations="disabled")

    def links(self, scope: Locator) -> Sequence[tuple[str, str]]:
        """Words and address of each link inside."""
        found = scope.get_by_role("link").all()
        return [(link.inner_text().strip(), link.get_attribute("href") or "") for link in found]

    def close(self) -> None:
        """Close the window."""
        self._context.close()
