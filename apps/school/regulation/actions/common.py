"""What the verbs have in common."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.clock import now
from kernel.errors import NotFound

from ..errors import NotADraft
from ..models import RegulationVersion

KEEP_WITHIN = _("Choose a value within the bounds; the region's coordinator keeps them and can explain them.")


def locked_draft(version: RegulationVersion) -> RegulationVersion:
    """The draft, locked until the transaction ends: two people editing it at once wait for each other."""
    locked = RegulationVersion.objects.select_for_update().filter(pk=version.pk).first()
    if locked is None:  # discarded meanwhile
        raise NotFound()
    if not locked.is_draft:
        raise NotADraft()
    return locked


def touch(version: RegulationVersion) -> None:
    """A changed value changes its version: views are kept by this stamp."""
    version.updated_at = now()
    version.save(update_fields=["updated_at"])
