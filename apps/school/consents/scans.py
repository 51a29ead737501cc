"""Scans of signed papers: what is accepted is decided by the content, never by the name."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kernel.errors import InputError

MAX_MEGABYTES = 10
MAX_BYTES = MAX_MEGABYTES * 1024 * 1024
SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
CONTENT_TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


def extension_of(head: bytes) -> str:
    """``pdf``, ``jpg`` or ``png`` by the first bytes; empty for anything else."""
    return next((name for mark, name in SIGNATURES.items() if head.startswith(mark)), "")


def accepted(scan: UploadedFile[Any], place: str = "scan") -> UploadedFile[Any]:
    """The scan under a name of our own; ``InputError`` for a file that is too large or not PDF, JPEG or PNG."""
    if (scan.size or 0) > MAX_BYTES:
        raise _refused(place, _("The file is larger than %(limit)s MB.") % {"limit": MAX_MEGABYTES})
    scan.seek(0)
    extension = extension_of(scan.read(16))
    scan.seek(0)
    if not extension:
        raise _refused(place, _("The scan must be a PDF, JPEG or PNG file."))
    scan.name = f"scan.{extension}"
    return scan


def _refused(place: str, message: str) -> InputError:
    return InputError(message, problems=[{"place": place, "message": message}])
