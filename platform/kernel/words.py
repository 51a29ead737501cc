"""Dictionary forms of the meaningful words of Russian texts: by them needs and competences are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from pymorphy3 import MorphAnalyzer

SHORTEST_WORD = 3
WORD = re.compile(r"[а-яa-z]+(?:-[а-яa-z]+)*")
SERVICE_PARTS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})


def lemmas(texts: Iterable[object]) -> frozenset[str]:
    """Dictionary forms of the meaningful words of texts."""
    return _lemmas_of(tuple(map(str, texts)))


@lru_cache(maxsize=5_000)
def _lemmas_of(texts: tuple[str, ...]) -> frozenset[str]:
    """Kept, for a cohort asks for the same cards again and again."""
    words = (word for text in texts for word in WORD.findall(text.lower().replace("ё", "е")))
    return frozenset(filter(None, (_lemma(word) for word in words if len(word) >= SHORTEST_WORD)))


@cache
def _analyzer() -> MorphAnalyzer:
    return MorphAnalyzer()


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    """The dictionary form of a word, empty for prepositions and the like."""
    parsed = _analyzer().parse(word)[0]
    return "" if parsed.tag.POS in SERVICE_PARTS else str(parsed.normal_form).replace("ё", "е")
