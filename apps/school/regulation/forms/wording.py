"""Forms of what is no parameter: the title, own words, rights, duties, other rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import EstafetaForm

from ..catalogue import CLAUSE_LENGTH, NAME_LENGTH, QUOTE_LENGTH, TITLE_LENGTH
from ..lines import Line
from ..stamps import tidy
from ..view import Word
from .growing import GrowingForm, rows_in

SPARE = 2  # empty lines offered below the filled ones


class TitleForm(EstafetaForm):
    """The title of a draft."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))


class WordForm(EstafetaForm):
    """The school's own word for a code. ``seen``: stamp of what the person saw."""

    place = forms.ChoiceField(label=_("Word for"))
    singular = forms.CharField(label=_("One of them"), max_length=NAME_LENGTH, help_text=_("In the nominative."))
    plural = forms.CharField(label=_("Several"), max_length=NAME_LENGTH, required=False)
    definition = forms.CharField(
        label=_("What the act means by it"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    aliases = forms.CharField(
        label=_("Other words of the act for it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line."),
    )
    clause = forms.CharField(label=_("Clause"), max_length=CLAUSE_LENGTH)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: Sequence[tuple[str, list[tuple[str, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = places

    def word(self) -> tuple[str, str, Word]:
        """Dictionary, code and the word typed."""
        typed = self.cleaned_data
        dictionary, _sep, code = typed["place"].partition(".")
        aliases = tuple(dict.fromkeys(line.strip() for line in typed["aliases"].splitlines() if line.strip()))
        return (
            dictionary,
            code,
            Word(typed["singular"], typed["plural"], tidy(typed["definition"]), typed["clause"], aliases),
        )


class LinesForm(GrowingForm):
    """A list of rights, duties or rules, line by line; a line without a text is dropped.

    ``rows``: how many lines there are in the list; two empty ones follow.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lines: Sequence[Line], quoted: bool, more: bool = False, **kwargs: Any) -> None:
        self.quoted = quoted
        data = kwargs.get("data", args[0] if args else None)
        initial = {
            f"line{number}_{name}": getattr(line, name)
            for number, line in enumerate(lines)
            for name in ("text", "clause", "quote", "code", "note")
        }
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self.rows = len(lines) + SPARE
        if data is not None:
            self.rows = rows_in(data, "line") + more
        for number in range(self.rows):
            self._add(number)

    def _add(self, number: int) -> None:
        def name(own: str) -> str:
            return f"line{number}_{own}"

        self.fields[name("text")] = forms.CharField(
            label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        self.fields[name("clause")] = forms.CharField(label=_("Clause"), required=False, max_length=CLAUSE_LENGTH)
        if self.quoted:
            self.fields[name("quote")] = forms.CharField(label=_("Quotation"), required=False, max_length=QUOTE_LENGTH)
        for hidden in ("code", "note"):
            self.fields[name(hidden)] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """A line with a text has a clause; one without a text has nothing at all."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.rows):
            text, clause = cleaned.get(f"line{number}_text", ""), cleaned.get(f"line{number}_clause", "")
            if text and not clause:
                self.add_error(f"line{number}_clause", _("Name the clause of the regulation which says so."))
        return cleaned

    def lines(self) -> list[Line]:
        """The lines typed."""
        typed = self.cleaned_data
        return [
            Line(
                text=tidy(typed[f"line{number}_text"]),
                clause=typed[f"line{number}_clause"],
                quote=typed.get(f"line{number}_quote", ""),
                code=typed[f"line{number}_code"],
                note=typed[f"line{number}_note"],
            )
            for number in range(self.rows)
            if typed[f"line{number}_text"]
        ]

    @property
    def groups(self) -> list[list[forms.BoundField]]:
        """The visible fields of each line."""
        names = ("text", "clause", "quote") if self.quoted else ("text", "clause")
        return [[self[f"line{number}_{name}"] for name in names] for number in range(self.rows)]
