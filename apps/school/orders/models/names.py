"""Names in cases, as somebody wrote them by hand."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.models import TimeStamped


class NameForms(TimeStamped):
    """The cases of one person's name where the rules would not do. ``name``: the full name that they belong to:
    a person who is called otherwise now is inflected by the rules again. ``forms``: case -> full name.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=320)
    forms = models.JSONField(_("cases"), default=dict)

    class Meta:
        verbose_name = _("name in cases")
        verbose_name_plural = _("names in cases")

    def __str__(self) -> str:
        return self.name
