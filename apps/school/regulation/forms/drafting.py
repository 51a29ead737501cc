"""The form of a draft: any number of parameters, each asked by its type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..catalogue import CLAUSE_LENGTH, QUOTE_LENGTH, Parameter, catalogue
from ..editors import Editor, editor_of
from ..editors.rows import ROW
from ..stamps import stamp_of, tidy
from ..values.validate import validate_value
from ..view import RegulationView, SetValue
from .growing import GrowingForm, rows_in


def prefix_of(key: str) -> str:
    """What the names of a parameter's fields begin with: short, for a page of check boxes repeats it a thousand times.

    The number is the place in the catalogue. Were the catalogue changed while a form is open, the stamps of what the
    person saw would not fit, and nothing would be saved unasked.
    """
    return f"p{list(catalogue().parameters).index(key)}"


@dataclass
class Part:
    """The fields of one parameter in a form. ``names``: fields of the value by their names in the form."""

    parameter: Parameter
    editor: Editor
    former: SetValue | None
    names: dict[str, str] = field(default_factory=dict)

    @property
    def prefix(self) -> str:
        """What the names of its fields begin with."""
        return prefix_of(self.parameter.key)

    def name(self, own: str) -> str:
        """Name of a field in the form."""
        return f"{self.prefix}-{own}"

    @property
    def common(self) -> list[str]:
        """Names of the fields that every parameter has."""
        return [self.name(own) for own in ("clause", "quote", "note")]


class DraftForm(GrowingForm):
    """Parameters of a draft: each set by the school or left open, with its value, clause, quotation and note.

    ``entries``: after validation what each parameter is to be (None: left open); ``changes``: those that differ from
    what the person saw (``seen``), ``settled``: those whose other readings are to be dropped.
    """

    def __init__(
        self,
        *args: Any,
        parameters: Sequence[Parameter],
        view: RegulationView,
        one: bool = False,
        more: str = "",
        contested: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        self.view, self.one, self.more = view, one, more
        self.parts = [Part(each, editor_of(each), view.settings.get(each.key)) for each in parameters]
        data = kwargs.get("data", args[0] if args else None)
        asked = [part.parameter.key for part in self.parts if data and data.get(part.name("asked"))]
        self.contested = frozenset([*contested, *asked])
        initial = {**self._initial(), **(kwargs.pop("initial", None) or {})}
        super().__init__(*args, initial=initial, **kwargs)
        for part in self.parts:
            self._add(part, data)
        self.entries: dict[str, SetValue | None] = {}

    def _initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for part in self.parts:
            key, own = part.parameter.key, part.former
            value = self.view.value(key)
            found |= {part.name(name): each for name, each in part.editor.initial(value, self.view).items()}
            found[part.name("set")] = self.one or own is not None
            found[part.name("seen")] = stamp_of(own)
            for name in ("clause", "quote", "note"):
                found[part.name(name)] = getattr(own, name) if own else ""
        return found

    def _add(self, part: Part, data: Any) -> None:
        self.fields[part.name("set")] = forms.BooleanField(label=_("Set by our regulation"), required=False)
        for own, each in part.editor.fields(part.parameter, self.view, self._rows(part, data)).items():
            name = part.names[own] = part.name(own)
            self.fields[name] = each
        for own, each in _common_fields().items():
            self.fields[part.name(own)] = each
        if part.former and part.former.alternatives:
            label = _("The contradiction is settled: drop the other readings")
            self.fields[part.name("settle")] = forms.BooleanField(label=label, required=False)
        self.fields[part.name("seen")] = forms.CharField(widget=forms.HiddenInput, required=False)
        if part.parameter.key in self.contested:
            choices = [
                ("mine", gettext("keep mine, as it stands in the fields below")),
                ("theirs", gettext("take theirs")),
            ]
            label = _("Somebody else changed this meanwhile")
            self.fields[part.name("asked")] = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
            self.fields[part.name("choice")] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)

    def _rows(self, part: Part, data: Any) -> int:
        value = self.view.value(part.parameter.key)
        if data is None:
            return part.editor.rows(value)
        return rows_in(data, part.name(ROW)) + (self.more == part.parameter.key)

    def clean(self) -> dict[str, Any]:
        """Read and validate every value; faults stand beside their fields."""
        cleaned = super().clean() or self.cleaned_data
        for part in self.parts:
            key = part.parameter.key
            if cleaned.get(part.name("choice")) == "theirs" or not cleaned.get(part.name("set")):
                self._forget_faults(part)
                self.entries[key] = part.former if cleaned.get(part.name("choice")) == "theirs" else None
                continue
            if all(name in cleaned for name in (*part.names.values(), *part.common)):
                self._read(part, cleaned)
        return cleaned

    def _forget_faults(self, part: Part) -> None:
        """What stands in the fields of a parameter left open does not matter."""
        for name in (*part.names.values(), *part.common):
            self.errors.pop(name, None)

    def _read(self, part: Part, cleaned: Mapping[str, Any]) -> None:
        values = {own: cleaned[name] for own, name in part.names.items()}
        value = part.editor.read(values, part.parameter, part.former.value if part.former else None)
        for problem in validate_value(value, part.parameter.spec, ""):
            own = part.editor.place(problem.path, values)
            empty = values[own] is not False and values[own] in ("", None, [])
            message = forms.Field.default_error_messages["required"] if empty else problem.message
            self.add_error(part.names[own], message)
        clause, quote, note = (tidy(cleaned[name]) for name in part.common)
        self.entries[part.parameter.key] = SetValue(value, clause, quote, note)

    @property
    def seen(self) -> dict[str, str]:
        """Parameter -> stamp of what the person saw."""
        return {
            part.parameter.key: self.cleaned_data[part.name("seen")] or stamp_of(part.former) for part in self.parts
        }

    @property
    def changes(self) -> dict[str, SetValue | None]:
        """Parameters which the person changed."""
        seen = self.seen
        return {key: entry for key, entry in self.entries.items() if stamp_of(entry) != seen[key]}

    @property
    def settled(self) -> list[str]:
        """Parameters whose other readings the person drops."""
        return [part.parameter.key for part in self.parts if self.cleaned_data.get(part.name("settle"))]

    def typed_view(self) -> Iterator[tuple[str, SetValue | None]]:
        """Everything readable of what was typed, also where other fields have faults: for live checks."""
        faulty = set(self.errors)
        for part in self.parts:
            key = part.parameter.key
            if key in self.entries and not faulty.intersection(part.names.values()):
                yield key, self.entries[key]


def _common_fields() -> dict[str, forms.Field]:
    return {
        "clause": forms.CharField(label=_("Clause"), max_length=CLAUSE_LENGTH),
        "quote": forms.CharField(
            label=_("Quotation"), max_length=QUOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2})
        ),
        "note": forms.CharField(label=_("Note to the value"), required=False, widget=forms.Textarea(attrs={"rows": 2})),
    }
