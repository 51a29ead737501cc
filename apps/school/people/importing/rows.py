"""Understanding one row: its values by field, or everything that is wrong with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ui.sheets import Cell, Column, Row, text_of

from .. import rules
from ..models import Person

TEXT_FIELDS = (
    "last_name",
    "first_name",
    "patronymic",
    "staff_number",
    "email",
    "phone",
    "position",
    "department",
    "organisation",
    "qualification",
)
LIMITS: Mapping[str, int] = {
    column.name: column.max_length
    for column in Person._meta.concrete_fields
    if column.name in TEXT_FIELDS and column.max_length is not None
}
SUBJECTS_LIMIT = 500
SEXES = {"ж": "f", "жен": "f", "женский": "f", "f": "f", "female": "f"} | {
    "м": "m",
    "муж": "m",
    "мужской": "m",
    "m": "m",
    "male": "m",
}
DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")
EXCEL_ZERO = datetime.date(1899, 12, 30)
EXCEL_DAYS = range(3_000, 60_000)
EXPERIENCE = re.compile(r"(\d{1,3})(?:[.,]0+)?\s*(?:г|г\.|год|года|лет|л|л\.)?", re.IGNORECASE)
LONGEST_EXPERIENCE = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell. ``field``: which value; ``value``: as it stands in the file; ``code``: of REASONS."""

    field: str
    value: str
    code: str


@dataclass(slots=True)
class Parsed:
    """A row understood: only values that the row has; ``years`` is the experience as written."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    years: int | None = None
    faults: list[Fault] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Who the row is about, for a report."""
        parts = (self.raw.get(part, "") for part in ("last_name", "first_name", "patronymic"))
        return " ".join(part for part in parts if part)

    def blame(self, name: str, code: str) -> None:
        """Note a fault of a field."""
        self.faults.append(Fault(name, self.raw.get(name, ""), code))


class Faulty(Exception):
    """A cell that cannot be understood; carries the code of the reason."""


def date_of(cell: Cell) -> datetime.date:
    """A date cell, a text in Russian or ISO order, or Excel's number of a day. ``Faulty`` for anything else."""
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if int(cell) in EXCEL_DAYS:
            return EXCEL_ZERO + datetime.timedelta(days=int(cell))
        raise Faulty("bad_date")
    text = text_of(cell).removesuffix("г.").strip()
    text = text.split("T")[0] if re.match(r"\d{4}-\d\d-\d\dT", text) else re.sub(r"\s+\d{1,2}:\d\d(:\d\d)?$", "", text)
    for pattern in DATE_FORMATS:
        try:
            return datetime.datetime.strptime(text, pattern).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    raise Faulty("bad_date")


def _sex(cell: Cell) -> str:
    found = SEXES.get(text_of(cell).lower().rstrip("."))
    if found is None:
        raise Faulty("bad_sex")
    return found


def _email(cell: Cell) -> str:
    text = text_of(cell).lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise Faulty("bad_email") from error
    return text


def _phone(cell: Cell) -> str:
    text = text_of(cell)
    if not rules.is_phone(text):
        raise Faulty("bad_phone")
    return text


def _name(cell: Cell) -> str:
    text = text_of(cell)
    if not rules.is_name(text):
        raise Faulty("bad_name")
    return rules.tidy_name(text)


def _experience(cell: Cell) -> int:
    match = EXPERIENCE.fullmatch(text_of(cell))
    if match is None or isinstance(cell, bool):
        raise Faulty("bad_experience")
    years = int(match[1])
    if years > LONGEST_EXPERIENCE:
        raise Faulty("long_experience")
    return years


def _subjects(cell: Cell) -> list[str]:
    words = [word.strip() for word in re.split(r"[,;/\n]", text_of(cell))]
    return [word for word in words if word]


READERS: Mapping[str, Callable[[Cell], Any]] = {
    "last_name": _name,
    "first_name": _name,
    "patronymic": _name,
    "sex": _sex,
    "birth_date": date_of,
    "hired_on": date_of,
    "teaching_since": date_of,
    "email": _email,
    "phone": _phone,
    "subjects": _subjects,
    "experience": _experience,
}


def _cells(row: Row, columns: tuple[Column, ...], mapping: Mapping[str, str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for column in columns:
        name = mapping.get(column.title, "")
        if name and column.index < len(row) and text_of(row[column.index]):
            cells[name] = row[column.index]
    if "full_name" in cells:
        last, first, patronymic = rules.split_full_name(text_of(cells.pop("full_name")))
        parts = {"last_name": last, "first_name": first, "patronymic": patronymic}
        cells |= {name: part for name, part in parts.items() if part}
    return cells


def parse(
    number: int, row: Row, columns: tuple[Column, ...], mapping: Mapping[str, str], kind: str, today: datetime.date
) -> Parsed:
    """One row as values or faults. All faults of the row are found, not only the first."""
    parsed = Parsed(number)
    cells = _cells(row, columns, mapping)
    parsed.raw = {name: text_of(cell) for name, cell in cells.items()}
    for name, cell in cells.items():
        limit = SUBJECTS_LIMIT if name == "subjects" else LIMITS.get(name)
        if limit is not None and len(parsed.raw[name]) > limit:
            parsed.blame(name, "too_long")
            continue
        try:
            parsed.values[name] = READERS.get(name, text_of)(cell)
        except Faulty as fault:
            parsed.blame(name, str(fault))
    for name in ("last_name", "first_name"):
        if name not in cells:
            parsed.blame(name, f"{name}_missing")
    _understand_experience(parsed, today)
    blamed = {fault.field for fault in parsed.faults}
    for name, code in rules.date_faults(kind, parsed.values, today).items():
        place = "experience" if name == "teaching_since" and parsed.years is not None else name
        if place not in blamed:
            parsed.blame(place, code)
    return parsed


def _understand_experience(parsed: Parsed, today: datetime.date) -> None:
    """Years become the day when teaching began, counted back from today."""
    years = parsed.values.pop("experience", None)
    if years is None:
        return
    parsed.years = years
    parsed.values["teaching_since"] = years_before(today, years)


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day some years ago (28 February for the 29th)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
