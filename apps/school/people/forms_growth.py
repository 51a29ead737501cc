"""Forms about what people can do: requests, frameworks, diagnostics, portfolios, tracks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules.bank import tracks
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from .fields import LinesField
from .models import Competency, Diagnostics, Framework, PortfolioItem


class RequestForm(EstafetaForm):
    """One more request."""

    text = forms.CharField(
        label=_("Request"),
        widget=forms.Textarea,
        max_length=2000,
        help_text=_("What the mentee wants help with, in their own words."),
    )


class FrameworkForm(EstafetaForm):
    """A framework with its scale and competencies."""

    title = forms.CharField(label=_("Name of the framework"), max_length=120)
    source = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("The document that it is taken from.")
    )
    competencies = LinesField(
        label=_("Competencies"),
        help_text=_("One on a line. What was measured and is not named here is kept out of use."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    levels = LinesField(
        label=_("Levels of the scale"),
        help_text=_("From the lowest, one on a line."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    weak_below = forms.IntegerField(
        label=_("A deficit below level"), min_value=1, max_value=10, help_text=_("Levels are counted from 1.")
    )
    strong_from = forms.IntegerField(label=_("A strength from level"), min_value=1, max_value=10)
    in_use = forms.BooleanField(label=_("In use"), required=False, initial=True)


class DiagnosticsForm(EstafetaForm):
    """Levels of one person: a field for each competency."""

    way = forms.ChoiceField(label=_("How it was measured"), choices=Diagnostics.Way.choices)
    made_on = forms.DateField(label=_("Made on"), initial=today)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000)

    def __init__(
        self, *args: Any, framework: Framework, competencies: Sequence[Competency], own: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["way"]
        words = [("", _("not measured")), *((number, word) for number, word in enumerate(framework.levels, start=1))]
        self.measured = {f"level_{row.pk}": row.pk for row in competencies}
        for row in competencies:
            self.fields[f"level_{row.pk}"] = forms.TypedChoiceField(
                label=row.title, choices=words, coerce=int, empty_value=None, required=False
            )
        self.order_fields(["way", "made_on", *self.measured, "note"])

    @property
    def levels(self) -> dict[int, int]:
        """Competency id -> level, of those measured."""
        data = self.cleaned_data
        return {pk: data[name] for name, pk in self.measured.items() if data.get(name) is not None}


class PortfolioForm(EstafetaForm):
    """A thing for a portfolio."""

    kind = forms.ChoiceField(label=_("What it is"), choices=PortfolioItem.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("Description"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=3000
    )
    dated = forms.DateField(label=_("Date"), required=False)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False, help_text=_("PDF, DOCX, JPEG, PNG"))
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=PortfolioItem.Visibility.choices,
        initial=PortfolioItem.Visibility.SCHOOL,
    )


def track_choices(view: RegulationView) -> list[tuple[str, str]]:
    """The tracks of the regulation in the school's words."""
    return [(track.code, view.local_name("body", track.code)) for track in tracks(view)]


class TrackForm(EstafetaForm):
    """Where the experience sends somebody."""

    track = forms.ChoiceField(label=_("Track"), required=False)

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["track"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("no track")), *track_choices(view)]
