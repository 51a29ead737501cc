"""JPEG and PNG: complete, and without what the camera or a program wrote into them beside the picture itself.

A few lines instead of a library for pictures: the formats are read part by part, nothing is decoded. Of a photograph's
notes only the turn is kept, else papers photographed upright would lie on their side.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from .refusal import UnreadableFile, refused

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs".split())
SOS = 0xDA
APP0, APP1, APP2, APP14, COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
APPS = range(0xE0, 0xF0)
# JFIF, colour profile, Adobe's colour transform: without them a picture looks otherwise.
JPEG_KEPT = frozenset({APP0, APP2, APP14})
TURN = 0x0112
TURNS = range(2, 9)


def _damaged(name: str, place: str) -> UnreadableFile:
    reason = _("it is damaged: the end is missing or the file is not what its name says")
    return refused(name, reason, next_step=_("Scan or photograph the paper anew."), place=place)


def clean_png(content: bytes, name: str, place: str) -> bytes:
    """The picture's own chunks only."""
    try:
        chunks = list(_chunks(content))
    except (ValueError, struct.error) as error:
        raise _damaged(name, place) from error
    return PNG_HEAD + b"".join(whole for code, whole in chunks if code in PNG_KEPT)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_HEAD)
    code = b""
    while code != b"IEND":
        (size,) = struct.unpack_from(">I", content, at)
        code, end = content[at + 4 : at + 8], at + 12 + size
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != struct.unpack_from(">I", content, end - 4)[0]:
            raise ValueError("a chunk is not whole")
        yield code, content[at:end]
        at = end


def clean_jpeg(content: bytes, name: str, place: str) -> bytes:
    """The picture without the camera's notes (EXIF, XMP, IPTC, comments); the turn stays."""
    end = content.rfind(b"\xff\xd9")
    parts, turn, at = [], 1, 2
    try:
        while content[at + 1] != SOS:
            if content[at] != 0xFF:
                raise ValueError("no marker")
            marker, (size,) = content[at + 1], struct.unpack_from(">H", content, at + 2)
            part = content[at : at + 2 + size]
            if marker == APP1:
                turn = _turn_of(part) or turn
            elif marker in JPEG_KEPT or (marker not in APPS and marker != COM):
                parts.append(part)
            at += 2 + size
    except (IndexError, ValueError, struct.error) as error:
        raise _damaged(name, place) from error
    if end < at:
        raise _damaged(name, place)
    return b"\xff\xd8" + b"".join([_note_of(turn), *parts]) + content[at : end + 2]


def _turn_of(part: bytes) -> int:
    """How the picture is turned (2-8), 0 where the notes do not say so."""
    if part[4:10] != b"Exif\x00\x00" or part[10:12] not in (b"II", b"MM"):
        return 0
    order, notes = "<" if part[10:12] == b"II" else ">", part[10:]
    try:
        (first,) = struct.unpack_from(f"{order}I", notes, 4)
        (count,) = struct.unpack_from(f"{order}H", notes, first)
        for number in range(count):
            tag, _type, _count, value = struct.unpack_from(f"{order}HHIH", notes, first + 2 + 12 * number)
            if tag == TURN:
                return int(value) if value in TURNS else 0
    except struct.error:
        return 0
    return 0


def _note_of(turn: int) -> bytes:
    """The smallest note that a viewer turns the picture by."""
    if turn not in TURNS:
        return b""
    notes = b"Exif\x00\x00MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, TURN, 3, 1, turn, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes
