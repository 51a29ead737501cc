"""Typesetting common to both documents: numbered points, and spaces that a line does not break at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# Initials before and after a surname, «№ 5», «п. 6.2», «ст. 9», the year's «г.».
KEPT_TOGETHER = (
    (re.compile(r"(?<=\b[А-ЯЁA-Z]\.) (?=[А-ЯЁA-Z])"), "\u00a0"),
    (re.compile(r" (?=[А-ЯЁA-Z]\.(?:\s|$|[,;]))"), "\u00a0"),
    (re.compile(r"(?<=№) "), "\u00a0"),
    (re.compile(r"(?<=\bп\.) |(?<=\bст\.) |(?<=\bгл\.) (?=\d)"), "\u00a0"),
    (re.compile(r"(?<=\d) (?=г\.)"), "\u00a0"),
)

ACQUAINTED = "С документом ознакомлены:"


def typeset(act: Mapping[str, Any]) -> dict[str, Any]:
    """The act as the templates take it: ``points`` are numbered, for the text is referred to by them.

    ``acquainted_title``: what stands above the signatures below the act, where it is not the usual words.
    """
    text = {name: _tied(value) for name, value in act["text"].items()}
    points = [f"{number}.\u00a0{point}" for number, point in enumerate(text["points"], start=1)]
    return {
        "acquainted_title": ACQUAINTED,
        **act,
        "text": text,
        "points": points,
        "signer_name": tie(act["signer_name"]),
    }


def _tied(value: str | list[str]) -> str | list[str]:
    return tie(value) if isinstance(value, str) else [tie(item) for item in value]


def tie(text: str) -> str:
    """The text with unbreakable spaces where a break would look wrong."""
    for pattern, space in KEPT_TOGETHER:
        text = pattern.sub(space, text)
    return text
