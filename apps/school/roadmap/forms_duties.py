"""Forms of the year's duties: refreshes, measurements, rewards."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from kernel.clock import today
from ui.forms import EstafetaForm

from .forms import Choices, choose


class RefreshForm(EstafetaForm):
    """A bank was gone through."""

    code = forms.ChoiceField(label=_("What was refreshed"), widget=forms.RadioSelect)
    done_on = forms.DateField(label=_("Date"), initial=today)
    checked = forms.CharField(
        label=_("What was checked"),
        max_length=5000,
        widget=forms.Textarea,
        help_text=_("Which cards were gone through, who was entered, who left, what was put right."),
    )
    late_reason = forms.CharField(
        label=_("Reason of the delay"),
        required=False,
        max_length=300,
        help_text=_("Only when the day of the regulation has passed."),
    )

    def __init__(self, *args: Any, objects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "code", objects)


class PlanForm(EstafetaForm):
    """The days of the measurements of a school year."""

    days = forms.CharField(
        label=_("By which days"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("The days that the regulation asks for stand here already; each may be moved ahead."),
    )

    def clean_days(self) -> list[datetime.date]:
        """Dates, however they are separated."""
        field = forms.DateField()
        words = self.cleaned_data["days"].replace(";", " ").replace(",", " ").split()
        return [field.clean(word) for word in words]


class HeldForm(EstafetaForm):
    """A measurement that was held."""

    held_on = forms.DateField(label=_("Held on"), initial=today)
    note = forms.CharField(
        label=_("Results in short"),
        max_length=5000,
        widget=forms.Textarea,
        help_text=_("What was measured with which instruments, and what it showed."),
    )


class PeriodForm(EstafetaForm):
    """A period of work to be rewarded or certified."""

    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("To"))


class RewardForm(PeriodForm):
    """Who is rewarded and how."""

    kind = forms.ChoiceField(label=_("Reward"), widget=forms.RadioSelect)
    people = forms.ModelMultipleChoiceField(Person.objects.none(), label=_("Whom"), widget=forms.CheckboxSelectMultiple)
    ground = forms.CharField(
        label=_("What for"), required=False, max_length=300, help_text=_("As the order says it, in Russian.")
    )

    def __init__(self, *args: Any, kinds: Choices, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", kinds)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people])


class ExtractForm(PeriodForm):
    """Whose work is certified."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("mentor"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people])


class PayForm(PeriodForm):
    """The agreement and its terms of payment, for each mentor of the period."""

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for person in people:
            agreement = forms.CharField(
                label=_("%(name)s: agreement") % {"name": person.short_name},
                required=False,
                max_length=200,
                help_text=_("Number and date."),
            )
            terms = forms.CharField(
                label=_("%(name)s: payment") % {"name": person.short_name},
                required=False,
                max_length=300,
                help_text=_("Size and conditions as in the agreement."),
            )
            self.fields[f"agreement_{person.pk}"], self.fields[f"terms_{person.pk}"] = agreement, terms

    def terms(self) -> dict[int, tuple[str, str]]:
        """Person id -> (agreement, terms of payment)."""
        data = self.cleaned_data
        return {
            person.pk: (data[f"agreement_{person.pk}"].strip(), data[f"terms_{person.pk}"].strip())
            for person in self.people
        }
