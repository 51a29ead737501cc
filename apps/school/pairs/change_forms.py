"""Forms of what is asked about a running pair: the term, another mentor, release; of common terms and support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import MentorCard, Person
from apps.school.regulation.catalogue import JsonValue
from apps.school.regulation.rules.change import EXTENSION_CONSENT, GROUNDS, MUTUAL
from apps.school.regulation.rules.labour import earliest_end
from apps.school.regulation.rules.petition import RESIGNATION
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from .forms import NoteForm

Choices = Sequence[tuple[str, str]]


def offered_grounds(view: RegulationView) -> list[tuple[str, str]]:
    """Grounds of an extension; mutual consent also where the act asks for it without listing grounds."""
    codes = list(view.codes(GROUNDS))
    if MUTUAL not in codes and view.is_set(EXTENSION_CONSENT) and not view.is_set(GROUNDS):
        codes.append(MUTUAL)
    return [(code, view.local_name("extension_ground", code)) for code in codes]


class ShortenForm(NoteForm):
    """A shorter term."""

    new_end = forms.DateField(label=_("New last day"))
    field_order: tuple[str, ...] = ("new_end", "note")


class ExtendForm(ShortenForm):
    """A longer term on a ground of the closed list."""

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    field_order = ("ground", "new_end", "note")

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered_grounds(view)


class WordForm(EstafetaForm):
    """Agree to a change, or decline it. ``rows``: words that the actor may give, as (key, whose)."""

    YES, NO = "yes", "no"

    agreement = forms.ChoiceField(label=_("Who answers"))
    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(YES, _("I agree to the change")), (NO, _("I do not agree"))],
    )
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        help_text=_("Needed when you do not agree."),
    )

    def __init__(self, *args: Any, rows: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agreement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(rows)
        if len(rows) == 1:
            field.widget = forms.HiddenInput()


def route_key(route: Mapping[str, JsonValue]) -> str:
    """A route in the address of a choice."""
    return "|".join((route["from_role"], route["to_role"], route.get("document", ""), route.get("condition", "")))


def route_words(view: RegulationView, route: Mapping[str, JsonValue]) -> str:
    """«Ходатайство – куратору»."""
    to_whom = view.actor_name(route["to_role"])
    if not route.get("document"):
        return to_whom
    return f"{view.local_name('request_document', route['document']).capitalize()} → {to_whom}"


class PetitionForm(EstafetaForm):
    """Another mentor is asked for. ``authors``: (key, name) of those for whom the actor may ask."""

    author = forms.ChoiceField(label=_("Who asks"))
    mentor = forms.ModelChoiceField(MentorCard.objects.none(), label=_("Which mentor"), empty_label=None)
    route = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    condition = forms.BooleanField(label="", required=False)
    text = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        help_text=_("The curator and the head read this; the mentor does not."),
    )

    def __init__(
        self,
        *args: Any,
        view: RegulationView,
        authors: Choices,
        mentors: Sequence[MentorCard],
        routes: Sequence[Mapping[str, JsonValue]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        author, mentor, route = self.fields["author"], self.fields["mentor"], self.fields["route"]
        assert isinstance(author, forms.ChoiceField)
        assert isinstance(mentor, forms.ModelChoiceField)
        assert isinstance(route, forms.ChoiceField)
        author.choices = list(authors)
        cards = [card.pk for card in mentors]
        mentor.queryset = MentorCard.objects.filter(pk__in=cards).select_related("person")
        route.choices = [(route_key(each), route_words(view, each)) for each in routes]
        for name, several in (("author", len(authors) > 1), ("mentor", len(mentors) > 1)):
            if not several:
                self.fields[name].widget = forms.HiddenInput()
        conditions = [each["condition"] for each in routes if each.get("condition")]
        if conditions:
            self.fields["condition"].label = _("I confirm: %(condition)s") % {
                "condition": view.local_name("condition", conditions[0])
            }
            self.fields["condition"].help_text = _("Needed for the way that the regulation opens on this condition.")
        else:
            del self.fields["condition"]

    def petition(self) -> dict[str, Any]:
        """What the action asks, but for the author."""
        values = self.values()
        _from, to_role, document, condition = values["route"].split("|")
        return {
            "mentor": values["mentor"],
            "to_role": to_role,
            "document": document,
            "condition": condition if values.get("condition") else "",
            "text": values["text"],
        }


class ResignForm(EstafetaForm):
    """A mentor asks to be released."""

    author = forms.ChoiceField(label=_("Who asks"))
    route = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("Reason of the regulation"), widget=forms.RadioSelect)
    leaves_on = forms.DateField(label=_("Last day as a mentor"))
    text = forms.CharField(label=_("Reasons"), widget=forms.Textarea(attrs={"rows": 4}), max_length=3000)

    def __init__(self, *args: Any, view: RegulationView, authors: Choices, employed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        author, route, ground = self.fields["author"], self.fields["route"], self.fields["ground"]
        assert isinstance(author, forms.ChoiceField)
        assert isinstance(route, forms.ChoiceField)
        assert isinstance(ground, forms.ChoiceField)
        author.choices = list(authors)
        if len(authors) == 1:
            author.widget = forms.HiddenInput()
        routes = [each for each in view.value(RESIGNATION) if each["from_role"] in ("mentor",)]
        route.choices = [(route_key(each), route_words(view, each)) for each in routes]
        codes = list(dict.fromkeys(code for each in routes for code in each.get("grounds", ())))
        if employed and "no_reason_required" not in codes:
            codes.append("no_reason_required")
        ground.choices = [(code, view.local_name("resignation_ground", code)) for code in codes]
        if not codes:
            del self.fields["ground"]
        if employed:
            first = earliest_end(today())
            self.fields["leaves_on"].help_text = _(
                "Not before %(day)s: three working days (Labour Code, art. 351.8)."
            ) % {"day": f"{first:%d.%m.%Y}"}

    def petition(self) -> dict[str, Any]:
        """What the action asks, but for the author."""
        values = self.values()
        _from, to_role, document, _condition = values["route"].split("|")
        return {
            "to_role": to_role,
            "document": document,
            "ground": values.get("ground", ""),
            "leaves_on": values["leaves_on"],
            "text": values["text"],
        }


class DecisionForm(EstafetaForm):
    """Grant or refuse a petition."""

    YES, NO = "yes", "no"

    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=[(YES, _("Grant")), (NO, _("Refuse"))]
    )
    answer = forms.CharField(
        label=_("Answer to the author"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Needed when you refuse: the author reads it."),
    )

    def __init__(self, *args: Any, may_refuse: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        if not may_refuse:
            field.choices = [(self.YES, _("Grant"))]


class CommonTermForm(EstafetaForm):
    """The term of all pairs of a school year."""

    starts_on = forms.DateField(label=_("Begins"))
    ends_on = forms.DateField(label=_("Ends"))
    source = forms.CharField(
        label=_("Set by"), required=False, max_length=200, help_text=_("Order or protocol, as people will cite it.")
    )


class SupportForm(EstafetaForm):
    """What was done for a mentee without a pair."""

    measure = forms.CharField(
        label=_("What was done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A talk with the psychologist, an open lesson, a course, a search in another school."),
    )
    given_on = forms.DateField(label=_("Day"), initial=today)


def authors_of(people: Sequence[Person]) -> list[tuple[str, str]]:
    """Choices of people by name."""
    return [(str(person.pk), person.full_name) for person in people]
