"""What a browser may say: understood, or refused with a reason; never a traceback."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from apps.region.rooms import frames, rules
from apps.region.rooms.ice import credentials

KEY = "6f1c9d1e-8a64-4d53-9f0c-0d3a5f6b7c8d"
AT = datetime.datetime(2026, 1, 15, 9, 0, tzinfo=datetime.UTC)

GOOD: list[tuple[dict[str, Any], type]] = [
    ({"type": "join", "record": True}, frames.Join),
    ({"type": "leave"}, frames.Leave),
    ({"type": "end"}, frames.End),
    ({"type": "alive"}, frames.Alive),
    ({"type": "signal", "to": "a", "data": {"description": {"type": "offer", "sdp": "v=0"}}}, frames.Signal),
    ({"type": "state", "microphone": True, "camera": False, "screen": False}, frames.State),
    ({"type": "say", "key": KEY, "text": "Здравствуйте"}, frames.Say),
    ({"type": "note", "base": 0, "text": ""}, frames.Note),
]

MALFORMED = [
    "",
    "not json",
    "[]",
    "null",
    "[" * 50_000,
    '{"type": "unknown"}',
    '{"type": "join"}',
    '{"type": "join", "record": "yes"}',
    '{"type": "signal", "to": "a", "data": {}}',
    '{"type": "signal", "to": "a", "data": {"description": {"type": "rollback", "sdp": ""}}}',
    '{"type": "signal", "to": "a", "data": {"candidates": [{"candidate": "", "sdpMid": "0", "sdpMLineIndex": 1e400}]}}',
    '{"type": "signal", "to": "a", "data": {"candidates": [{"candidate": "", "sdpMid": "0", "sdpMLineIndex": 99999}]}}',
    '{"type": "signal", "to": "a", "data": {"candidates": []}}',
    '{"type": "say", "key": "x", "text": "y"}',
    '{"type": "say", "key": "' + KEY + '", "text": "\\ud800"}',
    '{"type": "note", "base": -1, "text": ""}',
]


@pytest.mark.parametrize(("content", "kind"), GOOD, ids=lambda value: getattr(value, "__name__", ""))
def test_what_is_said_is_understood(content: dict[str, Any], kind: type) -> None:
    assert isinstance(frames.parse(json.dumps(content)), kind)


@pytest.mark.parametrize("text", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(frames.BadFrame, match="malformed"):
        frames.parse(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps({"type": "note", "base": 0, "text": "я" * (frames.MAX_NOTES + 1)}, ensure_ascii=False), "too_long"),
        (json.dumps({"type": "say", "key": KEY, "text": "я" * 2001}), "too_long"),
        (json.dumps({"type": "say", "key": KEY, "text": " \x00 "}), "empty"),
        (" " * (frames.MAX_FRAME + 1), "too_large"),
    ],
)
def test_what_is_too_much_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(frames.BadFrame, match=code):
        frames.parse(text)


def test_a_signal_carries_nothing_but_webrtc() -> None:
    candidate = {"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0, "more": {"deep": ["x"]}}
    frame = frames.parse(json.dumps({"type": "signal", "to": "a", "data": {"candidates": [candidate], "html": "<b>"}}))
    assert frame == frames.Signal(
        "a", {"candidates": [{"candidate": "candidate:1", "sdpMid": "0", "sdpMLineIndex": 0}]}
    )


def test_a_burst_is_allowed_and_a_flood_is_not() -> None:
    allowance = frames.Allowance()
    assert all(allowance.take(1.0) for _turn in range(frames.BURST))
    assert not allowance.take(1.0)
    assert allowance.take(1.0 + 1 / frames.PER_SECOND)
    assert not allowance.is_spent
    taken = [allowance.take(2.0) for _turn in range(frames.BURST + frames.MAX_DROPPED + 5)]
    assert sum(taken) <= frames.PER_SECOND
    assert allowance.is_spent


def test_credentials_are_those_that_coturn_counts() -> None:
    name, password = credentials("north", "abc", AT)
    assert name == "1768467600:abc"
    assert password == "ppt7BOQiDiCO2QOEeOdXJq6qp6g="  # as openssl dgst -sha1 -hmac counts it


def test_of_two_connections_exactly_one_is_polite() -> None:
    assert rules.is_polite("b", "a") is not rules.is_polite("a", "b")


def test_minutes_are_those_of_all_stretches() -> None:
    stretches = [(AT, AT + datetime.timedelta(minutes=10)), (AT, AT + datetime.timedelta(seconds=100))]
    assert rules.minutes_of(stretches) == 12
    assert rules.minutes_of([(AT, AT)]) == 1


def test_a_meeting_without_a_sign_of_life_is_abandoned_after_half_an_hour() -> None:
    assert not rules.is_abandoned(AT, AT + datetime.timedelta(minutes=30))
    assert rules.is_abandoned(AT, AT + datetime.timedelta(minutes=31))
