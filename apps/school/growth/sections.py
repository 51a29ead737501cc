"""What the pages of a person and of a pair show of growth."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.school.pairs import sections as of_pairs
from apps.school.pairs.models import Match
from apps.school.pairs.queries import participants
from apps.school.people import sections as of_people
from apps.school.people.models import Person
from kernel.acting import Actor

from . import figures, queries
from .permissions import PEOPLE, is_office


def person_section(person: Person, actor: Actor) -> of_people.Section | None:
    """On the card of a person, for the office: the way to the pictures and the route (no query: the card has many)."""
    if not is_office(actor):
        return None
    url = reverse("growth:person", kwargs={"person": person.pk}, urlconf=settings.SCHOOL_URLCONF)
    return of_people.Section(
        gettext_lazy("Professional growth"), "growth/person_section.html", "graph-up-arrow", {"url": url}
    )


def pair_section(match: Match, actor: Actor) -> of_pairs.Section | None:
    """On the page of a pair, for those who may see the growth of its mentees."""
    if not PEOPLE.admits(actor):
        return None
    keys = [person.pk for person in participants(match)[1]]
    seen = list(queries.visible_people(actor).filter(pk__in=keys))
    if not seen:
        return None
    found = queries.histories([person.pk for person in seen])
    lines = [f"{person.short_name}: {figures.summary(found[person.pk][0])}" for person in seen if person.pk in found]
    return of_pairs.Section(
        title=gettext_lazy("Professional growth"),
        lines=lines or [_("No diagnostics yet")],
        url=reverse("growth:pair", kwargs={"pair": match.pk}, urlconf=settings.SCHOOL_URLCONF),
        label=gettext_lazy("Open the growth"),
        icon="graph-up-arrow",
    )


def register() -> None:
    """Add both."""
    of_people.register("growth", person_section, order=40)
    of_pairs.register(pair_section)
