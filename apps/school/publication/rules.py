"""Pure rules of publication: when a result may be shown, and whose names it may carry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from apps.school.regulation import rules as regulation
from apps.school.regulation.view import RegulationView
from kernel.errors import Violation

REGISTRY = "publication.registry"
DISTRIBUTION = "distribution"
WORD = re.compile(r"[А-ЯЁA-Z][а-яёa-z]+(?:-[А-ЯЁA-Z][а-яёa-z]+)*")
SOFT_ENDING = re.compile(r"(?:ая|яя|ий|ый|ой|[аяйьоеиы])$")
# Case endings of Russian names; a word that goes on otherwise is another word (Белов – Беловежский).
NOUN = (
    "",
    "а",
    "у",
    "ом",
    "е",
    "ой",
    "ою",
    "ы",
    "я",
    "ю",
    "ем",
    "ей",
    "ею",
    "и",
    "ь",
    "ью",
    "ья",
    "ье",
    "ьи",
    "ьем",
    "о",
)
ADJECTIVE = ("ым", "ых", "ыми", "им", "их", "ого", "ому", "его", "ему", "ая", "яя", "ую", "юю", "ый", "ий", "й")
ENDINGS = frozenset(NOUN + ADJECTIVE)
FLEETING = re.compile(r"^(.+)[ео]([йцкл])$")  # Соловей – Соловья, Козёл – Козла
SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Named:
    """A participant. ``agrees``: has a consent to distribution in force (152-ФЗ ст. 10.1)."""

    last_name: str
    first_name: str
    patronymic: str
    agrees: bool

    @property
    def short(self) -> str:
        """«Иванова А.»."""
        return f"{self.last_name} {self.first_name[:1]}."


def _plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def _is_form_of(word: str, name: str) -> bool:
    """True when ``word`` is ``name`` in some case; both in any writing of ё."""
    word, name = _plain(word), _plain(name)
    if word == name:
        return True
    return any(
        len(stem) >= SHORTEST_STEM and word.startswith(stem) and word[len(stem) :] in ENDINGS for stem in _stems(name)
    )


def _stems(name: str) -> list[str]:
    """What stays of a name in its cases, also without a fleeting vowel."""
    fleeting = FLEETING.match(name)
    stems = [SOFT_ENDING.sub("", name)]
    return [*stems, fleeting[1] + ("" if fleeting[2] == "й" else fleeting[2])] if fleeting else stems


def names_in(text: str, people: Iterable[Named]) -> list[Named]:
    """Participants whom a text names: by the surname in any case, or by first name and patronymic."""
    words = WORD.findall(text)
    pairs = list(pairwise(words))
    found = []
    for person in people:
        by_surname = any(_is_form_of(word, person.last_name) for word in words)
        by_patronymic = bool(person.patronymic) and any(
            _is_form_of(first, person.first_name) and _is_form_of(second, person.patronymic) for first, second in pairs
        )
        if by_surname or by_patronymic:
            found.append(person)
    return found


def names(text: str, people: Iterable[Named]) -> list[Violation]:
    """Nobody is named who has not consented to distribution; the law says so whatever the regulation does."""
    named = [person.short for person in names_in(text, people) if not person.agrees]
    if not named:
        return []
    who = ", ".join(named)
    return [
        Violation(
            parameter=REGISTRY,
            code="publication.named_without_consent",
            message=_("The text names people who have not consented to distribution: %(who)s.") % {"who": who},
            clause=_("152-FZ, art. 10.1"),
            origin="law",
            value=_("a separate consent to distribution"),
            actual=who,
        )
    ]


def result(view: RegulationView, facts: regulation.ResultsFacts, text: str, people: Iterable[Named]) -> list[Violation]:
    """Everything that must hold before a result is shown to everybody."""
    return [*regulation.publication_of_results(view, facts), *names(text, people)]
