"""Files handed to people: downloads and XLSX exports."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.functional import Promise
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_COLUMN_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the browser. ``content``: bytes or an open binary file; ``inline`` shows it in the browser (PDF)."""

    content: bytes | IO[bytes]
    filename: str
    content_type: str = "application/octet-stream"
    inline: bool = False

    def response(self) -> FileResponse:
        """The HTTP answer; the name survives Cyrillic (RFC 5987)."""
        stream = io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content
        answer = FileResponse(
            stream, as_attachment=not self.inline, filename=self.filename, content_type=self.content_type
        )
        answer["Cache-Control"] = "private, no-store"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


def write_xlsx(headers: Sequence[str | Promise], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """A workbook with one sheet: bold frozen header, real dates and numbers, text never read as a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for number, header in enumerate(headers, start=1):
        width = min(max(len(str(header)) + 4, 12), MAX_COLUMN_WIDTH)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, str(header), bold=True) for header in headers])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_title(title: str) -> str:
    """Excel allows 31 characters and forbids some of them."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip() or "1"


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    plain: Any = _plain(value)
    cell = WriteOnlyCell(sheet, value=plain)
    if isinstance(plain, str):
        # A text that begins with "=" would otherwise become a formula in the reader's program.
        cell.data_type = "s"
    if isinstance(plain, datetime.datetime):
        cell.number_format = "dd.mm.yyyy hh:mm"
    elif isinstance(plain, datetime.date):
        cell.number_format = "dd.mm.yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _plain(value: Any) -> str | int | float | Decimal | bool | datetime.date | datetime.datetime | None:
    """What a cell can hold; Excel knows no time zones."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, datetime.date):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))
