"""Reads: the school's indicators in a constant number of queries, and answers on satisfaction."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from apps.school.pairs.models import Match, MatchMentee, MatchMentor
from apps.school.people.models import MenteeCard, MentorCard, Person
from apps.school.programmes.models import Programme

from .indicators import NONE, NOVICE_YEARS, SATISFIED_FROM, Indicators, RemoteShare
from .models import Satisfaction

# States of a pair that has worked: whether it did so on a given day is told by its dates.
WORKED = (Match.State.ACTIVE, Match.State.COMPLETED, Match.State.ENDED)
VIRTUAL = "virtual"


def years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years ago; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def running_on(day: datetime.date, prefix: str = "") -> Q:
    """Pairs at work on a day, the pair being at ``prefix``."""
    still = Q(**{f"{prefix}closed_on__isnull": True}) | Q(**{f"{prefix}closed_on__gt": day})
    return still & Q(**{f"{prefix}state__in": WORKED, f"{prefix}starts_on__lte": day})


def _seats(rows: QuerySet[MatchMentor] | QuerySet[MatchMentee], day: datetime.date) -> Exists:
    here = Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))
    return Exists(rows.filter(here & running_on(day, "match__"), card=OuterRef("pk")))


def _by_kind(cards: QuerySet[MentorCard] | QuerySet[MenteeCard]) -> dict[str, int]:
    rows = cards.order_by().values("person__kind").annotate(count=Count("person", distinct=True))
    return {row["person__kind"]: row["count"] for row in rows}


def _mentor_cards(day: datetime.date, remote: RemoteShare) -> QuerySet[MentorCard]:
    return MentorCard.objects.filter(_seats(MatchMentor.objects.all(), day) | Q(pk__in=remote.mentor_cards))


def _mentee_cards(day: datetime.date, remote: RemoteShare) -> QuerySet[MenteeCard]:
    return MenteeCard.objects.filter(_seats(MatchMentee.objects.all(), day) | Q(pk__in=remote.mentee_cards))


def _staff(day: datetime.date, remote: RemoteShare) -> dict[str, int]:
    """R2 and R5 in one query."""
    on_staff = Q(hired_on__isnull=True) | Q(hired_on__lte=day)
    present = Q(left_on__isnull=True) | Q(left_on__gt=day)
    novice = Q(teaching_since__gte=years_before(day, NOVICE_YEARS), teaching_since__lte=day)
    covered = Exists(_mentee_cards(day, remote).filter(person=OuterRef("pk")))
    return (
        Person.objects.filter(on_staff, present, kind=Person.Kind.EMPLOYEE)
        .order_by()
        .aggregate(
            pedagogues=Count("pk"),
            novices=Count("pk", filter=novice),
            novices_covered=Count("pk", filter=novice & Q(covered)),
            experience_unknown=Count("pk", filter=Q(teaching_since__isnull=True)),
        )
    )


def _programmes(day: datetime.date) -> tuple[Counter[str], Counter[str], int]:
    """R6: by state on the day (drafts, running, completed, ended), ended by ground, approved by then."""
    rows = Programme.objects.filter(match__starts_on__lte=day).order_by()
    groups = rows.values("state", "completion_ground", "completed_on", "approved_on").annotate(count=Count("pk"))
    states: Counter[str] = Counter()
    grounds: Counter[str] = Counter()
    approved = 0
    for row in groups:
        was_approved = row["approved_on"] is not None and row["approved_on"] <= day
        approved += row["count"] if was_approved else 0
        if row["completed_on"] is not None and row["completed_on"] <= day:
            state = row["state"]
        else:
            state = Programme.State.RUNNING if was_approved else Programme.State.DRAFT
        states[str(state)] += row["count"]
        if state == Programme.State.ENDED:
            grounds[row["completion_ground"]] += row["count"]
    return states, grounds, approved


def _pairs(day: datetime.date, remote: RemoteShare) -> Counter[tuple[str, str]]:
    """R7."""
    rows = Match.objects.filter(running_on(day)).order_by().values("form", "type").annotate(count=Count("pk"))
    pairs = Counter({(row["form"], row["type"]): row["count"] for row in rows})
    for form, count in remote.pairs_by_form.items():
        pairs[form, VIRTUAL] += count
    return pairs


def _satisfaction(day: datetime.date) -> tuple[dict[str, int], dict[str, int]]:
    """R10: satisfied and all answers by side, given by the end of the day."""
    rows = (
        Satisfaction.objects.filter(created_at__date__lte=day)
        .order_by()
        .values("side")
        .annotate(count=Count("pk"), good=Count("pk", filter=Q(score__gte=SATISFIED_FROM)))
    )
    found = {row["side"]: (row["good"], row["count"]) for row in rows}
    return {side: good for side, (good, _all) in found.items()}, {side: count for side, (_good, count) in found.items()}


def indicators(*, on: datetime.date, remote: RemoteShare = NONE) -> Indicators:
    """The school's indicators on a day (six queries). ``remote`` adds pairs with other schools, no person twice."""
    states, grounds, approved = _programmes(on)
    satisfied, answers = _satisfaction(on)
    return Indicators(
        on=on,
        **_staff(on, remote),
        mentors=_by_kind(_mentor_cards(on, remote)),
        mentees=_by_kind(_mentee_cards(on, remote)),
        programmes={state.value: states[state.value] for state in Programme.State},
        approved=approved,
        ended_by_ground=dict(grounds),
        pairs=dict(_pairs(on, remote)),
        remote_pairs=sum(remote.pairs_by_form.values()),
        satisfied=satisfied,
        answers=answers,
    )


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
