"""Forms of this room: load a file, set a value, adopt a version."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm

from .catalogue import CLAUSE_LENGTH, QUOTE_LENGTH, TITLE_LENGTH, JsonValue, Parameter, catalogue
from .editors import editor_of
from .values.validate import validate_value
from .view import RegulationView

MAX_FILE = 5 * 1024 * 1024


class UploadForm(EstafetaForm):
    """The file of a regulation."""

    file = forms.FileField(label=_("File of the regulation"), help_text=_("JSON, not larger than 5 MB."))
    title = forms.CharField(
        label=_("Title of the version"),
        required=False,
        max_length=TITLE_LENGTH,
        help_text=_("Empty: the title stated in the file."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse files too large to be a regulation before reading them."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if file.size is None or file.size > MAX_FILE:
            raise forms.ValidationError(_("The file is too large to be a regulation."))
        return file


class ValueForm(EstafetaForm):
    """One parameter of a draft: the value asked for by its type, the clause, the quotation."""

    clause = forms.CharField(
        label=_("Clause"),
        max_length=CLAUSE_LENGTH,
        help_text=_("Where the regulation says so, for instance “clause 2.6”."),
    )
    quote = forms.CharField(
        label=_("Quotation"), max_length=QUOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note = forms.CharField(label=_("Note to the value"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, parameter: Parameter, view: RegulationView, **kwargs: Any) -> None:
        self.parameter, self.editor = parameter, editor_of(parameter)
        super().__init__(*args, **kwargs)
        own = self.editor.fields(parameter, view)
        self.fields.update(own)
        self.order_fields([*own, "clause", "quote", "note"])

    def clean(self) -> dict[str, Any]:
        """Read the value and validate it by its type; faults stand beside the first field of the value."""
        cleaned = super().clean() or self.cleaned_data
        names = [name for name in self.fields if name not in ("clause", "quote", "note", "idempotency_key")]
        if any(name not in cleaned for name in names):
            return cleaned
        value = self.editor.read(cleaned, self.parameter)
        for problem in validate_value(value, self.parameter.spec, ""):
            self.add_error(names[0], f"{problem.path}: {problem.message}" if problem.path else problem.message)
        self.read_value: JsonValue = value
        return cleaned


class AdoptionForm(EstafetaForm):
    """Who adopted the version, by which documents, from which day."""

    body = forms.ChoiceField(label=_("Adopted by"))
    protocol_no = forms.CharField(label=_("Number of the minutes"), required=False, max_length=40)
    protocol_date = forms.DateField(label=_("Date of the minutes"), required=False)
    order_no = forms.CharField(label=_("Number of the order"), max_length=40)
    order_date = forms.DateField(label=_("Date of the order"))
    effective_from = forms.DateField(label=_("In force from"), help_text=_("Not earlier than the date of the order."))

    def __init__(self, *args: Any, view: RegulationView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, view.local_name("body", code)) for code in catalogue().dictionaries["body"]]
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def adoption_initial(view: RegulationView, day: datetime.date) -> dict[str, Any]:
    """What the act's own stamps say already; else today."""
    adopted, approved = view.value("act.adopted"), view.value("act.approved")
    return {
        "body": adopted.get("body"),
        "protocol_no": adopted.get("protocol_no"),
        "protocol_date": adopted.get("protocol_date"),
        "order_no": approved.get("order_no"),
        "order_date": approved.get("order_date") or day,
        "effective_from": day,
    }
