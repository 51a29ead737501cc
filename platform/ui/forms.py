"""Forms as this product shows them: Bootstrap classes, Russian dates, an idempotency key.

Write ``class PairForm(EstafetaForm)`` (or ``EstafetaModelForm``, rarely: actions write, forms only ask) and show it
with ``ui/form.html`` or ``<c-field :field="form.name" />``.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    # The stubs have a type parameter that Django's own class lacks.
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm

DATE_FORMATS = ["%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d/%m/%Y"]
DATETIME_FORMATS = ["%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
KEY_FIELD = "idempotency_key"
BOXES = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


class DateInput(forms.DateInput):
    """Text in Russian order (20.11.2025); the script adds a calendar button with the browser's own picker."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"data-date": "date", "inputmode": "numeric", "autocomplete": "off", "placeholder": _("dd.mm.yyyy")}
        super().__init__(attrs={**base, **(attrs or {})}, format="%d.%m.%Y")


class DateTimeInput(forms.DateTimeInput):
    """Text in Russian order (20.11.2025 14:30) with a calendar button."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        base = {"data-date": "datetime-local", "autocomplete": "off", "placeholder": _("dd.mm.yyyy hh:mm")}
        super().__init__(attrs={**base, **(attrs or {})}, format="%d.%m.%Y %H:%M")


class TimeInput(forms.TimeInput):
    """The browser's own time field, 24 hours."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


def _dress(field: forms.Field) -> None:
    """Give a field's widget this product's classes and date formats."""
    if isinstance(field, forms.DateTimeField):
        field.input_formats = DATETIME_FORMATS
        if type(field.widget) is forms.DateTimeInput:
            _swap(field, DateTimeInput())
    elif isinstance(field, forms.DateField):
        field.input_formats = DATE_FORMATS
        if type(field.widget) is forms.DateInput:
            _swap(field, DateInput())
    elif isinstance(field, forms.TimeField) and type(field.widget) is forms.TimeInput:
        _swap(field, TimeInput())
    widget = field.widget
    present = str(widget.attrs.get("class", ""))
    widget.attrs["class"] = f"{present} {_css_class(widget)}".strip()
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        # Django's own default is too tall for a page of several questions.
        widget.attrs["rows"] = "4"
    if field.required and not isinstance(widget, BOXES):
        widget.attrs["aria-required"] = "true"


def _swap(field: forms.Field, widget: forms.Widget) -> None:
    widget.attrs.update(field.widget_attrs(widget))
    widget.is_required = field.required
    widget.is_localized = False
    field.widget = widget


def _css_class(widget: forms.Widget) -> str:
    """Bootstrap's class for a widget."""
    if isinstance(widget, BOXES):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    if isinstance(widget, forms.HiddenInput):
        return ""
    return "form-control"


class Dressed(forms.BaseForm):
    """Mixin that dresses every field, also those added in ``__init__`` of a subclass before ``super()``."""

    required_css_class = "required"
    error_css_class = "invalid"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dress(field)

    def __getitem__(self, name: str) -> forms.BoundField:
        field = self.fields.get(name)
        if field is not None and "class" not in field.widget.attrs:
            _dress(field)
        return super().__getitem__(name)


class _Keyed(Dressed):
    """Mixin of forms that write: a fresh idempotency key with every rendering, kept when the form comes back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[KEY_FIELD].initial = uuid.uuid4().hex

    def values(self) -> dict[str, Any]:
        """``cleaned_data`` for an action: without the idempotency key."""
        return {name: value for name, value in self.cleaned_data.items() if name != KEY_FIELD}


class EstafetaForm(_Keyed, forms.Form):
    """Base of forms that write: carries the idempotency key of its rendering."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class EstafetaModelForm(_Keyed, _ModelForm):
    """The same for model forms."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class FilterForm(Dressed, forms.Form):
    """Base of a filter set's form: ``class Meta: form = FilterForm``. It lives in the address, so it has no key."""
