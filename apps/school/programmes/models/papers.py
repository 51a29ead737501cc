"""The school's own templates of the papers of a programme."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath


class PaperTemplate(TimeStamped):
    """A DOCX that the school uploaded. All versions are kept; at most one of a kind is in use, else the default is."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("programme of a pair")
        SHEET = "sheet", _("sheet of analysis of a lesson")

    kind = models.CharField(_("paper"), max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=SchoolPath("papers"), max_length=300)
    name = models.CharField(_("name of the file"), max_length=200)
    is_in_use = models.BooleanField(_("in use"), default=True)
    author_name = models.CharField(_("who uploaded it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        ordering = ["kind", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "number"], name="paper_template_number_once"),
            models.UniqueConstraint(fields=["kind"], condition=Q(is_in_use=True), name="paper_template_one_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
