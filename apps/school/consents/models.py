"""Who agreed to what, when, to which text. Each type is a record of its own (152-ФЗ, separate since 01.09.2025)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath


class ConsentText(TimeStamped):
    """A version of the text that people agree to. ``type``: a code of the catalogue's ``consent_type``."""

    type = models.CharField(_("type"), max_length=50)
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["type", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["type", "version"], name="consent_text_version")
        ]

    def __str__(self) -> str:
        return f"{self.title} (№ {self.version})"

    def get_absolute_url(self) -> str:
        """The text as people read it."""
        return reverse("consents:text", urlconf=settings.SCHOOL_URLCONF, kwargs={"text": self.pk})


class Consent(TimeStamped):
    """One person's consent. ``signer`` is the person or, for a minor, the guardian.

    ``account_id``: who confirmed it in the system, or who recorded the paper. A newer consent to a later text (or the
    own one of somebody who came of age) ends the older: ``replaced_by`` names it.
    """

    class Way(models.TextChoices):
        PAPER = "paper", _("on paper")
        SYSTEM = "system", _("in the system")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("whose"))
    signer = models.ForeignKey(Person, models.PROTECT, related_name="signed_consents", verbose_name=_("signed by"))
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    type = models.CharField(_("type"), max_length=50, editable=False)
    way = models.CharField(_("given"), max_length=10, choices=Way)
    given_on = models.DateField(_("given on"))
    account_id = models.UUIDField(_("account"), null=True, editable=False)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="replaced")
    scan = models.FileField(_("scan"), upload_to=SchoolPath("consents"), max_length=300, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason of withdrawal"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "signer", "type"], condition=Q(withdrawn_on__isnull=True), name="consent_in_force"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=models.F("given_on")),
                name="consent_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.person_id} {self.given_on}"

    def get_absolute_url(self) -> str:
        """The record."""
        return reverse("consents:consent", urlconf=settings.SCHOOL_URLCONF, kwargs={"consent": self.pk})
