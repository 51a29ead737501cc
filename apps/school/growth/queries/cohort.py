"""The school as a whole: what the levels of many people come to, by competency. Figures only, no names."""

from __future__ import annotations

from dataclasses import dataclass

from apps.school.people.models import Competency, Framework, Person

from ..rules import Figure, Span, figure
from .people import History, histories


@dataclass(frozen=True)
class Cohort:
    """People measured by one framework. ``people``: at least once; ``compared``: twice and more."""

    framework: Framework
    people: int
    compared: int
    improved: int
    rows: tuple[tuple[Competency, Figure], ...]


def _of_framework(framework: Framework) -> list[History]:
    """Everybody measured by it who has not left (three queries)."""
    people = Person.objects.filter(diagnostics__framework=framework, left_on__isnull=True).distinct()
    found = histories(people.values_list("pk", flat=True))
    return [history for rows in found.values() for history in rows if history.framework.pk == framework.pk]


def cohort(framework: Framework) -> Cohort:
    """The figures of a framework (three queries, whatever the number of people)."""
    found = _of_framework(framework)
    spans: dict[Competency, list[Span]] = {}
    for history in found:
        for competency in history.competencies:
            spans.setdefault(competency, []).append(history.spans[competency.pk])
    order = sorted((row for row in spans if row.in_use), key=lambda row: (row.position, row.pk))
    changes = [change_of(history) for history in found]
    return Cohort(
        framework,
        people=len(found),
        compared=sum(change is not None for change in changes),
        improved=sum(change is not None and change > 0 for change in changes),
        rows=tuple((competency, figure(spans[competency])) for competency in order),
    )


def change_of(history: History) -> int | None:
    """Levels won over all competencies measured twice; None without any."""
    changes = [span.change for span in history.spans.values() if span.change is not None]
    return sum(changes) if changes else None


def measured_twice() -> tuple[int, int]:
    """How many people were measured twice by some framework, and how many of them stand higher (three queries)."""
    present = Person.objects.filter(diagnostics__isnull=False, left_on__isnull=True).distinct()
    found = histories(present.values_list("pk", flat=True))
    totals = [[change_of(history) for history in rows] for rows in found.values()]
    compared = [[change for change in changes if change is not None] for changes in totals]
    twice = [changes for changes in compared if changes]
    return len(twice), sum(sum(changes) > 0 for changes in twice)
