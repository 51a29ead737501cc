"""What was answered: counts, means and distributions of a round, the words, the workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.school.people.models import Person

from . import rules
from .models import Question, Response, Round


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer of a distribution: how many gave it, and the share of those who answered (whole per cent)."""

    label: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Result:
    """A question with what was answered. ``mean``: of a scale, else None; ``rows``: of a table, its rows."""

    text: str
    type: str
    answered: int
    mean: float | None = None
    bars: Sequence[Bar] = ()
    words: Sequence[str] = ()
    rows: Sequence[Result] = field(default_factory=tuple)

    @property
    def mean_shown(self) -> str:
        """With one decimal in the reader's notation."""
        return number_format(round(self.mean, 1), decimal_pos=1) if self.mean is not None else "—"


def results(round_: Round, responses: Sequence[Response]) -> list[Result]:
    """Every question of the round with its answers (names of chosen people in one query)."""
    names = _names({key for response in responses for key in response.chosen})
    return [_result(question, responses, names) for question in round_.version.questions.all()]


def _names(keys: set[int]) -> Mapping[int, str]:
    return {person.pk: person.full_name for person in Person.objects.filter(pk__in=keys)} if keys else {}


def _result(question: Question, responses: Sequence[Response], names: Mapping[int, str]) -> Result:
    values = [response.answers[question.code] for response in responses if question.code in response.answers]
    kind = Question.Type(question.type)
    if kind == Question.Type.GRID:
        rows = [
            _counted(row, kind, [value[str(number)] for value in values if str(number) in value], _labels(question))
            for number, row in enumerate(question.options)
        ]
        return Result(question.text, kind, len(values), rows=rows)
    if kind == Question.Type.PEOPLE:
        chosen = [key for value in values for key in value]
        labels = {key: names.get(key, "—") for key, _count in Counter(chosen).most_common()}
        return _counted(question.text, kind, chosen, labels, of=len(values))
    if kind in (Question.Type.SHORT, Question.Type.LONG):
        return Result(question.text, kind, len(values), words=[str(value) for value in values])
    flat = [each for value in values for each in value] if kind == Question.Type.MANY else values
    return _counted(question.text, kind, flat, _labels(question), of=len(values))


def _labels(question: Question) -> dict[Any, str]:
    """Every answer that can be given, in its order."""
    kind = question.type
    if kind == Question.Type.SCALE:
        return {number: str(number) for number in range(rules.LOWEST, rules.HIGHEST + 1)}
    if kind == Question.Type.YES_NO:
        return {rules.YES: pgettext("answer", "yes"), rules.NO: pgettext("answer", "no")}
    if kind == Question.Type.FREQUENCY:
        return {code: str(word) for code, word in rules.FREQUENCIES}
    if kind == Question.Type.GRID:
        return {grade: str(word) for grade, word in rules.GRADES}
    return dict(enumerate(question.options))


def _counted(
    text: str, kind: Question.Type, values: Sequence[Any], labels: Mapping[Any, str], of: int | None = None
) -> Result:
    counts, whole = Counter(values), len(values) if of is None else of
    bars = [
        Bar(label, counts[value], round(100 * counts[value] / whole) if whole else 0) for value, label in labels.items()
    ]
    numbers = [value for value in values if isinstance(value, int)] if kind in MEASURED else []
    mean = sum(numbers) / len(numbers) if numbers else None
    return Result(text, kind, whole, mean=mean, bars=bars)


MEASURED = frozenset({Question.Type.SCALE, Question.Type.GRID})


def conformity(round_: Round, responses: Sequence[Response]) -> tuple[int, int, str] | None:
    """Points, the most possible and the level of the last curator's answer; None where there is no table."""
    questions = [rules.asked(question) for question in round_.version.questions.all()]
    if not responses or not any(question.type == Question.Type.GRID for question in questions):
        return None
    points, most = rules.grid_total(questions, responses[-1].answers)
    return points, most, rules.level(points, most)


def means_chart(found: Sequence[Result]) -> dict[str, Any] | None:
    """Means of the scales as one chart, the first question on top; None without scales."""
    scales = [result for result in found if result.type == Question.Type.SCALE and result.mean is not None][::-1]
    if not scales:
        return None
    return {
        "xAxis": {"type": "value", "min": 0, "max": rules.HIGHEST},
        "yAxis": {
            "type": "category",
            "data": [result.text for result in scales],
            "axisLabel": {"width": 220, "overflow": "truncate"},
        },
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 24, "containLabel": True},
        "series": [
            {
                "type": "bar",
                "name": _("Mean"),
                "data": [round(result.mean or 0, 1) for result in scales],
                "label": {"show": True, "position": "right"},
            }
        ],
    }


def means_summary(found: Sequence[Result]) -> str:
    """The chart in a sentence."""
    scales = [result for result in found if result.type == Question.Type.SCALE and result.mean is not None]
    if not scales:
        return ""
    best, worst = max(scales, key=_mean_of), min(scales, key=_mean_of)
    return _("Highest: “%(best)s” %(high)s; lowest: “%(worst)s” %(low)s.") % {
        "best": best.text,
        "high": best.mean_shown,
        "worst": worst.text,
        "low": worst.mean_shown,
    }


def _mean_of(result: Result) -> float:
    return result.mean or 0


# ---- the workbook


def table(round_: Round, responses: Sequence[Response]) -> tuple[list[str], list[list[Any]]]:
    """Headers and a row for each response; an anonymous round has numbers instead of names."""
    names = _names({key for response in responses for key in response.chosen})
    questions = list(round_.version.questions.all())
    headers = [_("Who answered"), _("Date"), _("How")]
    for question in questions:
        headers += [f"{question.text} {row}" for row in question.options] if _is_grid(question) else [question.text]
    rows = []
    for number, response in enumerate(responses, start=1):
        invitation = response.invitation
        who = (
            [f"№ {number}", None, None]
            if invitation is None
            else [invitation.name, invitation.answered_on, str(invitation.get_way_display())]
        )
        rows.append([*who, *(cell for question in questions for cell in _cells(question, response.answers, names))])
    return headers, rows


def _is_grid(question: Question) -> bool:
    return question.type == Question.Type.GRID


def _cells(question: Question, answers: Mapping[str, Any], names: Mapping[int, str]) -> list[Any]:
    value = answers.get(question.code)
    if _is_grid(question):
        return [(value or {}).get(str(number)) for number in range(len(question.options))]
    return [None if value is None else shown(question, value, names)]


def shown(question: Question, value: Any, names: Mapping[int, str]) -> Any:
    """An answer as people read it; a point of a scale stays a number."""
    if question.type == Question.Type.PEOPLE:
        return "; ".join(names.get(key, "—") for key in value)
    if question.type == Question.Type.SCALE or (isinstance(value, str) and question.type in WORDS):
        return value
    labels = _labels(question)
    return "; ".join(labels.get(each, "") for each in value) if isinstance(value, list) else labels.get(value, "")


WORDS = frozenset({Question.Type.SHORT, Question.Type.LONG})


def pages_of(response: Response, questions: Sequence[Question]) -> list[tuple[str, str]]:
    """Question and answer of one response, for the curator."""
    names = _names(set(response.chosen))
    return [
        (question.text, _line(question, response.answers[question.code], names))
        for question in questions
        if question.code in response.answers
    ]


def _line(question: Question, value: Any, names: Mapping[int, str]) -> str:
    if _is_grid(question):
        return "; ".join(f"{row}: {value.get(str(number), '—')}" for number, row in enumerate(question.options))
    return str(shown(question, value, names))
