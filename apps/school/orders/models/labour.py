"""The labour pack of one mentor in one pair: papers of article 351.8 of the Labour Code."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from kernel.models import TimeStamped, new_uuid
from tenants.isolation.context import require_school


class LabourPack(TimeStamped):
    """Consent, supplementary agreement and notices of one employed mentor in one pair.

    ``subject``: the pair as ``label:pk`` (a row of an upper app: no key); ``title``: the line by which people know it.
    """

    subject = models.CharField(max_length=80)
    title = models.CharField(_("pair"), max_length=300)
    mentor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("mentor"))

    class Meta:
        verbose_name = _("labour pack")
        verbose_name_plural = _("labour packs")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subject", "mentor"], name="labour_pack_once")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the pack."""
        return reverse("orders:labour_pack", kwargs={"pack": self.pk}, urlconf=settings.SCHOOL_URLCONF)


def paper_path(paper: LabourPaper, filename: str) -> str:
    """``schools/<schema>/orders/labour/<key>-scan.<ending>``."""
    ending = PurePosixPath(filename).suffix
    return f"schools/{require_school().schema_name}/orders/labour/{paper.key}-scan{ending}"


class LabourPaper(TimeStamped):
    """One paper of a pack. ``facts``: what it says, frozen when it is signed.

    ``signed_on``: the day on the signed paper (of a notice: the day on which it was given); ``ends_on``: of a notice,
    the last day of the mentoring. A paper is replaced by another one of its kind: a prepared one when that is prepared,
    a signed one when that is signed.
    """

    class Kind(models.TextChoices):
        CONSENT = "consent", _("written consent")
        AGREEMENT = "agreement", _("supplementary agreement")
        NOTICE = "notice", _("notice of an early end")

    class State(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("paper", "prepared")
        SIGNED = "signed", pgettext_lazy("paper", "signed")
        REPLACED = "replaced", pgettext_lazy("paper", "replaced")

    class Side(models.TextChoices):
        MENTOR = "mentor", _("the mentor refuses")
        EMPLOYER = "employer", _("the employer cancels")

    key = models.UUIDField(default=new_uuid, editable=False)
    pack = models.ForeignKey(LabourPack, models.PROTECT, related_name="papers", verbose_name=_("labour pack"))
    kind = models.CharField(_("paper"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARED)
    side = models.CharField(_("who ends it"), max_length=10, choices=Side, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    signed_on = models.DateField(_("signed on"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    scan = models.FileField(_("scan"), upload_to=paper_path, max_length=300, blank=True)
    prepared_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("paper of labour law")
        verbose_name_plural = _("papers of labour law")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pack", "kind"], condition=Q(state="prepared"), name="labour_paper_one_prepared"
            ),
            models.UniqueConstraint(
                fields=["pack", "kind"], condition=Q(state="signed"), name="labour_paper_one_signed"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False), name="labour_signed_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(kind="notice") | Q(ends_on__isnull=False), name="labour_notice_has_end"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_signed(self) -> bool:
        """True when it is in force as signed."""
        return self.state == self.State.SIGNED
