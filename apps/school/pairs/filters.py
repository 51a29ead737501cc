"""Search and filters of the lists."""

from __future__ import annotations

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard
from apps.school.regulation.catalogue import catalogue
from ui.forms import FilterForm

from .models import Match, MatchMentee, MatchMentor, Petition


def _titles(dictionary: str) -> list[tuple[str, str]]:
    return [(code, str(entry.title)) for code, entry in catalogue().dictionaries[dictionary].items()]


def named(word: str, path: str) -> Q:
    """The word is a part of the name of the person at a path."""
    return (
        Q(**{f"{path}last_name__icontains": word})
        | Q(**{f"{path}first_name__icontains": word})
        | Q(**{f"{path}patronymic__icontains": word})
    )


def with_person(rows: QuerySet[Match], word: str) -> QuerySet[Match]:
    """Pairs where somebody's name has the word."""
    own = named(word, "card__person__")
    mentors = MatchMentor.objects.filter(own, match=OuterRef("pk"))
    mentees = MatchMentee.objects.filter(own, match=OuterRef("pk"))
    return rows.filter(Exists(mentors) | Exists(mentees))


class PairFilter(django_filters.FilterSet):
    """By people, state, form, type and end of the term."""

    q = django_filters.CharFilter(method="search", label=_("Name or number of the pair"))
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Match.State.choices)
    form = django_filters.ChoiceFilter(label=_("Form"), empty_label=_("any"), choices=lambda: _titles("mentoring_form"))
    type = django_filters.ChoiceFilter(label=_("Type"), empty_label=_("any"), choices=lambda: _titles("mentoring_type"))
    starts_after = django_filters.DateFilter(field_name="starts_on", lookup_expr="gte", label=_("Begins not before"))
    ends_before = django_filters.DateFilter(field_name="ends_on", lookup_expr="lte", label=_("Ends not after"))

    class Meta:
        model = Match
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[Match], _name: str, value: str) -> QuerySet[Match]:
        """Every word is somebody's name, or the number of a pair."""
        for word in value.split():
            number = word.removeprefix("№")
            rows = rows.filter(pk=int(number)) if number.isdecimal() and len(number) < 12 else with_person(rows, word)
        return rows


class ChoiceFilter(django_filters.FilterSet):
    """Mentees by name."""

    q = django_filters.CharFilter(method="search", label=_("Name of the mentee"))

    class Meta:
        model = MenteeCard
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[MenteeCard], _name: str, value: str) -> QuerySet[MenteeCard]:
        """Every word is a part of the name."""
        for word in value.split():
            rows = rows.filter(named(word, "person__"))
        return rows


class PetitionFilter(django_filters.FilterSet):
    """Petitions by author, kind and state."""

    q = django_filters.CharFilter(method="search", label=_("Name of who asks"))
    kind = django_filters.ChoiceFilter(label=_("What is asked"), empty_label=_("any"), choices=Petition.Kind.choices)
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=Petition.State.choices)

    class Meta:
        model = Petition
        fields: list[str] = []
        form = FilterForm

    def search(self, rows: QuerySet[Petition], _name: str, value: str) -> QuerySet[Petition]:
        """Every word is a part of the author's name."""
        for word in value.split():
            rows = rows.filter(named(word, "author__"))
        return rows
