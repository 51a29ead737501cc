"""What a participant asks of the curator or the head in writing: another mentor, to be released."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MentorCard, Person
from kernel.models import TimeStamped

from .match import Match


class Petition(TimeStamped):
    """A petition, by a route of the regulation where it names one. ``mentor``: who is to be replaced or released.

    ``from_role``, ``to_role``, ``document``, ``ground``, ``condition``: codes of the catalogue; ``leaves_on``: the
    last day of the mentor, of an ending that of the pair; ``on_paper``: handed in on paper and entered by the office.
    """

    class Kind(models.TextChoices):
        REPLACEMENT = "replacement", _("another mentor")
        RESIGNATION = "resignation", _("release of the mentor")
        ENDING = "ending", _("the end of the work before its term")

    class State(models.TextChoices):
        FILED = "filed", _("waits for a decision")
        GRANTED = "granted", _("granted, to be carried out")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DONE = "done", _("carried out")

    match = models.ForeignKey(Match, models.CASCADE, related_name="petitions", verbose_name=_("pair"))
    kind = models.CharField(_("what is asked"), max_length=12, choices=Kind)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("who asks"))
    mentor = models.ForeignKey(MentorCard, models.PROTECT, related_name="+", verbose_name=_("mentor"))
    from_role = models.CharField(max_length=40)
    to_role = models.CharField(max_length=40)
    document = models.CharField(_("document"), max_length=40, blank=True)
    ground = models.CharField(_("ground"), max_length=60, blank=True)
    condition = models.CharField(_("condition"), max_length=60, blank=True)
    text = models.TextField(_("reasons"))
    filed_on = models.DateField(_("filed on"))
    filed_by = models.UUIDField(null=True)
    on_paper = models.BooleanField(_("on paper"), default=False)
    leaves_on = models.DateField(_("last day"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.FILED)
    decided_on = models.DateField(_("decided on"), null=True)
    decided_by = models.UUIDField(null=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        ordering = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["match", "kind", "mentor"],
                condition=Q(state__in=["filed", "granted"]),
                name="petition_one_open",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(answer=""), name="petition_refused_has_reason"),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    def get_absolute_url(self) -> str:
        """The page of the petition."""
        return reverse("pairs:petition", kwargs={"petition": self.pk}, urlconf=settings.SCHOOL_URLCONF)

    @property
    def is_open(self) -> bool:
        """True until it is refused, withdrawn or carried out."""
        return self.state in OPEN_PETITIONS


OPEN_PETITIONS = frozenset({Petition.State.FILED, Petition.State.GRANTED})
