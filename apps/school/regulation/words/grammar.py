"""Russian grammar of terms: a phrase in a case and a number, and words that agree with a noun of another gender.

Of a phrase only the leading adjectives and the first noun change: «сотрудник ОИМС» – «сотрудника ОИМС»,
«старший наставник» – «старших наставников». Abbreviations stay.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Literal

from pymorphy3 import MorphAnalyzer

Case = Literal["nomn", "gent", "datv", "accs", "ablt", "loct"]
Number = Literal["sing", "plur"]

CASES: tuple[Case, ...] = ("nomn", "gent", "datv", "accs", "ablt", "loct")
ADJECTIVES = frozenset({"ADJF", "PRTF"})
WORD = re.compile(r"[А-Яа-яЁё]+")


@cache
def analyzer() -> MorphAnalyzer:
    """The dictionary, read once per process."""
    return MorphAnalyzer()


def like(model: str, word: str) -> str:
    """``word`` with a capital letter where ``model`` has one; a word all in capitals asks for capitals."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def parses(word: str) -> list[Any]:
    """All readings of a word, the likeliest first."""
    return list(analyzer().parse(word.lower()))


def inflect_phrase(phrase: str, case: Case, number: Number = "sing") -> str:
    """The phrase, given in the nominative singular, in a case and a number."""
    changed, done = [], False
    words = phrase.split(" ")
    animate = is_animate(phrase) if case == "accs" else True
    for word in words:
        if done:
            changed.append(word)
            continue
        form, done = _term_word(word, case, number, alone=len(words) == 1, animate=animate)
        changed.append(form)
    return " ".join(changed)


def is_animate(phrase: str) -> bool:
    """True of somebody, False of something; adjectives used as nouns are of somebody."""
    head = head_of(phrase)
    reading = _reading(head, alone=True) if head else None
    return reading is None or reading.tag.POS in ADJECTIVES or reading.tag.animacy == "anim"


def head_of(phrase: str) -> str:
    """The first noun of a phrase in small letters: what the phrase is a kind of; "" when it has none."""
    for word in phrase.split(" "):
        if _reading(word, alone=" " not in phrase) is None:
            continue
        if _term_word(word, "gent", "sing", alone=" " not in phrase)[1]:
            return word.strip("«»()").lower()
    return ""


def gender_of(phrase: str) -> str:
    """«masc», «femn» or «neut» of the noun of a phrase; «masc» when there is none that the dictionary knows."""
    head = head_of(phrase)
    reading = _reading(head, alone=True) if head else None
    return str(reading.tag.gender or "masc") if reading is not None else "masc"


def _term_word(word: str, case: Case, number: Number, *, alone: bool, animate: bool = True) -> tuple[str, bool]:
    """(the word in the case, whether the noun was reached). Parts of a double word change together."""
    pieces = [_term_piece(piece, case, number, alone=alone, animate=animate) for piece in word.split("-")]
    return "-".join(form for form, _noun in pieces), any(noun for _form, noun in pieces)


def _term_piece(piece: str, case: Case, number: Number, *, alone: bool, animate: bool) -> tuple[str, bool]:
    match = WORD.search(piece)
    reading = _reading(piece, alone=alone)
    if match is None or reading is None:
        return piece, False
    form = form_of(reading, case, number, animate=animate)
    is_noun = alone or reading.tag.POS not in ADJECTIVES
    return (piece[: match.start()] + like(match.group(), form) + piece[match.end() :]), is_noun


@lru_cache(maxsize=4_000)
def _reading(piece: str, *, alone: bool) -> Any:
    """How a word of a term is read: in the nominative; an adjective before a noun."""
    match = WORD.search(piece)
    if match is None or (len(match.group()) > 1 and match.group().isupper()):
        return None
    found = [
        parsed
        for parsed in parses(match.group())
        if {"nomn", "sing"} <= set(parsed.tag.grammemes) and parsed.tag.POS in {*ADJECTIVES, "NOUN"}
    ]
    order = {"NOUN": 0 if alone else 1}
    return min(found, key=lambda parsed: order.get(parsed.tag.POS, 1 if alone else 0), default=None)


def form_of(reading: Any, case: Case, number: Number, *, animate: bool = True) -> str:
    """The form of a reading; the accusative of an adjective is its noun's: of a person the genitive's form."""
    wanted = {case, number}
    if reading.tag.POS in ADJECTIVES and case == "accs" and (number == "plur" or reading.tag.gender == "masc"):
        wanted = {"gent" if animate else "nomn", number}
    form = reading.inflect(wanted)
    return str(form.word) if form is not None else str(reading.word)


def agreed(word: str, case: Case, gender: str, target: str, *, animate: bool) -> str:
    """An adjective before a noun of ``gender``, made to agree with one of ``target``; "" when the word is none."""
    for parsed in parses(word):
        marks = set(parsed.tag.grammemes)
        if parsed.tag.POS in ADJECTIVES and {case, gender, "sing"} <= marks:
            wanted = {target, "sing", case}
            if case == "accs" and target == "masc":
                wanted = {target, "sing", "gent" if animate else "nomn"}
            form = parsed.inflect(wanted)
            return like(word, str(form.word)) if form is not None else ""
    return ""


def agreed_predicate(word: str, gender: str, target: str) -> str:
    """A short adjective or a verb in the past, made to agree with the new subject; "" when the word is none."""
    for parsed in parses(word):
        marks = set(parsed.tag.grammemes)
        if parsed.tag.POS in {"PRTS", "ADJS", "VERB"} and {gender, "sing"} <= marks:
            form = parsed.inflect({target, "sing"})
            return like(word, str(form.word)) if form is not None else ""
    return ""


def lexeme(lemma: str) -> dict[str, list[tuple[Case, Number]]]:
    """Every form of a noun (or of a participle used as one, in the masculine) -> what it may be, likeliest first."""
    reading = _reading(lemma, alone=True)
    found: dict[str, list[tuple[Case, Number]]] = {}
    if reading is None:
        return found
    for form in reading.lexeme:
        marks = set(form.tag.grammemes)
        if (form.tag.voice, form.tag.tense) != (reading.tag.voice, reading.tag.tense):
            continue
        if any(gender in marks and reading.tag.gender != gender for gender in ("femn", "neut")):
            continue
        if form.tag.POS not in {*ADJECTIVES, "NOUN"} or (form.tag.POS in ADJECTIVES and {"inan", "accs"} <= marks):
            continue
        for case in CASES:
            if form.tag.case == case and form.tag.number in ("sing", "plur"):
                readings = found.setdefault(str(form.word), [])
                if (case, form.tag.number) not in readings:
                    readings.append((case, form.tag.number))
    return found
