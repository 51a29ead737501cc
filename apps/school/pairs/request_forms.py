"""Forms of requests for mentors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MentorCard
from ui.forms import EstafetaForm

from .models import MentorRequest

Choices = Sequence[tuple[str, str]]
Mode = MentorRequest.Mode


class RequestForm(EstafetaForm):
    """Whom to ask: mentors in order, or whoever fits. ``offered``: (card, words) by fit; ``most``: choices at most."""

    mode = forms.ChoiceField(label=_("Whom do you ask?"), choices=Mode.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What the work is to be about"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("The mentor reads this. It becomes the goal of the pair."),
    )

    def __init__(self, *args: Any, offered: Choices, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [f"choice_{number}" for number in range(1, most + 1)]
        for number, name in enumerate(self.numbers, start=1):
            self.fields[name] = forms.ChoiceField(
                label=_("Choice %(number)s") % {"number": number},
                required=False,
                choices=[("", "—"), *offered],
                widget=forms.Select(attrs={"class": "form-select"}),
            )
        self.order_fields(["mode", *self.numbers, "text"])

    @property
    def choice_fields(self) -> list[forms.BoundField]:
        """The fields of the order, for the template."""
        return [self[name] for name in self.numbers]

    def clean(self) -> dict[str, Any]:
        """Names are wanted where mentors are named; each only once."""
        values = super().clean() or {}
        named = [values[name] for name in self.numbers if values.get(name)]
        if values.get("mode") == Mode.IN_ORDER and not named:
            self.add_error(self.numbers[0], _("Choose a mentor."))
        if len(named) != len(set(named)):
            self.add_error(self.numbers[0], _("The same mentor is named twice."))
        return values

    def mentors(self) -> list[MentorCard]:
        """The mentors named, in order; none for «whoever fits»."""
        values = self.values()
        if values["mode"] != Mode.IN_ORDER:
            return []
        keys = [int(values[name]) for name in self.numbers if values.get(name)]
        found = MentorCard.objects.select_related("person").in_bulk(keys)
        return [found[key] for key in keys if key in found]


class RequestAnswerForm(EstafetaForm):
    """A mentor accepts a request or declines it. ``rows``: questions that the actor may answer, as (key, whose)."""

    YES, NO = "yes", "no"

    choice = forms.ChoiceField(label=_("Who answers"))
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(YES, _("I accept the request")), (NO, _("I decline"))],
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=_("Needed when you decline: the mentee and the curator read it."),
    )

    def __init__(self, *args: Any, rows: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["choice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(rows)
        if len(rows) == 1:
            field.widget = forms.HiddenInput()


class RequestTermsForm(EstafetaForm):
    """How the school asks mentors."""

    answer_days = forms.IntegerField(
        label=_("Days for an answer"),
        min_value=1,
        max_value=60,
        help_text=_("When they pass without an answer the next mentor is asked by itself."),
    )
    most_choices = forms.IntegerField(
        label=_("Mentors in one request"), min_value=1, max_value=10, help_text=_("How many a mentee may name.")
    )
