"""Numbers of acts: the school's scheme, the counters, and every number that was given."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped

from .orders import Order


class NumberingScheme(TimeStamped):
    """How the school numbers its acts; a school without a row numbers as ``numbering.DEFAULT``. One row at most.

    ``pattern``: see ``numbering.FIELDS``; ``patterns``: kind of order -> its own pattern; ``yearly``: every counter
    begins anew with the year; ``first``: what a counter begins with (a school may go on from its paper register).
    """

    class Counter(models.TextChoices):
        COMMON = "common", _("one for all acts")
        ACT = "act", _("one for orders, one for directives")
        KIND = "kind", _("one for each kind of order")

    only = models.BooleanField(default=True, editable=False)
    pattern = models.CharField(_("pattern of the number"), max_length=60)
    patterns = models.JSONField(_("patterns of kinds"), default=dict, blank=True)
    counter = models.CharField(_("counter"), max_length=10, choices=Counter, default=Counter.ACT)
    yearly = models.BooleanField(_("from the beginning every year"), default=True)
    first = models.PositiveIntegerField(_("first number"), default=1)

    class Meta:
        verbose_name = _("scheme of numbers")
        verbose_name_plural = _("schemes of numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["only"], name="order_scheme_once"),
            models.CheckConstraint(condition=models.Q(only=True, first__gte=1), name="order_scheme_first"),
        ]

    def __str__(self) -> str:
        return self.pattern


class Numbering(models.Model):
    """A counter: the last number given. Locked while signing: numbers have no gaps and no twins.

    ``act_kind``: a kind of act (the order of signing within a year, whatever is printed) or the name of a series of
    ``numbering.series_of``; ``year``: 0 where a series does not begin anew.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    act_kind = models.CharField(_("act"), max_length=30)
    last = models.PositiveIntegerField(default=0)
    last_dated = models.DateField(null=True)

    class Meta:
        verbose_name = _("numbering")
        verbose_name_plural = _("numberings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["year", "act_kind"], name="order_numbering_unique")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.act_kind}: {self.last}"


class IssuedNumber(models.Model):
    """A number that a signed order bears. ``register``: what acts of one title share (``numbering.REGISTERS``)."""

    order = models.OneToOneField(Order, models.PROTECT, related_name="issued", verbose_name=_("order"))
    series = models.CharField(max_length=50)
    period = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    register = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.CharField(_("number"), max_length=40)

    class Meta:
        verbose_name = _("issued number")
        verbose_name_plural = _("issued numbers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["series", "period", "sequence"], name="order_issued_sequence"),
            models.UniqueConstraint(fields=["register", "year", "number"], name="order_issued_number"),
        ]

    def __str__(self) -> str:
        return self.number
