"""Forms of questionnaires, and the form that a questionnaire itself is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.school.people.models import Person
from apps.school.regulation.catalogue import catalogue
from ui.forms import EstafetaForm

from . import rules
from .applying import Change
from .federal import templates
from .models import Audience, Feed, Purpose, Question

EMPTY: tuple[str, Any] = ("", "—")
SEPARATOR = "__"


def form_choices() -> list[tuple[str, Any]]:
    """Forms of mentoring a questionnaire can be for."""
    known = [(code, str(entry.title)) for code, entry in catalogue().dictionaries["mentoring_form"].items()]
    return [("", _("any form")), *known]


class NewForm(EstafetaForm):
    """From a federal template or from nothing."""

    template = forms.ChoiceField(
        label=_("Begin with"),
        required=False,
        help_text=_("A copy of the federal template, to be changed as you like; or an empty questionnaire."),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False, help_text=_("Empty: as the template."))
    form = forms.ChoiceField(label=_("For the form of mentoring"), choices=form_choices, required=False)
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[EMPTY, *Purpose.choices],
        required=False,
        help_text=_("Only for an empty questionnaire."),
    )
    audience = forms.ChoiceField(
        label=_("Who answers"),
        choices=[EMPTY, *Audience.choices],
        required=False,
        help_text=_("Only for an empty questionnaire."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, template.title) for code, template in templates().items()]
        self.fields["template"].choices = [*choices, ("", _("an empty questionnaire"))]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """The title of the template where none is given."""
        found: dict[str, Any] = super().clean() or {}
        source = templates().get(found.get("template", ""))
        if not found.get("title", "").strip() and source is not None:
            found["title"] = source.title_ru
        return found


class VersionForm(EstafetaForm):
    """Title and words before the questions."""

    title = forms.CharField(label=_("Title"), max_length=200)
    form = forms.ChoiceField(label=_("For the form of mentoring"), choices=form_choices, required=False)
    intro = forms.CharField(label=_("Words before the questions"), widget=forms.Textarea, required=False)


class QuestionForm(EstafetaForm):
    """A question."""

    text = forms.CharField(label=_("Question"), widget=forms.Textarea(attrs={"rows": 2}))
    type_ = forms.ChoiceField(label=_("Kind of answer"), choices=Question.Type.choices)
    options = forms.CharField(
        label=_("Choices or rows of the table"),
        widget=forms.Textarea,
        required=False,
        help_text=_("One on a line; for a choice of several and for the table of 2, 1, 0."),
    )
    help_ = forms.CharField(label=_("Explanation"), max_length=300, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    feeds = forms.ChoiceField(
        label=_("Fills in the card"),
        choices=[EMPTY, *Feed.choices],
        required=False,
        help_text=_("The curator will be offered to take the answer over into this field of the card."),
    )

    def clean_options(self) -> list[str]:
        """Lines."""
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class RoundForm(EstafetaForm):
    """Of whom a questionnaire is asked, and when."""

    title = forms.CharField(label=_("Title of the survey"), max_length=200)
    opens_on = forms.DateField(label=_("Answers are taken from"))
    closes_on = forms.DateField(label=_("to"))
    remind_days = forms.IntegerField(
        label=_("Remind so many days before the end"), min_value=0, max_value=60, initial=3
    )
    anonymous = forms.BooleanField(
        label=_("Anonymous"),
        required=False,
        help_text=_("Answers are kept without persons; only who has answered is known."),
    )
    people = forms.MultipleChoiceField(label=_("Whom to ask"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, people: Iterable[Person], all_by_default: bool, may_hide: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(person.pk), person.full_name) for person in people]
        if not may_hide:
            del self.fields["anonymous"]
        if not offered:
            del self.fields["people"]
            return
        self.fields["people"].choices = offered  # type: ignore[attr-defined]  # a choice field
        self.fields["people"].required = not all_by_default
        if all_by_default:
            self.fields["people"].help_text = _("Nobody ticked: everybody of the list is asked.")
        self.offered = [int(key) for key, _name in offered]

    def values(self) -> dict[str, Any]:
        """Arguments of the action; the ticked people, or all."""
        found = super().values()
        ticked = [int(key) for key in found.pop("people", ())]
        return {**found, "person_ids": ticked or getattr(self, "offered", [])}


class ThirdPartyForm(EstafetaForm):
    """Somebody outside of the banks who tells of a mentee."""

    respondent = forms.CharField(
        label=_("Who is asked"), max_length=200, help_text=_("Name and, if you like, who it is: a class teacher.")
    )
    about = forms.ChoiceField(label=_("About whom"))

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(person.pk), person.full_name) for person in people]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ApplyForm(EstafetaForm):
    """Which answers to take over; what stood in the card when the page was shown travels along."""

    fields_ = forms.MultipleChoiceField(label=_("Take over"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, changes: Sequence[Change], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_"].choices = [(item.code, item.field.label) for item in changes]  # type: ignore[attr-defined]  # a choice field
        for change in changes:
            self.fields[f"seen_{change.code}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=change.shown_now, strip=False
            )

    def values(self) -> dict[str, Any]:
        """Arguments of the action."""
        found = self.cleaned_data
        seen = {name.removeprefix("seen_"): value for name, value in found.items() if name.startswith("seen_")}
        return {"fields": found["fields_"], "seen": {code: _unix(value) for code, value in seen.items()}}


def _unix(text: str) -> str:
    """Browsers send lines with a carriage return."""
    return text.replace("\r\n", "\n")


# ---- the questionnaire as a form


class AnswerForm(EstafetaForm):
    """A field for each question; of a table one for each row, of a choice of people one for each place."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        people: Sequence[Person] = (),
        answers: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.questions = list(questions)
        given = answers or {}
        initial = {name: value for question in self.questions for name, value in _initial(question, given).items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for question in self.questions:
            for name, field in _fields(question, people).items():
                self.fields[name] = field

    def groups(self) -> list[tuple[Question, list[forms.BoundField]]]:
        """Questions with their fields, in order."""
        return [(question, [self[name] for name in names_of(question)]) for question in self.questions]

    def answers(self) -> dict[str, Any]:
        """Question code -> value as ``models.Response`` keeps it; what is faulty or empty is left out."""
        found = {question.code: self._value(question) for question in self.questions}
        return {code: value for code, value in found.items() if not rules.is_empty(value)}

    def _value(self, question: Question) -> Any:
        given = [self.cleaned_data.get(name) for name in names_of(question)]
        if question.type == Question.Type.GRID:
            return {str(number): int(value) for number, value in enumerate(given) if value not in (None, "")}
        if question.type == Question.Type.PEOPLE:
            return list(dict.fromkeys(int(value) for value in given if value))
        if question.type == Question.Type.MANY:
            return [int(value) for value in given[0] or ()]
        if question.type in (Question.Type.SCALE, Question.Type.ONE):
            return int(given[0]) if given[0] not in (None, "") else None
        return given[0]


def names_of(question: Question) -> list[str]:
    """Names of the fields of a question."""
    many = {Question.Type.GRID: len(question.options), Question.Type.PEOPLE: rules.CHOICES_OF_PEOPLE}
    count = many.get(Question.Type(question.type))
    return [question.code] if count is None else [f"{question.code}{SEPARATOR}{number}" for number in range(count)]


def _initial(question: Question, answers: Mapping[str, Any]) -> dict[str, Any]:
    value, names = answers.get(question.code), names_of(question)
    if value is None:
        return {}
    if question.type == Question.Type.GRID:
        return {names[int(key)]: grade for key, grade in value.items() if int(key) < len(names)}
    if question.type == Question.Type.PEOPLE:
        return dict(zip(names, value, strict=False))
    return {names[0]: value}


ORDER = (_("First of all"), _("Then"), _("And then"))


def _fields(question: Question, people: Sequence[Person]) -> dict[str, forms.Field]:
    names = names_of(question)
    if question.type == Question.Type.GRID:
        grades = [EMPTY, *((str(grade), word) for grade, word in rules.GRADES)]
        rows = zip(names, question.options, strict=True)
        return {name: _select(row, grades, required=question.required) for name, row in rows}
    if question.type == Question.Type.PEOPLE:
        choices = [EMPTY, *((str(person.pk), person.full_name) for person in people)]
        places = enumerate(zip(names, ORDER, strict=True))
        must = question.required and bool(people)
        return {name: _select(word, choices, required=must and not number) for number, (name, word) in places}
    return {names[0]: _field(question)}


def _select(label: Any, choices: Sequence[tuple[str, Any]], *, required: bool, help_text: str = "") -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, required=required, help_text=help_text)


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.text, "required": question.required, "help_text": question.help}
    options = [(str(number), option) for number, option in enumerate(question.options)]
    if question.type == Question.Type.SCALE:
        ends = {rules.LOWEST: _("1 – lowest"), rules.HIGHEST: _("10 – highest")}
        scale = [(str(number), ends.get(number, number)) for number in range(rules.LOWEST, rules.HIGHEST + 1)]
        return forms.ChoiceField(choices=[EMPTY, *scale], **common)
    if question.type == Question.Type.FREQUENCY:
        return forms.ChoiceField(choices=[EMPTY, *rules.FREQUENCIES], **common)
    if question.type == Question.Type.YES_NO:
        words = [(rules.YES, pgettext_lazy("answer", "yes")), (rules.NO, pgettext_lazy("answer", "no"))]
        return forms.ChoiceField(choices=words, widget=forms.RadioSelect, **common)
    if question.type == Question.Type.ONE:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    if question.type == Question.Type.MANY:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    if question.type == Question.Type.SHORT:
        return forms.CharField(max_length=300, **common)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, **common)
