"""What the end of the consent to personal data stops here: nobody is assessed any more, no route goes on."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.school.consents import ports as consents
from apps.school.consents.models import Consent
from apps.school.consents.rules import PERSONAL_DATA
from kernel.acting import Actor, system_actor

from . import actions
from .models import DiagnosticSession, IndividualRoute
from .models.routes import LIVE_ROUTES


def _open(consent: Consent) -> tuple[list[DiagnosticSession], list[IndividualRoute]]:
    if not consent.type.startswith(PERSONAL_DATA):
        return [], []
    sessions = DiagnosticSession.objects.filter(person=consent.person, state=DiagnosticSession.State.OPEN)
    routes = IndividualRoute.objects.filter(person=consent.person, state__in=LIVE_ROUTES)
    return list(sessions.select_related("framework")), list(routes.select_related("person"))


def preview(consent: Consent) -> Sequence[consents.Effect]:
    """Diagnostics under way and the live route."""
    sessions, routes = _open(consent)
    cancelled = _("The diagnostics is cancelled: %(title)s")
    closed = _("The individual route is closed: %(name)s")
    return [
        *(consents.Effect("removed", cancelled % {"title": session}) for session in sessions),
        *(consents.Effect("removed", closed % {"name": route.person.full_name}) for route in routes),
    ]


def carry_out(consent: Consent, acting: Actor) -> Sequence[consents.Effect]:
    """Stop both. The product acts: whoever withdraws need not lead diagnostics."""
    told = preview(consent)
    sessions, routes = _open(consent)
    product = system_actor("withdrawal")
    for session in sessions:
        actions.cancel_session(session=session, acting=product)
    for route in routes:
        outcome = _("The consent to the processing of personal data has ended.")
        actions.close_route(route=route, gone_through=False, outcome=outcome, acting=product)
    return told


def register() -> None:
    """Follow the room of consents."""
    consents.follow("growth", consents.Follower(preview, carry_out))
