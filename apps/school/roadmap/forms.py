"""Forms of the school's year. They ask; the actions decide."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import present
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from .models import TITLE_LENGTH, Event, Roadmap
from .when import WhenForm

Choices = Sequence[tuple[str, Any]]


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """Give a field of choices what it offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def codes(dictionary: str) -> list[tuple[str, str]]:
    """All codes of a dictionary with the catalogue's titles."""
    return [(entry.code, str(entry.title)) for entry in catalogue().dictionaries[dictionary].values()]


class NewForm(EstafetaForm):
    """What a roadmap is made from, and for which period."""

    source = forms.ChoiceField(label=_("Made from"), required=False, widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("To"))
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=TITLE_LENGTH,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("Empty: the title of what it is made from."),
    )

    def __init__(self, *args: Any, sources: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "source", sources)


class HeadingForm(EstafetaForm):
    """The heading of a draft."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, widget=forms.Textarea(attrs={"rows": "2"}))
    starts_on = forms.DateField(label=_("From"))
    ends_on = forms.DateField(label=_("To"))
    scope = forms.MultipleChoiceField(label=_("Whom it is for"), widget=forms.CheckboxSelectMultiple)
    columns = forms.MultipleChoiceField(
        label=_("Columns of the table"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A row is complete when it has all of them."),
    )

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "scope", codes("addressee"))
        titles = [(code, view.local_name("roadmap_column", code)) for code, _title in codes("roadmap_column")]
        choose(self, "columns", titles)


class EventForm(WhenForm):
    """A row of the table. The fields of the term come last, under their own heading."""

    title = forms.CharField(
        label=_("Event of the roadmap"), max_length=TITLE_LENGTH, widget=forms.Textarea(attrs={"rows": "2"})
    )
    details = forms.CharField(label=_("Content"), required=False, max_length=5000, widget=forms.Textarea)
    group = forms.CharField(label=_("Kind of activity"), required=False, max_length=TITLE_LENGTH)
    responsible = forms.MultipleChoiceField(
        label=_("Responsible by office"), required=False, widget=forms.CheckboxSelectMultiple
    )
    persons = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Responsible persons"),
        required=False,
        help_text=_("They see the event on their page and mark it as done. Hold Ctrl to choose several."),
    )
    resources = forms.CharField(label=_("Resources"), required=False, max_length=500)
    after = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("Comes after"),
        required=False,
        help_text=_("Only told to people: stages and events may overlap."),
    )
    auto_tick = forms.ChoiceField(
        label=_("Marked by itself when"),
        required=False,
        help_text=_("The product marks the event as done when it sees this in its own records."),
    )
    printed_number = forms.CharField(label=_("Printed number"), required=False, max_length=20)
    when_text = forms.CharField(
        label=_("Term in words"),
        required=False,
        max_length=300,
        help_text=_("As it is printed in the table. Reminders go by the fields below."),
    )

    field_order = (
        *("title", "details", "group", "responsible", "persons", "resources", "after", "auto_tick", "printed_number"),
        *("when_text", "days", "months", "yearly", "window_from", "window_to", "interval", "per", "interval_from"),
        "continuous",
    )

    def __init__(
        self, *args: Any, roadmap: Roadmap, view: RegulationView | None, event: Event | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "responsible", _actors(view))
        choose(self, "auto_tick", [("", _("only by people")), *codes("product_event")])
        rows = Event.objects.filter(stage__roadmap=roadmap).order_by("stage__position", "position")
        self._offer("persons", present().exclude(kind=Person.Kind.PUPIL))
        self._offer("after", rows.exclude(pk=event.pk) if event is not None else rows)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def texts(self) -> dict[str, Any]:
        """What the row says, for the actions."""
        names = ("title", "details", "group", "when_text", "resources", "printed_number", "auto_tick", "after")
        chosen = {"persons": list(self.cleaned_data["persons"]), "responsible": self.cleaned_data["responsible"]}
        return {**{name: self.cleaned_data[name] for name in names}, **chosen}


def _actors(view: RegulationView | None) -> list[tuple[str, str]]:
    found = codes("role") + codes("body")
    return found if view is None else [(code, view.actor_name(code)) for code, _title in found]


class DoneForm(EstafetaForm):
    """The mark of a done event with what proves it."""

    done_on = forms.DateField(label=_("Done on"), initial=today)
    note = forms.CharField(
        label=_("Mark"), required=False, max_length=500, help_text=_("What came of it, in a few words.")
    )
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB."))


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
