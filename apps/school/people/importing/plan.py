"""What an import will do with each row: a new person, a changed one, nothing, or a rejection with reasons."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ui.sheets import Sheet

from .. import rules
from ..models import Person
from .rows import Parsed, parse

NameKey = tuple[str, str, str]

PREVIEW_ROWS = 10


@dataclass(frozen=True, slots=True)
class Change:
    """A field that gets another value."""

    field: str
    old: Any
    new: Any


@dataclass(slots=True)
class Plan:
    """The whole import. ``new`` and ``changed`` hold unsaved persons with their new values, by row."""

    new: list[tuple[int, Person]] = field(default_factory=list)
    changed: list[tuple[int, Person, list[Change]]] = field(default_factory=list)
    same: int = 0
    rejected: list[Parsed] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Rows of each fate."""
        counts = {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "rejected": len(self.rejected),
        }
        return {"rows": sum(counts.values()), **counts}


def name_key(last: str, first: str, patronymic: str) -> NameKey:
    """A name for comparison: without case, е for ё."""
    key = tuple(part.casefold().replace("ё", "е").strip() for part in (last, first, patronymic))
    return key[0], key[1], key[2]


class KnownPeople:
    """The persons of the school, found by staff number or by name; grows with the new ones of the list."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self.by_number: dict[str, Person] = {}
        self.by_name: dict[NameKey, list[Person]] = defaultdict(list)
        for person in persons:
            if person.staff_number:
                self.by_number[person.staff_number.casefold()] = person
            self.by_name[name_key(person.last_name, person.first_name, person.patronymic)].append(person)

    def find(self, values: Mapping[str, Any], kind: str) -> Person | None:
        """The person whom a row means, None for somebody new. ``Ambiguous`` when it cannot be told."""
        number = str(values.get("staff_number", "")).casefold()
        if number and number in self.by_number:
            found = self.by_number[number]
            if _is_somebody_else(found, values):
                raise Ambiguous("staff_number", "other_persons_number")
            return found
        key = name_key(values["last_name"], values["first_name"], values.get("patronymic", ""))
        namesakes = [person for person in self.by_name.get(key, ()) if person.kind == kind]
        return _by_name(namesakes, number, values.get("birth_date"))


class Ambiguous(Exception):
    """The row may mean several people, or somebody else's number: ``field`` and ``code`` say what to correct."""

    def __init__(self, place: str, code: str) -> None:
        super().__init__(place, code)
        self.place, self.code = place, code


def _is_somebody_else(found: Person, values: Mapping[str, Any]) -> bool:
    """The number is taken by a person with another name, not by the same one who married or was mistyped."""
    theirs = name_key(found.last_name, found.first_name, "")
    ours = name_key(values["last_name"], values["first_name"], "")
    if theirs[0] == ours[0] or theirs[1] == ours[1]:
        return False
    born = values.get("birth_date")
    return born is None or found.birth_date != born


def _by_name(namesakes: list[Person], number: str, born: datetime.date | None) -> Person | None:
    """Whom a name and perhaps a birth date mean. Another staff number means another person unless born on one day."""
    exact = [person for person in namesakes if born is not None and person.birth_date == born]
    free = [person for person in namesakes if not (number and person.staff_number)]
    if born is not None:
        candidates = exact or [person for person in free if person.birth_date is None]
    else:
        candidates = free
    if len(candidates) > 1:
        raise Ambiguous("last_name", "several_namesakes")
    return candidates[0] if candidates else None


def changes_of(person: Person, parsed: Parsed, today: datetime.date) -> list[Change]:
    """Which values of a person the row changes. An empty cell erases nothing; experience is compared in years."""
    found = []
    for name, new in parsed.values.items():
        old = getattr(person, name)
        if name == "teaching_since" and parsed.years is not None and person.experience_on(today) == parsed.years:
            continue
        if name == "subjects":
            same = [word.casefold() for word in old] == [word.casefold() for word in new]
        else:
            same = old == new
        if not same:
            found.append(Change(name, old, new))
    return found


class Seen:
    """Rows accepted so far: the same person or number twice in one list is rejected."""

    def __init__(self) -> None:
        self.numbers: set[str] = set()
        self.born: set[tuple[NameKey, datetime.date | None]] = set()
        self.unnumbered: set[NameKey] = set()
        self.persons: set[int] = set()

    def fault(self, values: Mapping[str, Any]) -> tuple[str, str] | None:
        """(field, code) when an earlier row was about the same person."""
        number = str(values.get("staff_number", "")).casefold()
        if number and number in self.numbers:
            return "staff_number", "number_repeated"
        key = name_key(values["last_name"], values["first_name"], values.get("patronymic", ""))
        born = values.get("birth_date")
        if born is not None and (key, born) in self.born:
            return "last_name", "person_repeated"
        if born is None and (key in self.unnumbered or (not number and (key, None) in self.born)):
            return "last_name", "person_repeated"
        return None

    def add(self, values: Mapping[str, Any]) -> None:
        """Remember an accepted row."""
        number = str(values.get("staff_number", "")).casefold()
        key = name_key(values["last_name"], values["first_name"], values.get("patronymic", ""))
        if number:
            self.numbers.add(number)
        else:
            self.unnumbered.add(key)
        self.born |= {(key, values.get("birth_date")), (key, None)}


def fill_plan(
    plan: Plan, sheet: Sheet, mapping: Mapping[str, str], kind: str, known: KnownPeople, today: datetime.date
) -> Iterator[int]:
    """Go through the rows, filling ``plan``; yields how many are done after each, for the progress."""
    seen = Seen()
    for done, (number, row) in enumerate(sheet.rows, start=1):
        parsed = parse(number, row, sheet.columns, mapping, kind, today)
        _place(parsed, plan, seen, known, kind, today)
        yield done


def _place(parsed: Parsed, plan: Plan, seen: Seen, known: KnownPeople, kind: str, today: datetime.date) -> None:
    person = None if parsed.faults else _meant(parsed, seen, known, kind)
    if parsed.faults:
        plan.rejected.append(parsed)
        return
    seen.add(parsed.values)
    if person is None:
        plan.new.append((parsed.number, _new_person(parsed, kind)))
        return
    seen.persons.add(person.pk)
    changes = changes_of(person, parsed, today)
    if not changes:
        plan.same += 1
        return
    for change in changes:
        setattr(person, change.field, change.new)
    plan.changed.append((parsed.number, person, changes))


def _meant(parsed: Parsed, seen: Seen, known: KnownPeople, kind: str) -> Person | None:
    """Whom the row means; a row that repeats an earlier one gets a fault."""
    repeated = seen.fault(parsed.values)
    if repeated is not None:
        parsed.blame(*repeated)
        return None
    try:
        person = known.find(parsed.values, kind)
    except Ambiguous as doubt:
        parsed.blame(doubt.place, doubt.code)
        return None
    if person is not None and person.pk in seen.persons:
        parsed.blame("last_name", "person_repeated")
        return None
    return person


def _new_person(parsed: Parsed, kind: str) -> Person:
    person = Person(kind=kind, **parsed.values)
    if not person.sex:
        person.sex = rules.sex_by_patronymic(person.patronymic)
    return person
