"""Versions of the school's regulation, their values and the school's own words.

A draft is edited freely; an adopted version is never changed again, for pairs keep the version they were formed under.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped

from .catalogue import CLAUSE_LENGTH, NAME_LENGTH, QUOTE_LENGTH, TITLE_LENGTH


class State(models.TextChoices):
    """Life of a version. Which adopted version is in force follows from the dates alone."""

    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")


class RegulationVersion(TimeStamped):
    """One wording of the regulation.

    ``effective_from`` and ``effective_to`` bound an adopted version (both days included; an open end is null); a later
    version sets the end of the one before it. ``role_lists``, ``roadmaps``, ``programme_templates`` and ``other_rules``
    keep the parts of the institution file that are not parameters, in the file's own shape.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    body = models.CharField(_("adopted by"), max_length=60, blank=True)
    protocol_no = models.CharField(_("number of the minutes"), max_length=40, blank=True)
    protocol_date = models.DateField(_("date of the minutes"), null=True, blank=True)
    order_no = models.CharField(_("number of the order"), max_length=40, blank=True)
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_to = models.DateField(_("in force until"), null=True, blank=True)
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("made from")
    )
    role_lists = models.JSONField(_("rights and duties"), default=dict)
    roadmaps = models.JSONField(_("roadmaps"), default=list)
    programme_templates = models.JSONField(_("programme templates"), default=list)
    other_rules = models.JSONField(_("other rules"), default=list)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of the regulation")
        verbose_name_plural = _("versions of the regulation")
        constraints = [
            models.UniqueConstraint(
                fields=["effective_from"], condition=Q(state=State.ADOPTED), name="regulation_one_from_date"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ADOPTED)
                | (Q(effective_from__isnull=False, order_date__isnull=False) & ~Q(order_no="") & ~Q(body="")),
                name="regulation_adopted_complete",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=models.F("effective_from")),
                name="regulation_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="regulation_state_known"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        """The page of this version."""
        return reverse("regulation:version", kwargs={"version": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_draft(self) -> bool:
        """True while the version may be edited."""
        return self.state == State.DRAFT

    def in_force(self, on: datetime.date) -> bool:
        """True when this version is the one that applies on the day ``on``."""
        return (
            self.state == State.ADOPTED
            and self.effective_from is not None
            and self.effective_from <= on
            and (self.effective_to is None or on <= self.effective_to)
        )


class ParameterValue(models.Model):
    """What a version says about one parameter of the catalogue, and where the act says it."""

    version = models.ForeignKey(
        RegulationVersion, models.CASCADE, related_name="values", verbose_name=_("version"), db_index=False
    )
    key = models.CharField(_("parameter"), max_length=40)
    value = models.JSONField(_("value"))
    clause = models.CharField(_("clause"), max_length=CLAUSE_LENGTH)
    quote = models.CharField(_("quotation"), max_length=QUOTE_LENGTH, blank=True)
    note = models.TextField(_("note"), blank=True)
    alternatives = models.JSONField(_("other readings"), default=list)

    class Meta:
        ordering = ["id"]
        verbose_name = _("value of a parameter")
        verbose_name_plural = _("values of parameters")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="regulation_value_once"),
            models.CheckConstraint(condition=~Q(clause=""), name="regulation_value_has_clause"),
        ]

    def __str__(self) -> str:
        return self.key


class LocalName(models.Model):
    """The school's own word for a code of a dictionary, as its act has it."""

    version = models.ForeignKey(
        RegulationVersion, models.CASCADE, related_name="names", verbose_name=_("version"), db_index=False
    )
    dictionary = models.CharField(_("dictionary"), max_length=40)
    code = models.CharField(_("code"), max_length=40)
    singular = models.CharField(_("singular"), max_length=NAME_LENGTH)
    plural = models.CharField(_("plural"), max_length=NAME_LENGTH, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    clause = models.CharField(_("clause"), max_length=CLAUSE_LENGTH)
    aliases = models.JSONField(_("other words"), default=list)

    class Meta:
        ordering = ["id"]
        verbose_name = _("local name")
        verbose_name_plural = _("local names")
        constraints = [
            models.UniqueConstraint(fields=["version", "dictionary", "code"], name="regulation_name_once"),
        ]

    def __str__(self) -> str:
        return self.singular
