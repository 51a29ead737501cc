"""Which pairs have a labour pack. The room that keeps pairs fills this port when the product starts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from apps.school.people.models import Person


@dataclass(frozen=True, slots=True)
class Assignment:
    """The mentoring of one employed mentor for employees, as the pair stands now.

    ``subject``: the pair as ``label:pk``; ``form``, ``type``: the school's words, in Russian; ``url``: the pair's page;
    ``end_url``: where it is ended; ``is_open``: it is agreed or at work.
    """

    subject: str
    title: str
    mentor: Person
    mentees: tuple[Person, ...]
    form: str
    type: str
    starts_on: datetime.date
    ends_on: datetime.date
    is_open: bool
    url: str
    end_url: str


class Assignments(Protocol):
    """Reads of the room above; a fixed number of queries each."""

    def of(self, subject: str) -> Sequence[Assignment]: ...

    def open(self) -> Sequence[Assignment]: ...


class _Nobody:
    """Before the room above is there: no pairs."""

    def of(self, subject: str) -> Sequence[Assignment]:
        return ()

    def open(self) -> Sequence[Assignment]:
        return ()


_source: Assignments = _Nobody()


def use_assignments(source: Assignments) -> None:
    """Fill the port."""
    global _source  # a port is filled once, when the product starts
    _source = source


def open_assignments() -> Sequence[Assignment]:
    """Every open pair of employees, one row for each mentor."""
    return _source.open()


def assignment_of(subject: str, mentor_id: int) -> Assignment | None:
    """One of them, open or not."""
    return next((each for each in _source.of(subject) if each.mentor.pk == mentor_id), None)
