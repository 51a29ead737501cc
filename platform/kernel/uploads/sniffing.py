"""What a file is, by its first bytes; and in words, why some of them are never wanted."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
MARKS = {
    b"%PDF-": "pdf",
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    OLE: "ole",
    b"MZ": "program",
    b"\x7fELF": "program",
    b"#!": "program",
}
WORKBOOK, LETTER = "xl/workbook.xml", "word/document.xml"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


def format_of(content: bytes) -> str:
    """``pdf jpg png xlsx docx csv json`` (text that is not JSON counts as a table), or ``ole program markup zip
    damaged_zip binary``."""
    for mark, name in MARKS.items():
        if content.startswith(mark):
            return name
    if content.startswith(b"PK"):
        return _format_of_zip(content)
    if content.startswith(UTF16):
        return "csv"
    head = content.removeprefix(UTF8_MARK).lstrip()
    if head.startswith(b"<"):
        return "markup"
    if b"\x00" in content:
        return "binary"
    return "json" if head[:1] in (b"{", b"[") else "csv"


def _format_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "damaged_zip"
    if WORKBOOK in names:
        return "xlsx"
    return "docx" if LETTER in names else "zip"


def why_not(found: str) -> str:
    """The reason for kinds that nothing here asks for; empty for those that are wanted elsewhere."""
    return {
        "ole": _("it is an old Office file (XLS, DOC) or a file with a password"),
        "program": _("it is a program"),
        "markup": _("it is a page or a drawing that a browser would run (HTML, SVG, XML)"),
        "damaged_zip": _("it is damaged: the end is missing or the file is not what its name says"),
        "zip": _("it is an archive"),
    }.get(found, "")


def what_then(found: str, wanted: str) -> str:
    """The next step."""
    if found == "ole":
        return _("Open it in its program and save it anew without a password as: %(formats)s.") % {"formats": wanted}
    if found == "damaged_zip":
        return _("Open it in its program, save it anew and load it again.")
    return _("Load a file of one of these kinds: %(formats)s.") % {"formats": wanted}
