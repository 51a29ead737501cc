"""Forms of the roadmaps. They ask; the actions decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


class Stamped(EstafetaForm):
    """Mixin: what the person saw, so that a change made by somebody else meanwhile is noticed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class HeadingForm(Stamped):
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
    shift = forms.ChoiceField(
        label=_("A term on a day off"),
        required=False,
        choices=Roadmap.Shift.choices,
        widget=forms.RadioSelect,
        help_text=_("By the production calendar of a five-day week."),
    )

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "scope", codes("addressee"))
        titles = [(code, view.local_name("roadmap_column", code)) for code, _title in codes("roadmap_column")]
        choose(self, "columns", titles)


class EventForm(Stamped, WhenForm):
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
    deputies = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Deputies"),
        required=False,
        help_text=_("They may mark the event too and are reminded once it is overdue."),
    )
    resources = forms.CharField(label=_("Resources"), required=False, max_length=500)
    needs = forms.ModelMultipleChoiceField(
        Event.objects.none(),
        label=_("Waits for"),
        required=False,
        help_text=_("Only told to people: stages and events may overlap."),
    )
    after = forms.ModelChoiceField(
        Event.objects.none(),
        label=_("Comes after"),
        required=False,
        help_text=_("The event from which its days are counted, see below; it waits for that one too."),
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
        *("title", "details", "group", "responsible", "persons", "deputies", "resources", "needs", "auto_tick"),
        *("printed_number", "when_text", "days", "months", "yearly", "window_from", "window_to"),
        *("interval", "per", "interval_from", "weeks", "weeks_since", "after", "after_days", "continuous"),
    )

    def __init__(
        self, *args: Any, roadmap: Roadmap, view: RegulationView | None, event: Event | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "responsible", _actors(view))
        choose(self, "auto_tick", [("", _("only by people")), *codes("product_event")])
        rows = Event.objects.filter(stage__roadmap=roadmap).order_by("stage__position", "position")
        for name in ("persons", "deputies"):
            self._offer(name, present().exclude(kind=Person.Kind.PUPIL))
        for name in ("after", "needs"):
            self._offer(name, rows.exclude(pk=event.pk) if event is not None else rows)

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def texts(self) -> dict[str, Any]:
        """What the row says, for the actions."""
        names = ("title", "details", "group", "when_text", "resources", "printed_number", "auto_tick", "after")
        chosen = {name: list(self.cleaned_data[name]) for name in ("persons", "deputies", "needs", "responsible")}
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


class ShiftForm(EstafetaForm):
    """By how many days, and which rows with it."""

    days = forms.IntegerField(
        label=_("By how many days"), min_value=-366, max_value=366, help_text=_("Below zero: earlier.")
    )
    events = forms.ModelMultipleChoiceField(
        Event.objects.none(), label=_("What is moved"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, events: Sequence[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["events"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Event.objects.filter(pk__in=[event.pk for event in events])


class EvidenceForm(EstafetaForm):
    """What proves that the event was done."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, DOCX, JPEG or PNG, up to 20 MB."))
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    record = forms.ChoiceField(label=_("Record of the system"), required=False)
    title = forms.CharField(label=_("What it is"), required=False, max_length=200)

    def __init__(self, *args: Any, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offered:
            del self.fields["record"]
            return
        choose(self, "record", [("", "—"), *offered.items()])


class DropForm(EstafetaForm):
    """Why the event will not be done."""

    reason = forms.CharField(
        label=_("Why it will not be done"), max_length=300, widget=forms.Textarea(attrs={"rows": "3"})
    )


class RemindersForm(EstafetaForm):
    """When those above are told of what is overdue."""

    curator_after = forms.IntegerField(label=_("The curator: after how many days"), min_value=0, max_value=365)
    head_after = forms.IntegerField(label=_("The head: after how many days"), min_value=0, max_value=365)


class TemplateForm(EstafetaForm):
    """What the template is called."""

    title = forms.CharField(label=_("Title of the template"), max_length=200)


class TurnForm(EstafetaForm):
    """What goes on in the next year; the rest is closed with the reason."""

    carried = forms.MultipleChoiceField(
        label=_("Goes on in the next year"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is not chosen is closed without being done."),
    )
    reason = forms.CharField(
        label=_("Why the rest was not done"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("Not needed for events that come again next year by their own rule."),
    )

    def __init__(self, *args: Any, left: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if left:
            choose(self, "carried", left)
        else:
            del self.fields["carried"], self.fields["reason"]
