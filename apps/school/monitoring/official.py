"""Numbers of participants for forms of statistical observation, and what they lack to be complete.

The forms themselves are the state's and change every year; the counts here are what they ask: participants by side, who
they are, sex and age on a day.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import Person

from .queries import running_on

AGES: tuple[tuple[int, int | None], ...] = ((0, 13), (14, 17), (18, 24), (25, 34), (35, 54), (55, None))


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and rows, ready for a workbook."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Any]]


def participants(day: datetime.date) -> dict[str, list[Person]]:
    """Distinct people of the pairs at work on a day, by side (four queries)."""
    running = Match.objects.filter(running_on(day)).order_by().values("pk")
    seats = {"match__in": running, "until__isnull": True}
    sides = {
        "mentor": MatchMentor.objects.filter(**seats).values_list("card__person", flat=True),
        "mentee": MatchMentee.objects.filter(**seats).values_list("card__person", flat=True),
    }
    return {side: list(Person.objects.filter(pk__in=list(keys))) for side, keys in sides.items()}


def gaps_of(day: datetime.date) -> list[str]:
    """What is missing in the data of the participants, as sentences with numbers."""
    people = {person.pk: person for persons in participants(day).values() for person in persons}.values()
    missing = {
        "sex": sum(not person.sex for person in people),
        "birth_date": sum(person.birth_date is None for person in people),
        "teaching_since": sum(person.kind == Person.Kind.EMPLOYEE and not person.teaching_since for person in people),
    }
    words = {
        "sex": ngettext("%(count)s person without the sex", "%(count)s people without the sex", missing["sex"]),
        "birth_date": ngettext(
            "%(count)s person without a date of birth",
            "%(count)s people without a date of birth",
            missing["birth_date"],
        ),
        "teaching_since": ngettext(
            "%(count)s employee without experience",
            "%(count)s employees without experience",
            missing["teaching_since"],
        ),
    }
    return [words[name] % {"count": count} for name, count in missing.items() if count]


def age_group(person: Person, day: datetime.date) -> str:
    """«25–34», «55 and over»; a word where the birth date is not known."""
    age = person.age_on(day)
    if age is None:
        return pgettext("age", "not known")
    low, high = next(group for group in AGES if group[1] is None or age <= group[1])
    return _("%(age)s and over") % {"age": low} if high is None else f"{low}–{high}"


def table_of(day: datetime.date) -> Table:
    """Participants by side, who they are, sex and age group."""
    sides = {"mentor": _("Mentors"), "mentee": _("Mentees")}
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for side, persons in participants(day).items():
        for person in persons:
            kind, sex = str(person.get_kind_display()), str(person.get_sex_display())
            counts[sides[side], kind, sex, age_group(person, day)] += 1
    headers = [_("Side"), _("Who"), _("Sex"), _("Age"), _("How many")]
    return Table(headers, [[*key, count] for key, count in sorted(counts.items())])
