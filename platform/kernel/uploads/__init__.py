"""Files that people hand in: everything uploaded passes ``checked`` (or ``examined``) before it is kept or read.

What a file is, is told by its content; its name must agree. Pictures are kept without what the camera wrote into them
(place, time, device), whatever stands behind their end is cut off. Refused with the file and the reason are: programs,
pages and drawings that a browser would run (HTML, SVG), macros, archives that unpack to too much, files cut short,
PDF with a password or with actions.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from . import archives, pdf, pictures, sniffing
from .refusal import UnreadableFile, refused

__all__ = [
    "DOCUMENT",
    "REGULATION",
    "SCAN",
    "SPREADSHEET",
    "FileKind",
    "UnreadableFile",
    "checked",
    "content_type",
    "examined",
]

MEGABYTE = 1024 * 1024

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
    "json": "application/json",
}
# Other endings under which people keep the same kinds.
ENDINGS = {"jpeg": "jpg", "jpe": "jpg", "txt": "csv"}


@dataclass(frozen=True, slots=True)
class FileKind:
    """What is asked for. ``formats``: keys of ``CONTENT_TYPES``; ``megabytes``: the most that a file may weigh."""

    formats: tuple[str, ...]
    megabytes: int

    @property
    def words(self) -> str:
        """«PDF, JPG, PNG» for sentences."""
        return ", ".join(name.upper() for name in self.formats)


SCAN = FileKind(("pdf", "jpg", "png"), 10)
DOCUMENT = FileKind(("pdf", "docx", "jpg", "png"), 20)
SPREADSHEET = FileKind(("xlsx", "csv"), 20)
REGULATION = FileKind(("json",), 5)


def content_type(name: str) -> str:
    """The type of a kept file by the ending that ``checked`` gave it."""
    return CONTENT_TYPES.get(PurePosixPath(name).suffix.lstrip("."), "application/octet-stream")


def checked(file: UploadedFile[Any], kind: FileKind, *, place: str = "file", stem: str = "") -> UploadedFile[Any]:
    """The file as it may be kept: its content cleaned, its ending by its content, ``stem`` for its name if given.

    ``UnreadableFile`` (an ``InputError`` at the field ``place``) says which file is refused and why.
    """
    file.seek(0)
    content = file.read(kind.megabytes * MEGABYTE + 1)
    name = PurePosixPath((file.name or "").replace("\\", "/")).name
    found, clean = examined(content, name, kind, place=place)
    kept = f"{stem or PurePosixPath(name).stem or 'file'}.{found}"
    return InMemoryUploadedFile(io.BytesIO(clean), None, kept, CONTENT_TYPES[found], len(clean), None)


def examined(content: bytes, name: str, kind: FileKind, *, place: str = "file") -> tuple[str, bytes]:
    """(format, cleaned content) of a file of that name, or ``UnreadableFile``."""
    if not content:
        raise refused(name, _("the file is empty"), place=place)
    if len(content) > kind.megabytes * MEGABYTE:
        raise refused(name, _("the file is larger than %(limit)s MB") % {"limit": kind.megabytes}, place=place)
    found = sniffing.format_of(content)
    if found not in kind.formats:
        reason = sniffing.why_not(found) or _("it is none of these: %(formats)s") % {"formats": kind.words}
        raise refused(name, reason, next_step=sniffing.what_then(found, kind.words), place=place)
    _check_ending(name, found, place)
    if found in ("xlsx", "docx"):
        archives.check_office(content, name, place)
    elif found == "pdf":
        pdf.check(content, name, place)
    elif found == "jpg":
        content = pictures.clean_jpeg(content, name, place)
    elif found == "png":
        content = pictures.clean_png(content, name, place)
    return found, content


def _check_ending(name: str, found: str, place: str) -> None:
    """A name that says something else than the content was given to mislead, or by mistake: both are worth a word."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    said = ENDINGS.get(ending, ending)
    if said in CONTENT_TYPES and said != found:
        reason = _("by its name it is %(said)s, by its content %(found)s") % {
            "said": said.upper(),
            "found": found.upper(),
        }
        raise refused(name, reason, next_step=_("Give the file its true ending and load it again."), place=place)
