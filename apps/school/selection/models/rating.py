"""The rating of mentors by the school's own criteria, and the pool of the best ones."""

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


class Criterion(TimeStamped):
    """What is counted. ``source``: name of a source of ``ports``, or ``manual`` for points given with evidence.

    Points of a mentor: value of the source x ``weight``, not more than ``cap``.
    """

    title = models.CharField(_("criterion"), max_length=200)
    source = models.CharField(_("counted from"), max_length=30)
    weight = models.PositiveSmallIntegerField(
        _("points for one"), validators=[MinValueValidator(1), MaxValueValidator(100)], default=1
    )
    cap = models.PositiveSmallIntegerField(
        _("not more than, points"), validators=[MinValueValidator(1), MaxValueValidator(1000)], default=10
    )
    dropped_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("criterion of the rating")
        verbose_name_plural = _("criteria of the rating")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["title"], condition=Q(dropped_on__isnull=True), name="criterion_title_once")
        ]

    def __str__(self) -> str:
        return self.title


class ManualPoint(TimeStamped):
    """Units counted by hand under a criterion, with what shows them."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="points", verbose_name=_("criterion"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("mentor"))
    units = models.PositiveSmallIntegerField(
        _("how many"), validators=[MinValueValidator(1), MaxValueValidator(100)], default=1
    )
    evidence = models.CharField(_("what shows it"), max_length=300)
    given_on = models.DateField(_("date"))

    class Meta:
        verbose_name = _("points by hand")
        verbose_name_plural = _("points by hand")
        ordering = ["-given_on", "-id"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.units}"


class Rating(TimeStamped):
    """One computation, kept as it was. ``criteria``: titles, weights and caps of that day.

    The pool of the best is approved by an order.
    """

    class State(models.TextChoices):
        COMPUTED = "computed", pgettext_lazy("rating", "computed")
        WAITING = "waiting", pgettext_lazy("rating", "the order waits for signature")
        APPROVED = "approved", pgettext_lazy("rating", "the pool is approved")

    computed_on = models.DateField(_("computed on"))
    top = models.PositiveSmallIntegerField(_("so many best"), null=True)
    threshold = models.PositiveSmallIntegerField(_("from so many points"), null=True)
    criteria = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.COMPUTED)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, related_name="ratings", verbose_name=_("order"))

    class Meta:
        verbose_name = _("rating of mentors")
        verbose_name_plural = _("ratings of mentors")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.computed_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        """The rating's page."""
        return reverse("selection:rating", kwargs={"rating": self.pk}, urlconf=settings.SCHOOL_URLCONF)


class RatingRow(models.Model):
    """A mentor in a rating. ``parts``: the fields of ``rules.Part`` for each criterion: how it came about."""

    rating = models.ForeignKey(Rating, models.CASCADE, related_name="rows")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("mentor"))
    place = models.PositiveSmallIntegerField(_("place"))
    score = models.PositiveIntegerField(_("points"))
    in_pool = models.BooleanField(_("in the pool"), default=False)
    parts = models.JSONField(default=list)

    class Meta:
        verbose_name = _("line of a rating")
        verbose_name_plural = _("lines of a rating")
        ordering = ["place", "person__sort_key"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["rating", "person"], name="rating_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.person_id}"
