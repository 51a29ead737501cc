"""The school's own journal: its audit trail and used idempotency keys, in its own schema."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kernel.models import AuditTrail, ClaimedRequest


class SchoolAudit(AuditTrail):
    """Audit of the school's acts."""

    class Meta(AuditTrail.Meta):
        verbose_name = _("audit row")
        verbose_name_plural = _("audit rows")


class SchoolClaim(ClaimedRequest):
    """Used idempotency keys of the school's acts."""
