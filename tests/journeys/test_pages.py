"""Every page of everybody's sidebar, on a desk and on a phone, in both languages and both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator

from tests.journeys.conftest import Picture, Visit
from tests.support.browser import HEIGHTS, Visitor

SCHOOLS = ("lenskaya", "gymnasium-35", "cit", "ozono-chepetskaya", "co-58")
REGION = ("coordinator@region.demo", "municipal@region.demo", "expert@institute.demo", "operator@platform.demo")
CAST = [(school, f"{role}@{school}.demo") for school in SCHOOLS for role in ("head", "curator", "mentor", "mentee")]
CAST += [("ozono-chepetskaya", "guardian@ozono-chepetskaya.demo"), *(("region", email) for email in REGION)]
PAST_EVENT = "Осенний вечер вопросов"
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def sidebar(visitor: Visitor) -> Locator:
    """The list of sections; on a phone it is there but out of sight."""
    return visitor.page.locator("#sidebar")


def addresses(visitor: Visitor) -> list[str]:
    """Where the sections lead."""
    found = sidebar(visitor).locator(".nav-item-link").all()
    return [str(link.get_attribute("href")) for link in found]


@pytest.mark.parametrize(("place", "email"), CAST, ids=[email for _place, email in CAST])
def test_every_section_is_sound_on_desk_and_phone(visit: Visit, place: str, email: str) -> None:
    visitor = visit(email)
    visitor.go(place, "/accounts/me/")
    sections = addresses(visitor)
    assert sections, "an empty sidebar"
    for path in sections:
        visitor.go(place, path)
        visitor.turn_to(390 if visitor.width == 1280 else 1280)
        visitor.look()


def chrome(visitor: Visitor) -> list[str]:
    """Words that are the product's own: sections, heading, buttons, labels, column heads."""
    parts = visitor.page.locator("#sidebar .nav-label, #sidebar h2, main h1, main button, main label, main th")
    return [text.strip() for text in parts.all_inner_texts() if text.strip()]


@contextmanager
def reading(visitor: Visitor, language: str) -> Iterator[None]:
    """The account reads in another language, and at the end in Russian again: the choice is kept with it."""
    try:
        _switch(visitor, language)
        yield
    finally:
        _switch(visitor, "Русский")


def _switch(visitor: Visitor, language: str) -> None:
    visitor.go("lenskaya")
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=language).click()


def test_curator_reads_english_everywhere(visit: Visit) -> None:
    visitor = visit("curator@lenskaya.demo")
    left: dict[str, list[str]] = {}
    with reading(visitor, "English"):
        for path in addresses(visitor):
            visitor.go("lenskaya", path)
            foreign = [text for text in chrome(visitor) if CYRILLIC.search(text)]
            if foreign:
                left[path] = foreign[:5]
    assert left == {}


@pytest.mark.parametrize(("place", "email"), [CAST[1], ("region", REGION[0])], ids=["curator", "coordinator"])
def test_dark_pages_have_enough_contrast(visit: Visit, place: str, email: str) -> None:
    visitor = visit(email, dark=True)
    visitor.go(place)
    background = visitor.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(number) for number in re.findall(r"\d+", background)[:3])
    assert max(red, green, blue) < 96, background


@pytest.mark.parametrize("width", HEIGHTS)
def test_front_door_offers_the_demo_accounts(visit: Visit, picture: Picture, width: int) -> None:
    visitor = visit(width=width)
    visitor.go("", "/accounts/login/")
    visitor.sees("curator@lenskaya.demo")
    picture(visitor, "front-door")


@pytest.mark.parametrize("width", HEIGHTS)
def test_pages_of_the_readme_are_pictured(visit: Visit, picture: Picture, width: int) -> None:
    shots = (
        ("curator@lenskaya.demo", "lenskaya", "/", "today-curator"),
        ("curator@lenskaya.demo", "lenskaya", "/regulation/", "regulation"),
        ("mentor@lenskaya.demo", "lenskaya", "/", "today-mentor"),
        ("coordinator@region.demo", "region", "/", "region"),
        ("curator@gymnasium-35.demo", "region", "/cases/", "library"),
    )
    for email, place, path, name in shots:
        visitor = visit(email, width=width)
        visitor.go(place, path)
        picture(visitor, name)
    coordinator = visit("coordinator@region.demo", width=width)
    coordinator.go("region", "/speed/")
    coordinator.follow(PAST_EVENT)
    picture(coordinator, "speed-timetable")
