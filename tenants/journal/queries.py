"""Which long works a person may see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kernel.acting import Actor
from tenants.journal.models import Job

SCHOOL_OFFICE = ("curator", "head")
REGION_OFFICE = ("platform_operator",)


def _here(actor: Actor) -> QuerySet[Job]:
    """Jobs of the actor's place: of this very school, or those without a school."""
    if actor.school_id is None:
        return Job.objects.filter(school=None)
    return Job.objects.filter(school_id=actor.school_id)


def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """What the actor started here; the office sees everybody's work of its place."""
    if not actor.is_known:
        return Job.objects.none()
    office = {"school": SCHOOL_OFFICE, "region": REGION_OFFICE}.get(actor.place, ())
    if office and actor.has(*office):
        return _here(actor)
    return _here(actor).filter(account_id=actor.account_id)


def visible_job(actor: Actor, job: UUID) -> Job | None:
    """One of them, or None."""
    return visible_jobs(actor).filter(pk=job).first()


def own_jobs(actor: Actor) -> QuerySet[Job]:
    """What the actor started here, the newest first."""
    if not actor.is_known:
        return Job.objects.none()
    return _here(actor).filter(account_id=actor.account_id).order_by("-created_at")
