"""PDF: complete, without a password (it could not be looked into), without anything that acts when it is opened."""

from __future__ import annotations

import re
import zlib

from django.utils.translation import gettext as _

from .refusal import refused

TAIL = 2048
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIONS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9])")
LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
MAX_OBJECTS = 50 * 1024 * 1024


def check(content: bytes, name: str, place: str) -> None:
    """Refuse what is cut short, locked, or acts by itself."""
    reason = _fault_of(content)
    if reason:
        next_step = _("Scan the paper anew, or print the document into a PDF file, and load that one.")
        raise refused(name, reason, next_step=next_step, place=place)


def _fault_of(content: bytes) -> str:
    if b"%%EOF" not in content[-TAIL:]:
        return _("it is damaged: the end is missing or the file is not what its name says")
    outside, inside = _parts(content)
    if LOCKED.search(outside):
        return _("it has a password")
    if any(ACTIONS.search(part) for part in (outside, *inside)):
        return _("it holds scripts, attached files or commands that run when it is opened")
    return ""


def _parts(content: bytes) -> tuple[bytes, list[bytes]]:
    """What stands outside of streams, and unpacked the streams that hold objects; names without their disguise.

    Streams with pictures and fonts are not looked into: any word may stand there by chance.
    """
    outside, inside, last, left = [], [], 0, MAX_OBJECTS
    for found in STREAM.finditer(content):
        head = _plain(content[last : found.start()])
        outside.append(head)
        if b"/ObjStm" in head[-TAIL:]:
            unpacked = _unpacked(found[1], left)
            left -= len(unpacked)
            inside.append(_plain(unpacked))
        last = found.end()
    outside.append(_plain(content[last:]))
    return b" ".join(outside), inside


def _unpacked(packed: bytes, limit: int) -> bytes:
    """At most ``limit`` bytes of a stream; as it is where it was not packed."""
    try:
        return zlib.decompressobj().decompress(packed, max(limit, 1))
    except zlib.error:
        return packed


def _plain(part: bytes) -> bytes:
    """``/J#61vaScript`` is ``/JavaScript`` to a reader."""
    return HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), part)
