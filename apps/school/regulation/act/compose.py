"""From a view to the document: chapters by the sections of the catalogue, a clause for every parameter that is set.

Numbers follow from the view alone, so that a refusal can cite them (``Regulation.citations``). What the school leaves
open is not printed: the regional default is no rule of this act.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import override

from ..catalogue import catalogue, read_json
from ..view import RegulationView, Word
from ..words.grammar import inflect_phrase
from ..words.present import speaking
from ..words.table import table_of
from .annexes import annexes_of
from .parts import ADOPTED, APPROVED, STAMPS, Chapter, Clause, Regulation
from .values import Pieces, pieces_of

RUSSIAN = "ru"
ACT, LISTS, RULES = "act", "lists", "rules"
LISTS_BEFORE = "roadmap"  # rights and duties stand between the bodies and the roadmap
KINDS = ("rights", "duties", "functions")
IN_ONE_LINE = 2  # a longer list becomes items
BLANK, BLANK_DAY = "______", "«___» __________ 20___ г."

# (sentence with «{value}», what stands there, the parameter)
Draft = tuple[str, str | Pieces, str]


@cache
def wording() -> dict[str, Any]:
    """The sentences of the document."""
    found: dict[str, Any] = read_json(Path(__file__).with_name("wording.json"))
    return found


def compose(view: RegulationView, *, institution: str) -> Regulation:
    """The document of a view. Sentences of the product are in the school's own words, its own texts as they are."""
    writer = _Writer(view, institution)
    with override(RUSSIAN), speaking(writer.say):
        return writer.document()


class _Writer:
    """One composition."""

    def __init__(self, view: RegulationView, institution: str) -> None:
        self.view, self.institution = view, institution
        self.say = table_of(view).say

    def document(self) -> Regulation:
        """The whole document."""
        return Regulation(
            institution=self.institution,
            title=self.view.title,
            adopted=self._adopted(),
            approved=self._approved(),
            chapters=tuple(self._chapters()),
            annexes=annexes_of(self.view, self.name),
        )

    def name(self, dictionary: str, code: str) -> str:
        """The school's word, else the catalogue's."""
        return self.view.local_name(dictionary, code)

    def _chapters(self) -> Iterator[Chapter]:
        number = 0
        for code, drafts in self._sections():
            if not drafts:
                continue
            number += 1
            clauses = tuple(_clause(f"{number}.{position}", *draft) for position, draft in enumerate(drafts, start=1))
            yield Chapter(number, code, self.say(wording()["chapters"][code]), clauses)

    def _sections(self) -> Iterator[tuple[str, list[Draft]]]:
        for section in catalogue().sections:
            if section.code == LISTS_BEFORE:
                yield LISTS, list(self._role_lists())
            keys = [parameter.key for parameter in catalogue().in_section(section.code)]
            drafts = [self._draft(key) for key in keys if self.view.is_set(key) and key not in STAMPS]
            if section.code == ACT:
                preamble = wording()["preamble"].replace("{institution}", self.institution)
                drafts = [(preamble, "", ""), *drafts, *self._words()]
            yield section.code, drafts
        yield RULES, [(rule["text_ru"], "", "") for rule in self.view.extras.get("rules", ())]

    def _draft(self, key: str) -> Draft:
        sentence, value = wording()["parameters"][key], self.view.value(key)
        if isinstance(value, bool):
            return self.say(sentence["true" if value else "false"]), "", key
        pieces = pieces_of(self.view, key, self.name)
        if isinstance(sentence, dict):
            sentence = sentence["text"] if pieces else sentence["empty"]
        return self.say(sentence), pieces, key

    def _words(self) -> Iterator[Draft]:
        """Own words: with their definitions, or beside the common word where they only differ."""
        lines = [_meaning(dictionary, code, word) for (dictionary, code), word in self.view.words.items()]
        if any(lines):
            yield wording()["words"], [line for line in lines if line], ""

    def _role_lists(self) -> Iterator[Draft]:
        for actor, lists in self.view.extras.get("role_lists", {}).items():
            for kind in KINDS:
                if lists.get(kind):
                    name = self.name(catalogue().actor_dictionary(actor), actor)
                    head = wording()["lists"][kind].replace("{actor}", name)
                    yield head, [item["text_ru"].rstrip(" .;") for item in lists[kind]], ""

    def _adopted(self) -> tuple[str, ...]:
        """«ПРИНЯТО педагогическим советом…», with blanks for what is not entered."""
        value = self.view.value(ADOPTED) if self.view.is_set(ADOPTED) else {}
        body = inflect_phrase(self.name("body", value["body"]), "ablt") if value.get("body") else BLANK * 3
        number, day = value.get("protocol_no") or BLANK, day_in_words(value.get("protocol_date"))
        return "ПРИНЯТО", body, f"протокол от {day} № {number}"

    def _approved(self) -> tuple[str, ...]:
        value = self.view.value(APPROVED) if self.view.is_set(APPROVED) else {}
        number, day = value.get("order_no") or BLANK, day_in_words(value.get("order_date"))
        return "УТВЕРЖДЕНО", self.say("приказом руководителя"), f"от {day} № {number}"


def _meaning(dictionary: str, code: str, word: Word) -> str:
    if word.definition:
        starts = word.definition.lower().startswith(word.singular.lower())
        return word.definition if starts else f"{word.singular} – {word.definition}"
    common = catalogue().title(dictionary, code)
    return "" if word.singular.strip("«»").lower() == common.lower() else f"{word.singular} – {common}"


def _clause(number: str, text: str, value: str | Pieces, key: str) -> Clause:
    if isinstance(value, str):
        return Clause(number, text.replace("{value}", value), key=key)
    if len(value) <= IN_ONE_LINE:
        return Clause(number, text.replace("{value}", "; ".join(value)), key=key)
    items = [f"{position}) {item};" for position, item in enumerate(value, start=1)]
    items[-1] = items[-1].removesuffix(";") + "."
    return Clause(number, text.replace(" {value}.", ""), tuple(items), key)


def day_in_words(text: str | None) -> str:
    """«3 сентября 2026 г.», or a blank."""
    return f"{date_format(datetime.date.fromisoformat(text), 'j E Y')} г." if text else BLANK_DAY
