"""The stamp of a value: what an editor saw, so that a change made by somebody else meanwhile is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from .catalogue import JsonValue
from .lines import Line
from .view import SetValue, Word

LENGTH = 16


def stamp(data: JsonValue) -> str:
    """A short digest of JSON data; the order of members does not matter."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def tidy(text: str) -> str:
    """A text as a form gives it back: line ends of one kind, no blanks around."""
    return text.replace("\r\n", "\n").strip()


def stamp_of(entry: SetValue | None) -> str:
    """The stamp of a parameter as it is set; None for a parameter left open. Other readings do not count."""
    if entry is None:
        return stamp(None)
    return stamp([entry.value, tidy(entry.clause), tidy(entry.quote), tidy(entry.note)])


def stamp_of_word(word: Word | None) -> str:
    """The stamp of an own word; None for a code that has none."""
    if word is None:
        return stamp(None)
    return stamp([word.singular, word.plural, word.definition, word.clause, list(word.aliases)])


def stamp_of_lines(lines: Sequence[Line]) -> str:
    """The stamp of a list of rights, duties or rules."""
    return stamp([[line.text, line.clause, line.quote] for line in lines])
