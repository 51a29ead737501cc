"""Pure rules of questionnaires: what an answer may be, which instrument a purpose is, levels of the curator's grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Purpose, Question

LOWEST, HIGHEST = 1, 10
CHOICES_OF_PEOPLE = 3
YES, NO = "yes", "no"
FREQUENCIES: tuple[tuple[str, str | Promise], ...] = (
    ("very_often", gettext_lazy("very often")),
    ("often", gettext_lazy("often")),
    ("rarely", gettext_lazy("rarely")),
    ("once_or_twice", gettext_lazy("once or twice")),
    ("never", gettext_lazy("never")),
)
GRADES: tuple[tuple[int, str | Promise], ...] = (
    (2, gettext_lazy("2 – fully")),
    (1, gettext_lazy("1 – partly")),
    (0, gettext_lazy("0 – not at all")),
)
WITH_OPTIONS = frozenset({Question.Type.ONE, Question.Type.MANY, Question.Type.GRID})
MAY_BE_ANONYMOUS = frozenset({Purpose.SATISFACTION_MENTOR, Purpose.SATISFACTION_MENTEE})
SHOWN_FROM = 3
"""An anonymous round tells nothing before so many answers: of two answers each knows the other's."""

# What of the monitoring a survey is (codes of ``monitoring_instrument``); the rest collects data of cards and pairs.
INSTRUMENTS: Mapping[str, tuple[str, ...]] = {
    Purpose.SATISFACTION_MENTOR: ("satisfaction_survey", "questionnaire", "poll"),
    Purpose.SATISFACTION_MENTEE: ("satisfaction_survey", "questionnaire", "poll"),
    Purpose.BEFORE: ("questionnaire", "poll"),
    Purpose.AFTER: ("questionnaire", "poll"),
    Purpose.CURATOR: ("curator_questionnaire", "questionnaire"),
    Purpose.SWOT: ("curator_questionnaire", "questionnaire"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the rules see it."""

    code: str
    type: str
    required: bool
    options: tuple[str, ...] = ()


def asked(question: Question) -> Asked:
    """The rules' view of a question."""
    return Asked(question.code, question.type, question.required, tuple(question.options))


def faults(questions: Sequence[Asked], answers: Mapping[str, Any], people: Sequence[int]) -> dict[str, str]:
    """Question code -> what is wrong. ``people``: persons that may be chosen. Unknown codes are faults too."""
    found = {code: _("There is no such question.") for code in answers if code not in {each.code for each in questions}}
    for each in questions:
        value = answers.get(each.code)
        if is_empty(value) or (each.type == Question.Type.GRID and len(value or ()) < len(each.options)):
            if each.required and not (each.type == Question.Type.PEOPLE and not people):
                found[each.code] = _("Answer this question.")
        elif not _is_sound(each, value, people):
            found[each.code] = _("Choose an answer from those offered.")
    return found


def is_empty(value: Any) -> bool:
    """True for no answer; 0 is one."""
    return value is None or value in ("", [], {})


def _is_sound(question: Asked, value: Any, people: Sequence[int]) -> bool:
    kind, count = question.type, len(question.options)
    if kind == Question.Type.SCALE:
        return isinstance(value, int) and LOWEST <= value <= HIGHEST
    if kind == Question.Type.YES_NO:
        return value in (YES, NO)
    if kind == Question.Type.FREQUENCY:
        return value in dict(FREQUENCIES)
    if kind == Question.Type.ONE:
        return isinstance(value, int) and 0 <= value < count
    if kind == Question.Type.MANY:
        return isinstance(value, list) and all(isinstance(each, int) and 0 <= each < count for each in value)
    if kind == Question.Type.GRID:
        return isinstance(value, dict) and all(
            key.isdigit() and int(key) < count and grade in dict(GRADES) for key, grade in value.items()
        )
    if kind == Question.Type.PEOPLE:
        return isinstance(value, list) and len(set(value)) == len(value) and set(value) <= set(people)
    return isinstance(value, str)


def chosen_people(questions: Sequence[Asked], answers: Mapping[str, Any]) -> list[int]:
    """Persons named in the answers, in order, each once."""
    named = [key for each in questions if each.type == Question.Type.PEOPLE for key in answers.get(each.code) or []]
    return list(dict.fromkeys(named))


def grid_total(questions: Sequence[Asked], answers: Mapping[str, Any]) -> tuple[int, int]:
    """Points of all grids and the most that there can be."""
    grids = [each for each in questions if each.type == Question.Type.GRID]
    got = sum(int(grade) for each in grids for grade in (answers.get(each.code) or {}).values())
    return got, 2 * sum(len(each.options) for each in grids)


def level(points: int, most: int) -> str:
    """``optimal``, ``admissible`` or ``inadmissible``: 15-18, 9-14, 0-8 of 18 (domain.md B.1.5).

    A school that changed the rows has another sum: the bounds move in proportion, rounded as in the original.
    """
    if not most:
        return "inadmissible"
    share = points * 18 / most
    return "optimal" if share >= 15 else "admissible" if share >= 9 else "inadmissible"


LEVELS: Mapping[str, str | Promise] = {
    "optimal": gettext_lazy("optimal level"),
    "admissible": gettext_lazy("admissible level"),
    "inadmissible": gettext_lazy("inadmissible level"),
}
