"""Forms of programmes. They only ask; whether it is allowed is decided by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.clock import today
from ui.forms import EstafetaForm

from .models import Meeting
from .rules import NoteTemplate

Choices = Sequence[tuple[str, str]]


class NoteForm(EstafetaForm):
    """One text per written field of the template, in the regulation's order and words."""

    def __init__(self, *args: Any, template: NoteTemplate, **kwargs: Any) -> None:
        fields: dict[str, forms.Field] = {
            field.code: forms.CharField(
                label=field.title,
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": "3" if field.choices else "4"}),
                help_text=_("For example: %(words)s.") % {"words": "; ".join(field.choices)} if field.choices else "",
            )
            for field in template.fields
        }
        super().__init__(*args, **kwargs)
        self.fields = {**fields, **self.fields}


class ItemForm(EstafetaForm):
    """A row of the plan."""

    title = forms.CharField(label=_("Activity"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))
    due_on = forms.DateField(label=_("To be done by"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)

    def __init__(self, *args: Any, directions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["direction"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("not named")), *directions]


class MarkForm(EstafetaForm):
    """The mark of a done activity."""

    done_on = forms.DateField(label=_("Done on"), initial=today)
    mark = forms.CharField(
        label=_("Mark"), max_length=300, required=False, help_text=_("What came of it, in a few words.")
    )


class MeetingForm(EstafetaForm):
    """When, how long, how and where."""

    starts_at = forms.DateTimeField(label=_("When"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=480, initial=45)
    mode = forms.ChoiceField(label=_("Mode"))
    stage = forms.ChoiceField(label=_("Which meeting"), choices=Meeting.Stage.choices)
    topic = forms.CharField(label=_("Topic"), max_length=300, required=False)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For an online meeting."),
    )

    def __init__(self, *args: Any, modes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["mode"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(modes)


class HeldForm(EstafetaForm):
    """A meeting that took place: the notes this person may write."""

    mentor_note = forms.CharField(label=_("Note of the mentor"), required=False, max_length=5000, widget=forms.Textarea)
    mentee_note = forms.CharField(label=_("Note of the mentee"), required=False, max_length=5000, widget=forms.Textarea)

    def __init__(self, *args: Any, sides: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in ("mentor", "mentee"):
            if side not in sides:
                del self.fields[f"{side}_note"]


class MissedForm(EstafetaForm):
    """A meeting that did not take place."""

    missed_reason = forms.CharField(label=_("Reason"), max_length=300)


class ClosingForm(EstafetaForm):
    """The end of a programme."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    completed_on = forms.DateField(label=_("Date"), initial=today)
    results = forms.CharField(
        label=_("Results"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=_("What the mentee can do now, what was achieved. Needed when the programme is completed."),
    )

    def __init__(self, *args: Any, grounds: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(grounds)
