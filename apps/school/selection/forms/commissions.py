"""The commission, its sittings and votes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from ..actions import Votes
from ..actions.commissions import Member
from ..models import AgendaItem, Candidacy, CommissionMember
from ..queries import seat_holders
from .common import Choosing, grown_ups


class CommissionForm(Choosing):
    """A composition: a person for each obligatory seat of the act, a chair where no seat is one, the others."""

    chair = forms.ModelChoiceField(Person.objects.none(), label=_("Chair"), required=False)
    secretary = forms.ModelChoiceField(Person.objects.none(), label=_("Secretary"), required=False)
    others = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Other members"),
        required=False,
        help_text=_("Hold Ctrl (on a Mac ⌘) to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.seats = [(seat["actor"], seat["part"]) for seat in view.value("selection.commission_members")]
        people = grown_ups()
        for name in ("chair", "secretary", "others"):
            self._people(name, people)
        parts = catalogue().dictionaries["actor_part"]
        holders = seat_holders([actor for actor, _part in self.seats])
        for actor, part in self.seats:
            label = f"{view.actor_name(actor)}, {parts[part].title}"
            rightful = list(holders.get(actor, ()))
            only = rightful[0] if len(rightful) == 1 else None
            self.fields[f"seat_{actor}"] = forms.ModelChoiceField(people, label=label, required=False, initial=only)
        if any(part == "chair" for _actor, part in self.seats):
            del self.fields["chair"]
        self.order_fields([*(f"seat_{actor}" for actor, _part in self.seats), "chair", "secretary", "others"])

    def members(self) -> list[Member]:
        """The people chosen with their parts, obligatory seats first."""
        data, part_of = self.cleaned_data, CommissionMember.Part
        found = [
            Member(data[f"seat_{actor}"], part_of.CHAIR if part == "chair" else part_of.MEMBER, actor)
            for actor, part in self.seats
            if data[f"seat_{actor}"]
        ]
        if data.get("chair"):
            found.append(Member(data["chair"], part_of.CHAIR))
        if data["secretary"]:
            found.append(Member(data["secretary"], part_of.SECRETARY))
        return found + [Member(person, part_of.MEMBER) for person in data["others"]]


class SittingForm(EstafetaForm):
    """When, where, and who is spoken of."""

    held_on = forms.DateField(label=_("Date"), initial=today)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    candidacies = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(), label=_("Candidates"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, candidacies: QuerySet[Candidacy], **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["candidacies"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = candidacies


class HoldForm(EstafetaForm):
    """Who was there, and the votes on every question."""

    present = forms.TypedMultipleChoiceField(label=_("Who was there"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, members: Sequence[CommissionMember], agenda: Sequence[AgendaItem], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agenda = agenda
        present = self.fields["present"]
        assert isinstance(present, forms.TypedMultipleChoiceField)
        present.choices = [(one.pk, f"{one.person.short_name}, {one.get_part_display()}") for one in members]
        present.initial = [one.pk for one in members]
        for item in agenda:
            name = item.candidacy.person.short_name
            labels = {"yes": _("votes for"), "no": _("votes against"), "abstained": _("abstained")}
            for vote, label in labels.items():
                self.fields[f"{vote}_{item.pk}"] = forms.IntegerField(
                    label=f"{name}: {label}",
                    min_value=0,
                    max_value=len(members),
                    initial=len(members) if vote == "yes" else 0,
                )
            self.fields[f"reason_{item.pk}"] = forms.CharField(
                label=f"{name}: {_('reason')}", required=False, max_length=300
            )

    def votes(self) -> dict[int, Votes]:
        """Id of the question -> votes."""
        data = self.cleaned_data
        return {
            item.pk: Votes(
                data[f"yes_{item.pk}"], data[f"no_{item.pk}"], data[f"abstained_{item.pk}"], data[f"reason_{item.pk}"]
            )
            for item in self.agenda
        }
