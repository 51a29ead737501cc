"""What a browser may say over the live connection. Pure: text in, a frame out or ``BadFrame`` with its code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

MAX_FRAME = 64 * 1024
"""Characters. A description of two videos has about 10,000."""
MAX_MESSAGE = 2000
MAX_NOTES = 20000
MAX_LINES, MAX_CANDIDATES = 100, 50
"""Media of one connection; addresses told in one frame."""

BURST, PER_SECOND = 80, 20
"""A beginning connection sends dozens of candidates at once; people and heartbeats far less."""
MAX_DROPPED = 200


class BadFrame(ValueError):
    """The frame is not understood or not allowed; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Join:
    """I come in. ``record``: the person agrees that the attendance is written down."""

    record: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """I go; the meeting goes on."""


@dataclass(frozen=True, slots=True)
class End:
    """The meeting is over for all."""


@dataclass(frozen=True, slots=True)
class Alive:
    """I am still here."""


@dataclass(frozen=True, slots=True)
class Signal:
    """For one other connection: ``data`` is {"description": {...}} or {"candidates": [{...}, ...]} of WebRTC."""

    to: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class State:
    """What of me can be heard and seen."""

    microphone: bool
    camera: bool
    screen: bool


@dataclass(frozen=True, slots=True)
class Say:
    """A line of the chat; ``key`` is the sender's, the same when it is sent again."""

    key: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """The shared notes as I have them; ``base``: the version that I began from, 0 for none."""

    base: int
    text: str


Frame = Join | Leave | End | Alive | Signal | State | Say | Note


def parse(text: str | None) -> Frame:
    """The frame of a text; raises ``BadFrame``."""
    if not text:
        raise BadFrame("malformed")
    if len(text) > MAX_FRAME:
        raise BadFrame("too_large")
    try:
        content = json.loads(text)
        json.dumps(content, ensure_ascii=False).encode()  # half a character can be written in JSON, and kept nowhere
    except (ValueError, RecursionError) as error:
        raise BadFrame("malformed") from error
    if not isinstance(content, dict):
        raise BadFrame("malformed")
    return _frame(content)


def _frame(content: Mapping[str, Any]) -> Frame:
    match content:
        case {"type": "alive"}:
            return Alive()
        case {"type": "signal", "to": str(to), "data": dict(data)}:
            return Signal(to, _signal(data))
        case {"type": "state", "microphone": bool(microphone), "camera": bool(camera), "screen": bool(screen)}:
            return State(microphone, camera, screen)
        case {"type": "say", "key": str(key), "text": str(text)}:
            return Say(_uuid(key), _text(text, MAX_MESSAGE))
        case {"type": "note", "base": int(base), "text": str(text)} if base >= 0:
            return Note(base, _text(text, MAX_NOTES, may_be_empty=True))
        case {"type": "join", "record": bool(record)}:
            return Join(record)
        case {"type": "leave"}:
            return Leave()
        case {"type": "end"}:
            return End()
    raise BadFrame("malformed")


def _signal(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Only what WebRTC says: nothing else travels to another browser."""
    match data:
        case {"description": {"type": "offer" | "answer" as kind, "sdp": str(sdp)}}:
            return {"description": {"type": kind, "sdp": sdp}}
        case {"candidates": list(found)} if 0 < len(found) <= MAX_CANDIDATES:
            return {"candidates": [_candidate(each) for each in found]}
    raise BadFrame("malformed")


def _candidate(data: object) -> Mapping[str, Any]:
    match data:
        case {"candidate": str(candidate), "sdpMLineIndex": int(line), "sdpMid": str(mid)} if 0 <= line < MAX_LINES:
            return {"candidate": candidate, "sdpMLineIndex": line, "sdpMid": mid}
    raise BadFrame("malformed")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadFrame("malformed") from error


def _text(text: str, limit: int, *, may_be_empty: bool = False) -> str:
    clean = text.replace("\x00", "").strip() if not may_be_empty else text.replace("\x00", "")
    if not clean and not may_be_empty:
        raise BadFrame("empty")
    if len(clean) > limit:
        raise BadFrame("too_long")
    return clean


@dataclass
class Allowance:
    """How many frames a connection may still send: ``BURST`` at once, ``PER_SECOND`` in the long run."""

    left: float = BURST
    at: float = 0.0
    dropped: int = field(default=0)

    def take(self, now: float) -> bool:
        """True when one more may come at ``now`` (seconds of a steady clock)."""
        self.left = min(BURST, self.left + max(0.0, now - self.at) * PER_SECOND)
        self.at = now
        if self.left < 1:
            self.dropped += 1
            return False
        self.left -= 1
        return True

    @property
    def is_spent(self) -> bool:
        """True for who goes on although told: the connection is ended."""
        return self.dropped > MAX_DROPPED
