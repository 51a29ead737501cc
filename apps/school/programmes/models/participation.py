"""What the people of a programme took part in: contests, open lessons, publications, talks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from kernel.models import TimeStamped

from .programme import Programme


class Participation(TimeStamped):
    """``where``: the event, the class or the journal; ``result`` is told once it is known."""

    class Kind(models.TextChoices):
        CONTEST = "contest", pgettext_lazy("participation", "contest")
        OPEN_LESSON = "open_lesson", _("open lesson")
        TALK = "talk", _("talk at an event")
        PUBLICATION = "publication", pgettext_lazy("participation", "publication")
        PROJECT = "project", _("project")

    class Level(models.TextChoices):
        SCHOOL = "school", _("of the school")
        MUNICIPAL = "municipal", _("municipal")
        REGIONAL = "regional", _("regional")
        NATIONAL = "national", _("national")
        INTERNATIONAL = "international", _("international")

    class Result(models.TextChoices):
        AHEAD = "ahead", _("is ahead")
        TOOK_PART = "took_part", _("took part")
        LAUREATE = "laureate", _("laureate")
        PRIZE = "prize", _("prize-winner")
        WINNER = "winner", _("winner")
        HELD = "held", pgettext_lazy("participation", "held")
        PUBLISHED = "published", _("published")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="participations", verbose_name=_("programme"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="participations", verbose_name=_("who"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.SCHOOL)
    title = models.CharField(_("title"), max_length=300)
    where = models.CharField(_("where"), max_length=300, blank=True)
    on_day = models.DateField(_("day"))
    result = models.CharField(_("result"), max_length=20, choices=Result, default=Result.AHEAD)
    link = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["-on_day", "-id"]

    def __str__(self) -> str:
        return self.title
