"""A list of levels (XLSX or CSV): a row is a person, a column a competency. Everything that is wrong is told at once,
by row and column; a list with a fault is not written at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from apps.school.people.models import Competency, Framework, Person
from ui.sheets import Column, Row, Sheet, text_of

NUMBER, NAME = "number", "name"
LEVEL, EVIDENCE, COMMENT = "level", "evidence", "comment"

# What people write above the columns, both languages, compared without case.
PERSON_TITLES: Mapping[str, frozenset[str]] = {
    NUMBER: frozenset({"staff number", "табельный номер", "таб. №", "таб. номер"}),
    NAME: frozenset({"full name", "фио", "ф.и.о.", "ф. и. о.", "фамилия, имя, отчество"}),
}
MORE_TITLES: Mapping[str, frozenset[str]] = {
    EVIDENCE: frozenset({"evidence", "основание", "подтверждение"}),
    COMMENT: frozenset({"comment", "комментарий"}),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """``place``: «row 4, level», as the spreadsheet program counts."""

    place: str
    message: str

    def as_problem(self) -> dict[str, str]:
        """For an ``InputError``."""
        return {"place": self.place, "message": self.message}


@dataclass
class Measured:
    """One row understood: competency -> (level, evidence, comment)."""

    row: int
    person: Person
    levels: dict[int, tuple[int, str, str]] = field(default_factory=dict)


@dataclass
class Found:
    """What a list says, and what is wrong with it."""

    rows: list[Measured] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def plain(text: str) -> str:
    """For comparing titles and names: one case, one space, ё as е."""
    return " ".join(text.split()).casefold().replace("ё", "е")


class KnownPeople:
    """The people of the school by staff number and by full name (one query)."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self.by_number: dict[str, Person] = {}
        self.by_name: dict[str, list[Person]] = {}
        for person in persons:
            if person.staff_number:
                self.by_number[plain(person.staff_number)] = person
            self.by_name.setdefault(plain(person.full_name), []).append(person)

    def find(self, number: str, name: str) -> Person | str:
        """The person of a row, or what is wrong: the number is the surer of the two."""
        if number:
            found = self.by_number.get(plain(number))
            return found or _("nobody in the school has this staff number")
        if not name:
            return _("the row names nobody")
        namesakes = self.by_name.get(plain(name), [])
        if len(namesakes) > 1:
            return _("several people have this name: give the staff number")
        return namesakes[0] if namesakes else _("nobody in the school has this name")


Meaning = tuple[str, int]


def meanings(columns: Sequence[Column], competencies: Sequence[Competency], found: Found) -> dict[int, Meaning]:
    """Index of a column -> what it holds and the competency (0 for the columns of the person); others are faults."""
    titles = {plain(row.title): row.pk for row in competencies}
    meant: dict[int, Meaning] = {}
    for column in columns:
        meaning = _meaning(plain(column.title), titles)
        if meaning is None:
            found.faults.append(Fault(column.title, _("there is no such competency in the framework")))
        else:
            meant[column.index] = meaning
    kinds = {kind for kind, _competency in meant.values()}
    if not kinds & {NUMBER, NAME}:
        found.faults.append(Fault(_("header"), _("no column says who it is: a staff number or a full name")))
    if LEVEL not in kinds:
        found.faults.append(Fault(_("header"), _("no column is called as a competency of the framework")))
    return meant


def _meaning(title: str, titles: Mapping[str, int]) -> Meaning | None:
    for kind, words in PERSON_TITLES.items():
        if title in words:
            return kind, 0
    if title in titles:
        return LEVEL, titles[title]
    name, _colon, more = title.rpartition(":")
    for kind, words in MORE_TITLES.items():
        if more.strip() in words and name.strip() in titles:
            return kind, titles[name.strip()]
    return None


def read(sheet: Sheet, framework: Framework, competencies: Sequence[Competency], people: KnownPeople) -> Found:
    """Every row of a list."""
    found = Found()
    meant = meanings(sheet.columns, competencies, found)
    titles = {column.index: column.title for column in sheet.columns}
    seen: dict[int, int] = {}
    for number, row in sheet.rows:
        cells = {index: text_of(row[index]) if index < len(row) else "" for index in meant}
        measured = _person_of(number, cells, meant, people, found)
        levels = _levels(number, row, meant, titles, framework, found)
        if measured is None:
            continue
        if measured.person.pk in seen:
            words = _("this person stands in row %(row)s already") % {"row": seen[measured.person.pk]}
            found.faults.append(Fault(row_place(number), words))
            continue
        seen[measured.person.pk] = number
        measured.levels = levels
        found.rows.append(measured)
    return found


def row_place(number: int, column: str = "") -> str:
    """Where something stands, as the spreadsheet program counts."""
    if not column:
        return _("row %(row)s") % {"row": number}
    return _("row %(row)s, column “%(column)s”") % {"row": number, "column": column}


def _person_of(
    number: int, cells: Mapping[int, str], meant: Mapping[int, Meaning], people: KnownPeople, found: Found
) -> Measured | None:
    said = {meant[index][0]: text for index, text in cells.items() if meant[index][1] == 0}
    person = people.find(said.get(NUMBER, ""), said.get(NAME, ""))
    if isinstance(person, Person):
        return Measured(number, person)
    found.faults.append(Fault(row_place(number), person))
    return None


def _levels(
    number: int,
    row: Row,
    meant: Mapping[int, Meaning],
    titles: Mapping[int, str],
    framework: Framework,
    found: Found,
) -> dict[int, tuple[int, str, str]]:
    levels: dict[int, int] = {}
    words: dict[Meaning, str] = {}
    is_wrong = False
    for index, (kind, competency) in meant.items():
        text = text_of(row[index]) if index < len(row) else ""
        if not competency or not text:
            continue
        if kind != LEVEL:
            words[kind, competency] = text
            continue
        level = _level(text, framework)
        if level is None:
            is_wrong = True
            expected = ", ".join(f"{at} – {word}" for at, word in enumerate(framework.levels, start=1))
            words_of = {"value": text[:40], "scale": expected}
            message = _("“%(value)s” is no level: %(scale)s") % words_of
            found.faults.append(Fault(row_place(number, titles[index]), message))
        else:
            levels[competency] = level
    if not levels and not is_wrong:
        found.faults.append(Fault(row_place(number), _("no level is given")))
    return {
        competency: (level, words.get((EVIDENCE, competency), ""), words.get((COMMENT, competency), ""))
        for competency, level in levels.items()
    }


def _level(text: str, framework: Framework) -> int | None:
    """A level by its number or by its word."""
    by_word = {plain(str(word)): number for number, word in enumerate(framework.levels, start=1)}
    if plain(text) in by_word:
        return by_word[plain(text)]
    return int(text) if text.isdecimal() and 1 <= int(text) <= len(framework.levels) else None
