"""What the demo says when it is ready: addresses and sign-ins, in one box."""

import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any, TextIO

GREEN, BOLD, DIM, RESET = "\033[32m", "\033[1m", "\033[2m", "\033[0m"


def coloured(stream: TextIO) -> bool:
    """Colours only where a person looks at a terminal that has them."""
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def places_from(text: str) -> dict[str, Any]:
    """The answer of ``estafeta demo places --json``; empty when it is no such thing.

    ``{"password": str, "places": [{"title": str, "host": str, "accounts": [{"email": str, "role": str}]}]}``
    with hosts without ports, and ``"mails"``: the path on the front door where sent mails are shown, or nothing.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError:
        return {}
    return data if isinstance(data, dict) and "places" in data else {}


def announcement(places: Mapping[str, Any], *, base_domain: str, port: int, seconds: float) -> list[str]:
    """The lines to put into the box."""
    lines = [f"Estafeta is ready ({seconds:.1f} s)", "", f"Front door   {address(base_domain, port)}"]
    for place in places.get("places", []):
        if place["host"] != base_domain:
            lines += ["", str(place["title"]), f"  {address(place['host'], port)}"]
        lines += [f"  {account['email']:<44} {account['role']}" for account in place.get("accounts", [])]
    if places.get("mails"):
        lines += ["", f"Mails sent   {address(base_domain, port)}{places['mails']}"]
    if places.get("password"):
        lines += ["", f"Password of every demo account: {places['password']}"]
    return [*lines, "", "Ctrl-C stops everything; the data stay. make demo-reset starts anew."]


def address(host: str, port: int) -> str:
    return f"http://{host}/" if port == 80 else f"http://{host}:{port}/"


def boxed(lines: list[str], *, colours: bool) -> str:
    """The lines in a frame; the first one, the frame and the addresses stand out."""
    width = max(_width(line) for line in lines)
    frame = (GREEN, RESET) if colours else ("", "")
    edge = "─" * (width + 2)
    rows = [f"{frame[0]}┌{edge}┐{frame[1]}"]
    for number, line in enumerate(lines):
        padding = " " * (width - _width(line))
        stress = BOLD if colours and (number == 0 or "http://" in line) else ""
        rows.append(f"{frame[0]}│{frame[1]} {stress}{line}{RESET if stress else ''}{padding} {frame[0]}│{frame[1]}")
    return "\n".join([*rows, f"{frame[0]}└{edge}┘{frame[1]}"])


def say(text: str, stream: TextIO | None = None) -> None:
    """Writes a line for the person at the terminal, at once; nobody reading is no error."""
    out = stream or sys.stdout
    try:
        # A terminal in the C locale cannot show every letter: better a question mark than an end.
        out.write(text.encode(out.encoding or "utf-8", "replace").decode(out.encoding or "utf-8") + "\n")
        out.flush()
    except BrokenPipeError:
        return


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
