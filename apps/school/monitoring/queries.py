"""Reads: the school's indicators, running pairs by month, answers on satisfaction, measurements, runs, reports."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Count, Max, Q, QuerySet

from apps.school.pairs.models import Match
from apps.school.people.models import Person
from apps.school.programmes.models import Programme
from apps.school.questionnaires import queries as surveys
from apps.school.questionnaires.models import Round
from apps.school.questionnaires.rules import INSTRUMENTS
from kernel.errors import NotFound

from .counting import WORKED, count
from .indicators import NONE, Indicators, RemoteShare
from .measures import MEASURES, PEDAGOGUE, PUPIL, Measure
from .models import Measurement, MonitoringRun, Report, Satisfaction


def running_on(day: datetime.date) -> Q:
    """Pairs at work on a day."""
    still = Q(closed_on__isnull=True) | Q(closed_on__gt=day)
    return still & Q(state__in=WORKED, starts_on__lte=day)


def indicators(*, on: datetime.date, remote: RemoteShare = NONE) -> Indicators:
    """The school's indicators on a day (one statement). ``remote`` adds pairs with other schools, no person twice."""
    return count(on, remote)


def running_by_month(on: datetime.date, months: int = 12) -> list[tuple[datetime.date, int]]:
    """Running pairs at the end of each of the last months, the oldest first (one query)."""
    days = list(month_ends(on, months))
    counts = {f"n{number}": Count("pk", filter=running_on(day)) for number, day in enumerate(days)}
    found = Match.objects.order_by().aggregate(**counts)
    return [(day, found[f"n{number}"]) for number, day in enumerate(days)]


def month_ends(on: datetime.date, months: int) -> Iterable[datetime.date]:
    """Last days of the months before ``on``, then ``on`` itself."""
    ends = [on]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - datetime.timedelta(days=1))
    return reversed(ends)


def answers_to(programme: Programme) -> QuerySet[Satisfaction]:
    """What the participants of a programme answered."""
    return Satisfaction.objects.filter(programme=programme)


# ---- before and after


def measures_for(person: Person) -> tuple[Measure, ...]:
    """By which parameters somebody is measured: a pupil by those of pupils, everybody else by those of pedagogues."""
    return MEASURES[PUPIL if person.kind == Person.Kind.PUPIL else PEDAGOGUE]


def measured(programme: Programme, person: Person) -> dict[str, dict[str, float]]:
    """Stage -> values of a participant; a stage that is not measured is absent."""
    rows = Measurement.objects.filter(programme=programme, person=person)
    return dict(rows.values_list("stage", "values"))


def stages_of(programmes: Iterable[Programme]) -> dict[tuple[int, int], set[str]]:
    """(programme, person) -> stages measured (one query)."""
    found: dict[tuple[int, int], set[str]] = {}
    rows = Measurement.objects.filter(programme__in=[programme.pk for programme in programmes])
    for programme, person, stage in rows.values_list("programme_id", "person_id", "stage"):
        found.setdefault((programme, person), set()).add(stage)
    return found


def mean_changes() -> list[tuple[Measure, int, float, float]]:
    """Parameters measured twice: how many people, the mean before and after (one query)."""
    pairs: dict[tuple[int, int], dict[str, dict[str, float]]] = {}
    for programme, person, stage, values in Measurement.objects.values_list(
        "programme_id", "person_id", "stage", "values"
    ):
        pairs.setdefault((programme, person), {})[stage] = values
    twice = [both for both in pairs.values() if len(both) == len(Measurement.Stage)]
    found = []
    for measure in (*MEASURES[PUPIL], *MEASURES[PEDAGOGUE]):
        numbers = [
            (both["before"][measure.code], both["after"][measure.code])
            for both in twice
            if measure.code in both["before"] and measure.code in both["after"]
        ]
        if numbers:
            count = len(numbers)
            before, after = (sum(pair[place] for pair in numbers) / count for place in (0, 1))
            found.append((measure, count, before, after))
    return found


# ---- runs and reports


def runs() -> QuerySet[MonitoringRun]:
    """All runs, the newest first, with how many reports each has."""
    return MonitoringRun.objects.annotate(report_count=Count("reports"))


def run_by_id(key: int) -> MonitoringRun:
    """One run; ``NotFound`` when this school has none of that id."""
    found = runs().filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def last_done(on: datetime.date | None = None) -> datetime.date | None:
    """The day when a monitoring was last closed (by a day, where one is given); None when never."""
    rows = MonitoringRun.objects.filter(state=MonitoringRun.State.CLOSED)
    if on is not None:
        rows = rows.filter(closed_on__lte=on)
    last: datetime.date | None = rows.aggregate(last=Max("closed_on"))["last"]
    return last


def reports() -> QuerySet[Report]:
    """All reports with what they are about."""
    return Report.objects.select_related("run", "person", "programme__match")


def report_by_id(key: int) -> Report:
    """One report; ``NotFound`` when this school has none of that id."""
    found = reports().filter(pk=key).first()
    if found is None:
        raise NotFound()
    return found


def surveys_between(start: datetime.date, end: datetime.date) -> QuerySet[Round]:
    """Surveys of the monitoring that were held in a period."""
    return surveys.rounds().filter(
        opens_on__lte=end, closes_on__gte=start, version__questionnaire__purpose__in=INSTRUMENTS
    )
