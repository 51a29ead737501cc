"""Abstract models shared by both contours."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeStamped(models.Model):
    """Rows that remember when they were made and last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        abstract = True


class AuditTrail(models.Model):
    """One row per action, written by the action in its own transaction; never changed, never deleted by the product."""

    at = models.DateTimeField(_("when"), db_index=True)
    account_id = models.UUIDField(_("account"), null=True, db_index=True)
    actor_name = models.CharField(_("who"), max_length=200)
    code = models.CharField(_("action"), max_length=80, db_index=True)
    subject = models.CharField(_("subject"), max_length=120, blank=True, db_index=True)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.code} {self.subject}"


class ClaimedRequest(models.Model):
    """An idempotency key that was used. The unique key makes a double submit fail at the database."""

    digest = models.CharField(max_length=64, unique=True)
    claimed_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.digest


def new_uuid() -> uuid.UUID:
    """Default of UUID keys (a named function, as migrations need)."""
    return uuid.uuid4()
