"""Workbooks and letters (OOXML): no macros, no embedded objects, no bombs, nothing cut short."""

from __future__ import annotations

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from .refusal import refused

MAX_UNPACKED = 300 * 1024 * 1024
MAX_ENTRIES = 5_000
# Workbooks of plain rows unpack to ten or twenty times their size; a bomb to a thousand times.
MAX_RATIO = 150
SMALL_ENOUGH = 20 * 1024 * 1024
MACROS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/")
OBJECTS = ("embeddings/", "oleobject")
ENCRYPTED = 0x1
BLOCK = 1024 * 1024


def check_office(content: bytes, name: str, place: str) -> None:
    """Refuse what may not be opened. Every part is unpacked once, block by block, up to the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            reason = _fault_of(entries, len(content)) or _fault_inside(archive, entries)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        reason = _("it is damaged: a part of it cannot be unpacked")
    if reason:
        raise refused(
            name, reason, place=place, next_step=_("Save it anew from its program, plain, and load it again.")
        )


def _fault_of(entries: list[zipfile.ZipInfo], packed: int) -> str:
    """What the list of parts tells already."""
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MAX_ENTRIES:
        return _("it has too many parts")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        return _("it has a password")
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        return _("it has parts that lead out of it")
    if any(mark in name for name in names for mark in MACROS):
        return _("it has macros")
    if any(mark in name for name in names for mark in OBJECTS):
        return _("it has embedded objects")
    return _too_much(sum(entry.file_size for entry in entries), packed)


def _fault_inside(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str:
    """What only unpacking tells: sizes that were lied about, sums that do not agree, macros by their declared type."""
    for entry in entries:
        with archive.open(entry) as part:
            head = part.read(BLOCK)
            if entry.filename == "[Content_Types].xml" and b"macroenabled" in head.lower():
                return _("it has macros")
            while part.read(BLOCK):
                pass
    return ""


def _too_much(unpacked: int, packed: int) -> str:
    if unpacked > MAX_UNPACKED or (unpacked > SMALL_ENOUGH and unpacked > packed * MAX_RATIO):
        return _("it unpacks to too much data")
    return ""
