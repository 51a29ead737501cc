"""Where results of programmes are published: the links in the federal forms of the banks (``people.federal``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from apps.school.people import federal
from tenants.isolation.context import require_school
from tenants.isolation.hosts import address_of

from .models import PublishedResult


def links(programmes: Collection[int]) -> Mapping[int, str]:
    """Programme id -> address on the school's public page (one query)."""
    site = address_of(require_school().slug)
    rows = PublishedResult.objects.filter(programme_id__in=programmes)
    return {row.programme_id: f"{site}{row.get_absolute_url()}" for row in rows}


def register() -> None:
    """Fill the port."""
    federal.use_links(links)
