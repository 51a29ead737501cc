"""The school's year: roadmaps with their stages, events and terms; refresh of the banks; measurements; rewards."""

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
from tenants.isolation.files import SchoolPath

TITLE_LENGTH = 1000


class Roadmap(TimeStamped):
    """One roadmap of the school for one period. A school may have several at a time, each with its own stages.

    ``code``: of the roadmap in the regulation it was made from, ``federal`` of the standard one, empty for the school's
    own; ``scope``: codes of ``addressee``; ``columns``: codes of ``roadmap_column``, the table that is printed;
    ``clause``: where in the act it stands; ``regulation_version``: id of the version it was approved under.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("roadmap", "being drawn up")
        APPROVED = "approved", pgettext_lazy("roadmap", "approved")
        CLOSED = "closed", pgettext_lazy("roadmap", "closed")

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
    has none of its own. ``after``: what should be done before it (told, never enforced: stages overlap).
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


class Responsible(models.Model):
    """A person who answers for an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="persons", verbose_name=_("event"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="roadmap_events", verbose_name=_("person"))

    class Meta:
        verbose_name = _("responsible person")
        verbose_name_plural = _("responsible persons")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "person"], name="roadmap_responsible_once")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.person_id}"


class Term(TimeStamped):
    """One time that an event is to be done, with its mark. An event without days has one term without a day.

    Written from the rules whenever they change; a term with a mark is never taken away. ``is_auto``: ticked by the
    product itself, which has seen the event done.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="terms", verbose_name=_("event"))
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.UUIDField(null=True)
    doer_name = models.CharField(_("marked by"), max_length=200, blank=True)
    is_auto = models.BooleanField(default=False)
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


class Refresh(TimeStamped):
    """A bank was gone through and put right. ``code``: of ``refresh_object``; ``late_reason``: why after its day."""

    code = models.CharField(max_length=40)
    done_on = models.DateField(_("date"))
    checked = models.TextField(_("what was checked"))
    late_reason = models.CharField(_("reason of the delay"), max_length=300, blank=True)
    in_bank = models.PositiveIntegerField(_("entries in the bank"), default=0)
    done_by = models.UUIDField(null=True)
    doer_name = models.CharField(_("who"), max_length=200)

    class Meta:
        verbose_name = _("refresh of a bank")
        verbose_name_plural = _("refreshes of banks")
        ordering = ["-done_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["code", "done_on"], name="bank_refresh_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.done_on}"


class Measurement(TimeStamped):
    """A planned measurement of the monitoring and the record that it was held.

    ``key``: the parameter of the regulation that asks for it, empty for one of the school's own.
    """

    key = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    due_on = models.DateField(_("by"), unique=True)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    note = models.TextField(_("results in short"), blank=True)
    held_by = models.UUIDField(null=True)
    doer_name = models.CharField(_("who"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["due_on"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("due_on")), name="measurement_in_order")
        ]

    def __str__(self) -> str:
        return str(self.due_on)


class RewardPaper(TimeStamped):
    """An extract on somebody's mentoring for the attestation, or a memo on payments. ``facts``: its text, frozen."""

    class Kind(models.TextChoices):
        ATTESTATION = "attestation_extract", _("extract for the attestation")
        PAY = "pay_memo", _("memo on payments")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="reward_papers")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    facts = models.JSONField(default=dict)
    made_by = models.UUIDField(null=True)
    maker_name = models.CharField(_("made by"), max_length=200)

    class Meta:
        verbose_name = _("reward paper")
        verbose_name_plural = _("reward papers")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="reward_paper_period"),
            models.CheckConstraint(
                condition=~Q(kind="attestation_extract") | Q(person__isnull=False), name="reward_paper_has_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} № {self.pk}"

    def get_absolute_url(self) -> str:
        """The paper's page."""
        return reverse("roadmap:paper", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)
