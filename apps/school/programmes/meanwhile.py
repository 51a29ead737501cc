"""Two people (or two tabs) write the same thing: nobody's words are lost, the second one is told and shown both.

A form carries what its person saw, field by field (``seen_of``). On saving, a field that the person left alone takes
what is stored now, a field that only the person changed is written, and a field that both changed is refused with both
wordings (``ChangedMeanwhile``); the form then knows the stored wording, so that saving once more is a decision.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from apps.school.regulation.stamps import stamp, tidy
from kernel.errors import Conflict

Values = Mapping[str, Any]
Titles = Mapping[str, str]
Say = Callable[[str, Any], str]


class ChangedMeanwhile(Conflict):
    """Somebody else changed the same fields. ``rivals``: (title, wording stored now, wording typed) of each."""

    code = "programme_changed_meanwhile"

    def __init__(self, rivals: list[tuple[str, str, str]], seen: str) -> None:
        self.rivals, self.seen = rivals, seen
        super().__init__(
            _("Somebody else changed this while you were writing: %(titles)s. Nothing was saved yet.")
            % {"titles": "; ".join(title for title, _stored, _typed in rivals)},
            next_step=_("Compare both wordings below, correct yours where needed, and save again."),
            data={"rivals": [list(rival) for rival in rivals]},
        )


def seen_of(values: Values) -> str:
    """The stamp of every field, for a hidden field of a form."""
    return json.dumps({name: stamp(_plain(value)) for name, value in values.items()}, sort_keys=True)


def merged(
    seen: str, stored: Values, typed: Values, titles: Titles, *, say: Say = lambda name, value: str(value)
) -> dict[str, Any]:
    """What is to be written. ``seen`` empty: the writer is no form, everything typed is written.

    ``say``: (field, value) in words, for those who compare.
    """
    known = _read(seen)
    if known is None:
        return dict(typed)
    written, rivals = dict(typed), []
    for name, value in typed.items():
        there, mine = stamp(_plain(stored.get(name))), stamp(_plain(value))
        if name not in known or there in (known[name], mine):
            continue
        if mine == known[name]:
            written[name] = stored.get(name)
        else:
            there, mine = (say(name, each) if each else "" for each in (stored.get(name), value))
            rivals.append((titles.get(name, name), there, mine))
    if rivals:
        raise ChangedMeanwhile(rivals, seen_of(stored))
    return written


def titles(model: type[models.Model]) -> dict[str, str]:
    """Field -> its name for people."""
    named = (field for field in model._meta.concrete_fields)
    return {field.name: str(field.verbose_name).capitalize() for field in named}


def _read(seen: str) -> dict[str, str] | None:
    """What a form carried; None for nothing or for something that this module did not write."""
    try:
        known = json.loads(seen)
    except ValueError:
        return None
    return known if isinstance(known, dict) else None


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, list | tuple):
        return sorted(str(item) for item in value)
    return value if value is None else str(value)
