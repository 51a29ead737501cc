"""One running product and one browser for all journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.stack import PASSWORD, running_stack
from tests.support.browser import MEDIA, Visitor, executable, launched
from tests.support.product import Stack

SCREENSHOTS = Path(__file__).resolve().parents[2] / "deploy" / "screenshots"

Visit = Callable[..., Visitor]
Picture = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs the running product."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product with its demo region, on a free port."""
    executable()
    home = tmp_path_factory.mktemp("stack")
    # The embedded server drops root's rights: it must be able to reach its folder.
    for folder in [home, *home.parents][:3]:
        folder.chmod(folder.stat().st_mode | 0o011)
    with running_stack(home) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser with a camera and a microphone."""
    with launched(*MEDIA) as running:
        yield running


@pytest.fixture
def visit(stack: Stack, browser: Browser) -> Iterator[Visit]:
    """``visit(email, width=...)``: the window of somebody who has signed in; without an address, of a stranger."""
    windows: dict[tuple[str, int, bool], Visitor] = {}

    def open_window(email: str = "", *, width: int = 1280, dark: bool = False) -> Visitor:
        key = (email, width, dark)
        if key not in windows:
            windows[key] = Visitor(browser, stack.address, width=width, dark=dark)
            if email:
                windows[key].sign_in(email, PASSWORD)
        return windows[key]

    yield open_window
    for window in windows.values():
        window.close()


@pytest.fixture
def picture() -> Picture:
    """``picture(visitor, name)``: a screenshot for the README."""

    def take(visitor: Visitor, name: str) -> None:
        visitor.picture(SCREENSHOTS / f"{name}-{visitor.width}.png")

    return take
