"""Roadmaps and their tables: stages, events, who answers for them, what waits for what; templates."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from kernel.models import TimeStamped

TITLE_LENGTH = 1000
# Days overdue after which an event is told above those who answer for it; the product's own, a school sets its own.
CURATOR_AFTER, HEAD_AFTER = 1, 10


class Roadmap(TimeStamped):
    """One roadmap of the school for one period. A school may have several at a time, each with its own stages.

    ``code``: of the roadmap in the regulation it was made from, ``federal`` of the standard one, empty for the school's
    own; ``scope``: codes of ``addressee``; ``columns``: codes of ``roadmap_column``, the table that is printed;
    ``clause``: where in the act it stands; ``regulation_version``: id of the version it was approved under.

    ``shift``: where a term goes that falls on a day off; ``curator_after``, ``head_after``: days after which an overdue
    event is told to the curator and to the head; ``rolled_into``: the next year's roadmap, once the year was turned.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("roadmap", "being drawn up")
        APPROVED = "approved", pgettext_lazy("roadmap", "approved")
        CLOSED = "closed", pgettext_lazy("roadmap", "closed")

    class Shift(models.TextChoices):
        STAY = "", _("the day stays")
        LATER = "later", _("the next working day")
        EARLIER = "earlier", _("the working day before")

    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    clause = models.CharField(max_length=200, blank=True)
    scope = models.JSONField(_("whom it is for"), default=list)
    columns = models.JSONField(_("columns"), default=list)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    regulation_version_id = models.BigIntegerField(null=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.UUIDField(null=True)
    approver_name = models.CharField(_("approved by"), max_length=200, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    rolled_into = models.OneToOneField("self", models.SET_NULL, null=True, blank=True, related_name="rolled_from")
    shift = models.CharField(
        _("a term on a day off"), max_length=10, choices=Shift, default=Shift.STAY, db_default=Shift.STAY, blank=True
    )
    curator_after = models.PositiveSmallIntegerField(
        _("days until the curator is told"), default=CURATOR_AFTER, db_default=CURATOR_AFTER
    )
    head_after = models.PositiveSmallIntegerField(
        _("days until the head is told"), default=HEAD_AFTER, db_default=HEAD_AFTER
    )

    class Meta:
        verbose_name = _("roadmap")
        verbose_name_plural = _("roadmaps")
        ordering = ["-starts_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="roadmap_period_positive"),
            models.UniqueConstraint(
                fields=["code", "starts_on"], condition=~Q(code=""), name="roadmap_once_for_a_period"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(approved_on__isnull=False), name="roadmap_approved_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The roadmap's page."""
        return reverse("roadmap:show", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_draft(self) -> bool:
        """True while it may be edited."""
        return self.state == self.State.DRAFT

    @property
    def is_running(self) -> bool:
        """True while its events are carried out."""
        return self.state == self.State.APPROVED


class Stage(TimeStamped):
    """A stage of one roadmap. Its place is ``position``; ``printed_number`` is what the school's table says.

    ``code``: of the dictionary ``stage``; ``starts_on``/``ends_on``: where the act gives the stage a period of its own
    (co-58), which is then the term of its events.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="stages", verbose_name=_("roadmap"))
    position = models.PositiveSmallIntegerField(_("place"))
    printed_number = models.CharField(_("printed number"), max_length=20, blank=True)
    code = models.CharField(max_length=50)
    title = models.CharField(_("stage"), max_length=TITLE_LENGTH)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        ordering = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["roadmap", "code"], name="roadmap_stage_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=False), name="roadmap_stage_opened_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Event(TimeStamped):
    """A row of the table. ``when``: date rules (``date_rules``); ``when_text``: the term in the words of the table.

    ``responsible``: codes of roles and bodies; persons are in ``Responsible``. ``auto_tick``: code of ``product_event``
    that proves the row done. ``parent``: the row above it in the same stage, whose term and persons it shares where it
    has none of its own. ``after``: the row from which its days are counted (``after`` and ``on_event`` rules); it waits
    for that row and for those of ``needs`` (told, never enforced: stages overlap).
    """

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="events", verbose_name=_("stage"))
    position = models.PositiveSmallIntegerField(_("place"))
    printed_number = models.CharField(_("printed number"), max_length=20, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followers")
    group = models.CharField(_("kind of activity"), max_length=TITLE_LENGTH, blank=True)
    title = models.CharField(_("event"), max_length=TITLE_LENGTH)
    details = models.TextField(_("content"), blank=True)
    when = models.JSONField(default=list, blank=True)
    when_text = models.CharField(_("term in words"), max_length=300, blank=True)
    responsible = models.JSONField(default=list, blank=True)
    resources = models.CharField(_("resources"), max_length=500, blank=True)
    auto_tick = models.CharField(max_length=50, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["stage__position", "position", "id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The event on the page of its roadmap."""
        return reverse("roadmap:event", args=[self.stage.roadmap_id, self.pk], urlconf=settings.SCHOOL_URLCONF)


class Dependency(models.Model):
    """An event waits for another row of the same roadmap. Actions keep the whole free of circles, under its lock."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="needs", verbose_name=_("event"))
    needed = models.ForeignKey(Event, models.CASCADE, related_name="needed_by", verbose_name=_("event"))

    class Meta:
        verbose_name = _("dependency of events")
        verbose_name_plural = _("dependencies of events")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "needed"], name="roadmap_dependency_once"),
            models.CheckConstraint(condition=~Q(event=F("needed")), name="roadmap_dependency_not_own"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} > {self.needed_id}"


class Responsible(models.Model):
    """A person who answers for an event. ``is_deputy``: stands in for the others and is reminded once it is overdue."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="persons", verbose_name=_("event"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="roadmap_events", verbose_name=_("person"))
    is_deputy = models.BooleanField(_("deputy"), default=False, db_default=False)

    class Meta:
        verbose_name = _("responsible person")
        verbose_name_plural = _("responsible persons")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "person"], name="roadmap_responsible_once")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.person_id}"


class Template(TimeStamped):
    """A roadmap that the school keeps to make others from. ``plan``: as ``plans`` describes it, dates of ``year``."""

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    plan = models.JSONField(default=dict)
    made_by = models.UUIDField(null=True)
    maker_name = models.CharField(_("made by"), max_length=200)

    class Meta:
        verbose_name = _("template of a roadmap")
        verbose_name_plural = _("templates of roadmaps")
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title
