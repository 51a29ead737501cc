"""What a school shows to everybody: results, materials; lists and portfolios of those who consented to that."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from kernel.models import TimeStamped


class PublishedResult(TimeStamped):
    """A programme's result on the school's public page. Allowed only after completion where the regulation says so.

    ``kind``: a code of the catalogue's ``publication_item``.
    """

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="published", verbose_name=_("programme"))
    kind = models.CharField(_("kind"), max_length=40, default="results", db_default="results")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("published result")
        verbose_name_plural = _("published results")
        ordering = ["-published_on", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page of the result."""
        return reverse("publication:result", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)


class Material(TimeStamped):
    """A text or a link on the public page: news, a legal act, a methodical paper. ``kind``: as above."""

    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    link = models.URLField(_("address of the document"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["-published_on", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the material stands for everybody: among those of its kind."""
        return reverse("publication:materials_public", args=[self.kind], urlconf=settings.SCHOOL_URLCONF)


class PublishedList(TimeStamped):
    """A list of people on the public page. Who is in it is looked up anew at each request: consents may end.

    ``registry``: a code of the catalogue's ``registry``; ``categories``: what is shown of each person.
    """

    registry = models.CharField(_("list"), max_length=40)
    categories = models.JSONField(_("data shown"), default=list)
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("published list")
        verbose_name_plural = _("published lists")
        ordering = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["registry"], name="published_list_once")
        ]

    def __str__(self) -> str:
        return self.registry

    def get_absolute_url(self) -> str:
        """The public page of the list."""
        return reverse("publication:list_public", args=[self.registry], urlconf=settings.SCHOOL_URLCONF)


class PublishedPortfolio(TimeStamped):
    """Somebody's portfolio on the public page, as the holder of a role. Shown while the consent stands."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="published_portfolio", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=40)
    published_on = models.DateField(_("published on"))

    class Meta:
        verbose_name = _("published portfolio")
        verbose_name_plural = _("published portfolios")
        ordering = ["person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        """The public page of the portfolio."""
        return reverse("publication:portfolio_public", args=[self.pk], urlconf=settings.SCHOOL_URLCONF)


class SitePlace(TimeStamped):
    """Where on the school's own site mentoring is told of, as the regulation asks; one row or none."""

    address = models.URLField(_("address on the school's site"), max_length=500)
    stated_on = models.DateField(_("date of the statement"))

    class Meta:
        verbose_name = _("place on the site")
        verbose_name_plural = _("places on the site")

    def __str__(self) -> str:
        return self.address
