"""Categories of personal data that a person allows to be distributed, one by one (152-ФЗ, ст. 10.1 ч. 9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Text = str | Promise

FULL_NAME = "full_name"
POSITION = "position"
SUBJECTS = "subjects"
PHOTO = "photo"
ACHIEVEMENTS = "achievements"
RESULTS = "results"
CONTACTS = "contacts"

CATEGORIES: Mapping[str, Text] = {
    FULL_NAME: _("last name, first name, patronymic"),
    POSITION: _("position and place of work or study"),
    SUBJECTS: _("subjects taught, competencies"),
    PHOTO: _("photographs"),
    ACHIEVEMENTS: _("achievements and portfolio"),
    RESULTS: _("results of mentoring"),
    CONTACTS: _("e-mail and phone"),
}
# What the first text of the product listed before people chose for themselves.
LISTED_BY_TEXT = frozenset({FULL_NAME, POSITION, SUBJECTS, RESULTS})
MARK = "[[categories]]"
CONDITIONS_MARK = "[[conditions]]"


def choices() -> list[tuple[str, Text]]:
    """(code, words) in order."""
    return list(CATEGORIES.items())


def allowed(chosen: Collection[str] | None) -> frozenset[str]:
    """What a consent to distribution allows; None where the text itself lists it."""
    return LISTED_BY_TEXT if chosen is None else frozenset(chosen)


def words(codes: Iterable[str]) -> list[Text]:
    """The words of the codes, in the order of the list."""
    wanted = set(codes)
    return [word for code, word in CATEGORIES.items() if code in wanted]


def listed(codes: Iterable[str]) -> str:
    """The words in one sentence."""
    return "; ".join(str(word) for word in words(codes))


def boxes() -> str:
    """The list of a printed form: each with a box to tick."""
    return "\n".join(str(format_lazy("☐ {word}", word=word)) for word in CATEGORIES.values())
