"""What a school shows to everybody: results of completed programmes, without names unless consent to distribution."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.programmes.models import Programme
from kernel.models import TimeStamped


class PublishedResult(TimeStamped):
    """A programme's result on the school's public page. Allowed only after completion where the regulation says so."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="published", verbose_name=_("programme"))
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
