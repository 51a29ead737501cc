"""Who may do what with a remote pair. Membership is looked at anew: who has left the school is out."""

from __future__ import annotations

from apps.region.exchange.models import RemoteComplaint, RemotePair
from apps.region.exchange.rules import Side
from kernel.acting import Actor
from kernel.doors import SIGNED_IN, Access
from kernel.errors import NotAllowed
from tenants.organisations.models import School

COORDINATORS = frozenset({"regional_coordinator", "municipal_coordinator"})
OFFICE = frozenset({"curator", "head"})
PARTICIPANTS = frozenset({"mentor", "mentee"})

INDEX = SIGNED_IN
READERS = Access(COORDINATORS | OFFICE | PARTICIPANTS)
WORKERS = Access(PARTICIPANTS | {"curator"})
CURATORS = Access({"curator"})
HEADS = Access({"head"})
PEOPLE = Access(PARTICIPANTS)
REGION = Access(COORDINATORS)
READERS_OF_PAPERS = Access(OFFICE)


def side_of(pair: RemotePair, actor: Actor) -> Side | None:
    """The side that the actor is in the pair, while still a member of that school."""
    if actor.account_id is None:
        return None
    if pair.mentor_account == actor.account_id and pair.mentor_school.slug in actor.schools:
        return "mentor"
    if pair.mentee_account == actor.account_id and pair.mentee_school.slug in actor.schools:
        return "mentee"
    return None


def holds(school: School, actor: Actor, *roles: str) -> bool:
    """True when the actor has one of the roles in that very school."""
    return not actor.schools.get(school.slug, frozenset()).isdisjoint(roles)


def curated_sides(pair: RemotePair, actor: Actor) -> frozenset[Side]:
    """Sides whose school's curator the actor is."""
    sides: set[Side] = set()
    if holds(pair.mentor_school, actor, "curator"):
        sides.add("mentor")
    if holds(pair.mentee_school, actor, "curator"):
        sides.add("mentee")
    return frozenset(sides)


def headed_sides(pair: RemotePair, actor: Actor) -> frozenset[Side]:
    """Sides whose school's head the actor is."""
    sides: set[Side] = set()
    if holds(pair.mentor_school, actor, "head"):
        sides.add("mentor")
    if holds(pair.mentee_school, actor, "head"):
        sides.add("mentee")
    return frozenset(sides)


def sees_papers(pair: RemotePair, actor: Actor) -> bool:
    """True for the offices of the two schools."""
    return bool(curated_sides(pair, actor) or headed_sides(pair, actor))


def may_answer(complaint: RemoteComplaint, actor: Actor) -> bool:
    """True for coordinators: neither curator judges in the own cause. Whom they may see the queries say."""
    return actor.has(*COORDINATORS)


def require_answering(complaint: RemoteComplaint, actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor answers complaints."""
    if not may_answer(complaint, actor):
        raise NotAllowed()


def may_work(pair: RemotePair, actor: Actor) -> bool:
    """True for the two people and both curators: plan, meetings."""
    return side_of(pair, actor) is not None or bool(curated_sides(pair, actor))


def may_close(pair: RemotePair, actor: Actor) -> bool:
    """True for the curators of the two schools."""
    return bool(curated_sides(pair, actor))


def require_work(pair: RemotePair, actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor works in the pair."""
    if not may_work(pair, actor):
        raise NotAllowed()


def require_close(pair: RemotePair, actor: Actor) -> None:
    """Raise ``NotAllowed`` unless the actor may close the pair."""
    if not may_close(pair, actor):
        raise NotAllowed()


def visible_notes(pair: RemotePair, actor: Actor) -> frozenset[Side]:
    """Whose notes the actor reads: one's own, and a curator those of the own school's person."""
    side = side_of(pair, actor)
    return curated_sides(pair, actor) | ({side} if side else frozenset())
