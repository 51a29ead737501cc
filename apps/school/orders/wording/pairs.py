"""Acts about pairs: fixed (one or many by one act), another mentor, another term, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.school.regulation.words.present import say

from ..kinds import MENTOR_REPLACEMENT, PAIR_END, PAIR_FORMATION, PAIR_TERM_CHANGE, PAIRS_FORMATION
from ..naming import person_in, short_in, side
from ..parts import ActText
from .phrases import ACT_TITLES, COMMANDS, control, date_in_words, names, period, preamble, quoted, sentence
from .registry import writes

Facts = Mapping[str, Any]

MENTOR = ("наставника", "наставника")
LED = ("наставляемым", "наставляемой")


def _act(
    act_kind: str, facts: Facts, heading: str, points: Sequence[str], people: Sequence[Facts], acquainted: Any = None
) -> ActText:
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=say(heading),
        preamble=preamble(facts, people),
        command=COMMANDS[act_kind],
        points=(*points, control(act_kind)),
        acquainted=names(acquainted or people),
    )


@writes(PAIR_FORMATION)
def _formation(act_kind: str, facts: Facts) -> ActText:
    people = [*facts["mentors"], *facts["mentees"]]
    points = [f"{_fixing(facts)}", _shape(facts), _duty(facts["mentors"], facts["mentees"])]
    group = len(people) > 2
    return _act(act_kind, facts, f"О закреплении наставнической {'группы' if group else 'пары'}", [*points], people)


def _fixing(facts: Facts) -> str:
    fixed = side(facts["mentors"], "accs", one=MENTOR, several="наставников")
    led = side(facts["mentees"], "ablt", one=LED, several="наставляемыми")
    return sentence(f"Закрепить {fixed} за {led} на период {period(facts)}")


def _shape(facts: Facts) -> str:
    return (
        f"Определить форму наставничества: {quoted(facts['form'])}; {_role_model(facts)}"
        f"вид наставничества: {quoted(facts['type'])}; состав: {quoted(facts['structure'])}."
    )


def _role_model(facts: Facts) -> str:
    """«ролевая модель: «…»; », of a pair that has one (orders prepared before say nothing of it)."""
    return f"ролевая модель: {quoted(facts['role_model'])}; " if facts.get("role_model") else ""


def _duty(mentors: Sequence[Facts], mentees: Sequence[Facts]) -> str:
    several = len(mentors) > 1
    who = ", ".join(short_in(mentor, "datv") for mentor in mentors)
    for_whom = ", ".join(short_in(mentee, "gent") for mentee in mentees)
    return (
        f"{say('Наставникам' if several else 'Наставнику')} {who} осуществлять наставничество в отношении {for_whom} "
        "по персонализированной программе наставничества."
    )


@writes(PAIRS_FORMATION)
def _many(act_kind: str, facts: Facts) -> ActText:
    """One point for each pair, with its own terms: an act for a whole cohort."""
    pairs = facts["pairs"]
    people = [person for pair in pairs for person in (*pair["mentors"], *pair["mentees"])]
    points = [f"{_fixing(pair)} {_briefly(pair)}" for pair in pairs]
    duty = (
        "Наставникам, указанным в настоящем документе, осуществлять наставничество по персонализированным программам "
        "наставничества."
    )
    return _act(act_kind, facts, "О закреплении наставнических пар (групп)", [*points, say(duty)], people)


def _briefly(facts: Facts) -> str:
    return (
        f"Форма: {quoted(facts['form'])}; {_role_model(facts)}вид: {quoted(facts['type'])}; "
        f"состав: {quoted(facts['structure'])}."
    )


@writes(MENTOR_REPLACEMENT)
def _replacement(act_kind: str, facts: Facts) -> ActText:
    [new], old, mentees = facts["mentors"], facts["old_mentor"], facts["mentees"]
    leaving = side([old], "accs", one=("", ""), several="").strip()
    fixed = side([new], "accs", one=MENTOR, several="наставников")
    led = side(mentees, "ablt", one=LED, several="наставляемыми")
    former = ", ".join(short_in(mentee, "gent") for mentee in mentees)
    kept = " Период наставничества не меняется." if facts["keeps_period"] else ""
    points = (
        sentence(f"Освободить {leaving} от обязанностей {say('наставника')} {former}")
        + sentence(f" Основание: {facts['ground']}"),
        f"Закрепить {fixed} за {led} до {date_in_words(facts['ends_on'])} включительно.{kept}",
        _duty([new], mentees),
    )
    return _act(act_kind, facts, "О замене наставника", points, [new, *mentees], [old, new, *mentees])


@writes(PAIR_TERM_CHANGE)
def _term_change(act_kind: str, facts: Facts) -> ActText:
    longer = facts["longer"]
    led, whom = _led_whom(facts)
    first = f"{'Продлить' if longer else 'Сократить'} период наставничества, осуществляемого {led} в отношении {whom}: "
    reason = sentence(f" Основание: {facts['ground']}") if facts["ground"] else ""
    points = (
        first
        + f"до {date_in_words(facts['ends_on'])} включительно (прежде – до {date_in_words(facts['old_end'])}).{reason}",
        "Внести соответствующее изменение в персонализированную программу наставничества.",
    )
    heading = f"О {'продлении' if longer else 'сокращении'} периода наставничества"
    return _act(act_kind, facts, heading, points, [*facts["mentors"], *facts["mentees"]])


@writes(PAIR_END)
def _end(act_kind: str, facts: Facts) -> ActText:
    mentors, mentees = facts["mentors"], facts["mentees"]
    led, whom = _led_whom(facts)
    done = facts.get("end", {}).get("completed", False)
    noticed = f" Предупреждение дано {date_in_words(facts['notice_on'])}." if facts.get("notice_on") else ""
    released = "; ".join(person_in(mentor, "accs") for mentor in mentors)
    verb = "Завершить" if done else "Прекратить"
    points = (
        f"{verb} {date_in_words(facts['closed_on'])} наставничество, осуществляемое {led} в отношении {whom}. "
        + sentence(f"Основание: {facts['ground']}")
        + noticed,
        say(sentence(f"Освободить от обязанностей наставника: {released}")),
    )
    people = [*mentors, *mentees]
    return _act(act_kind, facts, f"О {'завершении' if done else 'прекращении'} наставничества", points, people)


def _led_whom(facts: Facts) -> tuple[str, str]:
    led = ", ".join(short_in(mentor, "ablt") for mentor in facts["mentors"])
    return led, ", ".join(short_in(mentee, "gent") for mentee in facts["mentees"])
