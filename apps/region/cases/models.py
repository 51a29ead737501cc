"""Best-practice cases: written in a school, reviewed by the institute's experts, found and adopted by other schools."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.models import TimeStamped, new_uuid
from tenants.isolation.scoping import ScopedManager
from tenants.organisations.models import School


class PracticeCase(TimeStamped):
    """A described practice. Without personal names unless the people agreed to distribution.

    ``programme``: id in the author school (means nothing elsewhere). ``search`` is kept by the actions
    (weights: title A, summary B, the rest C), Russian configuration. ``form_title``, ``type_title``: the school's words
    for the codes, as the region does not read a school's regulation.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("a draft")
        SUBMITTED = "submitted", _("waits for review")
        RETURNED = "returned", _("returned")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    school = models.ForeignKey(School, models.PROTECT, related_name="+", verbose_name=_("school"))
    programme = models.BigIntegerField(null=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    problem = models.TextField(_("problem"), blank=True)
    actions_taken = models.TextField(_("what was done"), blank=True)
    results = models.TextField(_("results"), blank=True)
    conditions = models.TextField(_("conditions and resources"), blank=True)
    form = models.CharField(_("form"), max_length=50, blank=True)
    form_title = models.CharField(max_length=200, blank=True)
    type = models.CharField(_("type"), max_length=50, blank=True)
    type_title = models.CharField(max_length=200, blank=True)
    author_account = models.UUIDField(null=True)
    author_name = models.CharField(_("author"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    search = SearchVectorField(null=True)

    objects = ScopedManager["PracticeCase"]("school")

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-created_at"]
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["search"], name="case_search")]

    def __str__(self) -> str:
        return self.title


class CaseReview(TimeStamped):
    """An expert's review by rubric: criterion code -> 0-2 (not shown, partly, fully), a decision and a comment."""

    class Decision(models.TextChoices):
        PUBLISH = "publish", _("publish")
        RETURN = "return", _("return for improvement")

    case = models.ForeignKey(PracticeCase, models.CASCADE, related_name="reviews")
    expert_account = models.UUIDField()
    expert_name = models.CharField(_("expert"), max_length=200)
    scores = models.JSONField(_("scores"), default=dict)
    total = models.PositiveSmallIntegerField(
        _("sum of scores"), default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.decision}"


class CaseAdoption(TimeStamped):
    """«Внедряем у себя»: a school has taken a case into its own work."""

    case = models.ForeignKey(PracticeCase, models.CASCADE, related_name="adoptions")
    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    note = models.TextField(_("how it goes"), blank=True)
    account_id = models.UUIDField(null=True)

    objects = ScopedManager["CaseAdoption"]("school")

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "school"], name="case_adopted_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.school_id}"
