"""Pure rules on a person's data. Texts of refusals are worded here once, for forms and for imports alike."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.school.regulation.rules import PUPIL_CATEGORIES

Text = str | Promise

# kind -> youngest and oldest age that is believed (ТК РФ ст. 63: work from 14 with consent)
AGES: Mapping[str, tuple[int, int]] = {
    "employee": (14, 100),
    "pupil": (4, 25),
    "guardian": (14, 110),
    "external": (14, 110),
}
WORK_FROM = 14
# Who neither works nor studies here: as mentors they show papers (ТК РФ ст. 351.1)
EXTERNAL_KINDS = ("external", "guardian")
EARLIEST_YEAR = 1900

REASONS: Mapping[str, Text] = {
    "last_name_missing": _("the last name is missing"),
    "first_name_missing": _("the first name is missing"),
    "bad_name": _("a name has letters, spaces, hyphens and apostrophes only"),
    "bad_date": _("this is not a date; write dd.mm.yyyy"),
    "future_date": _("the date is in the future"),
    "too_young": _("by this date of birth the person is too young"),
    "too_old": _("by this date of birth the person is too old"),
    "bad_email": _("this is not an e-mail address"),
    "bad_phone": _("this is not a phone number"),
    "bad_sex": _("the sex is one letter: male or female"),
    "bad_experience": _("experience is a whole number of years"),
    "long_experience": _("the experience is longer than the age allows"),
    "hired_as_child": _("hired before the age of 14"),
    "too_long": _("the text is too long"),
    "number_repeated": _("this staff number stands in an earlier row"),
    "person_repeated": _("this person stands in an earlier row"),
    "other_persons_number": _("this staff number belongs to another person in the school"),
    "several_namesakes": _("several people have this name: give the staff number or the date of birth"),
}

PUPILS_OWN: Mapping[str, frozenset[str]] = {"mentor": frozenset({"pupil"}), "mentee": PUPIL_CATEGORIES}

NAME = re.compile(r"[^\W\d_]+(?:[ '’.\-–][^\W\d_]+)*[.)]?", re.UNICODE)
PHONE_DIGITS = re.compile(r"\d")
PHONE = re.compile(r"\+?[\d\s()\-.]+(?:\s*(?:доб|ext|вн)\.?\s*\d+)?", re.IGNORECASE)


def whole_years(since: datetime.date, day: datetime.date) -> int:
    """Whole years between two days."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def tidy_name(text: str) -> str:
    """One space between words; a name typed in one case gets its capitals («ИВАНОВА-ПЕТРОВА», «иванова»)."""
    plain = " ".join(text.split())
    if plain.isupper() or plain.islower():
        return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), plain)
    return plain


def split_full_name(text: str) -> tuple[str, str, str]:
    """«Иванова Анна Петровна» in its three parts; patronymics of several words stay together."""
    words = text.split(maxsplit=2)
    last, first, patronymic = [*words, "", "", ""][:3]
    return last, first, patronymic


def sex_by_patronymic(patronymic: str) -> str:
    """``f``, ``m``, or empty when the patronymic does not tell."""
    word = patronymic.lower().strip()
    if word.endswith(("вна", "чна", "шна", "кызы")):
        return "f"
    return "m" if word.endswith(("вич", "ьич", "мич", "оглы")) else ""


def is_name(text: str) -> bool:
    """True for something that can be a name."""
    return NAME.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """True for 5 to 15 digits written as people write phones, with an extension or without."""
    main = re.split(r"доб|ext|вн", text.lower())[0]
    return PHONE.fullmatch(text) is not None and 5 <= len(PHONE_DIGITS.findall(main)) <= 15


def date_faults(kind: str, values: Mapping[str, Any], on: datetime.date) -> dict[str, str]:
    """Field -> code of what is wrong with the dates of one person. ``values`` may lack any of them."""
    found: dict[str, str] = {}
    for name in ("birth_date", "hired_on", "teaching_since"):
        day = values.get(name)
        if day is None:
            continue
        if day > on:
            found[name] = "future_date"
        elif day.year < EARLIEST_YEAR:
            found[name] = "too_old" if name == "birth_date" else "bad_date"
    born = values.get("birth_date")
    if born is None or "birth_date" in found:
        return found
    youngest, oldest = AGES[kind]
    age = whole_years(born, on)
    if age < youngest:
        found["birth_date"] = "too_young"
    elif age > oldest:
        found["birth_date"] = "too_old"
    else:
        for name, code in (("hired_on", "hired_as_child"), ("teaching_since", "long_experience")):
            day = values.get(name)
            if day is not None and name not in found and whole_years(born, day) < WORK_FROM:
                found[name] = code
    return found


def is_external(kind: str) -> bool:
    """True for a kind of person who neither works nor studies here."""
    return kind in EXTERNAL_KINDS


def joined_words(words: Sequence[str], more: Sequence[str]) -> list[str]:
    """The words and those of ``more`` that are not among them, without regard to case."""
    known = {word.casefold() for word in words}
    return [*words, *(word for word in more if word.casefold() not in known)]


def replaced_words(words: Sequence[str], known: Collection[str], now: Sequence[str]) -> list[str]:
    """Words of a card after a measurement: those that it knows are replaced by ``now``, all others stay."""
    measured = {word.casefold() for word in known}
    kept = [word for word in words if word.casefold() not in measured]
    return [*kept, *now]


def category_fits(kind: str, bank: str, category: str) -> bool:
    """True unless a pupil is called something else or somebody else is called a pupil."""
    return (kind == "pupil") == (category in PUPILS_OWN[bank])
