"""Forms of the life of a pair: a pause, other terms before the order, the end before its term."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation import rules
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from .change_forms import authors_of
from .forms import ANY, role_models
from .models import Pause
from .rules import ENDING_GROUNDS


class PauseForm(EstafetaForm):
    """An absence from a day to a day. ``people``: those for whom the actor may tell."""

    person = forms.ChoiceField(label=_("Who is away"))
    reason = forms.ChoiceField(label=_("Reason"), choices=Pause.Reason.choices, widget=forms.RadioSelect)
    first_day = forms.DateField(label=_("First day"), initial=today)
    last_day = forms.DateField(label=_("Last day of the absence"))
    note = forms.CharField(label=_("Note"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = authors_of(people)
        if len(people) == 1:
            field.widget = forms.HiddenInput()


class MovePauseForm(EstafetaForm):
    """Another last day of an absence."""

    last_day = forms.DateField(label=_("Last day of the absence"))


class TakeOverForm(EstafetaForm):
    """The new mentor of a running pair agrees or declines."""

    YES, NO = "yes", "no"

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(YES, _("I agree to take the pair over")), (NO, _("I decline"))],
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=_("Needed when you decline: the curator will look for another mentor by it."),
    )


class AmendForm(EstafetaForm):
    """Other terms for a pair before its order."""

    form = forms.ChoiceField(label=_("Form"))
    type_ = forms.ChoiceField(label=_("Type"))
    role_model = forms.ChoiceField(label=_("Role model"), required=False)
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    goal = forms.CharField(label=_("Goal"), required=False, widget=forms.Textarea, max_length=2000)

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {
            "form": view.choices("forms.enabled"),
            "type_": view.choices("types.enabled"),
            "role_model": [ANY, *role_models(view)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class AskEndForm(EstafetaForm):
    """A participant asks to end the work. ``sides``: the sides for which the actor may ask."""

    author = forms.ChoiceField(label=_("Who asks"))
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    leaves_on = forms.DateField(label=_("Last day of the work"), initial=today)
    text = forms.CharField(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 4}), max_length=3000)

    def __init__(
        self, *args: Any, view: RegulationView, authors: Sequence[Person], sides: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        author, ground = self.fields["author"], self.fields["ground"]
        assert isinstance(author, forms.ChoiceField)
        assert isinstance(ground, forms.ChoiceField)
        author.choices = authors_of(authors)
        if len(authors) == 1:
            author.widget = forms.HiddenInput()
        ground.choices = [
            (code, view.local_name("termination_ground", code))
            for code in rules.completion_grounds(view)
            if set(ENDING_GROUNDS.get(code, ())) & set(sides)
        ]
