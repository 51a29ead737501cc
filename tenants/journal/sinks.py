"""Where actions leave their traces: the school's own journal inside a school, the shared one outside."""

from __future__ import annotations

import hashlib

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction

from kernel.acting import Actor
from kernel.actions import ActionRecord
from kernel.errors import AlreadyDone
from tenants.isolation.context import current_school
from tenants.journal.marks import mark_school
from tenants.journal.models import SharedAudit, SharedClaim


def _model(setting: str, shared: type[models.Model]) -> type[models.Model]:
    if current_school() is None:
        return shared
    return apps.get_model(getattr(settings, setting))


class JournalSink:
    """Claims the request key before the body; writes the audit row and the mark after it."""

    def before(self, code: str, acting: Actor, digest: str) -> None:
        """Claim the idempotency key: the second of two equal requests waits for the first and is told so."""
        if not acting.request_key:
            return
        text = f"{acting.account_id}|{acting.request_key}|{code}|{digest}"
        claims = _model("SCHOOL_CLAIM_MODEL", SharedClaim)
        try:
            with transaction.atomic():
                claims._default_manager.create(digest=hashlib.sha256(text.encode()).hexdigest())
        except IntegrityError as error:
            raise AlreadyDone from error

    def after(self, record: ActionRecord) -> None:
        """The audit row, and once per outermost action the mark «this school changed»."""
        trail = _model("SCHOOL_AUDIT_MODEL", SharedAudit)
        trail._default_manager.create(
            at=record.at,
            account_id=record.acting.account_id,
            actor_name=record.acting.name[:200],
            code=record.code,
            subject=record.subject[:120],
            facts=dict(record.facts),
        )
        school = current_school()
        if record.outermost and school is not None:
            mark_school(school, record.code)
