"""The individual route (ИОМ) of a person: stages, and the steps by which deficits are made up."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Competency, Diagnostics, Person, PortfolioItem
from kernel.models import TimeStamped

from .courses import Course


class DevelopmentStage(models.Model):
    """A stage that new routes of this school get, in its words. Without any, those of the catalogue are taken."""

    title = models.CharField(_("stage"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("stage of development")
        verbose_name_plural = _("stages of development")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class IndividualRoute(TimeStamped):
    """A route. What is agreed is the ``revision``; an agreed route that is changed waits for a word anew.

    ``basis``: the diagnostics whose deficits it was built from. ``answer``: what the mentee (or the guardian of a small
    one) said to it last; ``outcome``: what it came to.
    """

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("route", "draft")
        PROPOSED = "proposed", pgettext_lazy("route", "waits for a word")
        AGREED = "agreed", pgettext_lazy("route", "agreed")
        DONE = "done", pgettext_lazy("route", "gone through")
        DROPPED = "dropped", pgettext_lazy("route", "given up")

    person = models.ForeignKey(Person, models.CASCADE, related_name="individual_routes", verbose_name=_("person"))
    basis = models.ForeignKey(Diagnostics, models.SET_NULL, null=True, related_name="+", verbose_name=_("basis"))
    tutor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("tutor"))
    goal = models.TextField(_("goal"), blank=True)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.TextField(_("outcome"), blank=True)

    class Meta:
        verbose_name = _("individual route")
        verbose_name_plural = _("individual routes")
        ordering = ["-starts_on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["draft", "proposed", "agreed"]), name="route_live_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="route_days"),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "dropped"]) | Q(closed_on__isnull=False), name="route_closed_on"
            ),
        ]

    def __str__(self) -> str:
        return gettext("Individual route: %(name)s") % {"name": self.person.short_name}

    def get_absolute_url(self) -> str:
        """The route."""
        return reverse("growth:route", urlconf=settings.SCHOOL_URLCONF, kwargs={"individual_route": self.pk})

    @property
    def is_live(self) -> bool:
        """True while it may be worked in."""
        return self.state in LIVE_ROUTES


LIVE_ROUTES = (IndividualRoute.State.DRAFT, IndividualRoute.State.PROPOSED, IndividualRoute.State.AGREED)


class RouteStage(models.Model):
    """A stage of one route with its days."""

    route = models.ForeignKey(IndividualRoute, models.CASCADE, related_name="stages")
    title = models.CharField(_("stage"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    starts_on = models.DateField(_("begins"))
    ends_on = models.DateField(_("ends"))

    class Meta:
        verbose_name = _("stage of a route")
        verbose_name_plural = _("stages of routes")
        ordering = ["position", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="route_stage_days"),
        ]

    def __str__(self) -> str:
        return self.title


class RouteStep(TimeStamped):
    """A step: what is done by when, for which competency up to which level, who answers for it, by which course.

    ``certificate``: the paper of the course, kept in the person's portfolio.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("step", "planned")
        UNDER_WAY = "under_way", pgettext_lazy("step", "under way")
        DONE = "done", pgettext_lazy("step", "done")
        DROPPED = "dropped", pgettext_lazy("step", "dropped")

    stage = models.ForeignKey(RouteStage, models.CASCADE, related_name="steps", verbose_name=_("stage"))
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competency")
    )
    title = models.CharField(_("what is done"), max_length=300)
    target_level = models.PositiveSmallIntegerField(_("level to reach"), null=True, blank=True)
    due_on = models.DateField(pgettext_lazy("step of a route", "till"))
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who answers for it")
    )
    course = models.ForeignKey(
        Course, models.SET_NULL, null=True, blank=True, related_name="steps", verbose_name=_("course")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)
    certificate = models.ForeignKey(
        PortfolioItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("certificate")
    )

    class Meta:
        verbose_name = _("step of a route")
        verbose_name_plural = _("steps of routes")
        ordering = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(state="done") | Q(done_on__isnull=False), name="route_step_done_on"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True while it is to be done."""
        return self.state in OPEN_STEPS


OPEN_STEPS = (RouteStep.State.PLANNED, RouteStep.State.UNDER_WAY)
