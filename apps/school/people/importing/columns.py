"""Which column means which field: remembered from last time, or guessed from the titles that Russian lists have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Chooser = Callable[[str], str | None]

SKIP = ""

TITLES: Mapping[str, Text] = {
    "full_name": _("full name in one cell"),
    "last_name": _("last name"),
    "first_name": _("first name"),
    "patronymic": _("patronymic"),
    "sex": _("sex"),
    "birth_date": _("date of birth"),
    "staff_number": _("staff number"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "position": _("position"),
    "subjects": _("subjects taught"),
    "department": _("department or class"),
    "organisation": _("organisation"),
    "qualification": _("qualification category"),
    "hired_on": _("hired on"),
    "experience": _("experience, whole years"),
    "teaching_since": _("teaching since"),
}

# field -> beginnings of titles as they are written in lists, without case, signs and ё
KNOWN: Mapping[str, tuple[str, ...]] = {
    "full_name": (
        "фио",
        "ф и о",
        "фамилия имя",
        "сотрудник",
        "работник",
        "обучающийся",
        "ученик",
        "full name",
    ),
    "last_name": ("фамилия", "last name", "surname"),
    "first_name": ("имя", "first name"),
    "patronymic": ("отчество", "patronymic", "middle name"),
    "sex": ("пол", "sex", "gender"),
    "birth_date": ("дата рождения", "день рождения", "др", "д р", "год рождения", "рожд", "birth", "date of birth"),
    "staff_number": ("табельный", "таб", "номер личного дела", "личный номер", "staff number", "employee number"),
    "email": ("e mail", "email", "электронная почта", "эл почта", "почта", "адрес электронной"),
    "phone": ("телефон", "тел", "мобильный", "контактный телефон", "сотовый", "phone"),
    "position": ("должность", "занимаемая должность", "position", "job"),
    "subjects": ("предмет", "преподаваем", "дисциплина", "учебный предмет", "subject"),
    "department": (
        "подразделение",
        "отдел",
        "класс",
        "мо",
        "методическое объединение",
        "department",
        "class",
    ),
    "organisation": ("организация", "место работы", "учреждение", "organisation"),
    "qualification": ("квалификационная категория", "категория", "квалификация", "qualification"),
    "hired_on": ("дата приема", "принят", "дата трудоустройства", "дата поступления", "hired"),
    "experience": ("стаж", "педагогический стаж", "пед стаж", "педстаж", "общий стаж", "experience"),
    "teaching_since": (
        "начало педагогической",
        "дата начала педагогической",
        "teaching since",
    ),
}


def plain(title: str) -> str:
    """A title for comparison: lower case, е for ё, words divided by one space."""
    return " ".join(re.sub(r"[^\w]+|_", " ", title.lower().replace("ё", "е")).split())


def guess(titles: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Title -> field (or ``SKIP``). ``remembered``: plain title -> field of earlier lists. A field is given once."""
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    by_memory: Chooser = remembered.get
    for choose in (by_memory, _exactly, _beginning):
        for title in titles:
            text = plain(title)
            if title in mapping or (text in remembered and choose is not by_memory):
                continue
            field = choose(text)
            if field is not None and (field == SKIP or field not in taken):
                mapping[title] = field
                taken.add(field)
    if "full_name" in taken and taken & {"last_name", "first_name"}:
        mapping = {title: SKIP if field == "full_name" else field for title, field in mapping.items()}
    return {title: mapping.get(title, SKIP) for title in titles}


def _exactly(text: str) -> str | None:
    return next((field for field, names in KNOWN.items() if text in names), None)


def _beginning(text: str) -> str | None:
    """The field whose known title is the longest beginning of the text."""
    matches = [
        (len(name), field)
        for field, names in KNOWN.items()
        for name in names
        if text.startswith(f"{name} ") or (len(name) > 4 and text.startswith(name))
    ]
    return max(matches)[1] if matches else None


def faults(mapping: Mapping[str, str]) -> list[tuple[str, Text]]:
    """(title, what is wrong): a field named twice, no name at all, names in two ways."""
    found: list[tuple[str, Text]] = []
    taken: dict[str, str] = {}
    for title, field in mapping.items():
        if field and field in taken:
            found.append((title, _("Another column means this already.")))
        taken.setdefault(field, title)
    fields = set(mapping.values())
    if "full_name" in fields and fields & {"last_name", "first_name"}:
        found.append((taken["full_name"], _("Either the full name in one cell or its parts, not both.")))
    elif "full_name" not in fields and not {"last_name", "first_name"} <= fields:
        found.append(("", _("Say which column has the full name, or the last name and the first name.")))
    if {"experience", "teaching_since"} <= fields:
        found.append((taken["experience"], _("Either the experience or the day when it began, not both.")))
    return found


def choices() -> Iterable[tuple[str, Text]]:
    """What a column may mean, for a form."""
    return [(SKIP, _("skip this column")), *TITLES.items()]
