"""Every endpoint declares its ``access``; an endpoint without one lets nobody in."""

from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from kernel.acting import Actor
from kernel.doors import Access


class DeclaredAccess(BasePermission):
    """Asks the endpoint's ``access`` with the actor of this place (the host's, not a parameter's)."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True when admitted; strangers to a school get its 404, members without the role 403."""
        access = getattr(view, "access", None)
        actor = getattr(view, "actor", None)
        if not isinstance(access, Access) or not isinstance(actor, Actor):
            return False
        if access.admits(actor):
            return True
        if actor.is_known:
            access.refuse(actor)
        return False
