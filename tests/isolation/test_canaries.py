"""The exchange leaks nothing: everybody of both schools has a name that nobody else has; only those whom a remote pair,
an offer or a complaint concerns are heard of in the other school and in the region.

Two schools in the middle of an exchange (an offer, a need, a request that waits, a pair at work with a complaint and an
agreement) and, in both, people who have nothing to do with it. Every route of the other school and of the region is
walked by every role, every list also as a workbook; every letter, notice and shared row is read too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction

from apps.region.exchange import actions as exchange
from apps.region.exchange.models import RemotePair
from apps.school.liaison import actions
from apps.school.notices.models import Delivery, Notice
from apps.school.people.models import Person
from tenants.identity.models import Account
from tenants.isolation.context import as_owner, enter_school, stand_in_region
from tenants.organisations.models import School
from tests.support import exchange as scene
from tests.support.canaries import hears, text_of
from tests.support.cast import account_in
from tests.support.people import make_mentee, make_mentor, make_person
from tests.support.probing import Callers, Member, own_routes, title
from tests.support.samples import region_samples, school_samples
from tests.support.world import OTHER, SLUGS

WORDS = {"alpha": "qkalphak", "beta": "qkbetak"}
"""The surname of everybody of a school whom the exchange does not concern."""

WAITING = "qkwaitsk"
"""The mentee of beta whose request waits: beta's own until both curators have approved."""

NEEDY = "qkneedsk"
"""The mentee of beta whose need is published without a name."""

WALKERS = [("curator", "alpha"), ("mentor", "alpha"), ("curator", "beta")]
"""Who walks the pages of their own school: the probes walk the same ones with all roles, in another world."""

VISITORS = [
    ("regional_coordinator", ""),
    ("municipal_coordinator", ""),
    *((role, slug) for slug in SLUGS for role in ("curator", "mentor", "mentee")),
]
"""Who walks the region's pages."""

KNOWN = ("Орлова", "Секретова")
"""The mentor offered by alpha and the mentee of the pair at work: heard where they may be."""


class Stage:
    """What the walk knows: slug -> URL keyword -> an object; ``shared``: of the region."""

    def __init__(self) -> None:
        self.values: dict[str, dict[str, object]] = {}
        self.shared: dict[str, object] = {}


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """Built once, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        stand_in_region()
        transaction.set_rollback(True)
        cache.clear()


@pytest.fixture(scope="module")
def callers(stage: Stage, django_db_blocker: Any) -> Callers:
    """Sessions and tokens of the whole cast."""
    with django_db_blocker.unblock():
        made = Callers()
        made.sign_everybody_in()
    return made


def build() -> Stage:
    """The exchange in the middle of its work, and strangers to it in both schools."""
    found = Stage()
    found.shared = dict(region_samples())
    alpha, beta = (School.objects.get(slug=slug) for slug in SLUGS)
    pair = RemotePair.objects.of(alpha.pk).get(pk=str(found.shared["remote_pair"]))
    _papers(pair, alpha, beta)
    _waiting(alpha, beta)
    for school in (alpha, beta):
        with enter_school(school):
            make_mentor()
            make_mentee()
        found.values[school.slug] = {**found.shared, **school_samples(school)}
        _rename(school)
    return found


def _papers(pair: RemotePair, alpha: School, beta: School) -> None:
    """An agreement of both heads, an answered complaint."""
    exchange.prepare_agreement(pair=pair, acting=scene.on_region("curator", alpha))
    for school in (alpha, beta):
        exchange.agree_as_head(pair=pair, acting=scene.on_region("head", school))


def _waiting(alpha: School, beta: School) -> None:
    """A request that all but the last have agreed to, an answered need: both without a name outside beta."""
    with enter_school(alpha):
        mentor = make_mentor(person=make_person(last_name=KNOWN[0], account_id=uuid4()), capacity=2)
        scene.consent(mentor.person)
    offer = scene.make_offer(alpha, mentor=mentor, places=2)
    with enter_school(beta):
        asking, needy = (make_mentee(person=make_person(last_name=word)) for word in (WAITING, NEEDY))
        scene.consent(asking.person)
    scene.make_request(beta, offer, mentee=asking)
    need = scene.publish_need(beta, mentee=needy)
    with enter_school(alpha):
        actions.answer_need(need=need, offer=offer, form=scene.FORM, acting=scene.curator(alpha))


def _rename(school: School) -> None:
    """Everybody else gets the school's word for a surname; accounts too."""
    word = WORDS[school.slug]
    with enter_school(school), as_owner():
        Person.objects.exclude(last_name__in=[*KNOWN, WAITING, NEEDY]).update(
            last_name=word, sort_key=f"{word} анна", first_name=word
        )
    Account.objects.filter(email__endswith=f"@{school.slug}.test").update(last_name=word, first_name=word)


def unheard(slug: str) -> tuple[str, ...]:
    """Words that nobody of the school ("": of the region) may hear."""
    if slug == "beta":
        return (WORDS["alpha"],)
    return (WAITING, NEEDY, *((WORDS[OTHER[slug]],) if slug else WORDS.values()))


def answers(client: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The page; for a list also its workbook."""
    first = client.get(path)
    yield path, first
    if not first.streaming and b"export=xlsx" in first.content:
        yield f"{path} (xlsx)", client.get(path, {"export": "xlsx"})


@pytest.mark.parametrize("member", VISITORS, ids=title)
def test_no_stranger_is_heard_in_the_region(db: None, stage: Stage, callers: Callers, member: Member) -> None:
    """Of one's own account a page may say the own name: of the own school's word the region is asked elsewhere."""
    words = unheard(member[1])
    for route in own_routes("region"):
        client = callers.program(member, "region") if route.is_api else callers.browser(member, "region")
        for what, answer in answers(client, route.path({**stage.shared, "uidb36": "1", "key": "none"})):
            said = text_of(answer)
            assert [word for word in words if hears(said, word)] == [], f"{what} as {member}"


@pytest.mark.parametrize("member", WALKERS, ids=title)
def test_no_stranger_is_heard_in_the_other_school(db: None, stage: Stage, callers: Callers, member: Member) -> None:
    slug, own = member[1], 0
    for route in own_routes("school"):
        client = callers.program(member, slug) if route.is_api else callers.browser(member, slug)
        for what, answer in answers(client, route.path(stage.values[slug])):
            said = text_of(answer)
            assert [word for word in unheard(slug) if hears(said, word)] == [], f"{what} as {member}"
            own += hears(said, WORDS[slug])
    assert own >= 5, "the walk sees too little"


def test_the_exchange_is_really_there(db: None, stage: Stage, callers: Callers) -> None:
    """The walk would be worth nothing if the pages of the exchange did not tell what they may."""
    both = [("curator", "alpha"), ("curator", "beta")]
    pair = f"/exchange/{stage.shared['remote_pair']}/"
    pages = (pair, "/exchange/", f"{pair}agreement/")
    for member in both:
        for path in pages:
            said = text_of(callers.browser(member, "region").get(path))
            assert all(name in said for name in KNOWN), f"{path} as {member}"
    incoming = text_of(callers.browser(("curator", "alpha"), "alpha").get("/liaison/requests/incoming/"))
    assert "Хочу вести уроки" in incoming
    own = text_of(callers.browser(("curator", "beta"), "beta").get("/liaison/requests/"))
    assert hears(own, WAITING)


def test_shared_rows_and_letters_name_no_stranger(db: None, stage: Stage) -> None:
    """What the region keeps of the exchange, frozen papers included, and what was written to the people of alpha."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'exchange\\_%'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT row::text FROM "{table}" AS row')
            rows += [row for (row,) in cursor.fetchall()]
    assert len(tables) >= 9
    kept = "\n".join(rows)
    assert [word for word in (*WORDS.values(), NEEDY) if hears(kept, word)] == []
    assert hears(kept, WAITING), "the name of a request that waits is kept, and shown to nobody"
    alpha = School.objects.get(slug="alpha")
    with enter_school(alpha):
        told = [str(row) for row in [*Notice.objects.values(), *Delivery.objects.values()]]
    letters = [f"{letter.subject} {letter.body}" for letter in mail.outbox]
    assert [text for text in (*told, *letters) for word in unheard("alpha") if hears(text, word)] == []


def test_names_of_the_cast_are_what_the_walk_thinks(db: None, stage: Stage) -> None:
    for slug in SLUGS:
        school = School.objects.get(slug=slug)
        assert account_in("curator", school).last_name == WORDS[slug]
        with enter_school(school):
            assert Person.objects.filter(last_name=WORDS[slug]).count() >= 3
