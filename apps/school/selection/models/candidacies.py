"""A person on the way to become a mentor, with the papers of every step."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.orders.models import Order
from apps.school.people.models import Person
from kernel.models import TimeStamped
from tenants.isolation.files import SchoolPath


class Candidacy(TimeStamped):
    """One person's way through the selection. ``route``: code of ``selection_route``; ``grade``: of ``mentor_grade``.

    ``nominated_by``: who names the candidate, in words (a body, colleagues); ``grounds``: why this person;
    ``order``: the act of appointment once it is drafted.
    """

    class State(models.TextChoices):
        NOMINATED = "nominated", pgettext_lazy("candidacy", "nominated")
        CONSENTED = "consented", pgettext_lazy("candidacy", "agrees, under selection")
        RECOMMENDED = "recommended", pgettext_lazy("candidacy", "recommended by the commission")
        APPROVED = "approved", pgettext_lazy("candidacy", "approved, the order waits")
        APPOINTED = "appointed", pgettext_lazy("candidacy", "in the register")
        REJECTED = "rejected", pgettext_lazy("candidacy", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("candidacy", "withdrawn")

    person = models.ForeignKey(Person, models.CASCADE, related_name="candidacies", verbose_name=_("candidate"))
    route = models.CharField(_("way of selection"), max_length=50)
    nominated_by = models.CharField(_("nominated by"), max_length=200, blank=True)
    grounds = models.TextField(_("grounds"), blank=True)
    grade = models.CharField(_("grade"), max_length=50, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.NOMINATED)
    opened_on = models.DateField(_("nominated on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closing_reason = models.TextField(_("reason"), blank=True)
    regulation_version_id = models.BigIntegerField(null=True)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="candidacies", verbose_name=_("order"))

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["-opened_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["nominated", "consented", "recommended", "approved"]),
                name="candidacy_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", "withdrawn"]) | Q(closed_on__isnull=False),
                name="candidacy_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        """The candidacy's page."""
        return reverse("selection:candidacy", kwargs={"candidacy": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_open(self) -> bool:
        """True while nothing is decided for good."""
        return self.state in OPEN_STATES


OPEN_STATES = frozenset(
    {
        Candidacy.State.NOMINATED,
        Candidacy.State.CONSENTED,
        Candidacy.State.RECOMMENDED,
        Candidacy.State.APPROVED,
    }
)


class Evidence(TimeStamped):
    """What was done on a candidacy and what shows it: a paper, a link, or the words of who saw it.

    ``positive``: the candidate agrees, the interview went well; False is kept as well, it explains a refusal.
    """

    class Kind(models.TextChoices):
        CONSENT = "consent", _("consent of the candidate (approval sheet)")
        NOMINATION = "nomination", _("written nomination")
        SURVEY = "survey", _("questionnaire filled in on paper")
        PORTFOLIO = "portfolio", _("portfolio presented")
        INTERVIEW = "interview", _("interview")

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="evidence", verbose_name=_("candidacy"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    held_on = models.DateField(_("date"))
    held_by = models.CharField(_("who held or received it"), max_length=200, blank=True)
    positive = models.BooleanField(_("outcome"), default=True)
    note = models.TextField(_("note"), blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=SchoolPath("selection"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.candidacy_id}: {self.kind}"


class Training(TimeStamped):
    """A course or a «school of mentors» that somebody finished; ``hours``: academic hours."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="trainings", verbose_name=_("person"))
    title = models.CharField(_("training course"), max_length=200)
    hours = models.PositiveSmallIntegerField(
        _("hours"), validators=[MinValueValidator(1), MaxValueValidator(1000)], default=16
    )
    finished_on = models.DateField(_("finished on"))
    certificate = models.CharField(_("certificate"), max_length=100, blank=True)
    file = models.FileField(_("scan"), upload_to=SchoolPath("selection"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-finished_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "title", "finished_on"], name="training_once")
        ]

    def __str__(self) -> str:
        return self.title
