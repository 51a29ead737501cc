"""Forms of programmes. They only ask; whether it is allowed is decided by the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.rules import LABOUR_GROUNDS
from apps.school.regulation.rules import programme as work
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from .choices import CRITERIA, MODES, Choices
from .models import Meeting
from .rules import NoteTemplate

Pairs = Sequence[tuple[str, str]]


# Parameter -> (name of the form's field, whether several are chosen).
CHOICES: Mapping[str, tuple[str, bool]] = {
    work.BASIS: ("basis", False),
    MODES: ("mode", False),
    work.FORMS: ("interactions", True),
    work.METHODS: ("methods", True),
}


def choice_field(view: RegulationView, key: str, *, several: bool, label: str = "") -> forms.Field:
    """Codes of a parameter to choose from, with its clause."""
    options: dict[str, Any] = {
        "label": label or str(view.parameter(key).title),
        "choices": view.choices(key),
        "required": False,
        "help_text": view.rule(key).clause if view.is_set(key) else "",
    }
    if several:
        return forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **options)
    return forms.ChoiceField(widget=forms.RadioSelect, **options)


class NoteForm(EstafetaForm):
    """The fields of the template in the regulation's order and words: texts, and choices from the lists of the act.

    ``offered``: parameters whose codes are chosen here (``choices.offered``).
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    choice_criteria = forms.MultipleChoiceField(
        label=_("Why this form of mentoring"), required=False, widget=forms.CheckboxSelectMultiple
    )
    choice_reason = forms.CharField(
        label=_("In a few words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": "2"})
    )

    def __init__(self, *args: Any, template: NoteTemplate, offered: Sequence[str], **kwargs: Any) -> None:
        view = template.view
        fields: dict[str, forms.Field] = {}
        for field in template.fields:
            if field.key:
                name, several = CHOICES[field.key]
                fields[name] = choice_field(view, field.key, several=several, label=field.title)
            else:
                fields[field.code] = forms.CharField(
                    label=field.title,
                    required=False,
                    max_length=10_000,
                    widget=forms.Textarea(attrs={"rows": "4"}),
                )
        for key in offered:
            name, several = CHOICES[key]
            fields.setdefault(name, choice_field(view, key, several=several))
        super().__init__(*args, **kwargs)
        criteria = self.fields["choice_criteria"]
        assert isinstance(criteria, forms.MultipleChoiceField)
        criteria.choices = view.choices(CRITERIA)
        criteria.help_text = view.rule(CRITERIA).clause if view.is_set(CRITERIA) else ""
        self.fields = {**fields, **self.fields}
        self.texts = tuple(field.code for field in template.written)

    def note(self) -> dict[str, str]:
        """The texts."""
        return {code: self.cleaned_data[code] for code in self.texts}

    def choices(self) -> Choices:
        """What is chosen."""
        return Choices.of({name: value for name, value in self.values().items() if name not in self.texts})


class AmendedNoteForm(NoteForm):
    """The same of an approved programme: why it is changed."""

    reason = forms.CharField(label=_("Why it is changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": "2"}))


class MeetingForm(EstafetaForm):
    """When, how long, how and where."""

    starts_at = forms.DateTimeField(label=_("When"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=5, max_value=480, initial=45)
    mode = forms.ChoiceField(label=_("Mode"))
    form = forms.ChoiceField(label=_("Form of the meeting"), required=False)
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

    def __init__(self, *args: Any, modes: Pairs, forms_of: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, form = self.fields["mode"], self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(form, forms.ChoiceField)
        field.choices = list(modes)
        form.choices = [("", _("not named")), *forms_of]


class HeldForm(EstafetaForm):
    """A meeting that took place: the notes this person may write."""

    mentor_note = forms.CharField(label=_("Note of the mentor"), required=False, max_length=5000, widget=forms.Textarea)
    mentee_note = forms.CharField(label=_("Note of the mentee"), required=False, max_length=5000, widget=forms.Textarea)

    methods = forms.MultipleChoiceField(
        label=_("Methods that were used"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, sides: Sequence[str], methods: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = self.fields["methods"]
        assert isinstance(several, forms.MultipleChoiceField)
        several.choices = list(methods)
        if not methods:
            del self.fields["methods"]
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

    confirmed = forms.MultipleChoiceField(
        label=_("Of an early success: what is confirmed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notice_on = forms.DateField(
        label=_("Notice given on"),
        required=False,
        help_text=_("Of a refusal or a cancellation under art. 351.8 of the Labour Code: three working days before."),
    )

    def __init__(self, *args: Any, grounds: Pairs, confirmed: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, several = self.fields["ground"], self.fields["confirmed"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(several, forms.MultipleChoiceField)
        field.choices, several.choices = list(grounds), list(confirmed)

    def clean(self) -> dict[str, Any]:
        """The notice of labour law is asked where its ground is chosen."""
        values = super().clean() or {}
        if values.get("ground") in LABOUR_GROUNDS and not values.get("notice_on"):
            self.add_error("notice_on", _("Say when the notice was given."))
        return values
