"""Norms above the schools' regulations: acts with their validity, what they ask of parameters, regional defaults."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


def _picked(russian: str, english: str) -> str:
    return (english or russian) if (get_language() or "ru").startswith("en") else russian


class Dated(models.Model):
    """Valid from a day until a day; an open end is None."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, day: datetime.date) -> bool:
        """True on a day within the validity."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class LegalAct(Dated, TimeStamped):
    """A law, a federal recommendation or an act of the region.

    ``code``: as the schools' regulations cite it among their legal grounds; ``evidence``: how well its text is known to
    the product (an opened source, a retelling, inferred, from memory); ``replaced_by``: what took its place.
    """

    class Level(models.TextChoices):
        FEDERAL = "federal", _("federal")
        REGIONAL = "regional", _("regional")

    class Evidence(models.TextChoices):
        TEXT = "text", _("the text was read")
        RETELLING = "retelling", _("known by retellings")
        INFERRED = "inferred", _("inferred from acts built on it")
        MEMORY = "memory", _("to be checked before it is printed")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    title_ru = models.CharField(_("title"), max_length=400)
    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name=_("replaced by")
    )
    evidence = models.CharField(_("how it is known"), max_length=10, choices=Evidence, default=Evidence.TEXT)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")
        ordering = ["level", "-valid_from", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="legal_act_dates"
            ),
            models.CheckConstraint(condition=~Q(replaced_by=F("id")), name="legal_act_not_by_itself"),
        ]

    def __str__(self) -> str:
        return _picked(self.title_ru, self.title_en)

    def get_absolute_url(self) -> str:
        """The act with everything that it says of regulations."""
        return reverse("institute:act", args=[self.pk])


class ParameterNorm(Dated, TimeStamped):
    """What an act says of one parameter of schools' regulations.

    ``parameter``: a key of the schools' catalogue; ``minimum``, ``maximum``: bounds of a number (``unit`` says of what,
    where it is not the parameter's own); ``required``: codes that must be there, or the wanted yes or no; ``allowed``:
    the only codes that may be there. Mandatory ones refuse a value, recommended ones are shown beside it.
    """

    class Binding(models.TextChoices):
        MANDATORY = "mandatory", _("mandatory")
        RECOMMENDED = "recommended", _("recommended")

    act = models.ForeignKey(LegalAct, models.CASCADE, related_name="norms", verbose_name=_("act"))
    parameter = models.CharField(_("parameter"), max_length=60)
    place = models.CharField(_("where in the act"), max_length=200, blank=True)
    place_en = models.CharField(_("where in the act, in English"), max_length=200, blank=True)
    binding = models.CharField(_("binding"), max_length=12, choices=Binding)
    minimum = models.IntegerField(_("not less than"), null=True, blank=True)
    maximum = models.IntegerField(_("not more than"), null=True, blank=True)
    required = models.JSONField(_("required"), null=True, blank=True)
    allowed = models.JSONField(_("allowed"), null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        ordering = ["parameter", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) | Q(maximum__isnull=True) | Q(maximum__gte=F("minimum")),
                name="parameter_norm_bounds",
            ),
            models.UniqueConstraint(fields=["act", "parameter", "valid_from"], name="parameter_norm_once"),
        ]

    def __str__(self) -> str:
        return f"{self.parameter}: {self.source}"

    @property
    def source(self) -> str:
        """The act and the place in it, as a refusal cites it."""
        return _picked(self.place, self.place_en) or str(self.act)


class RegionalDefault(Dated, TimeStamped):
    """What applies in a school whose regulation says nothing of a parameter, instead of the product's own default."""

    parameter = models.CharField(_("parameter"), max_length=60)
    value = models.JSONField(_("value"))
    basis = models.CharField(_("basis"), max_length=300)

    class Meta:
        verbose_name = _("default of the region")
        verbose_name_plural = _("defaults of the region")
        ordering = ["parameter", "-valid_from"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["parameter", "valid_from"], name="regional_default_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="regional_default_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.parameter


class RegulationProfile(models.Model):
    """The values that a school's regulation sets, sent by its liaison: other schools see how many set what.

    ``values``: parameter key -> value, only those that the act itself sets; an act is public, persons are not in it.
    ``conflicts``: how many mandatory norms it does not keep.
    """

    school = models.OneToOneField(School, models.CASCADE, related_name="+", primary_key=True)
    values = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()

    objects = ScopedManager["RegulationProfile"]("school")

    def __str__(self) -> str:
        return f"{self.school_id}: {len(self.values)}"
