"""Both forms of the federal databases (Р-145, form of the base of mentees and of mentors), columns in that order.

A row is a participation: who took part in three programmes has three rows, who in none has one. What the programmes
know (with whom, in which form, until when, with what result) and where a result is published is told by the rooms
above, which fill the ports here when the product starts. The words are Russian whatever the language of the page.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Prefetch
from django.utils import translation
from django.utils.translation import pgettext

from ui.files import write_xlsx

from . import queries, rules
from .models import Guardianship, MenteeCard, MentorCard, Person, PortfolioItem
from .queries import Bank

FILE = Path(__file__).parent / "presets" / "federal_forms.json"


@dataclass(frozen=True, slots=True)
class Course:
    """One participation. ``others``: people of the other side; ``form``: in the school's word; ``programme``: id."""

    programme: int
    others: tuple[Person, ...]
    form: str
    began_on: datetime.date
    ended_on: datetime.date | None
    completed: bool
    results: str


NONE: Sequence[Course | None] = (None,)

# (bank, ids of cards) -> card id -> participations, the earliest first
Courses = Callable[[Bank, Collection[int]], Mapping[int, Sequence[Course]]]
# (ids of programmes) -> programme id -> address of what is published of it
Links = Callable[[Collection[int]], Mapping[int, str]]

_courses: list[Courses] = []
_links: list[Links] = []


def use_courses(courses: Courses) -> None:
    """Fill the port of programmes; called once, when the product starts."""
    _courses[:] = [courses]


def use_links(links: Links) -> None:
    """Fill the port of what is published."""
    _links[:] = [links]


@cache
def forms() -> Mapping[str, Any]:
    """Title and columns of both forms, as published."""
    data: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return data


def workbook(bank: Bank, school: str) -> bytes:
    """The form of a bank, filled. ``school``: the name of this school, the place of work of its own people."""
    form = forms()[bank]
    with translation.override("ru"):
        rows = list(_mentees(school) if bank == "mentee" else _mentors(school))
        return write_xlsx(form["columns"], [[number, *row] for number, row in enumerate(rows, 1)], title=form["title"])


def _told(bank: Bank, ids: Collection[int]) -> tuple[Mapping[int, Sequence[Course]], Mapping[int, str]]:
    courses = _courses[0](bank, ids)
    programmes = [course.programme for found in courses.values() for course in found]
    return courses, _links[0](programmes) if _links else {}


def _mentees(school: str) -> Iterator[list[Any]]:
    guardians = Guardianship.objects.select_related("guardian").order_by("guardian__sort_key")
    cards = list(queries.mentees().prefetch_related(Prefetch("person__guardians", guardians)))
    courses, links = _told("mentee", [card.pk for card in cards])
    for card in cards:
        for course in courses.get(card.pk) or NONE:
            yield [
                card.person.full_name,
                _contacts(card.person, with_guardians=True),
                card.person.birth_date.year if card.person.birth_date else None,
                card.request,
                course.began_on if course else card.entered_on,
                *_other_side(course, school),
                course.ended_on if course else None,
                course.results if course else None,
                links.get(course.programme) if course else None,
                _passed(course),
            ]


def _passed(course: Course | None) -> str:
    if course is None:
        return ""
    if course.completed:
        return pgettext("programme", "passed")
    return pgettext("programme", "under way") if course.ended_on is None else pgettext("programme", "ended early")


def _mentors(school: str) -> Iterator[list[Any]]:
    achievements = PortfolioItem.objects.filter(kind=PortfolioItem.Kind.ACHIEVEMENT)
    cards = list(queries.mentors().prefetch_related(Prefetch("person__portfolio", achievements)))
    courses, links = _told("mentor", [card.pk for card in cards])
    for card in cards:
        own = _own(card, school)
        for course in courses.get(card.pk) or NONE:
            yield [
                *own,
                course.began_on if course else card.entered_on,
                *_other_side(course, school),
                course.ended_on if course else None,
                course.results if course else None,
                links.get(course.programme) if course else None,
            ]


def _own(card: MentorCard, school: str) -> list[Any]:
    person = card.person
    return [
        person.full_name,
        _contacts(person),
        _workplace(person, school),
        ", ".join(card.competencies),
        "; ".join(item.title for item in person.portfolio.all()),
        ", ".join(card.interests),
        card.mentee_ages,
        card.hours,
    ]


def _other_side(course: Course | None, school: str) -> list[Any]:
    """Names, form, places of work of the other side."""
    if course is None:
        return [None, None, None]
    places = dict.fromkeys(_workplace(person, school) for person in course.others)
    return ["; ".join(person.full_name for person in course.others), course.form, "; ".join(places)]


def _contacts(person: Person, *, with_guardians: bool = False) -> str:
    own = ", ".join(filter(None, (person.phone, person.email)))
    if not with_guardians:
        return own
    told = [own] if own else []
    for row in person.guardians.all():
        contact = ", ".join(filter(None, (row.guardian.phone, row.guardian.email)))
        told.append(": ".join(filter(None, (row.guardian.full_name, contact))))
    return "; ".join(told)


def _workplace(person: Person, school: str) -> str:
    """The own organisation of people from outside; of everybody else this school with the position or the class."""
    if person.organisation or rules.is_external(person.kind):
        return ", ".join(filter(None, (person.organisation, person.position)))
    return ", ".join(filter(None, (school, person.position or person.department)))


def participations(bank: Bank, card: MentorCard | MenteeCard) -> Sequence[Course]:
    """Programmes that somebody took part in on one side, for the history of the card."""
    return _courses[0](bank, [card.pk]).get(card.pk, ())
