"""Files that people add to a card: what is accepted is decided by the content, never by the name."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .errors import wrong

MAX_MEGABYTES = 10
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def accepted(file: UploadedFile[Any], place: str, stem: str) -> UploadedFile[Any]:
    """The file under a name of our own; ``InputError`` for a file that is too large or not PDF, JPEG or PNG."""
    if (file.size or 0) > MAX_MEGABYTES * 1024 * 1024:
        raise wrong(place, _("The file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES})
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    extension = next((name for mark, name in SIGNATURES.items() if head.startswith(mark)), "")
    if not extension:
        raise wrong(place, _("The scan must be a PDF, JPEG or PNG file."))
    file.name = f"{stem}.{extension}"
    return file


def content_type(name: str) -> str:
    """The type of a kept file by the ending that ``accepted`` gave it."""
    return CONTENT_TYPES.get(name.rpartition(".")[2], "application/octet-stream")
