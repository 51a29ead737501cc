"""Forms of lesson visits: agreed, moved, cancelled, analysed by the sheet; the sheet itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.regulation.forms.growing import GrowingForm, rows_in
from kernel.clock import today
from ui.forms import EstafetaForm

from .models import Way
from .sheets import MOST, Criterion, Sheet

SPARE = 2
PREFIX = "answer_"
LONG_TEXT = 10_000


def offer(form: EstafetaForm, name: str, people: Sequence[Person]) -> None:
    """People to choose from; one alone is not asked."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(str(person.pk), person.full_name) for person in people]
    if len(people) == 1:
        field.widget = forms.HiddenInput()
        field.initial = str(people[0].pk)


def chosen(people: Sequence[Person], key: str) -> Person:
    """The person chosen."""
    return next(person for person in people if str(person.pk) == key)


class _BetweenForm(EstafetaForm):
    """Who visits whom."""

    way = forms.ChoiceField(label=_("Who visits whom"), choices=Way.choices, widget=forms.RadioSelect)
    mentee = forms.ChoiceField(label=_("Mentee"))
    mentor = forms.ChoiceField(label=_("Mentor"))

    def __init__(self, *args: Any, mentees: Sequence[Person], mentors: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "mentee", mentees)
        offer(self, "mentor", mentors)


class PlanVisitForm(_BetweenForm):
    """A visit is agreed."""

    on_day = forms.DateField(label=_("Day"))
    lesson = forms.CharField(label=_("Lesson"), max_length=200, help_text=_("Subject, class, theme."))


class VisitForm(_BetweenForm):
    """A visited lesson with its analysis; ``sheet``: criteria that are answered here."""

    visited_on = forms.DateField(label=_("Day"), initial=today)
    lesson = forms.CharField(label=_("Lesson"), max_length=200, help_text=_("Subject, class, theme."))
    analysis = forms.CharField(
        label=_("Analysis of the lesson"), max_length=LONG_TEXT, widget=forms.Textarea(attrs={"rows": "6"})
    )
    advice = forms.CharField(
        label=_("Advice"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": "3"})
    )

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for criterion in sheet.criteria:
            self.fields[PREFIX + criterion.code] = _answer(criterion)

    @property
    def head(self) -> list[forms.BoundField]:
        """What stands above the sheet."""
        return [field for field in self.visible_fields() if field.name in ("way", "mentee", "mentor", *self._first)]

    _first = ("visited_on", "lesson")

    @property
    def tail(self) -> list[forms.BoundField]:
        """What stands below it."""
        return [self["analysis"], self["advice"]]

    @property
    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Sections of the sheet with their fields."""
        for title, criteria in self.sheet.sections:
            yield title, [self[PREFIX + criterion.code] for criterion in criteria]

    def answers(self) -> dict[str, Any]:
        """Code of a criterion -> what was answered."""
        return {each.code: self.cleaned_data[PREFIX + each.code] for each in self.sheet.criteria}


def _answer(criterion: Criterion) -> forms.Field:
    if criterion.kind == "text":
        return forms.CharField(
            label=criterion.title, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": "3"})
        )
    marks = [("", _("not seen")), *((str(mark), str(mark)) for mark in range(criterion.most + 1))]
    return forms.ChoiceField(label=criterion.title, required=False, choices=marks)


class MoveVisitForm(EstafetaForm):
    """Another day for an agreed visit."""

    on_day = forms.DateField(label=_("New day"))
    lesson = forms.CharField(label=_("Lesson"), max_length=200)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))


class CancelVisitForm(EstafetaForm):
    """An agreed visit will not be."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": "2"}))


class SheetForm(GrowingForm):
    """The sheet of analysis, a criterion a line; a line without a title is left out.

    ``seen``: number of the version that was open.
    """

    title = forms.CharField(label=_("Title of the sheet"), max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheet: Sheet, more: bool = False, **kwargs: Any) -> None:
        data = kwargs.get("data")
        initial: dict[str, Any] = {"title": sheet.title, "seen": sheet.number}
        for number, each in enumerate(sheet.criteria):
            initial |= {f"row{number}_{name}": getattr(each, name) for name in NAMES}
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self.count = rows_in(data, "row") + more if data is not None else len(sheet.criteria) + SPARE
        for number in range(self.count):
            self.fields |= _criterion_fields(f"row{number}_")

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Fields of each criterion."""
        return [[self[f"row{number}_{name}"] for name in NAMES] for number in range(self.count)]

    def criteria(self) -> list[Criterion]:
        """What was typed."""
        rows = ({name: self.cleaned_data[f"row{n}_{name}"] for name in NAMES} for n in range(self.count))
        return [Criterion(**{**row, "most": row["most"] or 0}) for row in rows if row["title"]]


NAMES = ("title", "section", "kind", "most", "code")


def _criterion_fields(prefix: str) -> dict[str, forms.Field]:
    kinds = [("scale", _("mark on a scale")), ("text", _("text"))]
    return {
        f"{prefix}title": forms.CharField(label=_("Criterion"), required=False, max_length=300),
        f"{prefix}section": forms.CharField(label=_("Section of the sheet"), required=False, max_length=100),
        f"{prefix}kind": forms.ChoiceField(label=_("How it is answered"), choices=kinds, initial="scale"),
        f"{prefix}most": forms.IntegerField(
            label=_("Highest mark"), required=False, min_value=0, max_value=MOST, initial=3
        ),
        f"{prefix}code": forms.CharField(required=False, max_length=40, widget=forms.HiddenInput),
    }
