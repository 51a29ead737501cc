"""Lists of people that a school hands in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath

from .persons import Person


class StaffImport(TimeStamped):
    """One uploaded list. Nothing is written to the bank before the curator confirms the preview.

    ``columns``: {"title", "samples"} of each named column; ``mapping``: column title -> field;
    ``problems``: faults of rejected rows, each {"row", "name", "column", "value", "code"} (the reason is worded when
    shown); ``counts``: {"rows", "new", "changed", "same", "rejected"}; ``preview``: the first rows of each kind with
    what changes. Rows count from 1 as a spreadsheet shows them. ``message``: why it failed.
    The file and the preview are deleted once the list is written or cancelled.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", pgettext_lazy("list", "columns to be named")
        CHECKING = "checking", pgettext_lazy("list", "being checked")
        CHECKED = "checked", pgettext_lazy("list", "waits for confirmation")
        WRITING = "writing", pgettext_lazy("list", "being written")
        DONE = "done", pgettext_lazy("list", "written")
        CANCELLED = "cancelled", pgettext_lazy("list", "cancelled")
        FAILED = "failed", pgettext_lazy("list", "failed")

    file = models.FileField(_("file"), upload_to=SchoolPath("imports"), max_length=300, blank=True)
    file_name = models.CharField(_("file name"), max_length=200)
    kind = models.CharField(_("who is in the list"), max_length=20, choices=Person.Kind, default=Person.Kind.EMPLOYEE)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    preview = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UPLOADED)
    job_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """Where the import stands now."""
        return reverse("people:import", urlconf=settings.SCHOOL_URLCONF, kwargs={"staff_import": self.pk})


class ColumnMemory(models.Model):
    """Which field a column title meant last time: the next list is mapped by itself."""

    title = models.CharField(max_length=120, unique=True)
    field = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.title} = {self.field}"
