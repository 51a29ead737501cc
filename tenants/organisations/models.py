"""Who there is: municipalities, schools and their hosts. Shared schema."""

from __future__ import annotations

import zoneinfo
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from django_tenants.models import TenantMixin

from kernel.models import TimeStamped
from tenants.isolation.scoping import ScopedManager

CHANGED_SCHOOLS = "estafeta_schools"
"""The channel on which processes hear that what they remember of schools and hosts may be untrue."""

RESERVED_SLUGS = frozenset({"new", "region", "www", "api", "static", "media", "public", "front", "mail", "admin"})

slug_format = RegexValidator(
    r"^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])$",
    _("A slug is 2-40 Latin letters, digits and hyphens, starts with a letter and does not end with a hyphen."),
)


def slug_not_reserved(value: str) -> None:
    """Refuse names that are hosts of the installation itself."""
    if value in RESERVED_SLUGS:
        raise ValidationError(_("The name «%(value)s» is reserved for the installation."), params={"value": value})


@cache
def _zones() -> frozenset[str]:
    """All names, read from the disk once: a list of schools asks for hundreds."""
    return frozenset(zoneinfo.available_timezones())


def known_zone(value: str) -> None:
    """Refuse a time zone that the zone database does not know."""
    if value not in _zones():
        raise ValidationError(_("There is no time zone «%(value)s»."), params={"value": value})


def announce_changed_schools() -> None:
    """Tell every process to forget what it remembers of schools; heard when the present transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANGED_SCHOOLS])


class Announced(models.Model):
    """Rows that processes remember. A queryset's ``update()`` passes by: then announce in its transaction."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save and announce."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            announce_changed_schools()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete and announce."""
        with transaction.atomic():
            deleted = super().delete(*args, **kwargs)
            announce_changed_schools()
        return deleted


class Municipality(Announced):
    """A municipality: the level between a school and the region."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class School(Announced, TenantMixin, TimeStamped):
    """An institution with its own schema and its own regulation.

    ``schema_name`` is made from the slug and never changes; the slug is the host label. ``version`` says which
    migrations its schema has (``tenants.isolation.lineage``); it is written with the migration, empty while unknown.
    """

    class State(models.TextChoices):
        NEW = "new", _("being created")
        READY = "ready", _("working")
        SUSPENDED = "suspended", _("suspended")
        ARCHIVED = "archived", _("archived")
        DELETED = "deleted", _("deleted")

    id = models.BigAutoField(primary_key=True)
    slug = models.CharField(_("slug"), max_length=40, unique=True, validators=[slug_format, slug_not_reserved])
    name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=120)
    kind = models.CharField(_("kind of institution"), max_length=40, default="school")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="schools", verbose_name=_("municipality")
    )
    zone = models.CharField(_("time zone"), max_length=50, default="Europe/Moscow", validators=[known_zone])
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.NEW)
    is_demo = models.BooleanField(_("demo data"), default=False)
    version = models.CharField(max_length=32, blank=True, editable=False, db_default="")

    auto_create_schema = False
    auto_drop_schema = False

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["short_name"]

    def __str__(self) -> str:
        return self.short_name

    @staticmethod
    def schema_of(slug: str) -> str:
        """The schema name of a slug: ``s_`` and the slug with underscores."""
        return "s_" + slug.replace("-", "_")


class TableVersion(models.Model):
    """What a version of schools' tables consists of. Written before the first school has it, never changed.

    ``migrations``: "app.name" -> phase, as declared by the code that applied them: an older code learns from it
    whether it can work with tables newer than itself.
    """

    version = models.CharField(max_length=32, unique=True)
    migrations = models.JSONField(default=dict)
    noted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.version


class Domain(Announced):
    """A school's own host beside ``<slug>.<base domain>`` (which needs no row). The fields that django-tenants asks."""

    domain = models.CharField(_("host"), max_length=253, unique=True)
    tenant = models.ForeignKey(School, models.CASCADE, related_name="domains", verbose_name=_("school"))
    is_primary = models.BooleanField(_("main host"), default=True)

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.domain


class SchoolTerms(models.Model):
    """What a school declares outward of its regulation, for acts between schools (sent by its liaison).

    ``values``: parameter key -> {"value", "clause", "quote", "origin"}; only keys that the region needs.
    """

    school = models.OneToOneField(School, models.CASCADE, related_name="terms", primary_key=True)
    values = models.JSONField(default=dict)
    regulation_number = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField()

    objects = ScopedManager["SchoolTerms"]("school")

    def __str__(self) -> str:
        return f"{self.school_id}: {len(self.values)}"
