"""Every answer of every host, to everybody: no word of a school that the asker has nothing to do with."""

from __future__ import annotations

import pytest
from django.http.response import HttpResponseBase

from tenants.organisations.models import School
from tests.support.canaries import canary_of, hears, text_of
from tests.support.cast import account_in
from tests.support.probing import (
    MEMBERS,
    SCHOOL_MEMBERS,
    Caller,
    Callers,
    Member,
    heard,
    own_routes,
    title,
    words_unheard,
)
from tests.support.routes import Route
from tests.support.world import OTHER, SLUGS, World, changed, fingerprint

LISTS = 10


def asker(callers: Callers, route: Route, member: Member | None, at: str) -> Caller:
    """Pages are asked by a browser, endpoints by a program."""
    if route.is_api and member is not None:
        return callers.program(member, at)
    return callers.browser(member, at)


def answers(client: Caller, path: str) -> list[tuple[str, HttpResponseBase]]:
    """The page; for a list also its workbook."""
    first = client.get(path)
    if first.streaming or b"export=xlsx" not in first.content:
        return [(path, first)]
    return [(path, first), (f"{path} (xlsx)", client.get(path, {"export": "xlsx"}))]


@pytest.mark.parametrize("member", SCHOOL_MEMBERS, ids=title)
def test_a_school_tells_its_people_nothing_of_others(
    db: None, world: World, callers: Callers, member: Member, counted: list[str]
) -> None:
    role, slug = member
    before, own, workbooks = fingerprint(), 0, 0
    for route in own_routes("school"):
        client = asker(callers, route, member, slug)
        for what, answer in answers(client, route.path(world.values[slug])):
            counted.append(what)
            assert answer.status_code < 500 or route.name == "health_ready", f"{what}: {answer.status_code}"
            assert heard(answer, words_unheard(slug)) == [], what
            own += hears(text_of(answer), canary_of(slug)) if not answer.streaming else 0
            workbooks += what.endswith("(xlsx)")
    assert own >= 10, f"only {own} answers hold the school's own word: the walk sees too little"
    assert workbooks >= (LISTS if role in {"curator", "head"} else 1)
    assert changed(before) == []


@pytest.mark.parametrize("member", [*MEMBERS, None], ids=lambda member: title(member) if member else "nobody")
@pytest.mark.parametrize("place", ["region", "front"])
def test_the_region_tells_nothing_that_is_a_schools_own(
    db: None, world: World, callers: Callers, member: Member | None, place: str, counted: list[str]
) -> None:
    """An account may read its own name and the titles of its own long works anywhere: those are not looked at."""
    slug = member[1] if member is not None else ""
    before = fingerprint()
    words = words_unheard(slug)
    for route in own_routes(place):
        client = asker(callers, route, member, "region" if place == "region" else "")
        for what, answer in answers(client, route.path({**world.shared, "uidb36": "1", "key": "none"})):
            counted.append(what)
            assert heard(answer, words) == [], f"{what} as {member}: {answer.status_code}"
    assert changed(before) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_nobody_hears_anything_but_what_a_school_publishes(
    db: None, world: World, callers: Callers, slug: str, counted: list[str]
) -> None:
    client = callers.browser(None, slug)
    for route in own_routes("school"):
        for values in (world.values[slug], {**world.values[slug], **world.values[OTHER[slug]]}):
            answer = client.get(route.path(values))
            counted.append(route.pattern)
            unheard = words_unheard(slug)
            # A link from a letter is a secret of its own: whoever holds it is the one it was sent to.
            if not route.pattern.startswith("publication/page") and "link_token" not in route.parameters:
                unheard = (*unheard, canary_of(slug))
            assert heard(answer, unheard) == [], f"{route.pattern}: {answer.status_code}"


def test_the_words_are_really_there(db: None, world: World, callers: Callers) -> None:
    """The walk would be worth nothing if pages, workbooks, documents and calendars did not hold their school's word."""
    client = callers.browser(("curator", "beta"), "beta")
    values = world.values["beta"]
    for path in (
        "/people/",
        "/people/?export=xlsx",
        f"/people/{values['person']}/",
        f"/orders/{values['order']}/order.docx",
        f"/orders/{values['order']}/order.pdf",
        f"/consents/{values['consent']}/scan/",
        f"/programmes/{values['programme']}/meetings/{values['meeting']}/calendar.ics",
        "/monitoring/",
        "/publication/page/",
        "/jobs/",
    ):
        assert heard(client.get(path), (canary_of("beta"),)), path


def test_the_cast_is_of_one_school_each(db: None, world: World) -> None:
    for role, slug in SCHOOL_MEMBERS:
        account = account_in(role, School.objects.get(slug=slug))
        assert {membership.school.slug for membership in account.memberships.all() if membership.school} == {slug}
