"""A consent to distribution is given and withdrawn: the portfolio is off the public page on the next request."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.school_steps import row_of
from tests.support.browser import HEIGHTS, Visitor
from tests.support.product import Stack

SCHOOL = "ozono-chepetskaya"
CURATOR = f"curator@{SCHOOL}.demo"
ALLOWED = ("фамилия, имя, отчество", "преподаваемые предметы, компетенции", "достижения и портфолио")
# Each width has a mentor of its own: the walks do not meet.
NUMBERS = dict(zip(sorted(HEIGHTS), (1, 2), strict=False))


def silent_mentor(curator: Visitor, number: int) -> str:
    """A mentor of the bank whose portfolio the act would publish and who has not consented."""
    curator.section("Публичная страница")
    curator.follow("Портфолио")
    rows = curator.page.locator("#list").get_by_role("row").filter(has=curator.page.get_by_text("нет", exact=True))
    silent = {link.inner_text().strip() for link in rows.get_by_role("link").all()}
    # Pupils are mentors here too; at their age the guardian signs as well.
    curator.go(SCHOOL, "/people/mentors/?category=pedagogue")
    listed = curator.links(curator.page.locator("#list"))
    return [words for words, url in listed if re.search(r"/people/\d+/$", url) and words in silent][number]


def allow_publication(curator: Visitor, name: str) -> None:
    """The signed paper: each category is ticked on its own."""
    curator.section("Все люди")
    curator.search(name.split()[0])
    curator.follow(name)
    curator.follow("Записать бумагу")
    curator.choose("Согласие", re.compile("распространение"))
    for words in ALLOWED:
        curator.tick(words)
    curator.press("Записать")


def publish_portfolio(curator: Visitor, name: str) -> str:
    """Under «Public page»; the address that everybody can open."""
    curator.section("Публичная страница")
    curator.follow("Портфолио")
    curator.search(name.split()[0])
    curator.follow(name)
    curator.press("Опубликовать")
    curator.search(name.split()[0])
    curator.follow(name)
    links = dict(curator.links(curator.page.get_by_role("main")))
    return links["Как видят другие"]


@pytest.mark.parametrize("width", HEIGHTS)
def test_withdrawn_consent_takes_the_portfolio_off_the_public_page(stack: Stack, visit: Visit, width: int) -> None:
    curator, stranger = visit(CURATOR, width=width), visit(width=width)
    curator.go(SCHOOL)
    name = silent_mentor(curator, NUMBERS[width])
    allow_publication(curator, name)
    address = publish_portfolio(curator, name)
    stranger.go(SCHOOL, address)
    assert name in stranger.page.get_by_role("heading", level=1).inner_text()
    stranger.go(SCHOOL, "/publication/page/")
    stranger.sees(name)

    curator.section("Согласия")
    curator.search(name.split()[0])
    curator.follow(name, within=row_of(curator, "распространение данных"))
    curator.follow("Отозвать")
    curator.sees("Будет сразу удалено", f"Портфолио на публичной странице: {name}", "Что потребует закон после этого")
    stranger.go(SCHOOL, address)
    curator.press("Отозвать")

    # Asked beside the window: a browser writes every 404 of its own into the console.
    assert stack.ask(SCHOOL, address)[0] == 404
    stranger.go(SCHOOL, "/publication/page/")
    assert name not in stranger.text()
    curator.sees("Что сделал отзыв", f"Портфолио на публичной странице: {name}", "убрано")
