"""Forms of the liaison. Choices come from this school's regulation and banks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard, MentorCard
from ui.forms import EstafetaForm, FilterForm

Choices = Sequence[tuple[str, str]]


if TYPE_CHECKING:
    # The stubs have a type parameter that Django's own class lacks.
    _ModelChoiceField = forms.ModelChoiceField[Any]
else:
    _ModelChoiceField = forms.ModelChoiceField


class PersonChoice(_ModelChoiceField):
    """Chooses a card; shows the person with the position."""

    def label_from_instance(self, obj: Any) -> str:
        person = obj.person
        return f"{person.full_name}, {person.position}" if person.position else person.full_name


class OfferForm(EstafetaForm):
    """Whom to offer, what for, how many places."""

    mentor = PersonChoice(
        label=_("Mentor"),
        queryset=MentorCard.objects.none(),
        help_text=_("Mentors of the bank who have an account: the offer opens when the mentor confirms it."),
    )
    topics = forms.CharField(
        label=_("What the mentor can help with"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("Curators and mentees of other schools read this. No names of pupils or colleagues, please."),
    )
    forms_ = forms.MultipleChoiceField(label=_("Forms"), widget=forms.CheckboxSelectMultiple)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=20, initial=1)

    def __init__(self, *args: Any, mentors: QuerySet[MentorCard], choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentor, wanted = self.fields["mentor"], self.fields["forms_"]
        if isinstance(mentor, forms.ModelChoiceField):
            mentor.queryset = mentors
        if isinstance(wanted, forms.MultipleChoiceField):
            wanted.choices = list(choices)


class AskForm(EstafetaForm):
    """For whom, what for, how long."""

    mentee = PersonChoice(label=_("Mentee"), queryset=MenteeCard.objects.none())
    need = forms.CharField(
        label=_("Need"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("The other school reads this before it knows the name. Write without names."),
    )
    form = forms.ChoiceField(label=_("Form"))
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))

    def __init__(self, *args: Any, mentees: QuerySet[MenteeCard] | None, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentee, form = self.fields["mentee"], self.fields["form"]
        if mentees is None:
            del self.fields["mentee"]
        elif isinstance(mentee, forms.ModelChoiceField):
            mentee.queryset = mentees
        if isinstance(form, forms.ChoiceField):
            form.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """The term runs forward."""
        data = super().clean() or {}
        begins, ends = data.get("starts_on"), data.get("ends_on")
        if begins and ends and ends <= begins:
            self.add_error("ends_on", _("The work must end after it begins."))
        return data


class DeclineForm(EstafetaForm):
    """Why not: the other side reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"}))


class SearchForm(FilterForm):
    """Search among mentors of other schools."""

    q = forms.CharField(label=_("Name, subject, topic or school"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    full = forms.BooleanField(label=_("Also those without free places"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = self.fields["form"]
        if isinstance(form, forms.ChoiceField):
            form.choices = [("", _("any")), *choices]
