"""Search and filters of the lists."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.filters import search
from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from kernel.clock import today
from ui.forms import FilterForm

from .models import Appointment, Candidacy, Training

NAME = pgettext_lazy("person", "Full name")


def _routes() -> list[tuple[str, str]]:
    return [(code, str(entry.title)) for code, entry in catalogue().dictionaries["selection_route"].items()]


class _ByPerson(django_filters.FilterSet):
    """The search box: every word of a name."""

    q = django_filters.CharFilter(method="search", label=NAME)

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[Person], _name: str, value: str) -> QuerySet[Person]:
        """Every word is a part of the person's name."""
        return search(rows, value, "person__sort_key")


class CandidacyFilter(_ByPerson):
    """By person, state and way."""

    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Candidacy.State.choices)
    route = django_filters.ChoiceFilter(label=_("Way of selection"), choices=_routes, empty_label=_("any"))

    class Meta(_ByPerson.Meta):
        model = Candidacy  # type: ignore[assignment]  # the stubs take the type of the base's value


class RegisterFilter(_ByPerson):
    """By person, and who is in it now."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="by_state",
        empty_label=_("all"),
        choices=[("now", pgettext_lazy("register", "in it now")), ("over", pgettext_lazy("register", "over"))],
    )

    class Meta(_ByPerson.Meta):
        model = Appointment  # type: ignore[assignment]  # the stubs take the type of the base's value

    def by_state(self, rows: QuerySet[Appointment], _name: str, value: str) -> QuerySet[Appointment]:
        """In the register today, or not any more."""
        over = Q(ended_on__lte=today()) | Q(until__lt=today())
        return rows.filter(over) if value == "over" else rows.exclude(over)


class TrainingFilter(_ByPerson):
    """By person."""

    class Meta(_ByPerson.Meta):
        model = Training  # type: ignore[assignment]  # the stubs take the type of the base's value
