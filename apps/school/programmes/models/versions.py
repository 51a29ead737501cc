"""The text of a programme as it was approved, and after each change by agreement."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped

from .programme import Programme


class ProgrammeVersion(TimeStamped):
    """A frozen text. ``content``: as of ``versions.snapshot``, in the words of the day."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="versions", verbose_name=_("programme"))
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(default=dict)
    since = models.DateField(_("in force since"))

    class Meta:
        verbose_name = _("version of a programme")
        verbose_name_plural = _("versions of programmes")
        ordering = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.number}"
