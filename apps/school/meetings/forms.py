"""Forms of meetings. They only ask; whether it is allowed is decided by the actions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from apps.school.programmes.forms import MeetingForm
from ui.forms import EstafetaForm, FilterForm

from .actions import MeetingTerms
from .actions.hours import DayOfWeek
from .fields import HoursField, MomentsField, read_hours
from .models import BellShift, HelpContact, Series
from .times import Hours

Pairs = Sequence[tuple[str, str]]
LINES = {"rows": "3"}


class TermsForm(MeetingForm):
    """How long, how and where, without the time."""

    starts_at = None  # type: ignore[assignment]  # Django's way to leave a field of the base out

    def terms(self) -> MeetingTerms:
        """What was said of the meeting beside its time."""
        names = ("minutes", "mode", "stage", "form", "place", "link", "topic")
        return MeetingTerms(**{name: self.cleaned_data[name] for name in names})


class ProposeForm(TermsForm):
    """Times to offer: some of those that suit everybody, and others by hand."""

    times = MomentsField(label=_("Times that suit everybody"), required=False)
    other = forms.DateTimeField(label=_("Another time"), required=False)
    more = forms.DateTimeField(label=_("One more time"), required=False)
    field_order = ("times", "other", "more", "minutes", "mode", "form", "stage", "topic", "place", "link")

    def __init__(self, *args: Any, moments: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["times"]
        assert isinstance(field, MomentsField)
        field.choices = list(moments)
        if not moments:
            del self.fields["times"]

    def starts(self) -> list[datetime.datetime]:
        """All offered times."""
        typed = (self.cleaned_data["other"], self.cleaned_data["more"])
        return [*self.cleaned_data.get("times", ()), *(each for each in typed if each is not None)]

    def clean(self) -> dict[str, Any]:
        """At least one time."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not self.starts():
            self.add_error("other", _("Tick a time or write one."))
        return cleaned


class AnswerForm(EstafetaForm):
    """Which of the offered times suit. ``several``: in a group one ticks all that suit."""

    NONE = "none"

    options = forms.MultipleChoiceField(label=_("Which times suit"), required=False)
    reason = forms.CharField(
        label=_("Why none suits"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("Needed when none of the times suits: the others read it."),
    )

    def __init__(self, *args: Any, offered: Pairs, several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = (self.NONE, _("None of these"))
        if several:
            self.fields["options"] = forms.MultipleChoiceField(
                label=_("Which times suit"),
                choices=[*offered, none],
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Tick every time that suits: the earliest one that suits everybody is taken."),
            )
        else:
            self.fields["options"] = forms.ChoiceField(
                label=_("Which time suits"), choices=[*offered, none], widget=forms.RadioSelect
            )
        self.order_fields(["options", "reason"])

    def chosen(self) -> list[int]:
        """Ids of the times that suit."""
        said = self.cleaned_data["options"]
        return [int(each) for each in (said if isinstance(said, list) else [said]) if each != self.NONE]


class SeriesForm(TermsForm):
    """A series: the first day gives the day of the week."""

    first_on = forms.DateField(label=_("First day"), help_text=_("The meetings are on this day of the week."))
    at = forms.TimeField(label=_("Time"))
    weeks = forms.TypedChoiceField(label=_("How often"), choices=Series.Every.choices, coerce=int)
    until = forms.DateField(label=_("Last day"))
    skip_busy = forms.BooleanField(label=_("Leave out the days when somebody has another meeting"), required=False)
    field_order = ("first_on", "at", "weeks", "until", "minutes", "mode", "form", "topic", "place", "link", "skip_busy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].widget = forms.HiddenInput()


class WhenForm(FilterForm):
    """The search for a common time; lives in the address."""

    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=480, required=False)
    since = forms.DateField(label=_("From"), required=False)


class WeekForm(EstafetaForm):
    """The hours of a usual week: lessons of the bell schedule to tick, and times to write, by days."""

    def __init__(self, *args: Any, weekdays: Sequence[int], shifts: Sequence[BellShift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekdays, self.shifts = list(weekdays), list(shifts)
        for day in self.weekdays:
            for shift in self.shifts:
                self.fields[f"lessons_{day}_{shift.pk}"] = forms.MultipleChoiceField(
                    label=_("Free at lessons: %(shift)s") % {"shift": shift.name},
                    choices=[(str(lesson.pk), str(lesson)) for lesson in shift.lessons.all()],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )
            self.fields[f"hours_{day}"] = HoursField(
                label=_("Other hours"), required=False, max_length=200, help_text=_("For example 14:30–16:00.")
            )

    @property
    def days(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """(name of the day, its fields)."""
        return [
            (WEEKDAYS[day], [self[name] for name in [*self._lessons(day), f"hours_{day}"]]) for day in self.weekdays
        ]

    def _lessons(self, day: int) -> list[str]:
        return [f"lessons_{day}_{shift.pk}" for shift in self.shifts]

    def week(self) -> dict[int, DayOfWeek]:
        """What was told."""
        said = self.cleaned_data
        ticked = {day: [each for name in self._lessons(day) for each in said[name]] for day in self.weekdays}
        return {
            day: DayOfWeek(frozenset(int(each) for each in lessons), tuple(said[f"hours_{day}"]))
            for day, lessons in ticked.items()
        }


class DayHoursForm(EstafetaForm):
    """An exception on one day."""

    BUSY, FREE = "busy", "free"

    day = forms.DateField(label=_("Day"))
    what = forms.ChoiceField(
        label=_("On this day"), widget=forms.RadioSelect, choices=[(BUSY, _("I am busy")), (FREE, _("I can meet"))]
    )
    starts = forms.TimeField(label=_("From when"), required=False, help_text=_("Busy the whole day: leave both empty."))
    ends = forms.TimeField(label=_("Till when"), required=False)


class TimesForm(EstafetaForm):
    """What the school sets for all meetings."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("School days of the week"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    answer_days = forms.IntegerField(label=_("Days to answer a proposal of times"), min_value=1, max_value=30)
    quiet_days = forms.IntegerField(
        label=_("Days without a meeting until the pair is reminded"), min_value=3, max_value=180
    )


class ShiftForm(EstafetaForm):
    """A shift with its lessons, one on a line."""

    name = forms.CharField(label=_("Shift"), max_length=60)
    lessons = forms.CharField(
        label=_("Lessons, one on a line"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "8"}),
        help_text=_("From when till when: 08:30–09:15."),
    )

    def clean_lessons(self) -> list[Hours]:
        """The hours of the lessons."""
        return read_hours(self.cleaned_data["lessons"])


class SchoolDaysForm(EstafetaForm):
    """Days off of the school's own, or days off that are school days."""

    title = forms.CharField(label=_("What it is"), max_length=120, help_text=_("For example: autumn break."))
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    is_working = forms.BooleanField(
        label=_("These are school days"), required=False, help_text=_("For a day off that is made up for.")
    )


class ContactForm(EstafetaForm):
    """Somebody to turn to."""

    person = forms.ChoiceField(label=_("Who"))
    kind = forms.ChoiceField(label=_("Who this is"), choices=HelpContact.Kind.choices)

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(people)


class SharedNoteForm(EstafetaForm):
    """What was agreed, for both sides."""

    text = forms.CharField(
        label=_("What was agreed"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": "6"})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PrivateNoteForm(EstafetaForm):
    """For oneself."""

    text = forms.CharField(label=_("Note for myself"), max_length=5000, widget=forms.Textarea(attrs={"rows": "6"}))


class ReflectionForm(EstafetaForm):
    """Three questions and a mark."""

    useful = forms.CharField(label=_("What was useful?"), max_length=2000, widget=forms.Textarea(attrs=LINES))
    hard = forms.CharField(
        label=_("What was difficult?"), required=False, max_length=2000, widget=forms.Textarea(attrs=LINES)
    )
    ahead = forms.CharField(
        label=_("What comes next?"), required=False, max_length=2000, widget=forms.Textarea(attrs=LINES)
    )
    mark = forms.TypedChoiceField(
        label=_("How was the meeting?"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[
            (5, _("5 – excellent")),
            (4, _("4 – good")),
            (3, _("3 – so-so")),
            (2, _("2 – hard")),
            (1, _("1 – of no use")),
        ],
    )


class HelpForm(EstafetaForm):
    """A call for help."""

    addressee = forms.TypedChoiceField(label=_("Who will read it"), widget=forms.RadioSelect, coerce=UUID)
    text = forms.CharField(
        label=_("What happened"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("As you like: one line is enough."),
    )

    def __init__(self, *args: Any, people: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["addressee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(people)


class ReplyForm(EstafetaForm):
    """A word in the talk."""

    text = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": "4"}))
