"""Phrases that acts of every kind are made of. An act is Russian whatever language the page has."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from apps.school.people.models import Person

from ..naming import short_in

Facts = Mapping[str, Any]

# In the genitive, as dates are read.
MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
ACT_TITLES = {"order": "ПРИКАЗ", "directive": "РАСПОРЯЖЕНИЕ", "programme_order": "ПРИКАЗ"}
COMMANDS = {"order": "ПРИКАЗЫВАЮ", "directive": "ОБЯЗЫВАЮ", "programme_order": "ПРИКАЗЫВАЮ"}
ACT_GENITIVE = {"order": "приказа", "directive": "распоряжения", "programme_order": "приказа"}

LABOUR_CODE = "со статьёй 351.8 Трудового кодекса Российской Федерации"
TEACHERS_LETTER = (
    "с письмом Министерства просвещения Российской Федерации и Профессионального союза работников народного "
    "образования и науки Российской Федерации от 21 декабря 2021 г. № АЗ-1128/08 / 657"
)
PUPILS_MODEL = "с распоряжением Министерства просвещения Российской Федерации от 25 декабря 2019 г. № Р-145"


def date_in_words(day: datetime.date | str) -> str:
    """«3 сентября 2026 г.»."""
    value = datetime.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{value.day} {MONTHS[value.month - 1]} {value.year} г."


def sentence(text: str) -> str:
    """With one full stop at the end, also after «г.» and initials."""
    return text if text.endswith(".") else f"{text}."


def quoted(text: str) -> str:
    """In quotation marks, once."""
    return text if text.startswith("«") else f"«{text}»"


def titled(title: str) -> str:
    """The act's title in outer quotation marks; those inside become the inner ones, as typesetting asks."""
    return f"«{title.replace('«', '„').replace('»', '“')}»"


def period(facts: Facts) -> str:
    """«с 1 сентября 2026 г. по 31 мая 2027 г.»."""
    return f"с {date_in_words(facts['starts_on'])} по {date_in_words(facts['ends_on'])}"


def control(act_kind: str) -> str:
    """The usual last point."""
    return f"Контроль за исполнением настоящего {ACT_GENITIVE[act_kind]} оставляю за собой."


def names(people: Sequence[Facts]) -> tuple[str, ...]:
    """Those who sign that they have read the act."""
    return tuple(dict.fromkeys(short_in(person, "nomn") for person in people))


def local_act(act: Facts) -> str:
    """The school's act by its own title, its clause and the order that approved it."""
    clause = f" ({act['clause']})" if act["clause"] else ""
    approved = ""
    if act["order_no"]:
        day = f" от {date_in_words(act['order_date'])}" if act["order_date"] else ""
        approved = f", утверждённым приказом{day} № {act['order_no']}"
    return f"с локальным нормативным актом {titled(act['title'])}{approved}{clause}"


def preamble(facts: Facts, people: Sequence[Facts]) -> str:
    """Law, federal model, the school's own act with its clause, the written consents with their dates."""
    grounds = []
    if any(person["extra_duties_on"] for person in people) and _employed(people):
        grounds.append(LABOUR_CODE)
    pupils = any(person["kind"] == Person.Kind.PUPIL for person in people)
    grounds.append(PUPILS_MODEL if pupils else TEACHERS_LETTER)
    grounds.append(local_act(facts["regulation"]))
    text = f"В соответствии {', '.join(grounds[:-1])}, {grounds[-1]}"
    given = [
        f"{short_in(person, 'gent')} от {date_in_words(person['extra_duties_on'])}"
        for person in people
        if person["extra_duties_on"]
    ]
    if given:
        word = "письменного согласия" if len(given) == 1 else "письменных согласий"
        text += f", на основании {word} на дополнительные обязанности {', '.join(given)}"
    return text


def _employed(people: Sequence[Facts]) -> bool:
    return any(person["kind"] == Person.Kind.EMPLOYEE for person in people)
