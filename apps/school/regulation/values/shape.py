"""The smallest checks: is this a flag, a number, a text, a list, an object with these members."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..catalogue import JsonValue, catalogue
from .problems import Problem, item, member, suggestion


def known_codes(dictionaries: Collection[str]) -> list[str]:
    """All codes of the dictionaries, in the catalogue's order."""
    return [code for name in dictionaries for code in catalogue().dictionaries[name]]


def check_flag(value: JsonValue, path: str) -> Iterator[Problem]:
    """true or false."""
    if not isinstance(value, bool):
        yield Problem(path, "wrong_type", _("Yes or no (true or false) is expected here."))


def check_number(value: JsonValue, path: str, low: int | None, high: int | None) -> Iterator[Problem]:
    """A whole number within the bounds, both included. A bool is not a number here, whatever Python thinks."""
    if not isinstance(value, int) or isinstance(value, bool):
        yield Problem(path, "wrong_type", _("A whole number is expected here."))
    elif (low is not None and value < low) or (high is not None and value > high):
        message = _("%(value)s is outside the permitted bounds: from %(low)s to %(high)s.")
        yield Problem(path, "out_of_bounds", message % {"value": value, "low": low, "high": high})


def check_text(value: JsonValue, path: str, longest: int | None = None) -> Iterator[Problem]:
    """A text which is not empty and not longer than ``longest`` characters."""
    if not isinstance(value, str):
        yield Problem(path, "wrong_type", _("A text is expected here."))
    elif not value.strip():
        yield Problem(path, "empty", _("The text is empty."))
    elif longest is not None and len(value) > longest:
        message = _("The text is longer than %(count)s characters.") % {"count": longest}
        yield Problem(path, "too_long", message)


def check_list(value: JsonValue, path: str, minimum: int) -> Iterator[Problem]:
    """A list of at least ``minimum`` items without repetitions."""
    if not isinstance(value, list):
        yield Problem(path, "wrong_type", _("A list is expected here."))
        return
    if len(value) < minimum:
        message = ngettext("At least %(count)s item is needed.", "At least %(count)s items are needed.", minimum)
        yield Problem(path, "too_few", message % {"count": minimum})
    seen: set[str] = set()
    for index, entry in enumerate(value):
        text = json.dumps(entry, sort_keys=True, ensure_ascii=False)
        if text in seen:
            yield Problem(item(path, index), "repeated", _("%(entry)s is repeated.") % {"entry": text})
        seen.add(text)


def check_object(
    value: JsonValue, path: str, *, required: Sequence[str] = (), optional: Sequence[str] = ()
) -> Iterator[Problem]:
    """An object with all the required members and none that is not named."""
    if not isinstance(value, dict):
        yield Problem(path, "wrong_type", _("An object (a group of named values) is expected here."))
        return
    for name in required:
        if name not in value:
            yield Problem(path, "missing_key", _("“%(name)s” is missing.") % {"name": name})
    known = (*required, *optional)
    for name in value:
        if name not in known:
            message = _("Unknown key “%(name)s”.") % {"name": name}
            yield Problem(member(path, name), "unknown_key", message + suggestion(name, known))
