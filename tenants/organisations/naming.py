"""Latin codes out of Russian titles."""

from __future__ import annotations

from django.utils.text import slugify

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
SPELLED = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
LETTERS = dict(zip(CYRILLIC, SPELLED.split(), strict=True))
CODE_LENGTH = 40


def latin(text: str) -> str:
    """A slug of Latin letters, digits and hyphens; empty when nothing can be read."""
    spelled = "".join(LETTERS.get(letter, letter) for letter in text.lower()).replace("_", "")
    return slugify(spelled)[:CODE_LENGTH].strip("-")
