"""Every route with the id of somebody else's object in every place: not found (or not allowed), nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from kernel.acting import Actor
from tests.support.probing import (
    REGION_MEMBERS,
    SCHOOL_MEMBERS,
    Callers,
    Member,
    heard,
    is_everywhere,
    own_routes,
    title,
    words_unheard,
)
from tests.support.routes import Route
from tests.support.world import OTHER, World, changed, fingerprint

REFUSALS = {401, 403, 404, 405}
NAMES_NOBODY = {"key", "uidb36", "account", "school", "municipality"}
"""Parameters that name a rule, a link or a place: the same for all schools."""

OPEN_TO_OTHERS = {"event", "registration", "speed_meeting", "call"}
"""Objects of the region in which the schools of the cast take part together."""


def foreign_of(world: World, slug: str) -> dict[str, object]:
    """URL keyword -> an object that is not the school's: the other school's, or of two strangers."""
    others = {
        name: value
        for name, value in world.values[OTHER[slug]].items()
        if name not in NAMES_NOBODY | OPEN_TO_OTHERS and value != world.values[slug].get(name)
    }
    return {**others, **world.strangers, "token": others["token"], "job": others["job"]}


def mixtures(route: Route, own: dict[str, object], foreign: dict[str, object]) -> Iterator[dict[str, object]]:
    """The route's values with one foreign object, and with all of them."""
    named = [name for name in route.parameters if name in foreign]
    for name in named:
        yield {**own, name: foreign[name]}
    if len(named) > 1:
        yield {**own, **{name: foreign[name] for name in named}}


def probes(
    route: Route, member: Member, own: dict[str, object], foreign: dict[str, object]
) -> Iterator[tuple[dict[str, object], tuple[str, ...]]]:
    """Values of the route with the ways to ask: all mixtures read and sent by whom the door lets in, one sent by
    whom it refuses, since no object is looked for then."""
    mixed = list(mixtures(route, own, foreign))
    assert route.access is not None
    if route.access.admits(Actor(account_id=uuid4(), name="", roles=frozenset({member[0]}), place="school")):
        yield from ((values, ("get", "send")) for values in mixed)
    else:
        yield from ((values, ("send",)) for values in mixed[-1:])


@pytest.mark.parametrize("member", SCHOOL_MEMBERS, ids=title)
def test_a_foreign_object_does_not_exist(
    db: None, world: World, callers: Callers, member: Member, counted: list[str]
) -> None:
    role, slug = member
    before, own, foreign = fingerprint(), world.values[slug], foreign_of(world, slug)
    browser, program = callers.browser(member, slug), callers.program(member, slug)
    for route in own_routes("school"):
        caller = program if route.is_api else browser
        for values, asks in probes(route, member, own, foreign):
            for ask in asks:
                answer = getattr(caller, ask)(route.path(values))
                what = f"{ask} {route.pattern} {values} as {role} of {slug}"
                assert answer.status_code in REFUSALS, f"{what}: {answer.status_code}"
                assert heard(answer, words_unheard(slug)) == [], what
                counted.append(route.pattern)
    assert changed(before) == []


@pytest.mark.parametrize("member", [*SCHOOL_MEMBERS, *REGION_MEMBERS], ids=title)
def test_dealings_of_others_do_not_exist_at_the_region(
    db: None, world: World, callers: Callers, member: Member, counted: list[str]
) -> None:
    """A coordinator of the region oversees remote pairs and may read their page, not write there."""
    role, slug = member
    before = fingerprint()
    strangers = world.strangers if slug else {name: world.strangers[name] for name in ("token", "job", "case")}
    browser, program = callers.browser(member, "region"), callers.program(member, "region")
    for route in own_routes("region"):
        caller = program if route.is_api else browser
        for values, asks in probes(route, member, dict(world.shared), dict(strangers)):
            for ask in asks:
                answer = getattr(caller, ask)(route.path(values))
                what = f"{ask} {route.pattern} as {role} of {slug or 'the region'}"
                assert answer.status_code in REFUSALS, f"{what}: {answer.status_code}"
                counted.append(route.pattern)
    assert changed(before) == []


@pytest.mark.parametrize("member", SCHOOL_MEMBERS, ids=title)
def test_another_schools_host_does_not_exist_for_its_neighbours(
    db: None, world: World, callers: Callers, member: Member, counted: list[str]
) -> None:
    """Whatever is not open to everybody answers 404, with the host's own ids as well as with one's own.

    A curator's session tries it in every way; the others, who have no role there either, in one.
    """
    role, slug = member
    at, before = OTHER[slug], fingerprint()
    browser, program = callers.browser(member, at), callers.program(member, at)
    for route in own_routes("school"):
        assert route.access is not None
        if route.access.anyone or is_everywhere(route):
            continue
        caller = program if route.is_api else browser
        ways = ((caller.get, at), (caller.send, at), (caller.get, slug))
        for ask, ids in ways if role == "curator" else ways[:1]:
            answer = ask(route.path(world.values[ids]))
            what = f"{ask.__name__} {route.pattern} at {at} as {role} of {slug}"
            assert answer.status_code == 404, f"{what}: {answer.status_code}"
            assert heard(answer, words_unheard(slug)) == [], what
            counted.append(route.pattern)
    assert changed(before) == []
