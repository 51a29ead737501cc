"""Forms of consents. They ask; actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.school.people.models import Person
from apps.school.people.queries import guardians_of
from kernel.clock import today
from ui.forms import EstafetaForm

from . import categories, queries, rules, wording
from .actions import Distribution
from .models import ConsentText
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


class DistributionForm(EstafetaForm):
    """What may be distributed: asked where the text is about it."""

    categories = forms.MultipleChoiceField(
        label=_("Data that may be distributed"),
        choices=categories.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Choose each kind on its own; what is not chosen is not distributed."),
    )
    conditions = forms.CharField(
        label=_("Conditions and prohibitions"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("May be left empty."),
    )

    def ask_only_if(self, is_asked: bool) -> None:
        """Take the questions away where the text is about something else."""
        if not is_asked:
            del self.fields["categories"], self.fields["conditions"]

    @property
    def terms_of_use(self) -> Distribution | None:
        """What was chosen, for the action."""
        if "categories" not in self.cleaned_data:
            return None
        return Distribution(self.cleaned_data["categories"], self.cleaned_data["conditions"])


class PaperForm(DistributionForm):
    """A signed paper."""

    field_order = ("kind", "signer", "given_on", "scan", "categories", "conditions")

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
        self.fields["categories"].label = _("For the consent to distribution: what is ticked on the paper")

    def paper(self) -> dict[str, Any]:
        """The arguments of the action."""
        values = {name: self.cleaned_data[name] for name in ("kind", "signer", "given_on", "scan")}
        distributes = values["kind"] == rules.DISTRIBUTION
        return {**values, "terms_of_use": self.terms_of_use if distributes else None}


class ManyForm(EstafetaForm):
    """Papers of one type of several people."""

    kind = forms.ChoiceField(label=_("Consent"), choices=wording.choices)
    given_on = forms.DateField(label=_("Signed on"))


class ConsentForm(DistributionForm):
    """Agreeing to a text that was read."""

    agreed = forms.BooleanField(label=_("I have read the text and agree"))
    field_order: tuple[str, ...] = ("categories", "conditions", "agreed")

    def __init__(self, *args: Any, text_type: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask_only_if(text_type == rules.DISTRIBUTION)


class CodeForm(ConsentForm):
    """Agreeing by a link: with the code that came by mail."""

    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
    field_order = ("categories", "conditions", "agreed", "code")


class LinkForm(EstafetaForm):
    """To whom a link is mailed."""

    text = forms.ModelChoiceField(ConsentText.objects.none(), label=_("Consent"), empty_label=None)
    signer = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Who signs"),
        empty_label=None,
        help_text=_("The link goes to the e-mail of the card."),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text, signer = self.fields["text"], self.fields["signer"]
        assert isinstance(text, forms.ModelChoiceField)
        assert isinstance(signer, forms.ModelChoiceField)
        current = queries.current_texts()
        text.queryset = ConsentText.objects.filter(
            pk__in=[current[code].pk for code, _word in types_for(person) if code in current]
        )
        ids = [person.pk, *guardians_of(person).values_list("pk", flat=True)]
        signer.queryset = Person.objects.filter(pk__in=ids)


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
        help_text=_(
            "[[person]] and [[signer]] are replaced by names when the form is printed or shown, [[categories]] and "
            "[[conditions]] by what the person allows to be distributed."
        ),
    )
    valid_from = forms.DateField(label=_("Valid from"))
    term = forms.ChoiceField(label=_("A consent to this text lasts"), choices=ConsentText.Term.choices)
    term_years = forms.IntegerField(
        label=_("Years"), required=False, min_value=1, help_text=_("If it lasts for years.")
    )
    term_until = forms.DateField(label=_("Last day"), required=False, help_text=_("If it lasts until a date."))
