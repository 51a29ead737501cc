"""What differs between two regulations: parameters by sections, own words, rights, duties and other rules. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .catalogue import JsonValue, Section, catalogue
from .lines import OTHER_RULES, ROLE_KINDS, Line, lines_of
from .view import RegulationView, SetValue, Word


def changed_in(old: RegulationView, new: RegulationView) -> list[tuple[Section, list[str]]]:
    """Sections with the parameters which the two set differently: value, clause, quotation, note or other readings."""
    found = []
    for section in catalogue().sections:
        keys = [each.key for each in catalogue().in_section(section.code)]
        changed = [key for key in keys if old.settings.get(key) != new.settings.get(key)]
        if changed:
            found.append((section, changed))
    return found


def only_source_differs(old: SetValue | None, new: SetValue | None) -> bool:
    """True when the value is the same and only the clause, the quotation or the note is another."""
    return old is not None and new is not None and old.value == new.value


@dataclass(frozen=True, slots=True)
class WordChange:
    """An own word that was added (no ``old``), dropped (no ``new``) or changed."""

    dictionary: str
    code: str
    old: Word | None
    new: Word | None


def changed_words(old: RegulationView, new: RegulationView) -> list[WordChange]:
    """Own words that differ, in the order of the act."""
    places = dict.fromkeys([*old.words, *new.words])
    return [
        WordChange(*place, old.words.get(place), new.words.get(place))
        for place in places
        if old.words.get(place) != new.words.get(place)
    ]


@dataclass(frozen=True, slots=True)
class ListChange:
    """A list of rights, duties, functions or other rules with the lines that left it and that came into it."""

    kind: str
    actor: str
    dropped: tuple[Line, ...]
    added: tuple[Line, ...]


def changed_lists(old: RegulationView, new: RegulationView) -> Iterator[ListChange]:
    """Lists that differ."""
    actors = dict.fromkeys([*_lists(old), *_lists(new)])
    places = [(kind, actor) for actor in actors for kind in ROLE_KINDS] + [(OTHER_RULES, "")]
    for kind, actor in places:
        before, after = _lines(old, kind, actor), _lines(new, kind, actor)
        if before != after:
            dropped = tuple(line for line in before if line not in after)
            yield ListChange(kind, actor, dropped, tuple(line for line in after if line not in before))


def _lists(view: RegulationView) -> Mapping[str, JsonValue]:
    found: Mapping[str, JsonValue] = view.extras.get("role_lists", {})
    return found


def _lines(view: RegulationView, kind: str, actor: str) -> list[Line]:
    return lines_of(_lists(view), view.extras.get("rules", ()), kind, actor)
