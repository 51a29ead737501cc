"""A text of the product in the words of one school: «куратор» becomes «методист» in its case and number.

Only texts of the product go through here, never what people typed. A word of another gender takes the words that agree
with it along: «Новая пара предложена» – «Новый тандем предложен».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..view import RegulationView, SetValue, Word
from .grammar import (
    ADJECTIVES,
    Case,
    Number,
    agreed,
    agreed_predicate,
    gender_of,
    head_of,
    inflect_phrase,
    is_animate,
    lexeme,
    like,
    parses,
)
from .lexicon import COMMON_UNIT, LABELS, LEXICON, UNIT_PARAMETER, UNITS, Base

Reading = tuple[Case, Number]

TOKEN = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
STOP = re.compile(r"[.,;:!?«»()\n–—|/]")
COUNTED = re.compile(r"(?:%\(\w+\)[sd]|\d)\s*$")
PREPOSITIONS: Mapping[str, tuple[Case, ...]] = {
    **dict.fromkeys(("без", "для", "до", "из", "от", "у", "после", "кроме", "около", "вместо", "против"), ("gent",)),
    **dict.fromkeys(("к", "ко", "по"), ("datv",)),
    **dict.fromkeys(("в", "во", "на"), ("accs", "loct")),
    **dict.fromkeys(("о", "об", "при"), ("loct",)),
    **dict.fromkeys(("с", "со"), ("ablt", "gent")),
    **dict.fromkeys(("за", "под"), ("ablt", "accs")),
    **dict.fromkeys(("над", "между", "перед"), ("ablt",)),
    **dict.fromkeys(("про", "через"), ("accs",)),
}
PRONOUNS: Mapping[str, Mapping[str, str]] = {
    "masc": {"она": "он", "её": "его", "ей": "ему", "неё": "него", "ней": "нём", "сама": "сам"},
    "femn": {"он": "она", "его": "её", "ему": "ей", "него": "неё", "нём": "ней", "сам": "сама"},
}
# A participle that is a noun in these texts: it governs the word after it and does not agree with it.
PEOPLE = "наставляем"
NONE = "нет"


@dataclass(frozen=True)
class Term:
    """One word of the product with the school's own. ``short``: inside a sentence, where the whole name is too long."""

    lemma: str
    singular: str
    plural: str
    short: str

    def form(self, case: Case, number: Number) -> str:
        """The school's word in a sentence."""
        return inflect_phrase(self.short, case, number)

    def label(self, number: Number) -> str:
        """The school's word as a label of its own."""
        if number == "sing":
            return self.singular
        return self.plural or inflect_phrase(self.singular, "nomn", "plur")


@dataclass
class WordTable:
    """The words of one regulation. Empty (and false) where the school uses the common ones."""

    terms: Mapping[str, Term]
    labels: Mapping[str, str]
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._forms: dict[str, tuple[Term, list[Reading]]] = {
            form: (term, readings)
            for lemma, term in self.terms.items()
            for form, readings in lexeme(lemma).items()
            if term.short != lemma
        }

    def __bool__(self) -> bool:
        return bool(self.terms or self.labels)

    def say(self, text: str) -> str:
        """A text of the product in the words of the school; remembered, for such texts are finitely many."""
        found = self.said.get(text)
        if found is None:
            found = self.said[text] = self._say(text)
        return found

    def _say(self, text: str) -> str:
        label = self.labels.get(text.strip().lower())
        if label is not None:
            return text.replace(text.strip(), like(text.strip(), label))
        words = _Words(text)
        for number, (_start, word) in enumerate(words.tokens):
            entry = self._forms.get(word.lower())
            if entry is not None:
                words.put(number, *entry)
        return words.text()


class _Words:
    """The words of one text while some of them are changed."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.tokens = [(found.start(), found.group()) for found in TOKEN.finditer(text)]
        self.changed: dict[int, str] = {}

    def text(self) -> str:
        """The text as it is now."""
        parts, end = [], 0
        for number, (start, word) in enumerate(self.tokens):
            parts += [self.source[end:start], self.changed.get(number, word)]
            end = start + len(word)
        return "".join([*parts, self.source[end:]])

    def put(self, number: int, term: Term, readings: list[Reading]) -> None:
        """The school's word in the place of a product's, and what agrees with it."""
        case, many = self._read(number, readings)
        word = self.tokens[number][1]
        self.changed[number] = like(word, term.form(case, many))
        old, new = gender_of(term.lemma), gender_of(term.short)
        if old == new or many == "plur":
            return
        self._agree_before(number, case, old, new, animate=is_animate(term.short))
        if case == "nomn":
            self._agree_after(number, old, new)
            if self._linked(number) and (form := agreed_predicate(self.tokens[number - 1][1], old, new)):
                self.changed[number - 1] = form
        self._agree_pronouns(number, old, new)

    def _gap(self, number: int) -> str:
        """What stands between a word and the one before it."""
        start = self.tokens[number][0]
        if number == 0:
            return self.source[:start]
        before, word = self.tokens[number - 1]
        return self.source[before + len(word) : start]

    def _linked(self, number: int) -> bool:
        """True when the word before belongs to the same run of words."""
        return number > 0 and self._gap(number).strip() == ""

    def _read(self, number: int, readings: list[Reading]) -> Reading:
        """Which of several readings is meant, by the words before."""
        if len(readings) == 1:
            return readings[0]
        if COUNTED.search(self._gap(number)) or self._word(number + 1) == NONE:
            found = _first(readings, ("gent",))
            if found is not None:
                return found
        if not self._linked(number):
            return _first(readings, ("nomn",)) or readings[0]
        before = self._word(number - 1)
        is_noun = before.startswith(PEOPLE) or _part(before) == "NOUN"
        found = None if is_noun else _first(readings, self._governed(number)) or _agreeing(before, readings)
        if found is not None:
            return found
        if is_noun:
            case: tuple[Case, ...] = ("nomn",) if self._is_subject(number) else ("gent",)
            return _first(readings, case) or readings[0]
        case = ("accs",) if _part(before) in {"VERB", "INFN", "GRND"} else ("nomn",)
        return _first(readings, case) or readings[0]

    def _word(self, number: int) -> str:
        """A word of the text in small letters, "" outside."""
        return self.tokens[number][1].lower() if 0 <= number < len(self.tokens) else ""

    def _governed(self, number: int) -> tuple[Case, ...]:
        """The cases that a preposition before the word and its adjectives asks for."""
        while self._linked(number):
            number -= 1
            if self._word(number) in PREPOSITIONS:
                return PREPOSITIONS[self._word(number)]
            if _part(self._word(number)) not in ADJECTIVES:
                break
        return ()

    def _is_subject(self, number: int) -> bool:
        """«Без положения пары не формируются»: a noun in a case of its own stands before, a plural verb follows."""
        verb = self._word(number + 1)
        verb = self._word(number + 2) if verb == "не" else verb
        plural = any(parsed.tag.POS == "VERB" and parsed.tag.number == "plur" for parsed in parses(verb)[:1])
        governed = self._word(number - 2) in PREPOSITIONS
        nouns = [parsed for parsed in parses(self._word(number - 1)) if parsed.tag.POS == "NOUN"]
        oblique = all(parsed.tag.case != "nomn" for parsed in nouns)
        return bool(verb) and plural and (governed or oblique)

    def _agree_before(self, number: int, case: Case, old: str, new: str, *, animate: bool) -> None:
        while self._linked(number):
            number -= 1
            form = agreed(self.tokens[number][1], case, old, new, animate=animate)
            if not form:
                return
            self.changed[number] = form

    def _agree_after(self, number: int, old: str, new: str) -> None:
        """The first predicate of the same clause."""
        for following in range(number + 1, len(self.tokens)):
            if STOP.search(self._gap(following)):
                return
            form = agreed_predicate(self.tokens[following][1], old, new)
            if form:
                self.changed[following] = form
                return

    def _agree_pronouns(self, number: int, old: str, new: str) -> None:
        """Pronouns that follow, where no other noun of the old gender stands between."""
        for following in range(number + 1, len(self.tokens)):
            word = self.tokens[following][1]
            pronoun = PRONOUNS.get(new, {}).get(word.lower())
            if pronoun is not None:
                self.changed[following] = like(word, pronoun)
                continue
            first = parses(word)[0].tag
            if first.POS == "NOUN" and first.gender == old and first.number == "sing":
                return


def _part(word: str) -> str:
    return str(parses(word)[0].tag.POS or "")


def _first(readings: list[Reading], cases: tuple[Case, ...]) -> Reading | None:
    return next((reading for case in cases for reading in readings if reading[0] == case), None)


def _agreeing(before: str, readings: list[Reading]) -> Reading | None:
    """The reading that an adjective before the word asks for."""
    for parsed in parses(before):
        if parsed.tag.POS in ADJECTIVES:
            found = next((each for each in readings if each == (parsed.tag.case, parsed.tag.number)), None)
            if found is not None:
                return found
    return None


def table_of(view: RegulationView) -> WordTable:
    """The words of a regulation where they differ from the product's."""
    return table_from(view.settings, view.words)


def table_from(settings: Mapping[str, SetValue], words: Mapping[tuple[str, str], Word]) -> WordTable:
    """As ``table_of``, of what a version says by itself."""
    terms: dict[str, Term] = {}
    labels: dict[str, str] = {}
    for base in LEXICON:
        word = words.get((base.dictionary, base.code))
        if word is not None:
            _add(base, word, terms, labels)
    unit = settings[UNIT_PARAMETER].value if UNIT_PARAMETER in settings else COMMON_UNIT
    word = words.get((UNITS, unit))
    if word is not None and unit != COMMON_UNIT:
        labels.update({text: word.plural if many else word.singular for text, many in LABELS.items()})
    return WordTable(terms, {text: label for text, label in labels.items() if label})


def _add(base: Base, word: Word, terms: dict[str, Term], labels: dict[str, str]) -> None:
    """Words that only add to the product's («куратор наставнической деятельности») stay short inside sentences."""
    head = head_of(word.singular)
    short = head if head in base.lemmas else word.singular
    for lemma in base.lemmas:
        term = Term(lemma, word.singular, word.plural, short)
        if word.singular.lower() == lemma:
            continue
        terms[lemma] = term
        labels[lemma] = term.label("sing")
        labels[inflect_phrase(lemma, "nomn", "plur")] = term.label("plur")
