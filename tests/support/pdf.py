"""The text of a PDF as a reader sees it: enough of the format for what our own writer (typst) makes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.DOTALL)
FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
PAGE = re.compile(rb"/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f\s]+)>")
OPERATION = re.compile(rb"/(f\d+) [\d.]+ Tf|\[(?=\()(.*?)\]\s*TJ|\b(ET)\b", re.DOTALL)
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


def _map(cmap: bytes) -> dict[int, str]:
    """Code -> text, out of a ToUnicode map."""
    known: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        values = HEX.findall(block)
        known |= {int(code, 16): _units(text) for code, text in zip(values[::2], values[1::2], strict=True)}
    return known


def _strings(array: bytes) -> Iterator[bytes]:
    """The strings of an array; parentheses inside one need no escape while they come in pairs."""
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


def _pieces(content: bytes, fonts: dict[bytes, dict[int, str]]) -> Iterator[str]:
    present: dict[int, str] = {}
    for found in OPERATION.finditer(content):
        if found[1]:
            present = fonts[found[1]]
        elif found[2] is not None:
            for text in _strings(found[2]):
                codes = (int.from_bytes(text[number : number + 2]) for number in range(0, len(text), 2))
                yield "".join(present[code] for code in codes)
        else:
            yield "\n"


def text_of_pdf(content: bytes) -> str:
    """All text, in the order in which it is drawn."""
    objects = {int(number): body for number, body in OBJECT.findall(content)}
    pages = [found for body in objects.values() if (found := PAGE.search(body))]
    return "".join(
        piece
        for page in pages
        for piece in _pieces(_inflated(objects[int(page[2])]), _fonts(objects, objects[int(page[1])]))
    )


def _fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[int, str]]:
    """The fonts of a page: their names mean something else on every page."""
    fonts: dict[bytes, dict[int, str]] = {}
    for name, number in FONT.findall(resources):
        told = re.search(rb"/ToUnicode (\d+) 0 R", objects[int(number)])
        assert told is not None
        fonts[name] = _map(_inflated(objects[int(told[1])]))
    return fonts
