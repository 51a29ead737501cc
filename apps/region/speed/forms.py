"""Forms about events."""

from __future__ import annotations

import datetime
import zoneinfo
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
    places = forms.IntegerField(label=_("Places for mentors"), min_value=1, max_value=500, initial=20)
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
        names = ("title", "about", "zone", "rounds", "minutes", "pause", "places", "exclude_own_school")
        values: dict[str, Any] = {name: getattr(event, name) for name in names}
        return {**values, "day": local.date(), "time": local.time(), "schools": list(event.schools.all())}


class SignUpForm(EstafetaForm):
    """One's own registration."""

    school = forms.TypedChoiceField(label=_("From which school"), coerce=int)
    side = forms.ChoiceField(label=_("I take part as"), choices=Registration.Side.choices, widget=forms.RadioSelect)
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

    def __init__(self, *, schools: list[tuple[int, str]], sides: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        school, side = self.fields["school"], self.fields["side"]
        if isinstance(school, forms.TypedChoiceField) and isinstance(side, forms.ChoiceField):
            school.choices = schools
            school.initial = schools[0][0] if schools else None
            side.choices = [(value, label) for value, label in Registration.Side.choices if value in sides]
            side.initial = sides[0] if sides else None


class FeedbackForm(EstafetaForm):
    """Two lines."""

    useful = forms.CharField(label=_("What was useful"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600)
    next_step = forms.CharField(
        label=_("What I will do next"), widget=forms.Textarea(attrs={"rows": 2}), max_length=600, required=False
    )
    again = forms.BooleanField(label=_("I would meet this person again"), required=False)
