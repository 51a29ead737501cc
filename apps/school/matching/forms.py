"""Forms of matching. What they offer comes from the regulation; what is allowed is decided in the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.pairs.fitting import time_words
from apps.school.pairs.weighing import BASE, MORE, PART_TITLES, TIMES, USUAL
from apps.school.people.models import MenteeCard, Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.change import ROLE_MODELS
from apps.school.regulation.view import RegulationView
from ui.forms import EstafetaForm

from .models import Proposal, Tie
from .presets import GREATEST, PRESETS

MUST = ("subject", "competence", "trained", "wishes", "mode", "schedule", "place")


class CohortForm(EstafetaForm):
    """For whom pairs are sought, on which terms, by what."""

    ALL, CHOSEN = "all", "chosen"

    who = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)
    mentees = forms.ModelMultipleChoiceField(
        MenteeCard.objects.none(),
        label=_("Chosen mentees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    form = forms.ChoiceField(label=_("Form"))
    type = forms.ChoiceField(label=_("Type"))
    structure = forms.ChoiceField(label=_("Composition"))
    size = forms.IntegerField(
        label=_("Size"),
        min_value=1,
        max_value=30,
        help_text=_("Of groups: the greatest number of mentees. Of several mentors: how many each mentee gets."),
    )
    role_model = forms.ChoiceField(label=_("Role model"), required=False)
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    objective = forms.ChoiceField(
        label=_("What comes first"), widget=forms.RadioSelect, choices=Proposal.Objective.choices
    )
    must = forms.MultipleChoiceField(
        label=_("Wanted of every pair"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(part, PART_TITLES[part]) for part in MUST],
    )
    least = forms.IntegerField(label=_("Least fit of a pair"), min_value=0, max_value=100)

    def __init__(
        self, *args: Any, view: RegulationView, mentees: QuerySet[MenteeCard], unpaired: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._of("mentees", forms.ModelMultipleChoiceField).queryset = mentees
        models = [(code, view.local_name("role_model", code)) for code in catalogue().dictionaries["role_model"]]
        self._of("who", forms.ChoiceField).choices = [
            (self.ALL, _("all mentees without a pair: %(count)s") % {"count": unpaired}),
            (self.CHOSEN, _("those ticked below")),
        ]
        self._of("form", forms.ChoiceField).choices = view.choices("forms.enabled")
        self._of("type", forms.ChoiceField).choices = view.choices("types.enabled")
        self._of("structure", forms.ChoiceField).choices = view.choices("structure.cardinality")
        self._of("role_model", forms.ChoiceField).choices = [("", "—"), *models]
        low, high = view.months()
        self.fields["ends_on"].help_text = _("The term is %(low)s to %(high)s months.") % {"low": low, "high": high}
        if view.value(ROLE_MODELS):
            clause = view.rule(ROLE_MODELS).clause
            self.fields["role_model"].help_text = _("The regulation wants one: %(clause)s.") % {"clause": clause}

    def _of(self, name: str, kind: Any) -> Any:
        field = self.fields[name]
        assert isinstance(field, kind)
        return field

    def clean(self) -> dict[str, Any]:
        """Chosen ones are chosen."""
        values = super().clean() or {}
        if values.get("who") == self.CHOSEN and not values.get("mentees"):
            self.add_error("mentees", _("Choose at least one mentee."))
        return values


class WeightsForm(EstafetaForm):
    """A weight for each part of the fit."""

    preset = forms.ChoiceField(
        label=_("Preset"),
        required=False,
        choices=[("", _("own weights, as below")), *((each.code, each.title) for each in PRESETS)],
        help_text=_("A preset takes the place of the numbers below."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in USUAL:
            self.fields[part] = forms.IntegerField(label=str(PART_TITLES[part]), min_value=0, max_value=GREATEST)

    def weights(self) -> dict[str, int]:
        """What was chosen."""
        chosen = next((each for each in PRESETS if each.code == self.cleaned_data["preset"]), None)
        return dict(chosen.values) if chosen is not None else {part: self.cleaned_data[part] for part in USUAL}

    def base(self) -> list[forms.BoundField]:
        """The parts that share 100 points."""
        return [self[part] for part in BASE]

    def more(self) -> list[forms.BoundField]:
        """The parts that move the score."""
        return [self[part] for part in MORE]


class TieForm(EstafetaForm):
    """Two people and what ties them."""

    kind = forms.ChoiceField(label=_("Tie"), widget=forms.RadioSelect, choices=Tie.Kind.choices)
    first = forms.ModelChoiceField(Person.objects.none(), label=_("Who (the superior)"))
    second = forms.ModelChoiceField(Person.objects.none(), label=_("With whom"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = people


class ConditionsForm(EstafetaForm):
    """When and where somebody can meet."""

    modes = forms.MultipleChoiceField(label=_("How I can meet"), required=False, widget=forms.CheckboxSelectMultiple)
    times = forms.MultipleChoiceField(label=_("Free time"), required=False, widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(
        label=_("Where I work"), required=False, max_length=100, help_text=_("A building or a campus, in plain words.")
    )

    def __init__(self, *args: Any, view: RegulationView | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = catalogue().dictionaries["interaction_mode"]
        codes = [code for code in view.codes("interaction.mode") if code in known] if view is not None else list(known)
        modes, times = self.fields["modes"], self.fields["times"]
        assert isinstance(modes, forms.MultipleChoiceField)
        assert isinstance(times, forms.MultipleChoiceField)
        modes.choices = [(code, catalogue().title("interaction_mode", code)) for code in codes]
        times.choices = [(code, time_words([code])) for code in TIMES]
