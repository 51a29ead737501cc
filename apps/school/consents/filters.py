"""Search and filters of consents."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from apps.school.people.filters import search
from apps.school.people.models import Card, Person
from ui.forms import FilterForm

from . import categories, queries, rules, upkeep, wording
from .models import Consent, Viewing


class ConsentFilter(FilterSet):
    """All records."""

    q = CharFilter(method="by_text", label=pgettext_lazy("person", "Full name"))
    type = ChoiceFilter(choices=wording.choices, label=_("Consent"), empty_label=pgettext_lazy("consent", "any"))
    state = ChoiceFilter(
        method="by_state",
        label=_("State"),
        empty_label=pgettext_lazy("consent", "any"),
        choices=[
            ("in_force", _("in force")),
            ("expired", pgettext_lazy("consent", "expired")),
            ("withdrawn", pgettext_lazy("consent", "withdrawn")),
            ("replaced", pgettext_lazy("consent", "replaced")),
        ],
    )
    way = ChoiceFilter(choices=Consent.Way.choices, label=_("Given"), empty_label=_("any way"))
    kind = ChoiceFilter(
        field_name="person__kind", choices=Person.Kind.choices, label=_("Who"), empty_label=_("everybody")
    )

    since = DateFilter(field_name="given_on", lookup_expr="gte", label=_("Given since"))
    until = DateFilter(field_name="given_on", lookup_expr="lte", label=_("Given until"))
    data = ChoiceFilter(
        method="by_category", label=_("May be distributed"), empty_label="—", choices=categories.choices
    )

    class Meta:
        model = Consent
        fields: list[str] = []
        form = FilterForm

    def by_category(self, rows: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        """Consents to distribution which name the category, or whose text does."""
        found = Q(categories__contains=[value])
        if value in categories.LISTED_BY_TEXT:
            found |= Q(categories__isnull=True)
        return rows.filter(found, type=rules.DISTRIBUTION)

    def by_text(self, rows: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        """By the name of the person."""
        return search(rows, value, "person__sort_key")

    def by_state(self, rows: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        """In force, expired (by its term, or given as a minor), withdrawn, or replaced by a newer one."""
        if value in ("in_force", "expired"):
            over = upkeep.ending(-1).values("pk")
            rows = rows.filter(withdrawn_on__isnull=True)
            return rows.filter(pk__in=over) if value == "expired" else rows.exclude(pk__in=over)
        return rows.filter(withdrawn_on__isnull=False, replaced_by__isnull=value == "withdrawn")


class MatrixFilter(FilterSet):
    """Everybody in the banks."""

    q = CharFilter(method="by_text", label=_("Name, position, class"))
    bank = ChoiceFilter(
        method="by_bank",
        label=_("Bank"),
        empty_label=_("both"),
        choices=[("mentor", _("mentors")), ("mentee", _("mentees"))],
    )
    lacks = ChoiceFilter(
        method="by_lack",
        label=_("Lacks consent"),
        empty_label="—",
        choices=lambda: [("any", _("any consent")), *wording.choices()],
    )

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Each word anywhere."""
        return search(rows, value, "sort_key", "position", "department")

    def by_bank(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """In one bank."""
        return rows.filter(Q(**{f"{value}_card__state": Card.State.ACTIVE}))

    def by_lack(self, rows: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        """Those who lack something, or this type."""
        lacked = queries.overview().lacked
        ids = [person for person, types in lacked.items() if (types if value == "any" else value in types)]
        return rows.filter(pk__in=ids)


class ViewingFilter(FilterSet):
    """The log of viewings."""

    q = CharFilter(method="by_text", label=_("Whose data, or who looked"))
    what = ChoiceFilter(choices=Viewing.What.choices, label=_("What"), empty_label=_("anything"))
    since = DateFilter(field_name="at", lookup_expr="date__gte", label=_("Since"))
    person = NumberFilter(field_name="person_id", widget=HiddenInput())

    class Meta:
        model = Viewing
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[Viewing], name: str, value: str) -> QuerySet[Viewing]:
        """Each word in either name."""
        return search(rows, value, "person__sort_key", "name")


class EndingFilter(FilterSet):
    """Consents that end soon."""

    q = CharFilter(method="by_text", label=pgettext_lazy("person", "Full name"))
    type = ChoiceFilter(choices=wording.choices, label=_("Consent"), empty_label=pgettext_lazy("consent", "any"))
    until = DateFilter(field_name="ends_on", lookup_expr="lte", label=_("Ends by"))

    class Meta:
        model = Consent
        fields: list[str] = []
        form = FilterForm

    def by_text(self, rows: QuerySet[Consent], name: str, value: str) -> QuerySet[Consent]:
        """By the name of the person."""
        return search(rows, value, "person__sort_key")
