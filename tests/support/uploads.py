"""Files that people hand in, good and hostile, made byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from openpyxl import Workbook

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def pdf(inside: bytes) -> bytes:
    """A PDF whose first object holds ``inside``."""
    return PDF.replace(b"/Type /Catalog", b"/Type /Catalog " + inside)


def packed_pdf(inside: bytes) -> bytes:
    """A PDF with ``inside`` in a packed stream of objects."""
    packed = zlib.compress(inside)
    stream = b"2 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\nendobj\n"
    return PDF.replace(b"trailer", stream + b"trailer")


def _chunk(code: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + code + data + struct.pack(">I", zlib.crc32(code + data))


def png(*more: tuple[bytes, bytes]) -> bytes:
    """A grey dot; ``more``: (code, data) of chunks before the end."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    extra = b"".join(_chunk(code, data) for code, data in more)
    return b"\x89PNG\r\n\x1a\n" + head + _chunk(b"IDAT", zlib.compress(b"\x00\x80")) + extra + _chunk(b"IEND", b"")


def _segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def exif(turn: int, secret: bytes = b"") -> bytes:
    """A camera's notes with a turn and, behind them, a secret."""
    notes = b"II*\x00" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)
    return _segment(0xE1, b"Exif\x00\x00" + notes + secret)


def jpeg(*segments: bytes) -> bytes:
    """The frame of a JPEG with these segments before the picture."""
    body = _segment(0xDB, bytes(65)) + _segment(0xDA, bytes(10)) + b"\x12\x34\xff\x00\x56"
    return b"\xff\xd8" + _segment(0xE0, b"JFIF\x00" + bytes(9)) + b"".join(segments) + body + b"\xff\xd9"


def workbook() -> bytes:
    """A plain XLSX."""
    book, stream = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Фамилия", "Имя"])
    sheet.append(["Иванова", "Анна"])
    book.save(stream)
    return stream.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """An archive with more parts, packed well."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()
