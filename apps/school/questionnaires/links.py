"""Personal links: signed, of one school, with an end, for one answer.

The ticket carries the invitation and a nonce which the invitation keeps: a new link or an answer makes it worthless.
The school stands in the salt: a ticket of one school says nothing in another.
"""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from kernel.clock import today
from tenants.isolation.context import require_school

from .errors import DeadLink
from .models import Invitation, Round


def _salt() -> str:
    return f"questionnaires.link:{require_school().schema_name}"


def ticket_of(invitation: Invitation) -> str:
    """The ticket of the link in force."""
    return signing.dumps([invitation.pk, invitation.link_nonce], salt=_salt())


def path_of(invitation: Invitation) -> str:
    """The path of the link in force."""
    return reverse("questionnaires:by_link", kwargs={"ticket": ticket_of(invitation)})


def invitation_of(ticket: str) -> Invitation:
    """Whose ticket it is; ``DeadLink`` for any that does not work, whatever the reason."""
    try:
        key, nonce = signing.loads(ticket, salt=_salt())
    except (signing.BadSignature, ValueError, TypeError):
        raise DeadLink() from None
    rows = Invitation.objects.select_related("person", "about", "round__version__questionnaire")
    found = rows.filter(
        pk=key, link_nonce=nonce, link_until__gte=today(), round__state=Round.State.OPEN, round__opens_on__lte=today()
    ).exclude(link_nonce="")
    invitation = found.first()
    if invitation is None:
        raise DeadLink()
    return invitation
