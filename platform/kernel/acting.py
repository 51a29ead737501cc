"""Who acts. An ``Actor`` travels from the door (page, endpoint, consumer, task) into every action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal
from uuid import UUID

Place = Literal["front", "region", "school", "system"]

NO_SCHOOLS: Mapping[str, frozenset[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) acting in one place.

    ``roles``: roles held in this place; at the region they include the roles held in any school.
    ``schools``: slug -> roles, all schools where the account is a member.
    ``request_key``: the idempotency key of the request (form field or ``Idempotency-Key`` header), empty when none.
    """

    account_id: UUID | None
    name: str
    roles: frozenset[str] = frozenset()
    place: Place = "system"
    school: str | None = None
    school_id: int | None = None
    schools: Mapping[str, frozenset[str]] = field(default_factory=lambda: NO_SCHOOLS)
    request_key: str = ""

    @property
    def is_known(self) -> bool:
        """True for a signed-in account."""
        return self.account_id is not None

    def has(self, *roles: str) -> bool:
        """True when at least one of the roles is held in this place."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Actor(account_id=None, name="", place="front")


def system_actor(name: str = "system") -> Actor:
    """The product itself: scheduled work, provisioning, demo data."""
    return Actor(account_id=None, name=name, roles=frozenset({"system"}), place="system")
