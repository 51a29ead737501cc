"""From a meeting to a request between schools, without knowing the exchange: the settings name who knows of offers."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from apps.region.speed.models import Registration
from tenants.isolation.hosts import address_of

FindOffer = Callable[[int, UUID], UUID | None]
"""(the mentor's school, the mentor's account) -> the offer that is open to other schools."""

ASK = "/liaison/mentors/{offer}/ask/"


def request_url(mentee: Registration, mentor: Registration) -> str:
    """The page of the mentee's school where this mentor is asked for; empty without an open offer."""
    find = cast(FindOffer, import_string(settings.SPEED_OFFERS))
    offer = find(mentor.school_id, mentor.account_id)
    return address_of(mentee.school.slug) + ASK.format(offer=offer) if offer is not None else ""
