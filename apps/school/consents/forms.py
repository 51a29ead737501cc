"""Forms of consents. They ask; actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import guardians_of
from kernel.clock import today
from ui.forms import EstafetaForm

from . import rules, wording
from .queries import subject_of


def types_for(person: Person) -> list[tuple[str, wording.Text]]:
    """Types that may be recorded for a person of this age, by their short words."""
    subject, day = subject_of(person), today()
    minor, signs = subject.is_minor(day), subject.signs_alone(day)
    return [
        (code, wording.short(code))
        for code in wording.types()
        if (minor if rules.is_guardian_type(code) else signs or code in rules.EITHER_SIGNS)
    ]


class PaperForm(EstafetaForm):
    """A signed paper."""

    kind = forms.ChoiceField(label=_("Consent"))
    signer = forms.ModelChoiceField(Person.objects.none(), label=_("Signed by"), empty_label=None)
    given_on = forms.DateField(label=_("Signed on"))
    scan = forms.FileField(label=_("Scan"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB."))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, signer = self.fields["kind"], self.fields["signer"]
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(signer, forms.ModelChoiceField)
        kind.choices = types_for(person)
        ids = [person.pk, *guardians_of(person).values_list("pk", flat=True)]
        signer.queryset = Person.objects.filter(pk__in=ids)


class ManyForm(EstafetaForm):
    """Papers of one type of several people."""

    kind = forms.ChoiceField(label=_("Consent"), choices=wording.choices)
    given_on = forms.DateField(label=_("Signed on"))


class ConsentForm(EstafetaForm):
    """Agreeing to a text that was read."""

    agreed = forms.BooleanField(label=_("I have read the text and agree"))


class WithdrawalForm(EstafetaForm):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=300, help_text=_("May be left empty: nobody has to explain.")
    )


class DatedWithdrawalForm(WithdrawalForm):
    """The office records when the paper came."""

    withdrawn_on = forms.DateField(label=_("Withdrawn on"))
    field_order = ("withdrawn_on", "reason")


class TextForm(EstafetaForm):
    """A new version of a text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=_("[[person]] and [[signer]] are replaced by names when the form is printed or shown."),
    )
    valid_from = forms.DateField(label=_("Valid from"))
