"""Who sees which schools' numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kernel.acting import Actor
from tenants.identity.models import Membership, Role

COORDINATORS = frozenset({Role.REGIONAL_COORDINATOR.value, Role.MUNICIPAL_COORDINATOR.value})


@dataclass(frozen=True, slots=True)
class Scope:
    """Municipalities whose schools the actor sees; None: the whole region."""

    municipalities: frozenset[int] | None

    def schools(self, prefix: str = "") -> Q:
        """The condition on a school (``prefix``: the way to it, for instance ``school__``)."""
        if self.municipalities is None:
            return Q()
        return Q(**{f"{prefix}municipality__in": self.municipalities})

    def admits(self, municipality_id: int) -> bool:
        """True when the municipality is within."""
        return self.municipalities is None or municipality_id in self.municipalities


def scope_of(actor: Actor) -> Scope:
    """The regional coordinator sees all, a municipal one the own municipalities, others none."""
    if actor.has(Role.REGIONAL_COORDINATOR):
        return Scope(None)
    if not actor.has(Role.MUNICIPAL_COORDINATOR):
        return Scope(frozenset())
    memberships = Membership.objects.filter(
        account=actor.account_id, role=Role.MUNICIPAL_COORDINATOR, is_active=True
    ).values_list("municipality", flat=True)
    return Scope(frozenset(item for item in memberships if item is not None))
