"""What belongs to orders beside their text: the school's templates, signed scans, cancellations, bundles of files."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.context import require_school

from .orders import Order


def template_path(template: OrderTemplate, _filename: str) -> str:
    """``schools/<schema>/orders/templates/<key>.docx``: one file per version, never overwritten."""
    return f"schools/{require_school().schema_name}/orders/templates/{template.key}.docx"


class OrderTemplate(TimeStamped):
    """A version of the school's own DOCX for one kind of order. Files are never changed nor deleted: signed orders are
    rendered by the version that was in use at the signature.

    ``digest``: SHA-256 of the file; ``is_current``: new signatures use it (no row of a kind: the product's own).
    """

    key = models.UUIDField(default=new_uuid, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=template_path, max_length=300)
    file_name = models.CharField(_("name of the file"), max_length=200)
    digest = models.CharField(max_length=64)
    is_current = models.BooleanField(_("in use"), default=True)
    uploaded_by = models.UUIDField(null=True)
    uploader_name = models.CharField(_("uploaded by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("template of orders")
        verbose_name_plural = _("templates of orders")
        ordering = ["kind", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "version"], name="order_template_version"),
            models.UniqueConstraint(fields=["kind"], condition=Q(is_current=True), name="order_template_current"),
        ]

    def __str__(self) -> str:
        return self.file_name


def scan_path(scan: OrderScan, filename: str) -> str:
    """``schools/<schema>/orders/<id>/scan-<key>.<ending>``."""
    ending = PurePosixPath(filename).suffix
    return f"schools/{require_school().schema_name}/orders/{scan.order_id}/scan-{scan.key}{ending}"


class OrderScan(TimeStamped):
    """The signed paper, scanned. A new one stands beside the former: nothing that was signed is overwritten."""

    key = models.UUIDField(default=new_uuid, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="scans", verbose_name=_("order"))
    file = models.FileField(_("scan"), upload_to=scan_path, max_length=300)
    digest = models.CharField(max_length=64)
    attached_by = models.UUIDField(null=True)
    attacher_name = models.CharField(_("attached by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "digest"], name="order_scan_once")
        ]

    def __str__(self) -> str:
        return str(self.order)

    @property
    def ending(self) -> str:
        """``pdf jpg png``."""
        return PurePosixPath(self.file.name or "").suffix.lstrip(".")


class Cancellation(models.Model):
    """A signed order that another signed order has cancelled. Each is cancelled once."""

    cancelled = models.OneToOneField(
        Order, models.PROTECT, related_name="cancellation", verbose_name=pgettext_lazy("order", "cancelled")
    )
    by = models.OneToOneField(Order, models.PROTECT, related_name="cancels", verbose_name=_("by the order"))
    undone = models.JSONField(default=list)

    class Meta:
        verbose_name = _("cancellation")
        verbose_name_plural = _("cancellations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(cancelled=F("by")), name="order_cancels_another")
        ]

    def __str__(self) -> str:
        return str(self.cancelled)


def bundle_path(bundle: OrderBundle, _filename: str) -> str:
    """``schools/<schema>/orders/bundles/<key>.zip``."""
    return f"schools/{require_school().schema_name}/orders/bundles/{bundle.key}.zip"


class OrderBundle(TimeStamped):
    """Documents of many signed orders as one ZIP, made by one job.

    ``orders``: their ids; ``problems``: id -> why its documents could not be made (the others are there).
    """

    key = models.UUIDField(default=new_uuid, editable=False)
    orders = models.JSONField(default=list)
    problems = models.JSONField(default=dict)
    file = models.FileField(_("file"), upload_to=bundle_path, max_length=300, blank=True)
    job_id = models.UUIDField(null=True)
    asked_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("bundle of documents")
        verbose_name_plural = _("bundles of documents")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.key)

    def get_absolute_url(self) -> str:
        """The page of the bundle."""
        return reverse("orders:bundle", kwargs={"bundle": self.pk}, urlconf=settings.SCHOOL_URLCONF)
