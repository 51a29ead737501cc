"""Workbooks that were made to do harm, or by accident reach across a whole sheet."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from kernel.uploads import UnreadableFile
from ui.extent import Extent, extent_of
from ui.sheets import read_sheet


def workbook(*cells: tuple[str, str]) -> bytes:
    """A workbook with these cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for address, value in cells:
        sheet[address] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


LIST = (("A1", "Фамилия"), ("B1", "Имя"), ("A2", "Орлова"), ("B2", "Анна"))


def test_plain_list_is_read() -> None:
    assert extent_of(workbook(*LIST)) == Extent(2, 2)
    assert len(read_sheet(io.BytesIO(workbook(*LIST))).rows) == 1


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD40000"])
def test_cell_at_the_far_corner_is_refused_before_it_takes_all_memory(far: str) -> None:
    content = workbook(*LIST, (far, "x"))
    assert len(content) < 20_000
    with pytest.raises(UnreadableFile):
        read_sheet(io.BytesIO(content))


def test_address_cut_by_the_end_of_a_block_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook(*LIST, ("ABC12345", "x"))
    for size in (33, 34, 35, 36, 37):
        monkeypatch.setattr("ui.extent.BLOCK", size)
        assert extent_of(content) == Extent(12345, 731)


def test_truncated_workbook_is_refused_in_words() -> None:
    content = workbook(*LIST)
    with pytest.raises(UnreadableFile):
        read_sheet(io.BytesIO(content[: len(content) // 2]))


def test_part_that_does_not_unpack_is_refused_in_words() -> None:
    content = bytearray(workbook(*LIST))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        entry = archive.getinfo("xl/worksheets/sheet1.xml")
    start = entry.header_offset + 30 + len(entry.filename)
    content[start : start + 40] = b"\xff" * 40
    with pytest.raises(UnreadableFile):
        read_sheet(io.BytesIO(bytes(content)))
