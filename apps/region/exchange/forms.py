"""Forms of a remote pair's page. Times are typed in the zone of the reader's own school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.region.exchange.rules import COMPLETING
from kernel.clock import today
from ui.forms import EstafetaForm


class ItemForm(EstafetaForm):
    """A new activity."""

    title = forms.CharField(label=_("Activity"), max_length=300)
    due_on = forms.DateField(label=_("By"), required=False)


class MeetingForm(EstafetaForm):
    """When and where to join."""

    starts_at = forms.DateTimeField(label=_("When"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480, initial=45)
    link = forms.URLField(
        label=_("Link to join"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("An address of any video service; it begins with https://."),
    )
    topic = forms.CharField(label=_("Topic"), max_length=300, required=False)


class RecordForm(EstafetaForm):
    """What became of a meeting."""

    HELD = "held"
    MISSED = "missed"

    outcome = forms.ChoiceField(
        label=_("The meeting"),
        choices=[(HELD, _("took place")), (MISSED, _("did not take place"))],
        widget=forms.RadioSelect,
        initial=HELD,
    )
    missed_reason = forms.CharField(label=_("Why it did not take place"), max_length=300, required=False)
    note = forms.CharField(
        label=_("My note"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Two lines are enough. You and the curator of your school read it."),
    )


class NoteForm(EstafetaForm):
    """One's own note."""

    note = forms.CharField(
        label=_("My note"),
        required=False,
        widget=forms.Textarea,
        help_text=_("You and the curator of your school read it."),
    )


class CloseForm(EstafetaForm):
    """On which ground the pair's work is over, and what came of it."""

    ground = forms.ChoiceField(label=_("Ground"), help_text=_("Grounds that stand in the regulations of both schools."))
    closed_on = forms.DateField(label=_("Day"), initial=today)
    results = forms.CharField(label=_("Results"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, grounds: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = self.fields["ground"]
        if isinstance(ground, forms.ChoiceField):
            ground.choices = [("", "—"), *grounds.items()]

    def clean(self) -> dict[str, Any]:
        """Completion needs results."""
        data = super().clean() or {}
        if data.get("ground") in COMPLETING and not data.get("results"):
            self.add_error("results", _("Say what the pair has achieved."))
        return data


class LeaveForm(EstafetaForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": "3"}))


class ComplaintForm(EstafetaForm):
    """What is wrong."""

    text = forms.CharField(
        label=_("What has happened"),
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Say what has happened, when, and what you ask for."),
    )


class AnswerForm(EstafetaForm):
    """The coordinator's answer."""

    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("Whoever complained and the curators of both schools read it."),
    )
