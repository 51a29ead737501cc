"""The installation's journal: audit of shared acts, marks of changed schools, long work. Shared schema."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import AuditTrail, ClaimedRequest, TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class SharedAudit(AuditTrail):
    """Audit of acts in the shared schema (a school's own acts stand in its own journal)."""

    class Meta(AuditTrail.Meta):
        verbose_name = _("audit row")
        verbose_name_plural = _("audit rows")


class SharedClaim(ClaimedRequest):
    """Used idempotency keys of shared acts."""


class SchoolChange(models.Model):
    """«This school changed»: an append-only mark written by the action (a unique dirty row would make writers wait)."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_constraint=False)
    code = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager["SchoolChange"]("school")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["school", "id"], name="school_change_by_school")]

    def __str__(self) -> str:
        return f"{self.school_id} {self.code}"


class Errand(models.Model):
    """«This school has work at that moment»: appended in the act's transaction, taken away when the work is done."""

    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_constraint=False)
    task = models.CharField(max_length=150)
    due_at = models.DateTimeField()

    objects = ScopedManager["Errand"]("school")

    class Meta:
        verbose_name = _("errand")
        verbose_name_plural = _("errands")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="errand_due"),
            models.Index(fields=["school", "task", "due_at"], name="errand_of_school"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.task} {self.due_at:%Y-%m-%d %H:%M}"


class Job(TimeStamped):
    """Long work with progress. Holds counts and states only: whatever is personal stays in the school's schema.

    ``done`` / ``total``: units of work; ``total`` 0 means unknown. ``result_url``: where the result is shown.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("under way")
        DONE = "done", _("finished")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="jobs", db_constraint=False)
    task = models.CharField(max_length=150)
    arguments = models.JSONField(default=dict)
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    account_id = models.UUIDField(null=True)
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["updated_at"], name="job_unfinished", condition=models.Q(state__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"

    @property
    def percent(self) -> int | None:
        """0-100, or None while the size of the work is unknown."""
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else None

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen."""
        return self.state in {self.State.DONE, self.State.FAILED}
