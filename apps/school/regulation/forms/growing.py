"""A form whose rows may grow in number before it is saved."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Self

from django.forms.utils import ErrorDict

from ui.forms import EstafetaForm


class GrowingForm(EstafetaForm):
    """Base: a button asks for one more row, and the form comes back with everything typed and nothing checked."""

    def unchecked(self) -> Self:
        """The same form without its faults: the person has not asked to save it."""
        self._errors: Any = ErrorDict()
        return self


def rows_in(names: Iterable[str], prefix: str) -> int:
    """How many rows were posted: fields of a row are called ``<prefix><number>_<name>``."""
    pattern = re.compile(rf"{re.escape(prefix)}(\d+)_")
    return max((int(match[1]) for name in names if (match := pattern.match(name))), default=-1) + 1
