"""Form fields of this room."""

from __future__ import annotations

import re
from typing import Any

from django import forms


class WordsField(forms.CharField):
    """Plain words divided by commas, semicolons or lines; gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", 1000)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A list as people write it."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The words, without empty ones."""
        text = super().clean(value)
        return [word for part in re.split(r"[,;\n]", text) if (word := " ".join(part.split()))]


class LinesField(forms.CharField):
    """Phrases, one on a line; gives a list without empty ones and without repetitions."""

    def prepare_value(self, value: Any) -> Any:
        """A list as people write it."""
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        """The lines."""
        lines = {" ".join(line.split()).casefold(): " ".join(line.split()) for line in super().clean(value).split("\n")}
        return [line for key, line in lines.items() if key]
