"""Forms of the labour pack."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm, FilterForm

from ..models import LabourPaper


class PackFilter(FilterForm):
    """Search among the packs."""

    q = forms.CharField(label=_("Name of the mentor or a mentee"), required=False)
    lacking = forms.BooleanField(label=_("Only where a paper before the order is not signed"), required=False)


class AgreementForm(EstafetaForm):
    """Content, term, form, pay: what the law wants to stand in the agreement. Printed in Russian."""

    content = forms.CharField(label=_("Content of the work"), widget=forms.Textarea, max_length=2000)
    work_form = forms.CharField(label=_("Form of the work"), max_length=300)
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    pay = forms.CharField(
        label=_("Amount and terms of pay"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("The law names no sum: the school's acts and the agreement do."),
    )
    number = forms.CharField(label=_("Number of the agreement"), max_length=40, required=False)
    contract_no = forms.CharField(label=_("Number of the employment contract"), max_length=40, required=False)
    contract_on = forms.DateField(label=_("Date of the employment contract"), required=False)


class NoticeForm(EstafetaForm):
    """Who ends it, when the notice is given, the last day."""

    side = forms.ChoiceField(label=_("Who ends the mentoring"), choices=LabourPaper.Side.choices)
    given_on = forms.DateField(label=_("Date of the notice"))
    ends_on = forms.DateField(label=_("Last day of the mentoring"))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text=_("The law asks for none."),
    )


class SignedForm(EstafetaForm):
    """The day on the signed paper, and the scan."""

    signed_on = forms.DateField(label=_("Date on the paper"))
    scan = forms.FileField(label=_("Scan: PDF, JPG or PNG"), required=False, help_text=_("Up to 10 MB."))
