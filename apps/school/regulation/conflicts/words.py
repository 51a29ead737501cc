"""Own words that do not name one thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..catalogue import catalogue
from ..values.render import listed
from ..view import RegulationView
from .base import Contradiction, warning

QUOTED = re.compile(r"[«\"]([^«»\"]+)[»\"]")
KINDRED = ("mentoring_form", "mentoring_type", "pair_structure")  # schools use one word for all three
# Stems of the words by which Russian acts call each of the three dictionaries.
FORM_STEM = "форм"
MANY = 3


def _bare(name: str) -> str:
    return name.strip('«»" ').casefold()


def doubles(view: RegulationView) -> Iterator[Contradiction]:
    """One word for two codes of a dictionary, or of dictionaries that are easily confused."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for (dictionary, code), word in view.words.items():
        family = "|".join(KINDRED) if dictionary in KINDRED else dictionary
        found[family, _bare(word.singular)].append((dictionary, code))
    for (_family, name), codes in found.items():
        if len(codes) > 1:
            sentence = _("One word, “%(word)s”, stands for different things: %(names)s.")
            names = listed(catalogue().title(dictionary, code) for dictionary, code in codes)
            detail = ",".join(code for _dictionary, code in codes)
            facts = {"word": name, "names": names}
            yield warning("one_word_two_codes", sentence=sentence % facts, part="words", detail=detail)


def aliases(view: RegulationView) -> Iterator[Contradiction]:
    """One thing under many names; one proper name for many things."""
    proper: dict[str, set[str]] = defaultdict(set)
    for (dictionary, code), word in view.words.items():
        if len(word.aliases) >= MANY:
            sentence = _("“%(word)s” has other names in the act: %(names)s.")
            facts = {"word": word.singular, "names": listed(word.aliases)}
            yield warning("many_names", sentence=sentence % facts, part="words", detail=f"{dictionary}.{code}")
        for name in (word.singular, *word.aliases) if dictionary != "role" else ():
            # A role may be called after its body; the school's own name (ДДЮТ «…») may stand anywhere.
            if name.strip() != f"«{name.strip()[1:-1]}»":  # the whole word in quotation marks is no proper name
                for quoted in QUOTED.findall(name):
                    proper[quoted.strip()].add(f"{dictionary}.{code}")
    for name, owners in proper.items():
        if len(owners) > 1 and not re.search(rf"[А-ЯЁ]{{2,}}\s«{re.escape(name)}", view.title):
            sentence = _("The name «%(name)s» belongs to different things: %(names)s.")
            names = listed(catalogue().title(*owner.split(".")) for owner in sorted(owners))
            facts = {"name": name, "names": names}
            yield warning("quoted_name_reused", sentence=sentence % facts, part="words", detail=name)


def meanings(view: RegulationView) -> Iterator[Contradiction]:
    """A type called a form; a word that the reference book has for another code."""
    for (dictionary, code), word in view.words.items():
        if dictionary == "mentoring_type" and FORM_STEM in word.singular.casefold():
            sentence = _("The type “%(word)s” is called a form: types and forms are different lists.")
            yield warning("wrong_kind_word", sentence=sentence % {"word": word.singular}, part="words", detail=code)
        for other, entry in catalogue().dictionaries.get(dictionary, {}).items():
            if other != code and _bare(word.singular) == _bare(entry.title.ru):
                sentence = _("By “%(word)s” the act means “%(meant)s”, others mean “%(title)s”.")
                facts = {"word": word.singular, "meant": catalogue().title(dictionary, code), "title": entry.title}
                detail = f"{dictionary}.{code}"
                yield warning("word_of_another_code", sentence=sentence % facts, part="words", detail=detail)


CHECKS = (doubles, aliases, meanings)
