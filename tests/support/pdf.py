"""The text of a PDF as a reader sees it: enough of the format for what our own writer (typst) and LibreOffice make."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
FONT = re.compile(rb"/(f\d+) (\d+) 0 R", re.IGNORECASE)
FONTS = re.compile(rb"/Font (\d+) 0 R")
PAGE = re.compile(rb"/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]+)>")
CODES = re.compile(rb"begincodespacerange\s*<([0-9A-Fa-f]+)>")
OPERATION = re.compile(rb"/([fF]\d+) [\d.]+ Tf|\[(?=[(<])(.*?)\]\s*TJ|(<[0-9A-Fa-f]+>)\s*Tj|\b(ET)\b", re.DOTALL)
SIGN = re.compile(rb"\\[0-7]{3}|\\.|.", re.DOTALL)
LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _inflated(body: bytes) -> bytes:
    found = STREAM.search(body)
    if found is None:
        return b""
    # A stream may end with the byte of a line's end, which the pattern takes for the line's: its sum is not looked at.
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body[: found.start()] else found[1]


def _units(text: bytes) -> str:
    return bytes.fromhex(text.decode()).decode("utf-16-be")


@dataclass(frozen=True, slots=True)
class Font:
    """Code -> text; ``width``: bytes of a code."""

    signs: dict[int, str]
    width: int

    def read(self, text: bytes) -> str:
        """What a string of codes says."""
        return "".join(
            self.signs[int.from_bytes(text[number : number + self.width])] for number in range(0, len(text), self.width)
        )


def _map(cmap: bytes) -> Font:
    """A font out of its ToUnicode map."""
    known: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        values = HEX.findall(block)
        known |= {int(code, 16): _units(text) for code, text in zip(values[::2], values[1::2], strict=True)}
    codes = CODES.search(cmap)
    assert codes is not None
    return Font(known, len(codes[1]) // 2)


def _strings(array: bytes) -> Iterator[bytes]:
    """The strings of an array: in angle brackets, or in parentheses, which inside one need no escape in pairs."""
    if array.startswith(b"<"):
        yield from (bytes.fromhex(text.decode()) for text in HEX.findall(array))
        return
    depth, text = 0, b""
    for sign in SIGN.findall(array):
        if sign == b"(" and not depth:
            depth, text = 1, b""
        elif depth:
            depth += (sign == b"(") - (sign == b")")
            if not depth:
                yield text
            text += _plain(sign)


def _plain(sign: bytes) -> bytes:
    if sign[:1] != b"\\":
        return sign
    return bytes([int(sign[1:], 8)]) if sign[1:].isdigit() else LETTERS.get(sign[1:], sign[1:])


def _pieces(content: bytes, fonts: dict[bytes, Font]) -> Iterator[str]:
    present = Font({}, 1)
    for found in OPERATION.finditer(content):
        if found[1]:
            present = fonts[found[1]]
        elif found[4]:
            yield "\n"
        else:
            yield from (present.read(text) for text in _strings(found[2] or found[3]))


def text_of_pdf(content: bytes) -> str:
    """All text, in the order in which it is drawn."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    pages = [found for body in objects.values() if (found := PAGE.search(body))]
    return "".join(
        piece
        for page in pages
        for piece in _pieces(_inflated(objects[int(page[2])]), _fonts(objects, objects[int(page[1])]))
    )


def _fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, Font]:
    """The fonts of a page: their names mean something else on every page."""
    listed = FONTS.search(resources)
    fonts: dict[bytes, Font] = {}
    for name, number in FONT.findall(objects[int(listed[1])] if listed else resources):
        told = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert told is not None
        fonts[name] = _map(_inflated(objects[int(told[1])]))
    return fonts
