"""How an act names a person: in a case, with the position, by initials.

``facts["forms"]`` (case -> full name) says how somebody wrote the name in a case by hand; it goes before the rules of
``inflection``. Everything here is Russian.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from apps.school.people.models import Person
from apps.school.regulation.words.grammar import Case
from apps.school.regulation.words.present import say

from .inflection import full_name, guess_sex, inflect_position, short_name

Facts = Mapping[str, Any]

PARTICIPLE: Mapping[Case, tuple[str, str]] = {
    "nomn": ("ийся", "аяся"),
    "gent": ("егося", "ейся"),
    "datv": ("емуся", "ейся"),
    "accs": ("егося", "уюся"),
    "ablt": ("имся", "ейся"),
    "loct": ("емся", "ейся"),
}


def name_in(facts: Facts, case: Case) -> str:
    """«Берёзову Анну Петровну»."""
    return _by_hand(facts, case) or full_name(
        facts["last_name"], facts["first_name"], facts["patronymic"], case, facts["sex"]
    )


def short_in(facts: Facts, case: Case) -> str:
    """«Берёзовой А. П.»."""
    written = _by_hand(facts, case)
    if not written:
        return short_name(facts["last_name"], facts["first_name"], facts["patronymic"], case, facts["sex"])
    surname = " ".join(written.split()[: len(facts["last_name"].split())])
    initials = " ".join(f"{part[0]}." for part in (facts["first_name"], facts["patronymic"]) if part)
    return f"{surname} {initials}".strip()


def _by_hand(facts: Facts, case: Case) -> str:
    return str(facts.get("forms", {}).get(case, "")) if case != "nomn" else ""


def person_in(facts: Facts, case: Case, *, with_post: bool = True) -> str:
    """«Берёзову Анну Петровну, учителя математики»: name and position in a case."""
    post = post_in(facts, case) if with_post else ""
    return f"{name_in(facts, case)}, {post}" if post else name_in(facts, case)


def post_in(facts: Facts, case: Case) -> str:
    """«учителя математики», «обучающегося класса 7 «Б»»; empty where nothing is known."""
    if facts["kind"] == Person.Kind.PUPIL:
        feminine = sex_of(facts) == "f"
        form = inflect_participle(pick(("обучающийся", "обучающаяся"), feminine), case, feminine=feminine)
        return f"{form} класса {facts['department']}" if facts["department"] else form
    post = inflect_position(_lower_first(facts["position"]), case) if facts["position"] else ""
    return f"{post} ({facts['organisation']})" if post and facts["organisation"] else post


def inflect_participle(word: str, case: Case, *, feminine: bool) -> str:
    """«обучающийся» in a case."""
    return word.removesuffix("ийся").removesuffix("аяся") + PARTICIPLE[case][feminine]


def sex_of(facts: Facts) -> str:
    """The sex of the card, else the one the name shows."""
    return facts["sex"] or guess_sex(facts["last_name"], facts["first_name"], facts["patronymic"])


def pick(forms: Sequence[str], feminine: bool) -> str:
    """The masculine or the feminine word."""
    return forms[feminine]


def _lower_first(text: str) -> str:
    """A position inside a sentence begins with a small letter unless it is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def listed(people: Sequence[Facts], case: Case) -> str:
    """«Берёзову Анну Петровну, учителя математики; Орлова Петра Ильича»."""
    return "; ".join(person_in(person, case) for person in people)


def side(people: Sequence[Facts], case: Case, *, one: tuple[str, str], several: str) -> str:
    """«наставника Берёзову Анну…» or «наставников: …; …»; ``one``: the masculine and the feminine word.

    A position stands between commas, so a closing one follows it.
    """
    comma = "," if post_in(people[-1], case) else ""
    if len(people) > 1:
        return f"{say(several)}: {listed(people, case)}{comma}"
    return f"{say(pick(one, sex_of(people[0]) == 'f'))} {person_in(people[0], case)}{comma}"
