"""Forms of pairs. What they offer comes from the regulation; what is allowed is decided in the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.regulation import rules
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.change import EARLY, ROLE_MODELS
from apps.school.regulation.view import RegulationView
from ui.forms import EstafetaForm

from .models import Match
from .rules import LABOUR_GROUNDS

ANY = ("", "—")


class PairForm(EstafetaForm):
    """A new pair. Mentors are chosen from the ranked list that the page shows."""

    mentors = forms.ModelMultipleChoiceField(MentorCard.objects.none(), label=_("Mentor"))
    mentees = forms.ModelMultipleChoiceField(
        MenteeCard.objects.none(),
        label=_("Mentees of the group"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick several for a group."),
    )
    form = forms.ChoiceField(label=_("Form"))
    type_ = forms.ChoiceField(label=_("Type"))
    structure = forms.ChoiceField(label=_("Composition"), required=False)
    role_model = forms.ChoiceField(label=_("Role model"), required=False)
    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    goal = forms.CharField(label=_("Goal"), required=False, widget=forms.Textarea, max_length=2000)

    def __init__(
        self,
        *args: Any,
        view: RegulationView,
        mentors: QuerySet[MentorCard],
        mentees: QuerySet[MenteeCard],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._of("mentors", forms.ModelMultipleChoiceField).queryset = mentors
        self._of("mentees", forms.ModelMultipleChoiceField).queryset = mentees
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "form": view.choices("forms.enabled"),
            "type_": view.choices("types.enabled"),
            "structure": [("", str(_("as the people chosen"))), *view.choices("structure.cardinality")],
            "role_model": [ANY, *role_models(view)],
        }
        for name, offered in choices.items():
            self._of(name, forms.ChoiceField).choices = offered
        low, high = view.months()
        self.fields["ends_on"].help_text = _("The term is %(low)s to %(high)s months.") % {"low": low, "high": high}
        if view.value(ROLE_MODELS):
            clause = view.rule(ROLE_MODELS).clause
            self.fields["role_model"].help_text = _("The regulation wants one: %(clause)s.") % {"clause": clause}

    def _of(self, name: str, kind: type[Any]) -> Any:
        field = self.fields[name]
        assert isinstance(field, kind)
        return field


def role_models(view: RegulationView) -> list[tuple[str, str]]:
    """Every role model of the catalogue, in the school's words."""
    return [(code, view.local_name("role_model", code)) for code in catalogue().dictionaries["role_model"]]


class AnswerForm(EstafetaForm):
    """Agree or decline. ``people``: those for whom the actor may answer."""

    YES, NO = "yes", "no"

    person = forms.ChoiceField(label=_("Who answers"))
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(YES, _("I agree to work in this pair")), (NO, _("I decline"))],
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=_("Needed when you decline: the curator will look for another pair by it."),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(person.pk), person.full_name) for person in people]


class NoteForm(EstafetaForm):
    """A note that goes with a step."""

    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class EndForm(NoteForm):
    """Complete or end a pair by a ground of the closed list."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    closed_on = forms.DateField(label=_("Last day"), help_text=_("Today or earlier."))
    confirmed = forms.MultipleChoiceField(
        label=_("Of an early success: what is confirmed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notice_on = forms.DateField(
        label=_("Notice given on"),
        required=False,
        help_text=_("Of a refusal or a cancellation under art. 351.8 of the Labour Code: three working days before."),
    )
    by_order = forms.BooleanField(
        label=_("By an order of the head"),
        required=False,
        help_text=_("The pair works on until the head has signed the order, and ends with the signature."),
    )
    field_order = ("ground", "closed_on", "confirmed", "notice_on", "note", "by_order")

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, view.local_name("termination_ground", code)) for code in rules.completion_grounds(view)]
        confirmed = self.fields["confirmed"]
        assert isinstance(confirmed, forms.MultipleChoiceField)
        confirmed.choices = view.choices(EARLY)

    def clean(self) -> dict[str, Any]:
        """The notice of labour law is asked where its ground is chosen."""
        values = super().clean() or {}
        if values.get("ground") in LABOUR_GROUNDS and not values.get("notice_on"):
            self.add_error("notice_on", _("Say when the notice was given."))
        return values


class ReplaceForm(NoteForm):
    """Another mentor for a running pair."""

    old_mentor = forms.ModelChoiceField(MentorCard.objects.none(), label=_("Who leaves"), empty_label=None)
    new_mentor = forms.ModelChoiceField(MentorCard.objects.none(), label=_("New mentor"))
    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    ends_on = forms.DateField(label=_("Ends"))
    field_order = ("old_mentor", "new_mentor", "ground", "ends_on", "note")

    def __init__(
        self, *args: Any, view: RegulationView, match: Match, mentors: QuerySet[MentorCard], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        present = [row.card_id for row in match.current_mentors]
        people = [row.card.person_id for row in match.current_mentees]
        old, new, ground = self.fields["old_mentor"], self.fields["new_mentor"], self.fields["ground"]
        assert isinstance(old, forms.ModelChoiceField)
        assert isinstance(new, forms.ModelChoiceField)
        assert isinstance(ground, forms.ChoiceField)
        old.queryset = MentorCard.objects.filter(pk__in=present).select_related("person")
        new.queryset = mentors.exclude(pk__in=present).exclude(person_id__in=people)
        ground.choices = [
            (code, view.local_name("replacement_ground", code)) for code in rules.replacement_grounds(view)
        ]
        if view.value("replacement.keeps_period"):
            clause = view.rule("replacement.keeps_period").clause
            self.fields["ends_on"].help_text = _("A replacement keeps the period: %(clause)s.") % {"clause": clause}
