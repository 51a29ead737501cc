"""Forms about events."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.region.speed.models import Registration, SpeedEvent
from tenants.organisations.models import School
from tenants.organisations.queries import working_schools
from ui.forms import EstafetaForm

ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)


class EventForm(EstafetaForm):
    """An event. The moment is typed in the event's own zone."""

    title = forms.CharField(label=_("Title"), max_length=200)
    format = forms.ChoiceField(
        label=_("Format"),
        choices=SpeedEvent.Format.choices,
        initial=SpeedEvent.Format.SPEED,
        help_text=_("Standard: one round. Series: 2 to 5 rounds, a week apart. Group: several mentees with a mentor."),
    )
    about = forms.CharField(label=_("About"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.DateField(label=_("Date"))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    zone = forms.ChoiceField(label=_("Time zone"), choices=[(name, name) for name in ZONES], initial="Europe/Moscow")
    rounds = forms.IntegerField(label=_("Rounds"), min_value=1, max_value=20, initial=4)
    minutes = forms.IntegerField(
        label=_("Minutes of a round"),
        min_value=5,
        max_value=240,
        initial=15,
        help_text=_("Within the strictest regulation of the schools invited."),
    )
    pause = forms.IntegerField(label=_("Minutes between rounds"), min_value=0, max_value=60, initial=3)
    seats = forms.IntegerField(
        label=_("Mentees with one mentor at once"),
        min_value=1,
        max_value=8,
        initial=1,
        help_text=_("More than one in a group only."),
    )
    places = forms.IntegerField(label=_("Places for mentors"), min_value=1, max_value=500, initial=20)
    mentee_places = forms.IntegerField(
        label=_("Places for mentees"),
        min_value=1,
        max_value=2000,
        required=False,
        help_text=_("Empty: no limit. Who comes later is on the waiting list and comes in when a place is free."),
    )
    school_places = forms.IntegerField(
        label=_("Places for one school on each side"), min_value=1, max_value=500, required=False
    )
    themes = forms.CharField(
        label=_("Themes of the event"),
        max_length=400,
        required=False,
        help_text=_("Separated by commas; people choose from them and may add their own."),
    )
    exclude_own_school = forms.BooleanField(label=_("Never with one's own school"), required=False, initial=True)
    schools = forms.ModelMultipleChoiceField(
        label=_("Schools invited"), queryset=School.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        field = self.fields["schools"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.queryset = working_schools()

    def moment(self) -> datetime.datetime:
        """Date and time in the event's zone."""
        zone = zoneinfo.ZoneInfo(self.cleaned_data["zone"])
        return datetime.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], tzinfo=zone)

    @staticmethod
    def initial_of(event: SpeedEvent) -> dict[str, Any]:
        """The form's values of an event."""
        local = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.zone))
        names = ("title", "format", "about", "zone", "rounds", "minutes", "pause", "seats", "exclude_own_school")
        limits = ("places", "mentee_places", "school_places")
        values: dict[str, Any] = {name: getattr(event, name) for name in (*names, *limits)}
        values["themes"] = ", ".join(event.themes)
        return {**values, "day": local.date(), "time": local.time(), "schools": list(event.schools.all())}


class SignUpForm(EstafetaForm):
    """One's own registration."""

    school = forms.TypedChoiceField(label=_("From which school"), coerce=int)
    side = forms.ChoiceField(
        label=_("I take part as"),
        choices=Registration.Side.choices,
        widget=forms.RadioSelect,
        help_text=_("Names, schools and themes of mentors are shown to the mentees who have signed up."),
    )
    picked = forms.MultipleChoiceField(
        label=_("Themes of the event"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A mentee ticks what they need, a mentor what they can help with."),
    )
    themes = forms.CharField(
        label=_("Themes"),
        max_length=400,
        help_text=_("Separated by commas. People with themes in common meet first."),
    )
    wish = forms.CharField(
        label=_("What I would like to discuss"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=600,
        help_text=_("Shown to those you will meet."),
    )
    absent = forms.TypedMultipleChoiceField(
        label=_("I cannot be there"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *,
        schools: list[tuple[int, str]],
        sides: list[str],
        themes: list[str],
        rounds: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._offer("picked", [(theme, theme) for theme in themes])
        self._offer("absent", rounds if len(rounds) > 1 else [])
        if themes:
            self.fields["themes"].label = _("Other themes")
            self.fields["themes"].required = False
        school, side = self.fields["school"], self.fields["side"]
        if isinstance(school, forms.TypedChoiceField) and isinstance(side, forms.ChoiceField):
            school.choices = schools
            school.initial = schools[0][0] if schools else None
            side.choices = [(value, label) for value, label in Registration.Side.choices if value in sides]
            side.initial = sides[0] if sides else None

    def _offer(self, name: str, choices: Sequence[tuple[object, str]]) -> None:
        """Choices of a field; without any the field is not asked."""
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """At least one theme, ticked or written."""
        data = super().clean() or self.cleaned_data
        if "picked" in self.fields and not data.get("picked") and not data.get("themes"):
            self.add_error("picked", _("Choose at least one theme, or write your own."))
        return data

    def all_themes(self) -> str:
        """Ticked and written themes, separated by commas."""
        picked = self.cleaned_data.get("picked") or []
        return ", ".join([*picked, self.cleaned_data["themes"]])


class WishesForm(EstafetaForm):
    """Whom one would like to meet, whom rather not."""

    wanted = forms.TypedMultipleChoiceField(
        label=_("I would like to meet"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The timetable prefers these meetings; it cannot promise them."),
    )
    avoided = forms.TypedMultipleChoiceField(
        label=_("I would rather not meet"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("These meetings are never planned. Only the coordinator sees it."),
    )

    def __init__(self, *, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("wanted", "avoided"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = people


class FeedbackForm(EstafetaForm):
    """Two lines."""

    useful = forms.CharField(label=_("What was useful"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600)
    next_step = forms.CharField(
        label=_("What I will do next"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600, required=False
    )
    again = forms.BooleanField(label=_("I would meet this person again"), required=False)


class QuestionForm(EstafetaForm):
    """A question to the organiser."""

    text = forms.CharField(
        label=_("A question to the organiser"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600
    )


class AnswerForm(EstafetaForm):
    """The organiser's answer, which the asker alone reads."""

    answer = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600)


class AnnouncementForm(EstafetaForm):
    """What the organiser says to all."""

    text = forms.CharField(label=_("An announcement to all"), max_length=300)
