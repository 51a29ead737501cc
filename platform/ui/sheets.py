"""Lists that people hand in, as XLSX or CSV. Rows keep the number that a spreadsheet program shows."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from kernel import uploads
from kernel.uploads import UnreadableFile
from ui.extent import extent_of

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELLS = 4_000_000
SAMPLES = 3
TITLE_LENGTH = 120
LOOK_FOR_HEADER = 15

Cell = str | int | float | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
Row = Sequence[Cell]

DELIMITERS = ";\t,"


@dataclass(frozen=True, slots=True)
class Column:
    """A named column of the list: its place from 0, its title (made unique) and the first values in it."""

    index: int
    title: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its columns and the rows below the header, empty ones left out, each with its number from 1."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[int, Row], ...]


def text_of(cell: Cell) -> str:
    """A cell as people see it: whole numbers without a fraction, dates in Russian order."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%d.%m.%Y") if cell.time() == datetime.time() else cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, datetime.date):
        return cell.strftime("%d.%m.%Y")
    return " ".join(str(cell).split())


def read_sheet(file: IO[bytes]) -> Sheet:
    """The list in a file. ``UnreadableFile`` says what is wrong with it."""
    content = file.read(uploads.SPREADSHEET.megabytes * uploads.MEGABYTE + 1)
    name = PurePosixPath(str(getattr(file, "name", None) or "")).name
    found, content = uploads.examined(content, name, uploads.SPREADSHEET)
    return _sheet(enumerate(_xlsx_rows(content) if found == "xlsx" else _csv_rows(_decoded(content)), start=1))


def _xlsx_rows(content: bytes) -> Iterable[Row]:
    try:
        _refuse_far(content)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MAX_ROWS * 2:
            raise _too_many()
        return sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise UnreadableFile(
            _("The file is damaged or is not a spreadsheet."),
            _("Open it in a spreadsheet program and save it anew as XLSX."),
        ) from error


def _refuse_far(content: bytes) -> None:
    """Refuse a sheet that would be kept as more cells than a list of people can have."""
    extent = extent_of(content)
    if extent.cells > MAX_CELLS:
        raise UnreadableFile(
            _("The list reaches too far: to row %(row)s and column %(column)s.")
            % {"row": extent.rows, "column": extent.columns},
            _("Delete what stands far from the list, even empty cells with a border, and save it anew."),
        )


def _too_many() -> UnreadableFile:
    return UnreadableFile(
        _("The list has more than %(limit)s rows.") % {"limit": MAX_ROWS}, _("Split it into several files.")
    )


def _decoded(content: bytes) -> str:
    """Text of a CSV file: UTF-8, UTF-16 (with a mark) or Windows-1251."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("The encoding of the file is not known."), _("Save the list as XLSX or as CSV in UTF-8."))


def _csv_rows(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableFile(_("The CSV file is damaged: %(error)s.") % {"error": error}) from error


def _is_empty(row: Row) -> bool:
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)


def _sheet(numbered: Iterator[tuple[int, Row]]) -> Sheet:
    filled: list[tuple[int, Row]] = []
    for number, row in numbered:
        if _is_empty(row):
            continue
        filled.append((number, row))
        if len(filled) > MAX_ROWS + LOOK_FOR_HEADER:
            raise _too_many()
    if not filled:
        raise UnreadableFile(_("The list is empty."))
    at = _header_at([row for _number, row in filled[:LOOK_FOR_HEADER]])
    rows = tuple(filled[at + 1 :])
    if not rows:
        raise UnreadableFile(_("The list has a header but no rows."))
    if len(rows) > MAX_ROWS:
        raise _too_many()
    return Sheet(_columns(filled[at][1], rows), rows)


def _header_at(rows: Sequence[Row]) -> int:
    """The first row with several values: what stands above it in one cell is a title of the list."""
    for at, row in enumerate(rows):
        if sum(1 for cell in row if text_of(cell)) > 1:
            return at
    return 0


def _columns(header: Row, rows: Sequence[tuple[int, Row]]) -> tuple[Column, ...]:
    width = min(max(len(header), *(len(row) for _number, row in rows[:100])), MAX_COLUMNS)
    found: list[Column] = []
    seen: set[str] = set()
    for index in range(width):
        samples = _samples(rows, index)
        title = text_of(header[index])[:TITLE_LENGTH] if index < len(header) else ""
        if not title and not samples:
            continue
        unique = title or _("Column %(number)s") % {"number": index + 1}
        repeat = 2
        while unique in seen:
            unique = f"{title[: TITLE_LENGTH - 6]} ({repeat})"
            repeat += 1
        seen.add(unique)
        found.append(Column(index, unique, samples))
    return tuple(found)


def _samples(rows: Sequence[tuple[int, Row]], index: int) -> tuple[str, ...]:
    values = (text_of(row[index]) for _number, row in rows[:200] if index < len(row))
    return tuple([value for value in values if value][:SAMPLES])
