"""Russian cases of names and positions.

Surnames follow the rules of the written language (a dictionary guesses unknown ones wrongly): those in -о, -е, -и, -у,
-ых, -их and women's in a consonant stay as they are. First names that the dictionary of pymorphy3 knows as names follow
it (Павел – Павла, Пётр – Петра, Любовь – Любови), others the rules. In positions only the leading adjectives and the
first noun change: «старшего воспитателя», «учителя русского языка».
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from apps.school.regulation.words.grammar import ADJECTIVES, Case, analyzer

Sex = Literal["m", "f", ""]

Endings = tuple[str, str, str, str, str]
# (letters to cut, endings of the five oblique cases)
Declension = tuple[int, Endings]
CASES: tuple[Case, ...] = ("gent", "datv", "accs", "ablt", "loct")

RUSSIAN = re.compile(r"[А-ЯЁа-яё]+(?:[-' ][А-ЯЁа-яё]+)*")
HUSHING = "жшчщ"
VELAR = "гкх"
SHORTEST_POSSESSIVE = 3
VOWELS = "аеёиоуыэюя"
PARTICLES = frozenset({"де", "фон", "ван", "дер", "ди", "да", "дос", "эль", "аль", "бен", "оглы", "кызы", "заде"})
STILL_PARTS = frozenset({"бонч", "дон", "сен", "тер", "мак", "нор", "вар"})
NOUNS_IN_OI = frozenset({"цой", "кой", "ной", "дой", "лой"})
STRESSED_PATRONYMICS = frozenset({"ильич", "лукич", "фомич", "кузьмич"})

POSSESSIVE_M: Endings = ("а", "у", "а", "ым", "е")
HARD_M: Endings = ("а", "у", "а", "ом", "е")
HUSH_M: Endings = ("а", "у", "а", "ем", "е")
SOFT_M: Endings = ("я", "ю", "я", "ем", "е")
IY_M: Endings = ("ия", "ию", "ия", "ием", "ии")
ADJ_HARD_M: Endings = ("ого", "ому", "ого", "ым", "ом")
ADJ_VELAR_M: Endings = ("ого", "ому", "ого", "им", "ом")
ADJ_SOFT_M: Endings = ("его", "ему", "его", "им", "ем")
POSSESSIVE_F: Endings = ("ой", "ой", "у", "ой", "ой")
ADJ_HARD_F: Endings = ("ой", "ой", "ую", "ой", "ой")
ADJ_SOFT_F: Endings = ("ей", "ей", "юю", "ей", "ей")
IN_A: Endings = ("ы", "е", "у", "ой", "е")
IN_A_VELAR: Endings = ("и", "е", "у", "ой", "е")
IN_A_HUSH: Endings = ("и", "е", "у", "ей", "е")
IN_A_TS: Endings = ("ы", "е", "у", "ей", "е")
IN_YA: Endings = ("и", "е", "ю", "ей", "е")
IN_IYA: Endings = ("ии", "ии", "ию", "ией", "ии")
SOFT_F: Endings = ("и", "и", "ь", "ью", "и")


def guess_sex(last_name: str, first_name: str, patronymic: str) -> Sex:
    """The sex that the name shows, "" when it shows none: patronymic first, then surname, then first name."""
    middle = patronymic.lower().strip()
    if middle.endswith(("вич", "ич", "оглы")):
        return "m"
    if middle.endswith(("вна", "чна", "шна", "кызы")):
        return "f"
    last = last_name.lower().split("-")[-1]
    if last.endswith(("ова", "ева", "ёва", "ина", "ына", "ская", "цкая", "ая")):
        return "f"
    if last.endswith(("ов", "ев", "ёв", "ский", "цкий")):
        return "m"
    tag = analyzer().parse(first_name.lower())[0].tag if first_name else None
    if tag is not None and "Name" in tag:
        return "m" if tag.gender == "masc" else "f" if tag.gender == "femn" else ""
    return ""


def full_name(last_name: str, first_name: str, patronymic: str, case: Case, sex: str = "") -> str:
    """The whole name in a case; unchanged where the sex is neither given nor shown by the name."""
    known = sex or guess_sex(last_name, first_name, patronymic)
    if not known or case == "nomn":
        return " ".join(filter(None, (last_name, first_name, patronymic)))
    parts = (
        inflect_surname(last_name, case, known),
        inflect_first_name(first_name, case, known),
        inflect_patronymic(patronymic, case, known),
    )
    return " ".join(filter(None, parts))


def short_name(last_name: str, first_name: str, patronymic: str, case: Case, sex: str = "") -> str:
    """«Берёзовой А. П.»: the surname in a case with the initials."""
    known = sex or guess_sex(last_name, first_name, patronymic)
    last = inflect_surname(last_name, case, known) if known and case != "nomn" else last_name
    initials = " ".join(f"{part[0]}." for part in (first_name, patronymic) if part)
    return f"{last} {initials}".strip()


def doubt_of(last_name: str, first_name: str, patronymic: str, sex: str = "") -> str:
    """Why the rules may be wrong about a name: ``letters sex first_name patronymic``; empty when they know it."""
    if not all(RUSSIAN.fullmatch(part) for part in (last_name, first_name, patronymic) if part):
        return "letters"
    known = sex or guess_sex(last_name, first_name, patronymic)
    if not known:
        return "sex"
    if first_name and not all(_is_known_first_name(part, known) for part in first_name.split("-")):
        return "first_name"
    ends = ("ич", "оглы", "улы") if known == "m" else ("на", "кызы")
    return "patronymic" if patronymic and not patronymic.lower().endswith(ends) else ""


def _is_known_first_name(name: str, sex: str) -> bool:
    """In the dictionary, or among those that no case changes, which is known of them too."""
    low = name.lower()
    gender = "femn" if sex == "f" else "masc"
    return any(parsed.is_known and {"Name", gender} <= set(parsed.tag.grammemes) for parsed in analyzer().parse(low))


def inflect_surname(surname: str, case: Case, sex: str) -> str:
    """A surname in a case; each part of a double one by itself."""
    return _each_part(surname, lambda part, alone: _surname(part, case, sex, alone))


def inflect_first_name(name: str, case: Case, sex: str) -> str:
    """A first name in a case."""
    return _each_part(name, lambda part, _alone: _first_name(part, case, sex))


def inflect_patronymic(name: str, case: Case, sex: str) -> str:
    """A patronymic in a case; «оглы» and «кызы» stay, with the name before them."""
    lower = name.lower()
    if sex == "m" and lower.endswith("ич"):
        stressed = lower in STRESSED_PATRONYMICS
        return _ending(name, 0, HARD_M if stressed else HUSH_M, case)
    if sex == "f" and lower.endswith("на"):
        return _ending(name, 1, IN_A, case)
    return name


def inflect_position(position: str, case: Case) -> str:
    """A position in a case: «учитель, классный руководитель» changes on both sides of the comma."""
    return ", ".join(_position(part, case) for part in position.strip().split(", "))


def _each_part(name: str, inflect: Callable[[str, bool], str]) -> str:
    """Apply to the parts of a double name; particles and words in small letters stay."""
    parts = re.split(r"([-\s]+)", name.strip())
    alone = len(parts) == 1
    return "".join(
        part if not part.strip("- ") or part.lower() in PARTICLES or part.islower() else inflect(part, alone)
        for part in parts
    )


def _surname(word: str, case: Case, sex: str, alone: bool) -> str:
    found = _surname_female(word.lower()) if sex == "f" else _surname_male(word.lower(), alone)
    return word if found is None else _ending(word, *found, case)


def _surname_male(low: str, alone: bool) -> Declension | None:
    if low.endswith(("ых", "их")) or low[-1] in "оеёиуыэю" or (not alone and low in STILL_PARTS):
        return None
    if low[-1] in "ая":
        return _in_a(low)
    if low.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(low) > SHORTEST_POSSESSIVE:
        return 0, POSSESSIVE_M
    if low.endswith("й"):
        return _surname_in_short_i(low)
    if low.endswith("ь"):
        return 1, SOFT_M
    return 0, HUSH_M if low[-1] in HUSHING + "ц" else HARD_M


def _surname_in_short_i(low: str) -> Declension:
    """Adjectives (Донской, Белый, Горький) and nouns (Цой, Гай, Палий)."""
    if low.endswith("ый"):
        return 2, ADJ_HARD_M
    if low.endswith("ой"):
        adjective = ADJ_VELAR_M if low[-3] in VELAR + HUSHING else ADJ_HARD_M
        return (1, SOFT_M) if low in NOUNS_IN_OI else (2, adjective)
    if low.endswith("ий"):
        if low[-3] in VELAR:
            return 2, ADJ_VELAR_M
        if low[-3] in HUSHING or low.endswith("ний"):
            return 2, ADJ_SOFT_M
        return 2, IY_M
    return 1, SOFT_M


def _surname_female(low: str) -> Declension | None:
    if low.endswith(("ова", "ева", "ёва", "ина", "ына")):
        return 1, POSSESSIVE_F
    if low.endswith("ая"):
        return 2, ADJ_HARD_F
    if low.endswith("яя"):
        return 2, ADJ_SOFT_F
    return _in_a(low) if low[-1] in "ая" else None


def _in_a(low: str) -> Declension | None:
    """Nouns in -а and -я; foreign ones in a vowel and -а (Моруа, Гарсиа) stay."""
    if low.endswith("ия"):
        return 2, IN_IYA
    before = low[-2] if len(low) > 1 else ""
    if low[-1] == "я":
        return 1, IN_YA
    if before in VOWELS:
        return None
    if before in VELAR:
        return 1, IN_A_VELAR
    if before in HUSHING:
        return 1, IN_A_HUSH
    return 1, IN_A_TS if before == "ц" else IN_A


def _first_name(word: str, case: Case, sex: str) -> str:
    known = _from_dictionary(word.lower(), case, sex)
    if known:
        return known[0].upper() + known[1:]
    found = _first_name_female(word.lower()) if sex == "f" else _first_name_male(word.lower())
    return word if found is None else _ending(word, *found, case)


def _first_name_male(low: str) -> Declension | None:
    if low[-1] in "ая":
        return _in_a(low)
    if low[-1] in VOWELS:
        return None
    if low.endswith("ий"):
        return 2, IY_M
    if low[-1] in "йь":
        return 1, SOFT_M
    return 0, HUSH_M if low[-1] in HUSHING + "ц" else HARD_M


def _first_name_female(low: str) -> Declension | None:
    if low.endswith("ь"):
        return 1, SOFT_F
    return _in_a(low) if low[-1] in "ая" else None


@lru_cache(maxsize=20_000)
def _from_dictionary(low: str, case: Case, sex: str) -> str:
    """The form of a name that the dictionary holds as a name of this sex, "" when it does not."""
    gender = "femn" if sex == "f" else "masc"
    for parsed in analyzer().parse(low):
        marks = set(parsed.tag.grammemes)
        if parsed.is_known and {"Name", "sing", "nomn", gender} <= marks and "Fixd" not in marks:
            form = parsed.inflect({case, "sing"})
            return str(form.word) if form else ""
    return ""


def _position(text: str, case: Case) -> str:
    """Change the leading adjectives and the first noun of one position."""
    if case == "nomn":
        return text
    words, done = [], False
    for word in text.split(" "):
        if done:
            words.append(word)
            continue
        changed, is_noun = _position_word(word, case)
        words.append(changed)
        done = is_noun
    return " ".join(words)


def _position_word(word: str, case: Case) -> tuple[str, bool]:
    """(the word in the case, whether it was the noun or something that ends the search)."""
    pieces = [_piece(piece, case) for piece in word.split("-")]
    return "-".join(piece for piece, _noun in pieces), any(noun for _piece_text, noun in pieces)


def _piece(piece: str, case: Case) -> tuple[str, bool]:
    """An adjective reading goes before a noun's: «старший» of «старший воспитатель» does not end the search."""
    readings = [
        parsed
        for parsed in analyzer().parse(piece.lower())
        if {"nomn", "sing"} <= set(parsed.tag.grammemes)
        and (parsed.tag.POS in ADJECTIVES or (parsed.tag.POS == "NOUN" and "anim" in parsed.tag))
    ]
    if not readings:
        return piece, False
    chosen = min(readings, key=lambda parsed: parsed.tag.POS not in ADJECTIVES)
    adjective = chosen.tag.POS in ADJECTIVES
    # The accusative of an adjective depends on the noun: of a person it is the genitive's form.
    form = chosen.inflect({"gent" if adjective and case == "accs" else case, "sing"})
    return (_like(piece, str(form.word)) if form else piece), not adjective


def _like(model: str, word: str) -> str:
    return word[0].upper() + word[1:] if model[:1].isupper() else word


def _ending(word: str, cut: int, endings: Endings, case: Case) -> str:
    stem = word[: len(word) - cut] if cut else word
    return word if case == "nomn" else stem + endings[CASES.index(case)]
