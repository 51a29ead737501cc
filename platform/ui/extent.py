"""How far a workbook reaches. A reader keeps a sheet as a full rectangle: two cells at its far corners, a file of a few
kilobytes, would take all memory of the machine. Therefore the addresses of cells are looked through first."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

ADDRESS = re.compile(rb"""\br=["']([A-Z]{0,4})(\d{1,9})["']""")
BLOCK = 1024 * 1024
OVERLAP = 32  # an address cut in two by the end of a block is seen whole in the next
SHEETS = "xl/worksheets/"
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Extent:
    """The farthest row and column that any sheet names, from 1."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        """How many cells a reader would keep."""
        return self.rows * self.columns


def extent_of(content: bytes) -> Extent:
    """The extent of a workbook (XLSX). ``ValueError`` for a damaged one."""
    try:
        return _read(content)
    except DAMAGED as error:
        raise ValueError("a part of the workbook cannot be unpacked") from error


def _read(content: bytes) -> Extent:
    rows = columns = 1
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if entry.filename.startswith(SHEETS) and entry.filename.endswith(".xml"):
                for letters, number in _addresses(archive, entry):
                    rows = max(rows, int(number))
                    columns = max(columns, _column(letters))
    return Extent(rows, columns)


def _addresses(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    tail = b""
    with archive.open(entry) as part:
        while block := part.read(BLOCK):
            yield from ADDRESS.findall(tail + block)
            tail = block[-OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
