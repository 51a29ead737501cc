"""WCAG 2.2 contrast of the palette, computed from the tokens of the style sheet, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "platform" / "ui" / "static" / "ui" / "tokens.css"

TEXT_PAIRS = [
    *[(text, ground) for text in ("text", "text-muted", "accent") for ground in ("ground", "surface", "surface-sunk")],
    ("text-muted", "accent-soft"),
    ("text", "accent-soft"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("on-danger", "danger"),
    ("on-danger", "danger-hover"),
    *[(kind, f"{kind}-soft") for kind in ("info", "success", "warning", "danger", "violet")],
    *[("text", f"{kind}-soft") for kind in ("info", "success", "warning", "danger")],
    *[(kind, "surface") for kind in ("info", "success", "warning", "danger")],
    ("ground", "text"),
]
SHAPE_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "ground"),
    ("accent", "ground"),
    *[(f"chart-{number}", "surface") for number in range(1, 7)],
]


def tokens(theme: str) -> dict[str, str]:
    """Token -> colour of one theme."""
    block = re.search(rf'\[data-bs-theme="{theme}"\] \{{(.*?)\}}', CSS.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_has_at_least_4_5(theme: str, text: str, ground: str) -> None:
    palette = tokens(theme)
    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_have_at_least_3(theme: str, shape: str, ground: str) -> None:
    palette = tokens(theme)
    assert contrast(palette[shape], palette[ground]) >= 3


def test_both_themes_have_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys()
