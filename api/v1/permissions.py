"""Every endpoint declares its ``access``; an endpoint without one lets nobody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from kernel.acting import Actor
from kernel.doors import Access

if TYPE_CHECKING:
    # The framework imports this module while it makes its views.
    from rest_framework.views import APIView


class DeclaredAccess(BasePermission):
    """Asks the endpoint's ``access`` with the actor of this place (the host's, not a parameter's).

    An endpoint that also writes may narrow that down with ``writing``.
    """

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True when admitted; strangers to a school get its 404, members without the role 403."""
        access = getattr(view, "access", None)
        if request.method not in SAFE_METHODS:
            access = getattr(view, "writing", None) or access
        actor = getattr(view, "actor", None)
        if not isinstance(access, Access) or not isinstance(actor, Actor):
            return False
        if access.admits(actor):
            return True
        if actor.is_known:
            access.refuse(actor)
        return False
