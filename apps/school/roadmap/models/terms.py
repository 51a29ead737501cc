"""Terms of events with their marks, and what proves them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath

from .tables import Event


class Term(TimeStamped):
    """One time that an event is to be done, with its mark. An event without days has one term without a day.

    Written from the rules whenever they change; a term with a mark is never taken away. ``is_auto``: ticked by the
    product, which has seen ``seen`` (code of ``product_event``) on ``done_on``; ``refused_on``: the day of a sighting
    that a person took back, after which the product leaves the term alone. ``dropped_on``: it will not be done, for
    the reason given; ``carried_from``: the term of the year before that goes on in this one.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="terms", verbose_name=_("event"))
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.UUIDField(null=True)
    doer_name = models.CharField(_("marked by"), max_length=200, blank=True)
    is_auto = models.BooleanField(default=False)
    seen = models.CharField(max_length=50, blank=True, default="", db_default="")
    refused_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(_("closed without being done on"), null=True, blank=True)
    drop_reason = models.CharField(_("reason"), max_length=300, blank=True, default="", db_default="")
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to", verbose_name=_("carried over from")
    )
    note = models.CharField(_("mark"), max_length=500, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=SchoolPath("roadmap"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "due_on"], nulls_distinct=False, name="roadmap_term_once"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(starts_on__lte=F("due_on")), name="roadmap_term_in_order"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["due_on"], name="roadmap_term_due")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.due_on or ''}"

    @property
    def is_open(self) -> bool:
        """True while it is neither done nor given up."""
        return self.done_on is None and self.dropped_on is None


class Evidence(TimeStamped):
    """What proves that an event was done, beside the mark's own link and file: a file, a link, a record of the system.

    ``record``: ``label:pk`` of an order, a programme, a round of questions and the like (``records``); ``is_auto``: the
    product cites what it has seen.
    """

    term = models.ForeignKey(Term, models.CASCADE, related_name="evidence", verbose_name=_("term"))
    title = models.CharField(_("what it is"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=SchoolPath("roadmap"), max_length=300, blank=True)
    record = models.CharField(_("record of the system"), max_length=80, blank=True)
    is_auto = models.BooleanField(default=False)
    added_by = models.UUIDField(null=True)
    adder_name = models.CharField(_("added by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("evidence of an event")
        verbose_name_plural = _("evidence of events")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["term", "record"], condition=~Q(record=""), name="roadmap_record_once"),
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(file="") | ~Q(record=""), name="roadmap_evidence_is_something"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.record or self.link
