"""Accounts and memberships. One account serves all hosts of an installation; a membership is a role in one place."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import Municipality, School


class Role(models.TextChoices):
    """Roles of the product (identifiers: glossary.md)."""

    CURATOR = "curator", _("curator")
    HEAD = "head", _("head")
    MENTOR = "mentor", _("mentor")
    MENTEE = "mentee", _("mentee")
    METHODICAL_ASSOCIATION = "methodical_association", _("methodical association")
    GUARDIAN = "guardian", _("guardian")
    REGIONAL_COORDINATOR = "regional_coordinator", _("regional coordinator")
    MUNICIPAL_COORDINATOR = "municipal_coordinator", _("municipal coordinator")
    INSTITUTE_EXPERT = "institute_expert", _("institute expert")
    PLATFORM_OPERATOR = "platform_operator", _("platform operator")


SCHOOL_ROLES = frozenset(
    {Role.CURATOR, Role.HEAD, Role.MENTOR, Role.MENTEE, Role.METHODICAL_ASSOCIATION, Role.GUARDIAN}
)
REGION_ROLES = frozenset(
    {Role.REGIONAL_COORDINATOR, Role.MUNICIPAL_COORDINATOR, Role.INSTITUTE_EXPERT, Role.PLATFORM_OPERATOR}
)


class AccountManager(BaseUserManager["Account"]):
    """Creates accounts by e-mail; e-mails are compared without case."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Account:
        """A new active account; without a password it can only be entered by a reset link."""
        account = self.model(email=email.strip().lower(), **extra)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser, TimeStamped):
    """A person who signs in. Deactivated, not deleted, except under an erasure request.

    ``password_reset_at``: when a password was last set by a link from a mail; guesses before it no longer count.
    """

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=5, default="ru")
    is_active = models.BooleanField(_("active"), default=True)
    session_epoch = models.UUIDField(default=uuid.uuid4, editable=False)
    password_reset_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic, as documents order them."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))

    @property
    def language_name(self) -> str:
        """The language in its own words, as the settings name it."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with ``session_epoch``: renewing the epoch signs out everywhere."""
        return f"{super().get_session_auth_hash()}{self.session_epoch.hex}"


class Membership(TimeStamped):
    """An account's role in one place. Checked on every request: a revoked one is out at once."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships", verbose_name=_("account"))
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="memberships", verbose_name=_("school")
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("municipality")
    )
    role = models.CharField(_("role"), max_length=30, choices=Role)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                F("account"), F("school"), F("role"), name="membership_unique", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=(
                    Q(role__in=sorted(SCHOOL_ROLES), school__isnull=False)
                    | Q(role__in=sorted(REGION_ROLES), school__isnull=True)
                ),
                name="membership_role_fits_place",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.MUNICIPAL_COORDINATOR) | Q(municipality__isnull=False),
                name="membership_municipality",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.school_id or 'region'}"


class UnreadCount(models.Model):
    """How many notices an account has not read in a school: a number only, what they say stays in the school."""

    account_id = models.UUIDField()
    school = models.ForeignKey(School, models.CASCADE, related_name="+", db_constraint=False)
    count = models.PositiveIntegerField(default=0)

    objects = ScopedManager["UnreadCount"]("school")

    class Meta:
        verbose_name = _("count of unread notices")
        verbose_name_plural = _("counts of unread notices")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account_id", "school"], name="unread_count_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.school_id}: {self.count}"


class ApiToken(TimeStamped):
    """A program's way in, on behalf of an account: same memberships, same permissions. Only a digest is kept.

    ``secret``: the token itself, only in memory and only on the row that was just made.
    """

    secret: str = ""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
