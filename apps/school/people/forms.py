"""Forms about people. They ask; actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.catalogue import catalogue
from apps.school.regulation.rules.bank import tracks_for
from apps.school.regulation.view import RegulationView
from kernel.clock import today
from tenants.identity.models import Role
from ui.forms import EstafetaForm

from . import queries, rules
from .actions.persons import INVITED_ROLES
from .fields import WordsField
from .models import Guardianship, Person
from .ports import Papers, consent_book
from .queries import Bank

WORDS_HELP = _("Divide by commas.")


class PersonForm(EstafetaForm):
    """The data of a person."""

    last_name = forms.CharField(label=_("Last name"), max_length=100)
    first_name = forms.CharField(label=_("First name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Person.Sex.choices, required=False)
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    position = forms.CharField(label=_("Position"), max_length=200, required=False)
    subjects = WordsField(label=_("Subjects taught"), help_text=WORDS_HELP)
    department = forms.CharField(label=_("Department or class"), max_length=120, required=False)
    staff_number = forms.CharField(
        label=_("Staff number"),
        max_length=40,
        required=False,
        help_text=_("The school's own number; lists loaded later find the person by it."),
    )
    qualification = forms.CharField(label=_("Qualification category"), max_length=60, required=False)
    hired_on = forms.DateField(label=_("Hired on"), required=False)
    teaching_since = forms.DateField(
        label=_("Teaching since"), required=False, help_text=_("Experience is counted from this day.")
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=200, required=False, help_text=_("For people from outside.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    def clean_phone(self) -> str:
        """A phone as people write it, or nothing."""
        phone: str = self.cleaned_data["phone"]
        if phone and not rules.is_phone(phone):
            raise forms.ValidationError(str(rules.REASONS["bad_phone"]))
        return phone


class NewPersonForm(PersonForm):
    """The same with who it is."""

    kind = forms.ChoiceField(label=_("Who is it"), choices=Person.Kind.choices)
    field_order = ("kind",)


class LeftForm(EstafetaForm):
    """When somebody left."""

    left_on = forms.DateField(label=_("Left on"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class InviteForm(EstafetaForm):
    """Where to send the invitation and what for."""

    email = forms.EmailField(label=_("E-mail"))
    roles = forms.MultipleChoiceField(
        label=_("What the person will do here"),
        choices=[(role, Role(role).label) for role in INVITED_ROLES],
        widget=forms.CheckboxSelectMultiple,
    )


class GuardianForm(EstafetaForm):
    """A guardian known already or a new one."""

    guardian = forms.ModelChoiceField(
        Person.objects.none(), label=_("Known guardian"), required=False, empty_label=_("somebody new")
    )
    basis = forms.ChoiceField(label=_("Basis"), choices=Guardianship.Basis.choices)
    last_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["guardian"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.present().filter(kind__in=[Person.Kind.GUARDIAN, Person.Kind.EMPLOYEE])

    def clean(self) -> dict[str, Any]:
        """Somebody new needs a name."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("guardian") is None:
            for name in ("last_name", "first_name"):
                if not data.get(name):
                    self.add_error(name, gettext("Give the name, or choose a known guardian."))
        return data


def category_choices(view: RegulationView, bank: Bank, person: Person, present: str = "") -> list[tuple[str, str]]:
    """Categories of the regulation that fit the person; where none fits, those of the catalogue (the rule then says
    why not). ``present``: the category that a card has already."""
    key = "scope.mentor_categories" if bank == "mentor" else "scope.mentee_categories"
    dictionary = f"{bank}_category"
    fitting = [code for code in catalogue().dictionaries[dictionary] if rules.category_fits(person.kind, bank, code)]
    allowed = [code for code in view.codes(key) if code in fitting]
    codes = allowed or fitting
    if present and present not in codes:
        codes = [present, *codes]
    return [(code, view.local_name(dictionary, code)) for code in codes]


class _CardForm(EstafetaForm):
    """What both cards have in common, and the consents brought along."""

    bank: Bank

    category = forms.ChoiceField(label=_("Category"))
    subjects = WordsField(label=_("Subjects"), help_text=WORDS_HELP)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000)

    def __init__(
        self, *args: Any, person: Person, view: RegulationView, lacking: Sequence[str] = (), **kwargs: Any
    ) -> None:
        self.person, self.lacking = person, tuple(lacking)
        self.papers: list[str] = []
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = category_choices(view, self.bank, person, str(self.initial.get("category", "")))
        if self.lacking:
            self._ask_for_papers()

    def _ask_for_papers(self) -> None:
        words = consent_book().words()
        self.fields["given_on"] = forms.DateField(label=_("Papers signed on"), required=False, initial=today())
        if any(consent_book().needs_guardian(code) for code in self.lacking):
            guardians = queries.guardians_of(self.person)
            self.fields["guardian"] = forms.ModelChoiceField(
                guardians, label=_("Guardian who signed"), required=False, initial=guardians.first()
            )
        for code in self.lacking:
            self.fields[f"given_{code}"] = forms.BooleanField(label=str(words[code]).capitalize(), required=False)
            self.fields[f"scan_{code}"] = forms.FileField(
                label=_("Scan: %(consent)s") % {"consent": words[code]}, required=False, help_text=_("PDF, JPEG, PNG")
            )

    def clean(self) -> dict[str, Any]:
        """A ticked paper needs its day, a guardian's paper the guardian; a scan alone means that the paper is there."""
        data: dict[str, Any] = super().clean() or {}
        ticked = [code for code in self.lacking if data.get(f"given_{code}") or data.get(f"scan_{code}")]
        if ticked and not data.get("given_on") and "given_on" not in self.errors:
            self.add_error("given_on", gettext("Say when the papers were signed."))
        if any(consent_book().needs_guardian(code) for code in ticked) and not data.get("guardian"):
            self.add_error("guardian", gettext("Say which guardian signed."))
        return data

    @property
    def brought(self) -> Papers | None:
        """The papers ticked, for the action; None when there are none."""
        data = self.cleaned_data
        scans = {
            code: data.get(f"scan_{code}")
            for code in self.lacking
            if data.get(f"given_{code}") or data.get(f"scan_{code}")
        }
        return Papers(data["given_on"], scans, data.get("guardian")) if scans else None

    def card_values(self) -> dict[str, Any]:
        """The values of the card alone."""
        return {name: value for name, value in self.values().items() if name in self.base_fields}


class MentorForm(_CardForm):
    """A mentor's card."""

    bank = "mentor"

    grade = forms.ChoiceField(label=_("Grade"), required=False)
    competencies = WordsField(
        label=_("Competencies"), help_text=_("What this mentor can teach; divide by commas."), widget=forms.Textarea
    )
    capacity = forms.IntegerField(
        label=_("How many mentees"), min_value=1, max_value=50, initial=1, help_text=_("The mentor's own wish.")
    )
    trained_on = forms.DateField(label=_("Trained as a mentor on"), required=False)
    interests = WordsField(label=_("Interests"), help_text=WORDS_HELP)
    mentee_ages = forms.CharField(
        label=_("Wished age of mentees"), max_length=60, required=False, help_text=_("For example: 14–17 years.")
    )
    hours = forms.CharField(
        label=_("Time for the programme"), max_length=100, required=False, help_text=_("For example: 2 hours a week.")
    )
    field_order = (
        *("category", "grade", "subjects", "competencies", "capacity", "trained_on"),
        *("interests", "mentee_ages", "hours", "note"),
    )

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, view=view, **kwargs)
        grade = self.fields["grade"]
        assert isinstance(grade, forms.ChoiceField)
        grade.choices = [("", _("no grade")), *view.choices("scope.mentor_grades")]


class MenteeForm(_CardForm):
    """A mentee's card."""

    bank = "mentee"

    request = forms.CharField(
        label=_("Request"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
        help_text=_("What the mentee wants help with, in their own words."),
    )
    deficits = WordsField(label=_("Difficulties"), help_text=WORDS_HELP, widget=forms.Textarea)
    field_order = ("category", "track", "request", "deficits", "subjects", "note")

    def __init__(self, *args: Any, person: Person, view: RegulationView, entering: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, person=person, view=view, **kwargs)
        fitting = tracks_for(view, person.experience_on(today()))
        if entering and fitting and person.kind == Person.Kind.EMPLOYEE:
            words = [(code, view.local_name("body", code)) for code in fitting]
            self.fields["track"] = forms.ChoiceField(
                label=_("Track by experience"), choices=[("", _("no track")), *words], required=False
            )
            self.order_fields(self.field_order)

    def card_values(self) -> dict[str, Any]:
        """The values of the card, with the track where it was asked."""
        values = super().card_values()
        return values | {"track": self.cleaned_data["track"]} if "track" in self.fields else values


class UploadForm(EstafetaForm):
    """A list and who is in it."""

    file = forms.FileField(label=_("List"), help_text=_("XLSX or CSV, up to 20 MB and 20 000 rows."))
    kind = forms.ChoiceField(label=_("Who is in the list"), choices=Person.Kind.choices)


class ColumnsForm(EstafetaForm):
    """What each column means: one field per column, named by its place."""

    def __init__(
        self, *args: Any, columns: Sequence[dict[str, Any]], choices: Sequence[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.titles: dict[str, str] = {}
        for place, column in enumerate(columns):
            name = f"column_{place}"
            self.titles[name] = column["title"]
            samples = " · ".join(column["samples"])
            self.fields[name] = forms.ChoiceField(
                label=column["title"],
                choices=choices,
                required=False,
                help_text=_("In the list: %(samples)s") % {"samples": samples} if samples else _("Empty column"),
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Title -> field, as chosen."""
        return {title: self.cleaned_data.get(name, "") for name, title in self.titles.items()}
