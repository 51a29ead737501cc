"""Search and filters of the lists of people."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, FilterSet

from apps.school.regulation.catalogue import catalogue
from ui.forms import FilterForm

from .models import Card, MenteeCard, MentorCard, Person
from .ports import consent_book
from .queries import Bank

M = TypeVar("M", bound=Model)

ANY, NONE = "any", "none"


def search(rows: QuerySet[M], text: str, name_field: str, *others: str) -> QuerySet[M]:
    """Rows in which each word stands in the name (ё and е alike) or in one of the other fields."""
    plain_name = Func(F(name_field), Value("￿"), Value(""), function="REPLACE", output_field=TextField())
    found: Any = rows.annotate(plain_name=plain_name)
    casts = {f"text_{number}": Cast(other, TextField()) for number, other in enumerate(others)}
    found = found.annotate(**casts)
    for word in text.split():
        condition = Q(plain_name__contains=word.lower().replace("ё", "е"))
        for alias in casts:
            condition |= Q(**{f"{alias}__icontains": word})
        found = found.filter(condition)
    filtered: QuerySet[M] = found
    return filtered


class PersonFilter(FilterSet):
    """Everybody: by name, number, position; who it is; in which bank; whether still here."""

    q = CharFilter(method="by_text", label=_("Name, staff number, position"))
    kind = ChoiceFilter(choices=Person.Kind.choices, label=_("Who"), empty_label=_("everybody"))
    bank = ChoiceFilter(
        method="by_bank",
        label=_("Bank"),
        empty_label=pgettext_lazy("bank", "any"),
        choices=[("mentor", _("mentors")), ("mentee", _("mentees")), (NONE, _("in no bank"))],
    )
    presence = ChoiceFilter(
        method="by_presence",
        label=_("Work or study here"),
        empty_label=_("here"),
        choices=[("left", _("have left")), ("all", _("all"))],
    )

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Each word anywhere."""
        return search(rows, value, "sort_key", "staff_number", "position", "department")

    def by_bank(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """In a bank, or in none."""
        active = Card.State.ACTIVE
        if value == NONE:
            return rows.exclude(mentor_card__state=active).exclude(mentee_card__state=active)
        return rows.filter(**{f"{value}_card__state": active})

    def by_presence(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Those who left, or all."""
        return rows.filter(left_on__isnull=False) if value == "left" else rows

    def filter_queryset(self, queryset: QuerySet[Person]) -> QuerySet[Person]:
        """Without a word about it only those who are here."""
        rows: QuerySet[Person] = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("presence") else rows.filter(left_on__isnull=True)

    @property
    def qs(self) -> QuerySet[Person]:
        """The filtered rows; an unbound set (nothing asked) shows those who are here."""
        rows: QuerySet[Person] = super().qs
        return rows if self.is_bound else rows.filter(left_on__isnull=True)


class CandidateFilter(FilterSet):
    """Whom to enter into a bank."""

    q = CharFilter(method="by_text", label=_("Name, position, class"))
    kind = ChoiceFilter(choices=Person.Kind.choices, label=_("Who"), empty_label=_("everybody"))

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Each word anywhere."""
        return search(rows, value, "sort_key", "position", "department")


def lacks_choices() -> list[tuple[str, Any]]:
    """What somebody may lack."""
    return [(ANY, _("any consent")), *consent_book().words().items(), (NONE, _("nothing: all are given"))]


def category_choices(bank: Bank) -> list[tuple[str, str]]:
    """All categories of the catalogue: a card may have one that the regulation had before."""
    return [(code, str(entry.title)) for code, entry in catalogue().dictionaries[f"{bank}_category"].items()]


def grade_choices() -> list[tuple[str, str]]:
    """All grades of the catalogue."""
    return [(code, str(entry.title)) for code, entry in catalogue().dictionaries["mentor_grade"].items()]


class _BankFilter(FilterSet):
    """What both banks are filtered by."""

    bank: Bank = "mentor"

    def by_lack(self, rows: QuerySet[M], name: str, value: str) -> QuerySet[M]:
        """Those who lack a consent, any, or none."""
        lacking = consent_book().lacking_in_bank(self.bank)
        if value == ANY:
            ids = [person for person, types in lacking.items() if types]
        elif value == NONE:
            ids = [person for person, types in lacking.items() if not types]
        else:
            ids = [person for person, types in lacking.items() if value in types]
        return rows.filter(person_id__in=ids)


class MentorFilter(_BankFilter):
    """The mentors' bank."""

    q = CharFilter(method="by_text", label=_("Name, subject, competency"))
    category = ChoiceFilter(choices=lambda: category_choices("mentor"), label=_("Category"), empty_label=_("any"))
    grade = ChoiceFilter(choices=grade_choices, label=_("Grade"), empty_label=_("any"))
    lacks = ChoiceFilter(method="by_lack", choices=lacks_choices, label=_("Lacks consent"), empty_label="—")
    trained = ChoiceFilter(
        field_name="trained_on",
        method="by_training",
        label=_("Training"),
        empty_label="—",
        choices=[("yes", _("trained")), ("no", _("not trained"))],
    )

    class Meta:
        model = MentorCard
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[MentorCard], name: str, value: str) -> QuerySet[MentorCard]:
        """Each word anywhere."""
        return search(rows, value, "person__sort_key", "subjects", "competencies", "person__position")

    def by_training(self, rows: QuerySet[MentorCard], name: str, value: str) -> QuerySet[MentorCard]:
        """Trained as a mentor or not."""
        return rows.filter(trained_on__isnull=value == "no")


class MenteeFilter(_BankFilter):
    """The mentees' bank."""

    bank = "mentee"

    q = CharFilter(method="by_text", label=_("Name, subject, request"))
    category = ChoiceFilter(choices=lambda: category_choices("mentee"), label=_("Category"), empty_label=_("any"))
    lacks = ChoiceFilter(method="by_lack", choices=lacks_choices, label=_("Lacks consent"), empty_label="—")

    class Meta:
        model = MenteeCard
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[MenteeCard], name: str, value: str) -> QuerySet[MenteeCard]:
        """Each word anywhere."""
        return search(rows, value, "person__sort_key", "subjects", "deficits", "request", "person__position")
