"""Federal templates (domain.md B.1.4, B.1.5) as data: ``federal.json``. Own wording of the same content.

The questions are in Russian only: a questionnaire is a document of the school, in the language of those who answer it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

SOURCE = Path(__file__).with_name("federal.json")


@dataclass(frozen=True, slots=True)
class AskedThere:
    """A question of a template; fields as of ``models.Question``."""

    code: str
    type: str
    text: str
    required: bool = True
    options: tuple[str, ...] = ()
    feeds: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A questionnaire to begin with."""

    code: str
    purpose: str
    audience: str
    title_ru: str
    title_en: str
    intro: str
    questions: tuple[AskedThere, ...]

    @property
    def title(self) -> str:
        """In the reader's language; a copy is always called as in Russian."""
        return self.title_en if (get_language() or "ru").startswith("en") else self.title_ru


@cache
def templates() -> Mapping[str, Template]:
    """All templates by code, in the order of a programme's life."""
    found = {}
    for row in json.loads(SOURCE.read_text(encoding="utf-8")):
        questions = tuple(
            AskedThere(**{**asked, "options": tuple(asked.get("options", ()))}) for asked in row["questions"]
        )
        found[row["code"]] = Template(**{**row, "questions": questions})
    return found
