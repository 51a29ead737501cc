"""What waits for people of this school in the contour between schools: told to their home page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from apps.region.cases import outlook as cases
from apps.region.cases.outlook import OwnCase
from apps.region.exchange import outlook
from apps.region.exchange.outlook import OfferLine, RequestLine, Waiting
from apps.school.monitoring.indicators import RemoteShare
from kernel.acting import Actor
from tenants.isolation.hosts import REGION_LABEL, address_of

from .queries import own_id

RETURNED = "returned"


def requests_waiting() -> Waiting:
    """How many requests wait for the curator: of own mentees, and of other schools (one query)."""
    return outlook.waiting(own_id())


def remote_share(on: datetime.date) -> RemoteShare:
    """This school's share in the remote pairs that run now (one query); earlier days are not kept by the exchange."""
    facts = outlook.remote_facts(own_id())
    return RemoteShare(facts.mentor_cards, facts.mentee_cards, dict(facts.pairs_by_form))


def returned_cases() -> list[OwnCase]:
    """Cases that the institute has sent back with a comment (at most two queries)."""
    return [case for case in cases.cases_of(own_id()) if case.state == RETURNED]


@dataclass(frozen=True, slots=True)
class RemoteWork:
    """A person's pairs with other schools: offers and requests to answer, and the address of the pairs, empty without
    any."""

    offers: tuple[OfferLine, ...] = ()
    asked: tuple[RequestLine, ...] = ()
    pairs: int = 0
    address: str = ""


def remote_work(actor: Actor) -> RemoteWork:
    """Offers that wait for this mentor's consent and remote pairs of this account (a query for each side held)."""
    if actor.account_id is None:
        return RemoteWork()
    waiting, mentored = _as_mentor(actor.account_id) if actor.has("mentor") else ((), 0)
    asked = tuple(outlook.to_mentor(own_id(), actor.account_id)) if actor.has("mentor") else ()
    lines = outlook.outgoing(own_id(), mentee_account=actor.account_id) if actor.has("mentee") else []
    learning = [line.pair for line in lines if line.pair is not None]
    asked += tuple(line for line in lines if line.own_is_asked)
    pairs = mentored + len(learning)
    home = f"{address_of(REGION_LABEL)}/exchange/"
    address = f"{home}{learning[0]}/" if pairs == 1 and learning else home
    return RemoteWork(waiting, asked, pairs, address if pairs else "")


def _as_mentor(account: UUID) -> tuple[tuple[OfferLine, ...], int]:
    offers = outlook.offers_of_mentor(own_id(), account)
    return tuple(line for line in offers if line.state == "waiting"), sum(line.taken for line in offers)
