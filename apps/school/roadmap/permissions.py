"""Who may do what with the school's year. The regulation says who draws a roadmap up and who approves it."""

from __future__ import annotations

from collections.abc import Collection

from apps.school.regulation.view import RegulationView
from kernel.acting import Actor
from kernel.doors import Access
from kernel.errors import NotAllowed

STAFF = Access({"curator", "head", "methodical_association"})
OFFICE = Access({"curator", "head"})
MINE = Access({"curator", "head", "methodical_association", "mentor", "mentee"})
SYSTEM = "system"

# What a role of the product is called in a table of responsible persons: the head is the administration's.
ACTS_AS = {"head": ("administration",)}


def is_product(actor: Actor) -> bool:
    """True for background work and demo data."""
    return SYSTEM in actor.roles


def codes_of(actor: Actor, view: RegulationView | None) -> frozenset[str]:
    """Codes of ``role`` and ``body`` as which the actor stands in this school's acts."""
    return codes_of_roles(actor.roles, view)


def codes_of_roles(roles: Collection[str], view: RegulationView | None) -> frozenset[str]:
    """The same for whoever holds these roles.

    A school may call the curator by another office's name («методист» of cit): then the curator holds that office too.
    """
    codes = set(roles)
    for role in roles:
        codes.update(ACTS_AS.get(role, ()))
    if view is not None and "curator" in codes:
        word = view.words.get(("role", "curator"))
        same = {
            code
            for (dictionary, code), other in view.words.items()
            if word is not None and dictionary in ("role", "body") and other.singular == word.singular
        }
        codes |= same
    return frozenset(codes)


def require(allowed: bool) -> None:
    """Raise the refusal of the role."""
    if not allowed:
        raise NotAllowed()
