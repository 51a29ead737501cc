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
    """A version of the text that people agree to. ``type``: a code of the catalogue's ``consent_type``.

    ``term``: how long a consent to it lasts; ``term_years`` and ``term_until`` belong to two of the kinds.
    """

    type = models.CharField(_("type"), max_length=50)
    version = models.PositiveIntegerField(_("version"))

    class Term(models.TextChoices):
        PURPOSE = "purpose", _("until the purpose is reached or the consent withdrawn")
        YEARS = "years", _("for some years from the day of signing")
        DATE = "date", _("until a date")

    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))
    term = models.CharField(_("term"), max_length=10, choices=Term, default=Term.PURPOSE, db_default=Term.PURPOSE)
    term_years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    term_until = models.DateField(_("last day"), null=True, blank=True)

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
    own one of somebody who came of age) ends the older: ``replaced_by`` names it. ``expires_on``: the last day by the
    term of the text. Of a consent to distribution, ``categories``: codes of ``categories.CATEGORIES`` which the person
    chose (null: the text itself lists them, see ``categories.LISTED_BY_TEXT``) and ``conditions`` in own words.
    ``evidence`` of a signature by link: {"email", "ip", "at", "text", "code_hash", "link"}.
    """

    class Way(models.TextChoices):
        PAPER = "paper", _("on paper")
        SYSTEM = "system", _("in the system")
        LINK = "link", _("by a link with a code")

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("whose"))
    signer = models.ForeignKey(Person, models.PROTECT, related_name="signed_consents", verbose_name=_("signed by"))
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents", verbose_name=_("text"))
    type = models.CharField(_("type"), max_length=50, editable=False)
    way = models.CharField(_("given"), max_length=10, choices=Way)
    given_on = models.DateField(_("given on"))
    account_id = models.UUIDField(_("account"), null=True, editable=False)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="replaced")
    scan = models.FileField(_("scan"), upload_to=SchoolPath("consents"), max_length=300, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    categories = models.JSONField(_("data that may be distributed"), null=True, blank=True)
    conditions = models.TextField(_("conditions and prohibitions"), blank=True, default="", db_default="")
    evidence = models.JSONField(null=True, editable=False)
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


class SigningLink(TimeStamped):
    """An invitation by e-mail to sign one text, also for people without an account; see ``signing``.

    ``nonce``: what the address carries beside its signature; ``code_number``: how many one-time codes were sent, the
    last one counts; ``attempts``: wrong codes since. ``closed_as``: empty while it may be used. A consent signed by the
    link keeps the evidence; the link is kept as its proof.
    """

    class Closed(models.TextChoices):
        SIGNED = "signed", _("signed")
        REPLACED = "replaced", _("a newer link was sent")
        GUESSED = "guessed", _("too many wrong codes")

    person = models.ForeignKey(Person, models.CASCADE, related_name="signing_links", verbose_name=_("whose"))
    signer = models.ForeignKey(Person, models.CASCADE, related_name="links_to_sign", verbose_name=_("signed by"))
    text = models.ForeignKey(ConsentText, models.CASCADE, related_name="links", verbose_name=_("text"))
    email = models.EmailField(_("e-mail"))
    nonce = models.CharField(max_length=40, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    code_number = models.PositiveSmallIntegerField(default=0, editable=False)
    code_sent_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    closed_as = models.CharField(_("state"), max_length=10, choices=Closed, blank=True, default="")
    account_id = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("link to sign")
        verbose_name_plural = _("links to sign")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "signer", "text"], condition=Q(closed_as=""), name="signing_link_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.text_id} {self.person_id} {self.email}"


class WithdrawalTrace(models.Model):
    """What a withdrawal has done, and what is still to be done by when. The sentence stays as it was written then."""

    class Kind(models.TextChoices):
        REMOVED = "removed", _("removed")
        BLOCKED = "blocked", _("blocked")
        DUTY = "duty", _("to be done")

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="traces", verbose_name=_("consent"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("what"), max_length=500)
    at = models.DateTimeField(_("when"), auto_now_add=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.CharField(_("done by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("trace of a withdrawal")
        verbose_name_plural = _("traces of withdrawals")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Viewing(models.Model):
    """Somebody opened personal data of somebody else; see ``viewing``. Kept for ``viewing.KEPT``.

    The person has no key in the database: a key would make the row wait for whoever changes the person.
    """

    class What(models.TextChoices):
        CARD = "card", _("the card")
        CONSENT = "consent", _("a consent")
        SCAN = "scan", _("a scan of a signed paper")
        BLANK = "blank", _("a printed form with the data")
        EXPORT = "export", _("a list handed out as a file")

    person = models.ForeignKey(Person, models.CASCADE, related_name="viewings", db_constraint=False)
    account_id = models.UUIDField(_("account"), null=True)
    name = models.CharField(_("who"), max_length=200)
    roles = models.JSONField(_("role"), default=list)
    what = models.CharField(_("what"), max_length=10, choices=What)
    at = models.DateTimeField(_("when"), db_index=True)

    class Meta:
        verbose_name = _("viewing of personal data")
        verbose_name_plural = _("viewings of personal data")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.what} {self.person_id}"
