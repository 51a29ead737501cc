"""Orders, and the files of the regulation."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.models import RegulationVersion
from kernel.models import TimeStamped
from tenants.isolation.context import require_school


def document_path(order: Order, filename: str) -> str:
    """``schools/<schema>/orders/<id>/<name>``: one place per order, so that rendering again replaces the file."""
    return f"schools/{require_school().schema_name}/orders/{order.pk}/{filename}"


class Order(TimeStamped):
    """An act of the head. ``facts`` is what the act says, frozen when it is signed.

    ``kind``: code of ``kinds.ORDER_KINDS``; ``act_kind``: code of ``pair_act_kind``, as the regulation says;
    ``subject``: what it is about as ``label:pk`` (rows of upper apps: no key). The number is given at signing.
    ``facts`` keys: ``participants`` (ids of persons who may read it), ``changes`` (sentences for the head) and those
    that the kind's wording asks; signing adds ``act``: requisites and the text, the only source of the documents.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for signature")
        RETURNED = "returned", _("returned")
        SIGNED = "signed", _("signed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("kind"), max_length=40)
    act_kind = models.CharField(_("act"), max_length=30, default="order")
    title = models.CharField(_("title"), max_length=300)
    subject = models.CharField(max_length=80, db_index=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    sequence = models.PositiveIntegerField(null=True)
    number = models.CharField(_("number"), max_length=40, blank=True)
    dated = models.DateField(_("date"), null=True)
    return_reason = models.TextField(_("reason of return"), blank=True)
    prepared_by = models.UUIDField(null=True)
    signed_by = models.UUIDField(null=True)
    signer_name = models.CharField(max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    docx = models.FileField(upload_to=document_path, max_length=300, blank=True)
    pdf = models.FileField(upload_to=document_path, max_length=300, blank=True)
    job_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "act_kind", "sequence"], name="order_number_unique"),
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(state="waiting"), name="order_one_waiting"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(sequence__isnull=False, dated__isnull=False, year__isnull=False),
                name="order_signed_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the order."""
        return reverse("orders:order", kwargs={"order": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_signed(self) -> bool:
        """True when the order has its number and its text is frozen."""
        return self.state == self.State.SIGNED

    @property
    def has_documents(self) -> bool:
        """True when both files are ready."""
        return bool(self.docx and self.pdf)


def act_path(document: ActDocument, filename: str) -> str:
    """``schools/<schema>/orders/regulation/<version>/<name>``."""
    return f"schools/{require_school().schema_name}/orders/regulation/{document.version_id}/{filename}"


class ActDocument(TimeStamped):
    """The files of one version of the regulation.

    ``text``: the composed document (``regulation.act``), of an adopted version written once (``is_final``);
    ``made_of``: the version's last change when the files were made: files of a draft edited since are old.
    """

    version = models.OneToOneField(RegulationVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    text = models.JSONField(default=dict)
    is_final = models.BooleanField(default=False)
    made_of = models.DateTimeField(null=True)
    docx = models.FileField(upload_to=act_path, max_length=300, blank=True)
    pdf = models.FileField(upload_to=act_path, max_length=300, blank=True)
    job_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("document of the regulation")
        verbose_name_plural = _("documents of the regulation")

    def __str__(self) -> str:
        return str(self.version)

    @property
    def is_fresh(self) -> bool:
        """True when both files say what the version says now."""
        return bool(self.docx and self.pdf) and (self.is_final or self.made_of == self.version.updated_at)
