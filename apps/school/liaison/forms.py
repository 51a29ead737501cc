"""Forms of the liaison. Choices come from this school's regulation and banks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS
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


DAYS = [(str(number + 1), name) for number, name in WEEKDAYS.items()]


class WeeklyForm(EstafetaForm):
    """The hours of the week in which somebody can meet, the same on each chosen day; nothing chosen: nothing said."""

    days = forms.MultipleChoiceField(
        label=_("Days of the week"),
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("On the clock of your school; the other side sees its own."),
    )
    from_hour = forms.IntegerField(label=_("From, o'clock"), min_value=0, max_value=23, initial=15, required=False)
    to_hour = forms.IntegerField(label=_("To, o'clock"), min_value=1, max_value=24, initial=18, required=False)

    def clean(self) -> dict[str, Any]:
        """Days want hours, and hours run forward."""
        data = super().clean() or {}
        begins, ends = data.get("from_hour"), data.get("to_hour")
        if data.get("days") and (begins is None or ends is None or ends <= begins):
            self.add_error("to_hour", _("The hours must end after they begin."))
        return data

    @property
    def times(self) -> dict[str, Any]:
        """In the shape in which the exchange keeps them."""
        data = self.cleaned_data
        if not data["days"]:
            return {}
        return {"days": sorted(map(int, data["days"])), "from": data["from_hour"], "to": data["to_hour"]}


class OfferForm(WeeklyForm):
    """Whom to offer, what for, how many places, when."""

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
    agreement = forms.BooleanField(
        label=_("An agreement between the organisations is needed"),
        required=False,
        help_text=_("Then the pair meets after the heads of both schools have agreed to it."),
    )
    field_order = ("mentor", "topics", "forms_", "places", "days", "from_hour", "to_hour", "agreement")

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


class NeedForm(WeeklyForm):
    """What a mentee needs: read by all schools of the region, without a name."""

    mentee = PersonChoice(label=_("Mentee"), queryset=MenteeCard.objects.none())
    text = forms.CharField(
        label=_("Need"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("All schools of the region read this. Write without names."),
    )
    subjects = forms.CharField(
        label=_("Subjects"), max_length=300, required=False, help_text=_("Several are separated by commas.")
    )
    forms_ = forms.MultipleChoiceField(label=_("Forms"), widget=forms.CheckboxSelectMultiple)
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    field_order = (
        "mentee",
        "text",
        "subjects",
        "forms_",
        "starts_on",
        "ends_on",
        "days",
        "from_hour",
        "to_hour",
    )

    def __init__(self, *args: Any, mentees: QuerySet[MenteeCard], choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mentee, wanted = self.fields["mentee"], self.fields["forms_"]
        if isinstance(mentee, forms.ModelChoiceField):
            mentee.queryset = mentees
        if isinstance(wanted, forms.MultipleChoiceField):
            wanted.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """The term runs forward."""
        data = super().clean()
        begins, ends = data.get("starts_on"), data.get("ends_on")
        if begins and ends and ends <= begins:
            self.add_error("ends_on", _("The work must end after it begins."))
        return data

    @property
    def subject_list(self) -> list[str]:
        """The subjects, each once."""
        words = (word.strip() for word in self.cleaned_data["subjects"].split(","))
        return list(dict.fromkeys(word for word in words if word))


class AnswerNeedForm(EstafetaForm):
    """Which of the own offered mentors, in which form."""

    offer = forms.ChoiceField(label=_("Mentor"), widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("Form"))

    def __init__(self, *args: Any, offers: Choices, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("offer", offers), ("form", choices)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(values)


class DeclineForm(EstafetaForm):
    """Why not: the other side reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"}))


class SearchForm(FilterForm):
    """Search among what other schools offer or need. ``full`` concerns offers alone."""

    q = forms.CharField(label=_("Name, subject, topic or school"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    place = forms.CharField(label=_("Municipality"), required=False)
    day = forms.ChoiceField(label=_("Day of the week"), choices=[("", _("any")), *DAYS], required=False)
    full = forms.BooleanField(label=_("Also those without free places"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form = self.fields["form"]
        if isinstance(form, forms.ChoiceField):
            form.choices = [("", _("any")), *choices]
