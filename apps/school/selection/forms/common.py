"""What the forms of the selection share. They ask; actions decide."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import present
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from ui.forms import EstafetaForm

NONE = ("", "—")
SCAN_HELP = _("PDF, JPEG or PNG, up to 10 MB.")


Choices = Sequence[tuple[str, str]]


def grown_ups() -> QuerySet[Person]:
    """Who may sit in a commission or a body: present, neither pupils nor known only as guardians."""
    return present().exclude(kind=Person.Kind.PUPIL)


def codes_of(dictionary: str, view: RegulationView) -> list[tuple[str, str]]:
    """All codes of a dictionary by the school's words."""
    return [(code, view.local_name(dictionary, code)) for code in catalogue().dictionaries[dictionary]]


class Choosing(EstafetaForm):
    """Form with fields whose people or choices come from the page."""

    def _people(self, name: str, rows: QuerySet[Person]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _choices(self, name: str, offered: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class ReasonForm(EstafetaForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea)
