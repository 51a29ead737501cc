"""The texts of the papers, in Russian, from frozen facts. What the law asks of each: domain.md B.3, norms S14 to S20.

Consent: written, to help another employee. Agreement: content, term, form of the work; size and conditions of the pay.
Notice: in writing, not less than three working days before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..naming import name_in, person_in, post_in, short_in
from ..wording.phrases import date_in_words, sentence

Facts = Mapping[str, Any]

ARTICLE = "статьёй 351.8 Трудового кодекса Российской Федерации"
BLANK_DAY = "«___» ____________ 20___ г."


@dataclass(frozen=True, slots=True)
class PaperText:
    """``addressed``: lines at the right above; ``signatures``: (who, name in short) below."""

    title: str
    subtitle: str
    addressed: tuple[str, ...]
    paragraphs: tuple[str, ...]
    signatures: tuple[tuple[str, str], ...]


def compose(kind: str, facts: Facts) -> PaperText:
    """The text of a paper of a kind (``LabourPaper.Kind``)."""
    return WRITERS[kind](facts)


def _mentees(facts: Facts) -> str:
    return "; ".join(person_in(mentee, "gent") for mentee in facts["mentees"])


def _period(facts: Facts) -> str:
    return f"с {date_in_words(facts['starts_on'])} по {date_in_words(facts['ends_on'])}"


def _addressed(facts: Facts) -> tuple[str, ...]:
    mentor = facts["mentor"]
    return (
        "Руководителю образовательной организации",
        facts["institution"],
        f"от: {name_in(mentor, 'gent')}",
        post_in(mentor, "gent"),
    )


def _consent(facts: Facts) -> PaperText:
    mentor = facts["mentor"]
    return PaperText(
        title="СОГЛАСИЕ",
        subtitle="на выполнение работы по наставничеству",
        addressed=_addressed(facts),
        paragraphs=(
            f"В соответствии со {ARTICLE} я, {person_in(mentor, 'nomn')}, даю согласие на выполнение работы по "
            f"наставничеству в отношении: {_mentees(facts)}.",
            f"Период работы: {_period(facts)}. Форма наставничества: {facts['form']}; вид: {facts['type']}.",
            "Содержание, сроки и форма выполнения этой работы, размеры и условия её оплаты указываются в трудовом "
            "договоре или дополнительном соглашении к нему.",
            "Мне известно, что я вправе досрочно отказаться от этой работы, предупредив работодателя в письменной "
            "форме не менее чем за три рабочих дня.",
        ),
        signatures=(("", short_in(mentor, "nomn")),),
    )


def _agreement(facts: Facts) -> PaperText:
    mentor = facts["mentor"]
    contract = f" от {date_in_words(facts['contract_on'])}" if facts["contract_on"] else ""
    contract += f" № {facts['contract_no']}" if facts["contract_no"] else ""
    points = (
        f"Работодатель поручает, а работник на основании письменного согласия от "
        f"{date_in_words(facts['consent_on'])} выполняет работу по наставничеству в отношении: {_mentees(facts)}.",
        sentence(f"Содержание работы: {facts['content'].strip()}"),
        f"Срок выполнения работы: {_period(facts)}.",
        sentence(f"Форма выполнения работы: {facts['work_form'].strip()}"),
        sentence(f"Размер и условия оплаты: {facts['pay'].strip()}"),
        "Работник вправе досрочно отказаться от работы по наставничеству, а работодатель – досрочно отменить "
        "поручение о ней, предупредив об этом другую сторону в письменной форме не менее чем за три рабочих дня.",
        "Остальные условия трудового договора не меняются. Соглашение составлено в двух экземплярах, по одному для "
        "каждой стороны.",
    )
    return PaperText(
        title=f"ДОПОЛНИТЕЛЬНОЕ СОГЛАШЕНИЕ № {facts['number'] or '______'}",
        subtitle=f"к трудовому договору{contract}",
        addressed=(),
        paragraphs=(
            f"{facts['institution']}, именуемая далее «работодатель», и {person_in(mentor, 'nomn')}, далее – "
            f"«работник», в соответствии со {ARTICLE} заключили настоящее соглашение о следующем.",
            *(f"{number}. {point}" for number, point in enumerate(points, start=1)),
        ),
        signatures=(("Работодатель", facts["head_name"]), ("Работник", short_in(mentor, "nomn"))),
    )


def _notice(facts: Facts) -> PaperText:
    mentor = facts["mentor"]
    reason = sentence(f"Причина: {facts['reason'].strip()}") if facts["reason"].strip() else ""
    told = "не менее чем за три рабочих дня"
    last = date_in_words(facts["last_day"])
    if facts["side"] == "mentor":
        return PaperText(
            title="УВЕДОМЛЕНИЕ",
            subtitle="о досрочном отказе от работы по наставничеству",
            addressed=_addressed(facts),
            paragraphs=(
                f"В соответствии со {ARTICLE} предупреждаю {told} о том, что досрочно отказываюсь от работы по "
                f"наставничеству в отношении: {_mentees(facts)}. Последний день работы: {last}.",
                *((reason,) if reason else ()),
            ),
            signatures=(("", short_in(mentor, "nomn")),),
        )
    return PaperText(
        title="УВЕДОМЛЕНИЕ",
        subtitle="о досрочной отмене поручения о наставничестве",
        addressed=(name_in(mentor, "datv"), post_in(mentor, "datv")),
        paragraphs=(
            f"В соответствии со {ARTICLE} {facts['institution']} предупреждает Вас {told} о досрочной отмене поручения "
            f"о работе по наставничеству в отношении: {_mentees(facts)}. Последний день работы: {last}.",
            *((reason,) if reason else ()),
        ),
        signatures=(("Работодатель", facts["head_name"]), ("Ознакомлен(а)", short_in(mentor, "nomn"))),
    )


WRITERS: Mapping[str, Callable[[Facts], PaperText]] = {
    "consent": _consent,
    "agreement": _agreement,
    "notice": _notice,
}
