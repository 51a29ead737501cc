"""The text of an act, written from its facts. Acts of a Russian school are in Russian whatever language the page has.

``compose(order)`` gives the heading, the preamble, the points and who is to be acquainted; ``frozen_act`` adds the
requisites and is stored with the signature, so that a later wording never changes a signed act.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from apps.school.people.models import Person
from apps.school.regulation import queries as regulation
from apps.school.regulation.words.grammar import Case
from apps.school.regulation.words.present import say, speaking
from tenants.isolation.context import require_school

from .inflection import full_name, guess_sex, inflect_position, short_name
from .kinds import (
    ANNUAL_PROGRAMME,
    INCENTIVE,
    MENTOR_REPLACEMENT,
    PAIR_FORMATION,
    PAIR_TERM_CHANGE,
    REGULATION_APPROVAL,
)
from .models import Order
from .parts import ActText
from .regulation_act.facts import compose_approval
from .rewarding import reward_of

Facts = Mapping[str, Any]

# In the genitive, as dates are read.
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
ACT_TITLES = {"order": "ПРИКАЗ", "directive": "РАСПОРЯЖЕНИЕ", "programme_order": "ПРИКАЗ"}
COMMANDS = {"order": "ПРИКАЗЫВАЮ", "directive": "ОБЯЗЫВАЮ", "programme_order": "ПРИКАЗЫВАЮ"}
ACT_GENITIVE = {"order": "приказа", "directive": "распоряжения", "programme_order": "приказа"}
NUMBER_SUFFIX = "-н"

LABOUR_CODE = "со статьёй 351.8 Трудового кодекса Российской Федерации"
TEACHERS_LETTER = (
    "с письмом Министерства просвещения Российской Федерации и Профессионального союза работников народного "
    "образования и науки Российской Федерации от 21 декабря 2021 г. № АЗ-1128/08 / 657"
)
PUPILS_MODEL = "с распоряжением Министерства просвещения Российской Федерации от 25 декабря 2019 г. № Р-145"


def number_of(sequence: int) -> str:
    """The printed number: «12-н», a register of its own beside the school's other acts."""
    return f"{sequence}{NUMBER_SUFFIX}"


def date_in_words(day: datetime.date | str) -> str:
    """«3 сентября 2026 г.»."""
    value = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{value.day} {MONTHS[value.month - 1]} {value.year} г."


def compose(order: Order) -> ActText:
    """The text of an act of any kind."""
    return WRITERS[order.kind](order.act_kind, order.facts)


def frozen_act(order: Order) -> dict[str, Any]:
    """What the documents are made of: requisites and text, plain JSON. Read before and stored with the signature.

    The text is in the words of the regulation in force.
    """
    words = regulation.words_in_force()
    with speaking(words.say if words else None):
        text = asdict(compose(order))
    signer = Person.objects.filter(account_id=order.signed_by).first() if order.signed_by else None
    position = signer.position if signer is not None else ""
    return {
        "institution": require_school().name,
        "number": order.number,
        "dated": order.dated.isoformat() if order.dated else "",
        "date_in_words": date_in_words(order.dated) if order.dated else "",
        "signer_position": position or "Руководитель образовательной организации",
        "signer_name": initials_first(signer) if signer is not None else order.signer_name,
        "text": text,
    }


def initials_first(person: Person) -> str:
    """«А. П. Берёзова», as under an act."""
    initials = " ".join(f"{part[0]}." for part in (person.first_name, person.patronymic) if part)
    return f"{initials} {person.last_name}".strip()


def person_in(facts: Facts, case: Case, *, with_post: bool = True) -> str:
    """«Берёзову Анну Петровну, учителя математики»: name and position in a case."""
    name = full_name(facts["last_name"], facts["first_name"], facts["patronymic"], case, facts["sex"])
    post = _post(facts, case) if with_post else ""
    return f"{name}, {post}" if post else name


def _post(facts: Facts, case: Case) -> str:
    if facts["kind"] == Person.Kind.PUPIL:
        feminine = _sex(facts) == "f"
        word = _pick(("обучающийся", "обучающаяся"), feminine)
        form = inflect_participle(word, case, feminine=feminine)
        return f"{form} класса {facts['department']}" if facts["department"] else form
    post = inflect_position(_lower_first(facts["position"]), case) if facts["position"] else ""
    return f"{post} ({facts['organisation']})" if post and facts["organisation"] else post


PARTICIPLE: Mapping[Case, tuple[str, str]] = {
    "nomn": ("ийся", "аяся"),
    "gent": ("егося", "ейся"),
    "datv": ("емуся", "ейся"),
    "accs": ("егося", "уюся"),
    "ablt": ("имся", "ейся"),
    "loct": ("емся", "ейся"),
}


def inflect_participle(word: str, case: Case, *, feminine: bool) -> str:
    """«обучающийся» in a case."""
    return word.removesuffix("ийся").removesuffix("аяся") + PARTICIPLE[case][feminine]


def _sex(facts: Facts) -> str:
    return facts["sex"] or guess_sex(facts["last_name"], facts["first_name"], facts["patronymic"])


def _pick(forms: Sequence[str], feminine: bool) -> str:
    return forms[feminine]


def _lower_first(text: str) -> str:
    """A position inside a sentence begins with a small letter unless it is an abbreviation."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _short(facts: Facts, case: Case) -> str:
    return short_name(facts["last_name"], facts["first_name"], facts["patronymic"], case, facts["sex"])


def _many(people: Sequence[Facts], case: Case) -> str:
    return "; ".join(person_in(person, case) for person in people)


def _side(people: Sequence[Facts], case: Case, *, one: tuple[str, str], several: str) -> str:
    """«наставника Берёзову Анну…» or «наставников: …; …»; ``one``: the masculine and the feminine word.

    A position stands between commas, so a closing one follows it.
    """
    comma = "," if _post(people[-1], case) else ""
    if len(people) > 1:
        return f"{say(several)}: {_many(people, case)}{comma}"
    return f"{say(_pick(one, _sex(people[0]) == 'f'))} {person_in(people[0], case)}{comma}"


def _formation(act_kind: str, facts: Facts) -> ActText:
    mentors, mentees = facts["mentors"], facts["mentees"]
    fixed = _side(mentors, "accs", one=("наставника", "наставника"), several="наставников")
    led = _side(mentees, "ablt", one=("наставляемым", "наставляемой"), several="наставляемыми")
    points = [
        _sentence(f"Закрепить {fixed} за {led} на период {_period(facts)}"),
        f"Определить форму наставничества: {_quoted(facts['form'])}; {_role_model(facts)}"
        f"вид наставничества: {_quoted(facts['type'])}; состав: {_quoted(facts['structure'])}.",
        _duty(mentors, mentees),
        _control(act_kind),
    ]
    group = len(mentors) + len(mentees) > 2
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=say(f"О закреплении наставнической {'группы' if group else 'пары'}"),
        preamble=_preamble(facts, [*mentors, *mentees]),
        command=COMMANDS[act_kind],
        points=tuple(points),
        acquainted=_names([*mentors, *mentees]),
    )


def _duty(mentors: Sequence[Facts], mentees: Sequence[Facts]) -> str:
    several = len(mentors) > 1
    who = ", ".join(_short(mentor, "datv") for mentor in mentors)
    for_whom = ", ".join(_short(mentee, "gent") for mentee in mentees)
    return (
        f"{say('Наставникам' if several else 'Наставнику')} {who} осуществлять наставничество в отношении {for_whom} "
        "по персонализированной программе наставничества."
    )


def _replacement(act_kind: str, facts: Facts) -> ActText:
    [new], old, mentees = facts["mentors"], facts["old_mentor"], facts["mentees"]
    leaving = _side([old], "accs", one=("", ""), several="").strip()
    fixed = _side([new], "accs", one=("наставника", "наставника"), several="наставников")
    led = _side(mentees, "ablt", one=("наставляемым", "наставляемой"), several="наставляемыми")
    former = ", ".join(_short(mentee, "gent") for mentee in mentees)
    kept = " Период наставничества не меняется." if facts["keeps_period"] else ""
    points = (
        _sentence(f"Освободить {leaving} от обязанностей {say('наставника')} {former}")
        + _sentence(f" Основание: {facts['ground']}"),
        f"Закрепить {fixed} за {led} до {date_in_words(facts['ends_on'])} включительно.{kept}",
        _duty([new], mentees),
        _control(act_kind),
    )
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=say("О замене наставника"),
        preamble=_preamble(facts, [new, *mentees]),
        command=COMMANDS[act_kind],
        points=points,
        acquainted=_names([old, new, *mentees]),
    )


def _incentive(act_kind: str, facts: Facts) -> ActText:
    people = [person for reward in facts["rewards"] for person in reward["people"]]
    points = [
        _sentence(template.format("; ".join(person_in(person, case) for person in reward["people"])))
        for reward in facts["rewards"]
        for template, case in [reward_of(reward["kind"], reward["title"])]
    ]
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading="О поощрении участников наставничества",
        preamble=f"В соответствии {local_act(facts['regulation'])}, по итогам наставничества за период "
        f"{_period(facts)}, {facts['ground']}",
        command=COMMANDS[act_kind],
        points=(*points, _control(act_kind)),
        acquainted=tuple(dict.fromkeys(_names(people))),
    )


def _role_model(facts: Facts) -> str:
    """«ролевая модель: «…»; », of a pair that has one (orders prepared before say nothing of it)."""
    return f"ролевая модель: {_quoted(facts['role_model'])}; " if facts.get("role_model") else ""


def _term_change(act_kind: str, facts: Facts) -> ActText:
    mentors, mentees, longer = facts["mentors"], facts["mentees"], facts["longer"]
    led = ", ".join(_short(mentor, "ablt") for mentor in mentors)
    whom = ", ".join(_short(mentee, "gent") for mentee in mentees)
    first = f"{'Продлить' if longer else 'Сократить'} период наставничества, осуществляемого {led} в отношении {whom}: "
    reason = _sentence(f" Основание: {facts['ground']}") if facts["ground"] else ""
    points = (
        first
        + f"до {date_in_words(facts['ends_on'])} включительно (прежде – до {date_in_words(facts['old_end'])}).{reason}",
        "Внести соответствующее изменение в персонализированную программу наставничества.",
        _control(act_kind),
    )
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=f"О {'продлении' if longer else 'сокращении'} периода наставничества",
        preamble=_preamble(facts, [*mentors, *mentees]),
        command=COMMANDS[act_kind],
        points=points,
        acquainted=_names([*mentors, *mentees]),
    )


def _annual(act_kind: str, facts: Facts) -> ActText:
    year = facts["year"]
    return ActText(
        act_title=ACT_TITLES[act_kind],
        heading=f"Об утверждении программы наставничества на {year} учебный год",
        preamble=f"В соответствии {local_act(facts['regulation'])}",
        command=COMMANDS[act_kind],
        points=(
            f"Утвердить программу наставничества образовательной организации на {year} учебный год.",
            "Наставническим парам (группам) начинать работу в соответствии с утверждённой программой.",
            _control(act_kind),
        ),
        acquainted=(),
    )


def _sentence(text: str) -> str:
    """With one full stop at the end, also after «г.» and initials."""
    return text if text.endswith(".") else f"{text}."


def _names(people: Sequence[Facts]) -> tuple[str, ...]:
    return tuple(_short(person, "nomn") for person in people)


def _control(act_kind: str) -> str:
    return f"Контроль за исполнением настоящего {ACT_GENITIVE[act_kind]} оставляю за собой."


def _period(facts: Facts) -> str:
    return f"с {date_in_words(facts['starts_on'])} по {date_in_words(facts['ends_on'])}"


def _quoted(text: str) -> str:
    return text if text.startswith("«") else f"«{text}»"


def _preamble(facts: Facts, people: Sequence[Facts]) -> str:
    """Law, federal model, the school's own act with its clause, the written consents with their dates."""
    grounds = []
    if any(person["extra_duties_on"] for person in people) and _employed(people):
        grounds.append(LABOUR_CODE)
    pupils = any(person["kind"] == Person.Kind.PUPIL for person in people)
    grounds.append(PUPILS_MODEL if pupils else TEACHERS_LETTER)
    grounds.append(local_act(facts["regulation"]))
    text = f"В соответствии {', '.join(grounds[:-1])}, {grounds[-1]}"
    given = [
        f"{_short(person, 'gent')} от {date_in_words(person['extra_duties_on'])}"
        for person in people
        if person["extra_duties_on"]
    ]
    if given:
        word = "письменного согласия" if len(given) == 1 else "письменных согласий"
        text += f", на основании {word} на дополнительные обязанности {', '.join(given)}"
    return text


def _employed(people: Sequence[Facts]) -> bool:
    return any(person["kind"] == Person.Kind.EMPLOYEE for person in people)


def local_act(act: Facts) -> str:
    """The school's act by its own title, its clause and the order that approved it."""
    clause = f" ({act['clause']})" if act["clause"] else ""
    approved = ""
    if act["order_no"]:
        day = f" от {date_in_words(act['order_date'])}" if act["order_date"] else ""
        approved = f", утверждённым приказом{day} № {act['order_no']}"
    return f"с локальным нормативным актом {_titled(act['title'])}{approved}{clause}"


def _titled(title: str) -> str:
    """The act's title in outer quotation marks; those inside become the inner ones, as typesetting asks."""
    return f"«{title.replace('«', '„').replace('»', '“')}»"


Writer = Callable[[str, Facts], ActText]

WRITERS: dict[str, Writer] = {
    PAIR_FORMATION: _formation,
    MENTOR_REPLACEMENT: _replacement,
    INCENTIVE: _incentive,
    PAIR_TERM_CHANGE: _term_change,
    ANNUAL_PROGRAMME: _annual,
    REGULATION_APPROVAL: compose_approval,
}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """``@writes(COMMISSION)``: the text of a kind of act that another module of this app words."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register
