"""A fault found in a regulation file, with the place it was found at."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from django.utils.translation import gettext as _

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. ``path``: a JSONPath (``$.values['term.min_months'].value``); ``code`` is stable, ``message`` not."""

    path: str
    code: str
    message: str
    severity: Severity = "error"

    def as_dict(self) -> dict[str, str]:
        """For ``--json`` and for pages."""
        return asdict(self)


def member(path: str, name: str) -> str:
    """The path of an object's member; names with dots or spaces are quoted."""
    return f"{path}.{name}" if name.isidentifier() else f"{path}['{name}']"


def item(path: str, index: int) -> str:
    """The path of a list's item."""
    return f"{path}[{index}]"


def suggestion(word: str, known: Iterable[str]) -> str:
    """« Perhaps you meant …» with the nearest known word, or nothing."""
    near = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return " " + _("Perhaps you meant “%(word)s”.") % {"word": near[0]} if near else ""
