"""A roadmap's table as pages, print and workbook show it: cells by the columns of the table, progress, problems."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.school.regulation.catalogue import TypeSpec, catalogue
from apps.school.regulation.values.wording import render_date_rules
from apps.school.regulation.view import RegulationView
from kernel.clock import today

from .checks import Problem, problems_of
from .dependencies import blockers
from .models import Event, Responsible, Roadmap, Stage, Term
from .terms import rules_of

RULES = TypeSpec(kind="date_rules")


def name_of(view: RegulationView | None, dictionary: str, code: str) -> str:
    """The school's word for a code, else the catalogue's."""
    return view.local_name(dictionary, code) if view is not None else catalogue().title(dictionary, code)


def term_words(event: Event, view: RegulationView | None) -> str:
    """The term of a row: in the words of the table, else in those of its rules; the stage's own period otherwise."""
    if event.when_text:
        return event.when_text
    rules = [dict(rule) for rule in rules_of(event)]
    if rules:
        return render_date_rules(rules, RULES, lambda dictionary, code: name_of(view, dictionary, code))
    ends_on = event.stage.ends_on
    return _("until %(day)s, with the stage") % {"day": date_format(ends_on, "d.m.Y")} if ends_on is not None else ""


def responsible_words(event: Event, view: RegulationView | None) -> str:
    """Offices, then persons, deputies called so; those of the row above where the row names nobody."""
    named = [name_of(view, catalogue().actor_dictionary(code), code) for code in event.responsible]
    words = ", ".join([*named, *map(person_words, event.persons.all())])
    return words or (responsible_words(event.parent, view) if event.parent is not None else "")


def person_words(row: Responsible) -> str:
    """A person, or a deputy."""
    name = row.person.short_name
    return _("%(name)s (deputy)") % {"name": name} if row.is_deputy else name


@dataclass(frozen=True, slots=True)
class Row:
    """An event as pages show it. ``depth``: how many rows stand above it; ``blockers``: the rows that it waits for."""

    event: Event
    term: str
    responsible: str
    problems: Sequence[Problem]
    terms: Sequence[Term]
    next_term: Term | None
    done: int
    is_late: bool
    depth: int
    blockers: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Part:
    """A stage with its rows and how far it is, in whole percents of its terms; what was given up does not count."""

    stage: Stage
    rows: Sequence[Row]
    done: int
    total: int
    late: int

    @property
    def percent(self) -> int:
        """Marked terms of all."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def state(self) -> str:
        """``closed``, ``open`` or ``ahead``."""
        if self.stage.closed_on is not None:
            return "closed"
        return "open" if self.stage.opened_on is not None else "ahead"


def parts_of(roadmap: Roadmap, stages: Sequence[Stage], view: RegulationView | None) -> list[Part]:
    """The table of ``queries.table_of`` for people; reads nothing."""
    waiting = blockers(roadmap, stages)
    return [_part(roadmap, stage, view, waiting) for stage in stages]


def _part(roadmap: Roadmap, stage: Stage, view: RegulationView | None, waiting: Mapping[int, Sequence[Event]]) -> Part:
    rows = [_row(roadmap, event, view, waiting.get(event.pk, ())) for event in stage.events.all()]
    terms = [term for row in rows for term in row.terms if term.dropped_on is None]
    return Part(
        stage=stage,
        rows=rows,
        done=sum(term.done_on is not None for term in terms),
        total=len(terms),
        late=sum(is_late(term, today()) for term in terms),
    )


def is_late(term: Term, day: datetime.date) -> bool:
    """True for a term without a mark whose day has passed."""
    return term.is_open and term.due_on is not None and term.due_on < day


def _row(roadmap: Roadmap, event: Event, view: RegulationView | None, waiting: Sequence[Event]) -> Row:
    terms = list(event.terms.all())
    undone = [term for term in terms if term.is_open]
    return Row(
        event=event,
        term=term_words(event, view),
        responsible=responsible_words(event, view),
        problems=problems_of(event, roadmap) if roadmap.is_draft else (),
        terms=terms,
        next_term=undone[0] if undone else None,
        done=sum(term.done_on is not None for term in terms),
        is_late=any(is_late(term, today()) for term in terms),
        depth=_depth(event),
        blockers=waiting,
    )


def _depth(event: Event) -> int:
    return 0 if event.parent is None else 1 + _depth(event.parent)


# ---- print and workbook


def headers(roadmap: Roadmap, view: RegulationView | None) -> list[str]:
    """Titles of the table's columns."""
    return [_capital(name_of(view, "roadmap_column", code)) for code in roadmap.columns]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def cells(roadmap: Roadmap, part: Part, row: Row, number: int) -> list[str]:
    """One row of the table. ``number``: its place among all rows, used where the table prints no number of its own."""
    return [_cell(code, part, row, number) for code in roadmap.columns]


def _cell(code: str, part: Part, row: Row, number: int) -> str:
    event = row.event
    texts = {
        "number": event.printed_number or str(number),
        "stage_name": part.stage.title,
        "content": "\n".join(filter(None, (event.title, event.details))),
        "event": event.title,
        "activity_kind": event.group,
        "term": row.term,
        "responsible": row.responsible,
        "resources": event.resources,
        "done_mark": _mark(row),
    }
    return texts.get(code, "")


def _mark(row: Row) -> str:
    marked = [term for term in row.terms if term.done_on is not None]
    days = [date_format(term.done_on, "d.m.Y") for term in marked if term.done_on is not None]
    return "; ".join(days)
