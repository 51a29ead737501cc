"""Who may change memberships: one answer for pages, commands and jobs."""

from __future__ import annotations

from kernel.acting import Actor
from kernel.errors import NotAllowed
from tenants.identity.models import Role
from tenants.organisations.models import School

OFFICE = frozenset({Role.CURATOR.value, Role.HEAD.value})


def may_manage_members(acting: Actor, school: School | None) -> bool:
    """The product itself and the platform operator everywhere, a school's curator and head in their school."""
    if acting.place == "system" and acting.has("system"):
        return True
    if acting.place == "region" and acting.has(Role.PLATFORM_OPERATOR):
        return True
    return acting.place == "school" and school is not None and acting.school_id == school.pk and acting.has(*OFFICE)


def require_member_management(acting: Actor, school: School | None) -> None:
    """Raise ``NotAllowed`` unless the actor may change memberships of the place (None: the region)."""
    if not may_manage_members(acting, school):
        raise NotAllowed()
