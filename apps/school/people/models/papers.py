"""Papers of mentors from outside, and information from third parties with its basis."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath

from .persons import Person


class PersonDocument(TimeStamped):
    """A paper that a mentor from outside has to show. ``kind``: code of ``external_document``.

    Without ``expires_on`` it is valid until another is asked for. A newer paper of the kind does not erase the older.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="documents", verbose_name=_("person"))
    kind = models.CharField(_("document"), max_length=50)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    scan = models.FileField(_("scan"), upload_to=SchoolPath("documents"), max_length=300, blank=True)
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind", "-issued_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("issued_on")), name="document_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.issued_on}"

    def is_valid_on(self, day: datetime.date) -> bool:
        """True from the day of issue to the day of expiry, both included."""
        return self.issued_on <= day and (self.expires_on is None or self.expires_on >= day)


class ThirdPartyInfo(TimeStamped):
    """What somebody else said of a mentee. ``source``: code of ``third_party_source``; ``told_by``: who it was.

    ``basis``: the paper that lets the school ask (152-ФЗ ст. 6). The person sees every record; it is deleted, not
    hidden, once its purpose is reached.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="third_party_info", verbose_name=_("person"))
    source = models.CharField(_("source"), max_length=50)
    told_by = models.CharField(_("who told it"), max_length=200)
    text = models.TextField(_("information"))
    basis = models.CharField(_("basis"), max_length=300)
    received_on = models.DateField(_("received on"))
    account_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("information from a third party")
        verbose_name_plural = _("information from third parties")
        ordering = ["-received_on", "-id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.source} {self.received_on}"
