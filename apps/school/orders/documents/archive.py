"""A DOCX is a ZIP archive; written with one fixed moment it has the same bytes every time."""

from __future__ import annotations

import io
import zipfile

FIXED_MOMENT = (2020, 1, 1, 0, 0, 0)


def fixed(content: bytes) -> bytes:
    """The same archive with its entries in the same order and the fixed moment on each."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=_first_types):
            entry = zipfile.ZipInfo(name, FIXED_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _first_types(name: str) -> tuple[bool, str]:
    """The list of content types leads, as the readers of the format expect."""
    return name != "[Content_Types].xml", name
