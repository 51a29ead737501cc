"""Ways to the pages of people that several modules name."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ui.pages import Crumb

from ..models import Person


def person_url(person: Person) -> str:
    """The card of a person."""
    return reverse("people:person", kwargs={"person": person.pk})


def persons_crumb() -> Crumb:
    """The way to the list."""
    return Crumb(_("Persons"), reverse("people:persons"))
