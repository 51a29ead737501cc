"""Is a mentor offered to other schools? Asked by an app beside, through a name in the settings."""

from __future__ import annotations

from uuid import UUID

from apps.region.exchange.models import Offer


def open_offer_of(school_id: int, account_id: UUID) -> UUID | None:
    """The open offer of a school's mentor; None without one."""
    offers = Offer.objects.of(school_id).filter(mentor_account=account_id, state=Offer.State.OPEN)
    return offers.values_list("pk", flat=True).first()
