"""Models of this app live in the packages they belong to; Django looks for them here."""

from __future__ import annotations

from tenants.provisioning.fleet.models import UnfinishedMigration

__all__ = ["UnfinishedMigration"]
