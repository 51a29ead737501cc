"""Forms of the selection. They ask; actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from apps.school.people.queries import present
from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from ui.forms import EstafetaForm

from .actions import Votes
from .actions.commissions import Member
from .models import AgendaItem, BodyMember, Candidacy, CommissionMember, Criterion, Evidence
from .ports import MANUAL, rating_sources
from .queries import seat_holders

NONE = ("", "—")
SCAN_HELP = _("PDF, JPEG or PNG, up to 10 MB.")
# Officers whose places are filled elsewhere: the head by law, the curator by an act, the sides by pairs.
NOT_BODIES = frozenset({"head", "curator", "mentor", "mentee", "guardian", "selection_commission"})

Choices = Sequence[tuple[str, str]]


def grown_ups() -> QuerySet[Person]:
    """Who may sit in a commission or a body: present, neither pupils nor known only as guardians."""
    return present().exclude(kind=Person.Kind.PUPIL)


def codes_of(dictionary: str, view: RegulationView) -> list[tuple[str, str]]:
    """All codes of a dictionary by the school's words."""
    return [(code, view.local_name(dictionary, code)) for code in catalogue().dictionaries[dictionary]]


class _Choosing(EstafetaForm):
    """Form with fields whose people or choices come from the page."""

    def _people(self, name: str, rows: QuerySet[Person]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def _choices(self, name: str, offered: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class NominateForm(_Choosing):
    """A new candidacy."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Candidate"))
    route = forms.ChoiceField(label=_("Way of selection"))
    nominated_by = forms.CharField(
        label=_("Nominated by"), required=False, max_length=200, help_text=_("The administration, a body, colleagues.")
    )
    grounds = forms.CharField(label=_("Grounds"), required=False, max_length=3000, widget=forms.Textarea)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    opened_on = forms.DateField(label=_("Date"), initial=today)

    def __init__(self, *args: Any, view: RegulationView, people: QuerySet[Person], routes: Choices, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", people)
        self._choices("route", routes)
        if view.is_set("scope.mentor_grades"):
            self._choices("grade", [NONE, *view.choices("scope.mentor_grades")])
        else:
            del self.fields["grade"]


class ApplyForm(EstafetaForm):
    """The own application."""

    grounds = forms.CharField(label=_("Why you want to be a mentor"), max_length=3000, widget=forms.Textarea)


class AnswerForm(EstafetaForm):
    """The candidate's answer."""

    agrees = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", pgettext_lazy("candidate", "agrees")), ("no", pgettext_lazy("candidate", "does not agree"))],
        widget=forms.RadioSelect,
    )
    answered_on = forms.DateField(label=_("Date"), initial=today)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    file = forms.FileField(label=_("Signed sheet"), required=False, help_text=SCAN_HELP)

    def clean_agrees(self) -> bool:
        """As the action takes it."""
        return bool(self.cleaned_data["agrees"] == "yes")


class EvidenceForm(EstafetaForm):
    """What shows that a step was taken."""

    kind = forms.ChoiceField(
        label=_("What"), choices=[pair for pair in Evidence.Kind.choices if pair[0] != Evidence.Kind.CONSENT]
    )
    held_on = forms.DateField(label=_("Date"), initial=today)
    held_by = forms.CharField(
        label=_("Who held or received it"), required=False, max_length=200, help_text=_("An interview needs a name.")
    )
    positive = forms.BooleanField(label=_("The outcome is positive"), required=False, initial=True)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(label=_("File"), required=False, help_text=SCAN_HELP)


class ReasonForm(EstafetaForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea)


class ApproveForm(EstafetaForm):
    """How long the approval is valid."""

    until = forms.DateField(
        label=_("Valid until"), required=False, help_text=_("Empty: until the mentor is taken out of the register.")
    )


class ActForm(_Choosing):
    """A mentor appointed by an act made before."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Mentor"))
    act_kind = forms.ChoiceField(label=_("Act"))
    act_number = forms.CharField(label=_("№ of the act"), required=False, max_length=40)
    act_date = forms.DateField(label=_("Date of the act"))
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    until = forms.DateField(label=_("Valid until"), required=False)

    def __init__(self, *args: Any, view: RegulationView, people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", people)
        self._choices("act_kind", codes_of("appointment_act", view))
        if view.is_set("scope.mentor_grades"):
            self._choices("grade", [NONE, *view.choices("scope.mentor_grades")])
        else:
            del self.fields["grade"]


class TrainingForm(_Choosing):
    """A course that somebody finished."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    title = forms.CharField(label=_("Training course"), max_length=200)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=1000, initial=16)
    finished_on = forms.DateField(label=_("Finished on"))
    certificate = forms.CharField(label=_("Certificate"), required=False, max_length=100)
    file = forms.FileField(label=_("Scan"), required=False, help_text=SCAN_HELP)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", people)


class CommissionForm(_Choosing):
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


class CuratorForm(_Choosing):
    """Whom to appoint as a curator."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    area = forms.CharField(
        label=_("Answers for"), required=False, max_length=200, help_text=_("Where there are several curators.")
    )
    portfolio = forms.CharField(
        label=_("Portfolio"), required=False, max_length=300, help_text=_("Where it is kept: a link or a folder.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", grown_ups())


class CuratorActForm(CuratorForm):
    """A curator appointed by an act made before."""

    appointed_by = forms.ChoiceField(label=_("Appointed by"))
    act_number = forms.CharField(label=_("№ of the act"), max_length=40)
    act_date = forms.DateField(label=_("Date of the act"))
    field_order = ("person", "appointed_by", "act_number", "act_date", "area", "portfolio")

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choices("appointed_by", codes_of("appointer", view))


class BodyForm(_Choosing):
    """A body under the school's own name."""

    code = forms.ChoiceField(label=_("What"))
    name = forms.CharField(
        label=_("Name"), max_length=200, required=False, help_text=_("Empty: as the regulation calls it.")
    )
    since = forms.DateField(label=_("Since"), initial=today)

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._choices("code", [pair for pair in view.choices("bodies") if pair[0] not in NOT_BODIES])
        self.view = view

    def clean(self) -> dict[str, Any]:
        """The regulation's word where no own name is given."""
        data = super().clean() or {}
        if data.get("code") and not data.get("name"):
            data["name"] = self.view.actor_name(data["code"])
        return data


class MemberForm(_Choosing):
    """Somebody for a body."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Who"))
    part = forms.ChoiceField(
        label=_("Role in the body"), choices=BodyMember.Part.choices, initial=BodyMember.Part.MEMBER
    )
    since = forms.DateField(label=_("Since"), initial=today)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._people("person", grown_ups())


class CriterionForm(_Choosing):
    """A criterion of the school's own."""

    title = forms.CharField(label=_("Criterion"), max_length=200)
    source = forms.ChoiceField(label=_("Counted from"))
    weight = forms.IntegerField(label=_("Points for one"), min_value=1, max_value=100, initial=5)
    cap = forms.IntegerField(label=_("Not more than, points"), min_value=1, max_value=1000, initial=20)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        sources = [(code, str(source.title)) for code, source in rating_sources().items()]
        self._choices("source", [*sources, (MANUAL, str(_("given by hand, with evidence")))])


class PointsForm(_Choosing):
    """Something counted by hand."""

    criterion = forms.ModelChoiceField(Criterion.objects.none(), label=_("Criterion"), empty_label=None)
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Mentor"))
    units = forms.IntegerField(label=_("How many"), min_value=1, max_value=100, initial=1)
    evidence = forms.CharField(label=_("What shows it"), max_length=300)
    given_on = forms.DateField(label=_("Date"), initial=today)

    def __init__(self, *args: Any, criteria: QuerySet[Criterion], people: QuerySet[Person], **kwargs: Any):
        super().__init__(*args, **kwargs)
        criterion = self.fields["criterion"]
        assert isinstance(criterion, forms.ModelChoiceField)
        criterion.queryset = criteria
        self._people("person", people)


class ComputeForm(EstafetaForm):
    """Where the pool of the best begins."""

    top = forms.IntegerField(label=_("So many best"), required=False, min_value=1, max_value=500, initial=5)
    threshold = forms.IntegerField(label=_("From so many points"), required=False, min_value=1, max_value=10_000)
